from datetime import timedelta

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import split_every

from odoo.addons.qms.tools.people import People

from .audit_reminded import STATES

# so many audits are looked at before what was done is committed
SLICE = 200
# what says that another connection was here
MET = (UniqueViolation, *PG_CONCURRENCY_EXCEPTIONS_TO_RETRY)
TRIES = 5


class QmsAuditReminder(models.Model):
    """How many days ahead whom an audit concerns is reminded of it."""

    _name = "qms.audit.reminder"
    _description = "Reminder of an audit"
    _inherit = ["qms.shared.mixin"]
    _order = "kind, days desc, id"
    _rec_name = "kind"

    kind = fields.Selection(
        [
            ("coming", "The audit is coming up"),
            ("report_due", "The report is due"),
            ("follow_up_due", "The follow-up is due"),
        ],
        "Reminds that",
        required=True,
    )
    days = fields.Integer(
        "Days ahead",
        required=True,
        default=1,
        help="Who does not work on that day is reminded on his last one before.",
    )
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        index=True,
        help="Without one it holds for all companies that have none of their own.",
    )

    _days_ahead = models.Constraint("CHECK (days >= 0)", "Days are counted from 0.")
    _once_each = models.UniqueIndex(
        "(kind, days, COALESCE(company_id, 0))", "There is such a reminder already."
    )

    @api.model
    def _cron_remind(self):
        """Remind of all that is near; catches up on days it did not run.

        Run again it sends nothing twice: what was sent is remembered with the day it
        was about, so that another day is reminded of anew.
        """
        progress = self.env["ir.cron"]._commit_progress
        work = [
            (company, ids)
            for company in self.env["res.company"].search([])
            if not company._qms_is_closed(company._qms_today())
            for ids in split_every(SLICE, self._near(company).ids)
        ]
        progress(remaining=len(work))
        for company, ids in work:
            self._remind_slice(company, self.env["qms.audit"].browse(ids))
            if not progress(1):
                break

    @api.model
    def _remind_slice(self, company, audits):
        """All of it or nothing, and anew where others told of these audits meanwhile:
        else who is to be reminded today would not be before tomorrow."""
        for tries_left in reversed(range(TRIES)):
            try:
                # sudo: the system keeps invitations and events in line
                audits.sudo()._check_invitations()
                self._remind(company, audits)
                self.env.cr.flush()
            except MET:
                if not tries_left:
                    raise
                self.env.cr.rollback()
            else:
                return

    @api.model
    def _of_company(self, company):
        """Its own reminders of each kind, or the common ones."""
        found = self.search([("company_id", "in", (False, company.id))])
        own = found.filtered("company_id")
        kinds = set(own.mapped("kind"))
        return own | found.filtered(lambda row: row.kind not in kinds)

    @api.model
    def _near(self, company):
        # sudo: every audit of the company
        audits = self.env["qms.audit"].sudo()
        states = [state for of_kind in STATES.values() for state in of_kind]
        return audits.search(
            Domain("company_id", "=", company.id) & Domain("state", "in", states)
        )

    @api.model
    def _remind(self, company, audits):
        """Those of each audit who are to be told today."""
        today = company._qms_today()
        people, reminders = People(self.env, today), self._of_company(company)
        # sudo: who takes part, and what they were told
        told = _Told(audits.sudo())
        waiting = [
            row
            for audit in audits.sudo()
            for row in reminders._due_rows(audit, today, people, told)
        ]
        self.env["qms.audit.notice"]._send(waiting)

    def _due_rows(self, audit, today, people, told):
        """Mails that are due about ``audit``: of each kind the nearest reminder."""
        for kind, reminders in self.grouped("kind").items():
            due = audit._reminded_day(kind)
            if not due or (kind == "coming" and due < today):
                continue
            for reader in audit._reminded(kind, people):
                back = reader.pop("next_day")
                near = reminders.filtered(
                    lambda row, due=due, back=back: row._is_near(due, today, back)
                )
                days = min(near.mapped("days"), default=None)
                if days is not None and not told.knows(audit, kind, due, days, reader):
                    yield {
                        "audit_id": audit.id,
                        "kind": kind,
                        "date": today,
                        "due": due,
                        "days": days,
                        **reader,
                    }

    def _is_near(self, due, today, next_day):
        """Whether it is time: the day is there, or is past when he works again."""
        day = due - timedelta(days=self.days)
        return today >= day or next_day > day


class _Told:
    """What some audits' people were told already, read once."""

    def __init__(self, audits):
        notices = audits.env["qms.audit.notice"]
        notices = notices.search([("audit_id", "in", audits.ids)])
        self._sent = {
            (row.audit_id.id, row.kind, row.due, row.days, row.email)
            for row in notices
            if row.due
        }
        self._invited = {}
        for row in notices.filtered(lambda row: row.kind in ("planned", "moved")):
            key = row.audit_id.id, row.email
            self._invited[key] = max(self._invited.get(key, row.date), row.date)

    def knows(self, audit, kind, due, days, reader):
        """The same was sent, or, just lately, the invitation itself."""
        if (audit.id, kind, due, days, reader["email"]) in self._sent:
            return True
        invited = self._invited.get((audit.id, reader["email"]))
        return bool(
            kind == "coming" and invited and invited >= due - timedelta(days=days)
        )
