import email
import itertools
import socket
from contextlib import nullcontext
from email.message import EmailMessage
from email.policy import default as policy
from unittest.mock import patch

from aiosmtpd.controller import Controller

from odoo.tests import HttpCase

from .common import QmsCase

REPLY = """BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//A program//EN\r
METHOD:{method}\r
BEGIN:VEVENT\r
UID:{uid}\r
SEQUENCE:{sequence}\r
DTSTAMP:20260302T080000Z\r
DTSTART:20260414T070000Z\r
ORGANIZER:mailto:{to}\r
ATTENDEE;CN="{sender}";PARTSTAT={partstat}:MAILTO:{attendee}\r
SUMMARY:Møde\r
END:VEVENT\r
END:VCALENDAR\r
"""


class Inbox:
    """What a real SMTP server was handed."""

    def __init__(self):
        self.mails = []

    async def handle_DATA(self, server, session, envelope):
        mail = email.message_from_bytes(envelope.content, policy=policy)
        mail.recipients = envelope.rcpt_tos
        self.mails.append(mail)
        return "250 OK"


class SmtpCase(QmsCase):
    """Mail that really leaves: to an SMTP server on a free port of this machine.

    Odoo connects to no server while a test runs, except, as in its own tests of SMTP,
    where ``_disable_send`` says so: here for as long as :meth:`_deliver` runs.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.inbox = Inbox()
        controller = Controller(cls.inbox, hostname="127.0.0.1", port=cls._free_port())
        controller.start()
        cls.addClassCleanup(controller.stop)
        cls.env["ir.mail_server"].search([]).active = False
        cls.env["ir.mail_server"].create(
            {
                "name": "Catcher",
                "smtp_host": "127.0.0.1",
                "smtp_port": controller.port,
                "smtp_encryption": "none",
            }
        )
        cls.env["mail.mail"].search([]).unlink()
        cls.replies = itertools.count(1)

    @classmethod
    def _free_port(cls):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            return probe.getsockname()[1]

    def setUp(self):
        super().setUp()
        self.inbox.mails.clear()

    def _deliver(self):
        """Run the queue, as its scheduled action does; the mails that arrived."""
        before = len(self.inbox.mails)
        servers = self.env.registry["ir.mail_server"]
        with (
            self._own_transaction(),
            patch.object(servers, "_disable_send", lambda *args: False),
        ):
            self.env.ref("mail.ir_cron_mail_scheduler_action").method_direct_trigger()
        self.env.invalidate_all()
        return self.inbox.mails[before:]

    def _own_transaction(self):
        """Commits of a scheduled action stay within the test; in a browser's test
        they do so anyway."""
        if isinstance(self, HttpCase):
            return nullcontext()
        return self.enter_registry_test_mode()

    def _by_reader(self, mails):
        return {mail.recipients[0].split("@")[0]: mail for mail in mails}

    def _texts(self, mail):
        """Everything that can be read in a mail, headers included."""
        parts = [str(mail.items())]
        for part in mail.walk():
            if part.get_content_maintype() == "text":
                parts.append(part.get_content())
            elif not part.is_multipart():
                parts.append(f"{part.get_filename()} {part.get_content()}")
        return "\n".join(parts)

    # ------------------------------------------------------------
    # Mail that comes in
    # ------------------------------------------------------------

    def _reply_mail(
        self, sender, partstat="ACCEPTED", to="audit@in.example.test", **values
    ):
        """What a calendar program answers to the invitation ``uid``, as a mail."""
        values = {
            "method": "REPLY",
            "sender": sender,
            "attendee": f"{sender}@example.test",
            "partstat": partstat,
            "to": to,
            **values,
        }
        mail = EmailMessage()
        mail["From"] = f"{sender}@example.test"
        mail["To"] = to
        mail["Subject"] = "Accepted"
        mail["Message-ID"] = f"<reply-{next(self.replies)}@phone.example.test>"
        mail.set_content("Sent by my calendar")
        mail.add_alternative(
            REPLY.format(**values), subtype="calendar", params={"method": "REPLY"}
        )
        return mail

    def _hand_over(self, mail):
        raw = mail if isinstance(mail, bytes) else mail.as_bytes()
        self.env["mail.thread"].message_process(False, raw)
        self.env.cr.flush()
