from odoo.tests import BaseCase, tagged

from ..tools.invitation_reply import NotAnAnswer, calendar_parts, read_answer
from .test_calendar_file import write


@tagged("post_install", "-at_install", "qms")
class TestInvitationReply(BaseCase):
    """The answer to an invitation by itself."""

    def test_what_is_no_answer_is_none(self):
        for text in ("", "BEGIN:VCALENDAR", write(), "\x00\x01", "BEGIN:VCARD\r\n"):
            with self.subTest(text=text[:20]), self.assertRaises(NotAnAnswer):
                read_answer(text.encode(), "utf-8")

    def test_mails_without_calendar_have_no_parts(self):
        for raw in (b"", b"\xff\x00", b"Subject: x\r\n\r\ntext/calendar"):
            self.assertEqual(calendar_parts(raw), [])
