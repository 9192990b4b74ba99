from odoo.tests import BaseCase, tagged

from odoo.addons.qms.tests.test_calendar_file import write

from ..tools.invitation_file import NotAnAnswer, calendar_parts, read_answer


@tagged("post_install", "-at_install", "qms")
class TestInvitationFile(BaseCase):
    """The answer to an invitation by itself."""

    def test_what_is_no_answer_is_none(self):
        for text in ("", "BEGIN:VCALENDAR", write(), "\x00\x01", "BEGIN:VCARD\r\n"):
            with self.subTest(text=text[:20]), self.assertRaises(NotAnAnswer):
                read_answer(text.encode(), "utf-8")

    def test_mails_without_calendar_have_no_parts(self):
        for raw in (b"", b"\xff\x00", b"Subject: x\r\n\r\ntext/calendar"):
            self.assertEqual(calendar_parts(raw), [])
