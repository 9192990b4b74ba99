import logging

from psycopg2 import OperationalError

from odoo import models

_logger = logging.getLogger(__name__)

# what is reminded of -> the states in which it is still to be done
STATES = {
    "coming": ("scheduled",),
    "report_due": ("reporting",),
    "follow_up_due": ("follow_up",),
}


class QmsAuditReminded(models.AbstractModel):
    """Who is reminded of what."""

    _name = "qms.audit.reminded"
    _description = "Who is reminded of an audit"

    def _check_invitations(self):
        """Leaders and accounts change, events are deleted: catch up on it."""
        standing = self.filtered(lambda audit: audit._is_invited_to())
        try:
            with self.env.cr.savepoint():
                standing._tell(dict.fromkeys(standing.ids, set()))
                self.env.flush_all()
        except OperationalError:
            raise
        except Exception:
            # reminders go out all the same
            _logger.exception("Invitations of audits %s", standing.ids)

    def _reminded_day(self, kind):
        if self.state not in STATES[kind]:
            return None
        if kind == "coming":
            start = self.told_ids.is_live and self.told_ids.date_start
            return start and self._local(start).date()
        return self.date_report_due if kind == "report_due" else self.date_follow_up

    def _reminded(self, kind, people):
        """Readers with the next day on which each works; whoever is away is stood in
        for, or the clock stands."""
        if kind != "coming":
            users = self.lead_id or self._planners()
            return self._working_readers(dict.fromkeys(users, None), people)
        rows = self.invitation_ids.filtered(
            lambda row: row.is_told and row.answer != "declined"
        )
        users = {row.user_id: row for row in rows if row.user_id}
        return [
            *self._working_readers(users, people),
            *self._outside_readers(rows.filtered(lambda row: not row.user_id), people),
        ]

    def _working_readers(self, users, people):
        unit, company = self.department_ids[:1], self.company_id
        readers = {}
        for user, row in users.items():
            here = people.stand_in(user.with_env(people.env), unit, company)
            if here and here.email:
                readers.setdefault(here, (user, row))
        everyone = people.env["res.users"].union(*readers)
        working = people.working(everyone, company)
        next_days = people.next_workdays(working, company)
        return [
            {
                **self._prepare_reader(here),
                "email": row._address()
                if row and here == readers[here][0]
                else here.email_formatted,
                "invitation_id": row.id if row and here == readers[here][0] else False,
                "behalf_id": readers[here][0].id if here != readers[here][0] else False,
                "next_day": next_days[here],
            }
            for here in working
            for row in [readers[here][1]]
        ]

    def _outside_readers(self, rows, people):
        """People without login, on working days of the company."""
        if not self.company_id._qms_is_workday(people.date):
            return []
        next_day = self.company_id._qms_add_workdays(people.date, 1)
        return [
            {
                "email": row._address(),
                "lang": row._lang(),
                "invitation_id": row.id,
                "next_day": next_day,
            }
            for row in rows
            if row._address()
        ]
