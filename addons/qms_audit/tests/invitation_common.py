import vobject

from odoo import Command

from odoo.addons.qms.tests.mail_common import SmtpCase

from .common import AuditCase

LATER = ("2026-04-21 07:00:00", "2026-04-21 13:00:00")


class InvitationCase(AuditCase, SmtpCase):
    """Audits of the town, which invites from an address that its gateway reads.

    ``auditor`` leads them and ``second`` is in the team; the home care is led by
    ``leader``.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        domain = cls.env["mail.alias.domain"].create({"name": "in.example.test"})
        cls.company.alias_domain_id = domain
        cls.company.qms_audit_mail_name = "audit"
        # see docs/administrator.md: else Odoo writes as its notification address
        cls.env["ir.mail_server"].search([]).from_filter = domain.name

    @classmethod
    def _audit(cls, **kwargs):
        """With ``second`` in the team."""
        second = Command.create({"user_id": cls.second.id, "role": "auditor"})
        return super()._audit(**{"member_ids": [second], **kwargs})

    def _settle(self):
        """End the transaction, as far as a test can, and take the mails."""
        self.env.cr.flush()
        mails = self._deliver()
        self.env.cr.flush()
        return mails

    def _invited(self, **kwargs):
        """An audit whose invitations have gone out."""
        audit = self._scheduled(**kwargs)
        self._settle()
        return audit

    def _told(self, audit):
        return audit.sudo().told_ids

    def _row(self, audit, user):
        rows = audit.sudo().invitation_ids
        return rows.filtered(lambda row: row.user_id == user)

    def _answers(self, audit):
        rows = audit.sudo().invitation_ids
        return {row.who: row.answer for row in rows}

    def _part(self, mail):
        parts = [p for p in mail.walk() if p.get_content_type() == "text/calendar"]
        self.assertEqual(len(parts), 1)
        return parts[0]

    def _calendar(self, mail):
        """The invitation in a mail, as a calendar program reads it."""
        return vobject.readOne(self._part(mail).get_content())

    def _kinds(self, mails):
        """Reader -> (method, sequence)."""
        found = {}
        for reader, mail in self._by_reader(mails).items():
            calendar = self._calendar(mail)
            sequence = int(calendar.vevent.sequence.value)
            found[reader] = (calendar.method.value, sequence)
        return found

    def _reply(self, audit, sender="second", partstat="ACCEPTED", **kwargs):
        told = self._told(audit)
        values = {"uid": told.uid, "sequence": told.sequence, **kwargs}
        return self._reply_mail(sender, partstat, **values)

    def _unread(self):
        domain = [("company_id", "=", self.company.id)]
        return self.env["qms.unread.mail"].search(domain)

    def _run_reminders(self):
        cron = self.env.ref("qms_audit.ir_cron_audit_reminders")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.env.invalidate_all()
        return self._settle()
