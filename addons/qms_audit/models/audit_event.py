from uuid import uuid4

from odoo import api, fields, models
from odoo.tools import format_date, format_time

from odoo.addons.qms.models.decision_sql import lock_rows

from ..tools.marks import SHOWING

# what the audit takes place by: while it lasts, changes are told
TOLD_STATES = ("scheduled", "running")
ATTENDEE_STATE = {
    "needs_action": "needsAction",
    "accepted": "accepted",
    "declined": "declined",
    "tentative": "tentative",
}


class QmsAuditEvent(models.Model):
    """What was last told of an audit's dates, and the event that shows them.

    The audit holds the dates; this row says which of them the invitations carry, so
    that a change is told once. Number and name of the invitation stay for good: a
    calendar program knows by them that an update is one.
    """

    _name = "qms.audit.event"
    _description = "What was told of an audit's dates"
    _rec_name = "uid"

    audit_id = fields.Many2one(
        "qms.audit", required=True, readonly=True, index=True, ondelete="cascade"
    )
    uid = fields.Char(required=True, readonly=True, default=lambda self: str(uuid4()))
    sequence = fields.Integer(
        default=-1, readonly=True, help="Grows with each change of what is told."
    )
    time_sequence = fields.Integer(
        readonly=True, help="When the time changed last: answers before are outdated."
    )
    is_live = fields.Boolean("Invited", readonly=True)
    date_start = fields.Datetime(readonly=True)
    date_end = fields.Datetime(readonly=True)
    place = fields.Char(readonly=True)
    units = fields.Char(readonly=True)
    event_id = fields.Many2one(
        "calendar.event", readonly=True, index="btree_not_null", ondelete="set null"
    )

    _audit_unique = models.UniqueIndex("(audit_id)")
    _uid_unique = models.UniqueIndex("(uid)")

    @api.model
    def _of(self, audits):
        """One row per audit, made where there is none."""
        known = audits.told_ids
        missing = audits - known.audit_id
        return known | self.create([{"audit_id": audit.id} for audit in missing])

    def _lock(self):
        """Wait for whoever tells of the same audits now; the later one begins anew."""
        self.flush_recordset()
        lock_rows(self.env.cr, self._table, self.ids)

    def _advance(self):
        """Take over the audit's dates; says what is to be told, if anything."""
        self.ensure_one()
        audit = self.audit_id
        now = {
            "date_start": audit.date_start,
            "date_end": audit.date_end,
            "place": audit.place,
            "units": ",".join(map(str, sorted(audit.department_ids.ids))),
        }
        changed = {name for name, value in now.items() if self[name] != value}
        if self.is_live and not changed:
            return None
        is_moved = not self.is_live or not changed.isdisjoint(
            {"date_start", "date_end"}
        )
        sequence = self.sequence + 1
        kind = "moved" if is_moved else "changed"
        kind = kind if self.is_live else "planned"
        values = {**now, "sequence": sequence, "is_live": True}
        self.write(values | ({"time_sequence": sequence} if is_moved else {}))
        return kind

    def _call_off(self):
        for told in self:
            told.write({"is_live": False, "sequence": told.sequence + 1})

    def _can_be_answered(self):
        return (
            self.is_live
            and self.audit_id.state in TOLD_STATES
            and self.date_start > fields.Datetime.now()
        )

    def _when(self):
        """Day and time, in the zone of the company and the reader's language."""
        self.ensure_one()
        start, end = map(self.audit_id._local, (self.date_start, self.date_end))
        day, last = (
            format_date(self.env, moment.date(), date_format="full")
            for moment in (start, end)
        )
        hour, until = (
            format_time(self.env, moment.time(), time_format="short")
            for moment in (start, end)
        )
        until = until if start.date() == end.date() else f"{last} {until}"
        return f"{day} {hour} - {until}"

    # ------------------------------------------------------------
    # The event in Odoo's calendar
    # ------------------------------------------------------------

    def _calendars(self):
        """Events in silence: the mails are ours, and no calendar service adds one."""
        return self.env["calendar.event"].with_context(
            dont_notify=True,
            mail_create_nolog=True,
            mail_create_nosubscribe=True,
            mail_notrack=True,
            no_calendar_sync=True,
            no_mail_to_attendees=True,
            qms_showing=SHOWING,
            skip_attendee_notification=True,
            skip_contact_description=True,
            tracking_disable=True,
        )

    def _prepare_calendar_values(self):
        """Hook: the event says who, when and where, to those who take part."""
        audit = self.audit_id
        partners = audit.invitation_ids._partners()
        return {
            "active": True,
            "allday": False,
            "name": audit.display_name,
            "start": self.date_start,
            "stop": self.date_end,
            "location": self.place or False,
            "privacy": "private",
            "show_as": "busy",
            # Google's and Microsoft's calendar take an event from its organizer alone;
            # nobody's keeps them from sending invitations of their own
            "user_id": self.env.ref("base.user_root").id,
            "partner_ids": [fields.Command.set(partners.ids)],
        }

    def _show(self):
        """Make the events what the audits say, those deleted by hand made anew."""
        # sudo: the event belongs to the audit, whoever changed either
        rows = self.sudo()
        context = self._calendars().env.context
        live = rows.filtered("is_live")
        (rows - live).event_id.with_context(**context).unlink()
        values = [
            told.with_context(
                lang=told.audit_id.company_id.partner_id.lang
            )._prepare_calendar_values()
            for told in live
        ]
        new = []
        for told, shown in zip(live, values, strict=True):
            event = told.event_id.with_context(**context)
            if event:
                told._correct(event, shown)
            else:
                new.append((told, shown))
        events = self._calendars().sudo().create([shown for _told, shown in new])
        for (told, _shown), event in zip(new, events, strict=True):
            told.event_id = event
        live._show_answers()

    def _correct(self, event, values):
        wrong = {
            name: value
            for name, value in values.items()
            if not self._is_shown(event, name, value)
        }
        if wrong:
            event.write(wrong)

    def _is_shown(self, event, name, value):
        if name == "partner_ids":
            return set(event.partner_ids.ids) == set(value[0][2])
        found = event[name]
        return (found.id if name == "user_id" else found) == value

    def _show_answers(self):
        """Each attendee's answer, where it is not what the event says."""
        for told in self:
            invitations = told.audit_id.invitation_ids
            answers = {row._partners(): row.answer for row in invitations}
            for attendee in told.event_id.attendee_ids:
                state = ATTENDEE_STATE[answers.get(attendee.partner_id, "needs_action")]
                if attendee.state != state:
                    attendee.with_context(qms_showing=SHOWING).state = state
