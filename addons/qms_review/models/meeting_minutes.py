from odoo import api, models


class QmsMeetingMinutes(models.AbstractModel):
    """Agenda and minutes: told from points, decisions and actions, never stored."""

    _name = "qms.meeting.minutes"
    _description = "Agenda and minutes of a meeting"

    def _tell_agenda(self):
        """Per point what it arrives with, for paper."""
        self.ensure_one()
        self.check_access("read")
        return [
            {
                "number": place,
                "point": point,
                # sudo: the agenda is data
                "hint": point.sudo().item_id.hint or "",
                "figures": point._print_figures(),
                "decided": point._tell_actions(point._decided_before()),
                "carried": point._read_carried(),
            }
            for place, point in enumerate(self.point_ids, 1)
        ]

    def _tell_minutes_points(self):
        """Per point what was said and decided."""
        self.ensure_one()
        self.check_access("read")
        timeline = self.env["qms.decision"]._timeline(self.point_ids)
        return [
            {
                "number": place,
                "point": point,
                "decisions": [
                    row["label"]
                    for row in timeline.get(point.id, ())
                    if row["label"] and not row["reason"]
                ],
                "actions": point._tell_actions(point._own_actions()),
            }
            for place, point in enumerate(self.point_ids, 1)
        ]

    def _tell_presence(self):
        """Who was there and who was not, by name."""
        there = self.attendee_ids.filtered("is_present")
        return {
            "there": ", ".join(there.mapped("who")),
            "absent": ", ".join((self.attendee_ids - there).mapped("who")),
        }

    def action_print_agenda(self):
        """The agenda as one file."""
        return self.env.ref("qms_review.action_report_agenda").report_action(self)

    def action_print_minutes(self):
        """The minutes as they stand now."""
        return self.env.ref("qms_review.action_report_minutes").report_action(self)

    def _get_print_reports(self):
        return [("qms_review.report_minutes", self)]

    @api.model
    def _get_print_fields(self):
        return [
            (
                self.env._("Meeting"),
                ["group_id", "when", "place", "note"],
            ),
            (
                self.env._("Minutes"),
                ["minutes_by_id", "approved_by_id", "date_closed"],
            ),
        ]
