from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date


class QmsDeviationMinutes(models.AbstractModel):
    """The minutes of a meeting: what was decided for each case, from its decisions."""

    _name = "qms.deviation.minutes"
    _description = "Minutes of the quality group"

    def action_triage_minutes(self, day=None):
        """What was decided for each of these cases, as plain data in their order.

        :param day: only what was decided on that day of the user's calendar
        :return: per case ``id``, ``name`` (type and number), ``headline``,
            ``decisions`` (``label`` and ``reason``) and ``actions``. Of a case that
            the user can no longer read: what he himself decided, without any text.
        """
        period = self._minutes_period(day)
        known = self.exists()
        readable = known._filtered_access("read")
        told = {
            **readable._minutes_readable(period),
            **(known - readable)._minutes_lost(period),
        }
        return [told[case.id] for case in known if case.id in told]

    @api.model
    def _minutes_period(self, day):
        """From when to when, in UTC, as what is compared with a decision's time."""
        if not day:
            return datetime.min, datetime.max
        zone = pytz.timezone(self.env.user.tz or "UTC")
        midnight = datetime.combine(fields.Date.to_date(day), time.min)
        return tuple(
            zone.localize(bound).astimezone(pytz.utc).replace(tzinfo=None)
            for bound in (midnight, midnight + timedelta(days=1))
        )

    def _minutes_readable(self, period):
        start, end = period
        timeline = self.env["qms.decision"]._timeline(self)
        domain = Domain("deviation_id", "in", self.ids)
        asked = Domain("question_id", "!=", False)
        actions = self.env["qms.action"].search(domain & asked, order="id")
        begun = self.env["qms.decision"]._timeline(actions)
        actions = actions.filtered(
            lambda action: start <= begun[action.id][0]["date"] < end
        )
        made = actions.grouped("deviation_id")
        return {
            case.id: {
                "id": case.id,
                "name": case.display_name,
                "headline": case.headline,
                "decisions": [
                    {"label": row["label"], "reason": row["reason"]}
                    for row in timeline.get(case.id, ())
                    if start <= row["date"] < end
                ],
                "actions": [
                    self._minutes_follow_up(action) for action in made.get(case, ())
                ],
            }
            for case in self
        }

    @api.model
    def _minutes_follow_up(self, action):
        outcomes = dict(action._fields["outcome"]._description_selection(self.env))
        return {
            "id": action.id,
            "name": action.display_name,
            "question": action.question_id.name,
            "what": action.name,
            # sudo: the name of who does it, as the action itself shows it
            "owner": action.owner_id.sudo().name or "",
            "deadline": format_date(self.env, action.date_deadline),
            "state": action._state_label(),
            "outcome": outcomes.get(action.outcome, ""),
            "date_outcome": format_date(self.env, action.date_outcome),
        }

    def _minutes_lost(self, period):
        """Type and number of what the user himself has just put out of his reach."""
        start, end = period
        labels = self._transition_labels()
        # sudo: the user's own decisions, told without their words
        decisions = self.env["qms.decision"].sudo()
        domain = Domain("res_model", "=", self._name) & Domain("res_id", "in", self.ids)
        decisions = decisions.search(domain, order="res_id, sequence")
        details = decisions._details()
        told = {}
        for decision in decisions.filtered(lambda row: start <= row.date < end):
            detail = details.get(decision.id)
            if not detail or detail.user_ref != self.env.uid:
                continue
            case = self.browse(decision.res_id)
            line = told.setdefault(
                case.id,
                {
                    "id": case.id,
                    "name": case.sudo().display_name,
                    "headline": "",
                    "decisions": [],
                    "actions": [],
                },
            )
            label = labels.get(decision.verb, decision.verb)
            line["decisions"].append({"label": label, "reason": ""})
        return told
