from contextlib import suppress

from odoo import models
from odoo.exceptions import UserError

from ..tools.marks import SHOWING
from .audit_event import ATTENDEE_STATE

SHOWN = {
    "active",
    "allday",
    "attendee_ids",
    "duration",
    "location",
    "name",
    "partner_ids",
    "privacy",
    "show_as",
    "start",
    "start_date",
    "stop",
    "stop_date",
    "user_id",
}
ANSWERS = {state: answer for answer, state in ATTENDEE_STATE.items()}


def is_showing(record):
    return record.env.context.get("qms_showing") is SHOWING


class CalendarEvent(models.Model):
    """The event of an audit shows what the audit says, whoever moves or deletes it."""

    _inherit = "calendar.event"

    def write(self, vals):
        if is_showing(self) or SHOWN.isdisjoint(vals):
            return super().write(vals)
        told = self._qms_told()
        own = told.event_id.with_env(self.env) & self
        if not own:
            return super().write(vals)
        # what is undone at once is told to nobody
        context = {**told._calendars().env.context, "qms_showing": None}
        quiet = own.with_context(**context)
        result = super(CalendarEvent, quiet).write(dict(vals))
        if others := self - own:
            super(CalendarEvent, others).write(vals)
        told._show()
        return result

    def unlink(self):
        if is_showing(self):
            return super().unlink()
        told = self._qms_told()
        result = super().unlink()
        told.invalidate_recordset(["event_id"])
        told._show()
        return result

    def _qms_told(self):
        # sudo: which audits these events show
        told = self.env["qms.audit.event"].sudo()
        return told.search([("event_id", "in", self.ids)])


class CalendarAttendee(models.Model):
    """Who answers in Odoo's calendar answers the invitation."""

    _inherit = "calendar.attendee"

    def write(self, vals):
        result = super().write(vals)
        if "state" in vals and not is_showing(self):
            self._qms_take_answers()
        return result

    def _qms_take_answers(self):
        """His own answer counts; others', and what cannot be answered, are undone."""
        mine = self.env.user.partner_id
        for attendee in self.filtered(lambda row: row.partner_id == mine):
            told = attendee.event_id._qms_told()
            rows = told.audit_id.invitation_ids
            row = rows.filtered(lambda row: row.user_id == self.env.user)
            answer = ANSWERS.get(attendee.state)
            if row and answer != "needs_action":
                with suppress(UserError):
                    row._answer(answer)
        self.event_id._qms_told()._show_answers()
