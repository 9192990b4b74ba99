from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from odoo.addons.qms.tests.mail_common import SmtpCase

from .meeting_common import MeetingCase


@freeze_time("2026-03-02 08:00")
@tagged("post_install", "-at_install", "qms")
class TestMeetingReply(MeetingCase, SmtpCase):
    """Answers of calendar programs to a meeting's invitation, read by the gateway."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.meeting = cls._new_meeting()
        cls.meeting.action_call()

    def _reply(self, sender="leader", partstat="ACCEPTED", **values):
        known = {"uid": self.meeting.uid, "sequence": self.meeting.told_sequence}
        return self._reply_mail(sender, partstat, **{**known, **values})

    def _answers(self):
        rows = self.meeting.sudo().attendee_ids
        return {row.who: row.answer for row in rows if row.answer != "needs_action"}

    def test_each_answer_is_noted_the_last_one_holds(self):
        for partstat, answer in (
            ("TENTATIVE", "tentative"),
            ("DECLINED", "declined"),
            ("ACCEPTED", "accepted"),
        ):
            self._hand_over(self._reply(partstat=partstat))
            self.assertEqual(self._answers(), {"Leader": answer})
        messages = self.env["mail.message"].search([("model", "=", "qms.meeting")])
        self.assertFalse(messages.filtered(lambda each: "calendar" in each.body))

    def test_a_member_without_login_answers_too(self):
        cook = self.env["hr.employee"].create(
            {
                "name": "Cook",
                "company_id": self.company.id,
                "work_email": "Cook@example.test",
            }
        )
        self.group.member_ids = [(0, 0, {"employee_id": cook.id})]
        meeting = self._new_meeting("2026-03-20")
        meeting.action_call()
        self._hand_over(
            self._reply("cook", uid=meeting.uid, sequence=meeting.told_sequence)
        )
        row = meeting.attendee_ids.filtered(lambda each: each.who == "Cook")
        self.assertEqual(row.answer, "accepted")

    def test_what_is_about_an_earlier_time_is_asked_again(self):
        late = self._reply()
        self.meeting.action_move("2026-03-18 12:00:00", reason="Strike")
        self._deliver()
        self._hand_over(late)
        self.assertFalse(self._answers())
        mails = self._by_reader(self._deliver())
        self.assertEqual(set(mails), {"leader"})
        self.assertIn(
            f"SEQUENCE:{self.meeting.told_sequence}", self._texts(mails["leader"])
        )
        self._hand_over(self._reply())
        self.assertEqual(self._answers(), {"Leader": "accepted"})

    @mute_logger("odoo.addons.mail.models.mail_thread")
    def test_nobody_answers_for_another_or_from_outside(self):
        refused = (
            self._reply("aide", attendee="leader@example.test"),
            self._reply("manager"),
            self._reply(uid="no-such"),
            self._reply(method="COUNTER"),
        )
        for mail in refused:
            with self.subTest(sender=mail["From"]):
                self._refused(mail)
        forged = self._reply()
        forged["Authentication-Results"] = "mx.example.test; dmarc=fail"
        self._refused(forged)
        with self.assertRaisesRegex(AccessError, "gateway"):
            threads = self.env["mail.thread"].with_user(self.leader)
            threads.message_process(False, self._reply().as_bytes())
        self.assertFalse(self._answers())

    def _refused(self, mail):
        """Kept for the quality manager, or Odoo's own: no route leads anywhere."""
        try:
            self._hand_over(mail)
        except ValueError:
            return

    def test_what_was_called_off_or_held_is_answered_no_more(self):
        late = self._reply()
        self.meeting.action_cancel(reason="No need")
        self._hand_over(late)
        self.assertFalse(self._answers())

    def test_it_is_invited_from_an_address_whose_answers_are_read(self):
        """The secretary's own, unless the company has one that the gateway reads."""
        self.assertEqual(self.meeting._sender_address(), "nurse@example.test")
        self.assertIn("town@example.test", self.meeting._sender())
