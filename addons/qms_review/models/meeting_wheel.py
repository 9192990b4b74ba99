from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain

# a meeting so near to what the wheel asks for is the one, also of a monthly wheel
NEAR = timedelta(days=14)


class QmsMeetingWheel(models.AbstractModel):
    """Meetings come from the year wheel, each once."""

    _name = "qms.meeting.wheel"
    _description = "Meetings made by the year wheel"
    _inherit = ["qms.wheel.target.mixin"]

    @api.model
    def _wheel_create(self, occurrences):
        """One meeting each; one that is planned around that day is taken instead."""
        made = []
        for occurrence in occurrences:
            group = self.env["qms.group"]._of_occurrence(occurrence)
            meeting = self._planned_near(group, occurrence.date_planned)
            if not meeting:
                meeting = self.create([self._prepare_wheel_values(occurrence)])
            made.append(meeting.id)
        return self.browse(made)

    @api.model
    def _planned_near(self, group, day):
        meetings = self.search(
            Domain("group_id", "=", group.id)
            & Domain("state", "in", ("planned", "called"))
            & Domain("date", ">=", day - NEAR)
            & Domain("date", "<=", day + NEAR)
        )
        return meetings.sorted(lambda each: (abs(each.date - day), each.id))[:1]

    @api.model
    def _prepare_wheel_values(self, occurrence):
        group = self.env["qms.group"]._of_occurrence(occurrence)
        start, end = self._time_of(group.company_id, occurrence.date_planned)
        return {"group_id": group.id, "date_start": start, "date_end": end}

    def _wheel_moved(self, occurrence):
        """A meeting to which nobody is invited yet follows the wheel."""
        result = super()._wheel_moved(occurrence)
        day = occurrence.date_planned
        for meeting in self.filtered(lambda each: each.state == "planned"):
            shift = day - meeting.date
            if shift and meeting._may_move(shift):
                meeting._write_guarded(
                    {
                        "date_start": meeting.date_start + shift,
                        "date_end": meeting.date_end + shift,
                    }
                )
                meeting._sync_duties()
        return result

    def _may_move(self, shift):
        """Whether the group is free at the new time."""
        return not self.search_count(
            Domain("group_id", "=", self.group_id.id)
            & Domain("id", "!=", self.id)
            & Domain("state", "!=", "cancelled")
            & Domain("date_start", "<", self.date_end + shift)
            & Domain("date_end", ">", self.date_start + shift)
        )

    def _take_up_waiting(self):
        """A meeting planned by hand is what the wheel waits for since one was
        cancelled."""
        for meeting in self:
            waiting = meeting.group_id._free_occurrences("meeting")[:1]
            if waiting:
                waiting._take_up(meeting)
