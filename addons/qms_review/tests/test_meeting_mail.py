import vobject

from odoo.tests import freeze_time, tagged

from odoo.addons.qms.tests.mail_common import SmtpCase

from .meeting_common import MeetingCase


@freeze_time("2026-03-02 08:00")
@tagged("post_install", "-at_install", "qms")
class TestMeetingMail(MeetingCase, SmtpCase):
    """Members are invited by mail, each in his language, with a calendar file."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("da_DK")
        cls.aide.lang = "da_DK"
        cls.meeting = cls._new_meeting()

    def _calendar(self, mail):
        part = next(
            part for part in mail.walk() if part.get_content_type() == "text/calendar"
        )
        return part.get_param("method"), vobject.readOne(part.get_content()).vevent

    def _mails(self):
        return self._by_reader(self._deliver())

    def test_each_member_is_invited_with_the_agenda(self):
        self.meeting.action_call()
        mails = self._mails()
        self.assertEqual(set(mails), {"head", "nurse", "leader", "aide"})
        method, event = self._calendar(mails["head"])
        self.assertEqual((method, event.sequence.value), ("REQUEST", "0"))
        self.assertEqual(event.uid.value, self.meeting.uid)
        self.assertEqual(event.location.value, "Room 2")
        self.assertEqual(len(event.contents["attendee"]), 4)
        names = [part.get_filename() for part in mails["head"].iter_attachments()]
        agenda = [name for name in names if name and name.startswith("Agenda")]
        self.assertEqual(len(agenda), 1)
        self.assertIn(self.meeting.number, agenda[0])

    def test_one_mail_for_a_move_with_the_same_name_and_a_greater_number(self):
        self.meeting.action_call()
        before = self._calendar(self._mails()["leader"])[1]
        self.meeting.action_move("2026-03-18 12:00:00", reason="Strike")
        mails = self._mails()
        method, event = self._calendar(mails["leader"])
        self.assertEqual(method, "REQUEST")
        self.assertEqual(event.uid.value, before.uid.value)
        self.assertGreater(int(event.sequence.value), int(before.sequence.value))
        self.assertEqual(event.dtstart.value.day, 18)
        self.assertEqual(
            set(self.meeting.attendee_ids.mapped("answer")), {"needs_action"}
        )
        self.assertNotIn("Strike", self._texts(mails["leader"]))

    def test_called_off_it_leaves_the_calendars(self):
        self.meeting.action_call()
        self._mails()
        self.meeting.action_cancel("Strike")
        method, event = self._calendar(self._mails()["aide"])
        self.assertEqual((method, event.status.value), ("CANCEL", "CANCELLED"))

    def test_nobody_hears_of_what_he_was_not_invited_to(self):
        self.meeting.action_move("2026-03-18 12:00:00", reason="Strike")
        self.meeting.action_cancel("Strike")
        self.assertFalse(self._mails())

    def test_the_minutes_go_to_the_members_as_a_file_or_a_link(self):
        for as_file in (True, False):
            self.group.mail_minutes = as_file
            meeting = self.meeting if as_file else self._new_meeting("2026-03-17")
            self._held(meeting)
            with freeze_time("2026-03-17 09:00"):
                meeting.action_begin()
                meeting.point_ids[0].note = "Only we know this"
                meeting.action_finish()
                self._mails()
                meeting.with_user(self.head).action_approve()
                mails = self._mails()
            self.assertEqual(set(mails), {"head", "nurse", "leader", "aide"})
            names = [part.get_filename() for part in mails["head"].iter_attachments()]
            self.assertEqual(any(name.startswith("Minutes") for name in names), as_file)
            body = mails["head"].get_body(("html",)).get_content()
            self.assertNotIn("Only we know this", body)
            self.assertIn(f"/odoo/qms.meeting/{meeting.id}", body)

    def test_an_employee_without_login_is_invited_too(self):
        cleaner = self.env["hr.employee"].create(
            {
                "name": "Cleaner",
                "company_id": self.company.id,
                "work_email": "cleaner@example.test",
            }
        )
        self.group.member_ids = [(0, 0, {"employee_id": cleaner.id})]
        self.meeting.action_call()
        mails = self._mails()
        self.assertIn("cleaner", mails)
        body = mails["cleaner"].get_body(("html",)).get_content()
        self.assertNotIn("/odoo/", body)
