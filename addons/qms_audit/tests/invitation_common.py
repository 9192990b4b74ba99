from email.message import EmailMessage

import vobject

from odoo import Command

from odoo.addons.qms.tests.mail_common import SmtpCase

from .common import AuditCase

LATER = ("2026-04-21 07:00:00", "2026-04-21 13:00:00")
REPLY = """BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//A program//EN\r
METHOD:{method}\r
BEGIN:VEVENT\r
UID:{uid}\r
SEQUENCE:{sequence}\r
DTSTAMP:20260302T080000Z\r
DTSTART:20260414T070000Z\r
ORGANIZER:mailto:audit@in.example.test\r
ATTENDEE;CN="{sender}";PARTSTAT={partstat}:MAILTO:{attendee}\r
SUMMARY:Møde\r
END:VEVENT\r
END:VCALENDAR\r
"""


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
        cls.count = 0

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
        """What a calendar program answers, as a mail."""
        type(self).count += 1
        told = self._told(audit)
        values = {
            "method": "REPLY",
            "uid": told.uid,
            "sequence": told.sequence,
            "sender": sender,
            "attendee": f"{sender}@example.test",
            "partstat": partstat,
            **kwargs,
        }
        mail = EmailMessage()
        mail["From"] = f"{sender}@example.test"
        mail["To"] = "audit@in.example.test"
        mail["Subject"] = "Accepted"
        mail["Message-ID"] = f"<reply-{self.count}@phone.example.test>"
        mail.set_content("Sent by my calendar")
        mail.add_alternative(
            REPLY.format(**values), subtype="calendar", params={"method": "REPLY"}
        )
        return mail

    def _hand_over(self, mail):
        raw = mail if isinstance(mail, bytes) else mail.as_bytes()
        self.env["mail.thread"].message_process(False, raw)
        self.env.cr.flush()

    def _unread(self):
        domain = [("company_id", "=", self.company.id)]
        return self.env["qms.unread.mail"].search(domain)

    def _run_reminders(self):
        cron = self.env.ref("qms_audit.ir_cron_audit_reminders")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.env.invalidate_all()
        return self._settle()
