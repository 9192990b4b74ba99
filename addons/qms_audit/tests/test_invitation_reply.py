from email.message import EmailMessage

from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from .invitation_common import LATER, InvitationCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestInvitationReply(InvitationCase):
    """Answers of calendar programs, read by the gateway; nothing is dropped."""

    def test_an_answer_is_noted_and_told_to_the_lead_auditor(self):
        audit = self._invited()
        self._hand_over(self._reply(audit))
        self.assertEqual(self._row(audit, self.second).answer, "accepted")
        mail = self._by_reader(self._settle())["auditor"]
        self.assertIn("Second takes part.", self._texts(mail))
        self.assertFalse(self._unread())

    def test_each_answer_is_understood(self):
        audit = self._invited()
        row = self._row(audit, self.second)
        for partstat, answer in (
            ("TENTATIVE", "tentative"),
            ("DECLINED", "declined"),
            ("ACCEPTED", "accepted"),
        ):
            self._hand_over(self._reply(audit, partstat=partstat))
            self.assertEqual(row.answer, answer)

    def test_no_message_of_odoos_own_comes_of_it(self):
        audit = self._invited()
        before = self.env["mail.message"].search_count([("model", "=", "qms.audit")])
        self._hand_over(self._reply(audit))
        after = self.env["mail.message"].search_count([("model", "=", "qms.audit")])
        self.assertEqual(before, after)

    def test_it_is_read_whatever_address_it_came_to(self):
        audit = self._invited()
        mail = self._reply(audit)
        mail.replace_header("To", "town@example.test")
        self._hand_over(mail)
        self.assertEqual(self._row(audit, self.second).answer, "accepted")

    def test_a_mail_fetched_twice_is_told_once(self):
        audit = self._invited()
        mail = self._reply(audit)
        self._hand_over(mail)
        self._settle()
        self._hand_over(mail)
        self.assertFalse(self._settle())

    def test_the_same_answer_again_is_told_to_nobody(self):
        audit = self._invited()
        self._hand_over(self._reply(audit))
        self._settle()
        self._hand_over(self._reply(audit))
        self.assertFalse(self._settle())

    # ------------------------------------------------------------
    # Refused
    # ------------------------------------------------------------

    def _assert_kept(self, audit, mail, reason):
        answers = self._answers(audit)
        self._hand_over(mail)
        self.assertEqual(self._answers(audit), answers)
        kept = self._unread()
        self.assertEqual(kept.mapped("reason"), [reason])
        return kept

    def test_nobody_answers_for_another(self):
        audit = self._invited()
        mail = self._reply(audit, sender="nurse", attendee="second@example.test")
        kept = self._assert_kept(audit, mail, "not_invited")
        self.assertEqual(kept.sender, "nurse@example.test")
        self.assertTrue(self._duties(kept))

    def test_who_is_not_invited_does_not_answer(self):
        audit = self._invited()
        self._assert_kept(audit, self._reply(audit, sender="nurse"), "not_invited")

    def test_what_the_server_found_forged_does_not_count(self):
        audit = self._invited()
        mail = self._reply(audit)
        mail["Authentication-Results"] = "mx.example.test; dmarc=fail"
        self._assert_kept(audit, mail, "forged")

    def test_an_answer_to_an_unknown_invitation_is_kept(self):
        audit = self._invited()
        self._assert_kept(audit, self._reply(audit, uid="no-such"), "calendar")

    def test_a_proposal_of_another_time_is_kept(self):
        audit = self._invited()
        self._assert_kept(audit, self._reply(audit, method="COUNTER"), "calendar")

    def test_a_mail_that_is_no_answer_is_kept(self):
        audit = self._invited()
        mail = EmailMessage()
        mail["From"] = "second@example.test"
        mail["To"] = "audit@in.example.test"
        mail["Message-ID"] = "<text@phone.example.test>"
        mail.set_content("I would rather come on Friday")
        self._assert_kept(audit, mail, "other")

    def test_characters_that_are_none_are_kept(self):
        audit = self._invited()
        raw = self._reply(audit).as_bytes()
        raw = raw.replace(b'charset="utf-8"', b'charset="no-such"')
        self._assert_kept(audit, raw, "calendar")

    def test_what_is_no_calendar_is_kept(self):
        audit = self._invited()
        mail = self._reply(audit)
        part = self._part(mail)
        part.set_content("BEGIN:VCALENDAR\x00", subtype="calendar")
        self._assert_kept(audit, mail, "calendar")

    def test_a_huge_answer_is_kept(self):
        audit = self._invited()
        mail = self._reply(audit, partstat="ACCEPTED;X-NOISE=" + "x" * 300_000)
        self._assert_kept(audit, mail, "calendar")

    def test_only_the_gateway_hands_over(self):
        audit = self._invited()
        raw = self._reply(audit).as_bytes()
        with self.assertRaisesRegex(AccessError, "gateway"):
            self.env["mail.thread"].with_user(self.second).message_process(False, raw)
        self.assertEqual(self._row(audit, self.second).answer, "needs_action")

    # ------------------------------------------------------------
    # Outdated
    # ------------------------------------------------------------

    def test_an_answer_about_an_earlier_time_is_asked_again(self):
        audit = self._invited()
        late = self._reply(audit)
        audit.write({"date_start": LATER[0], "date_end": LATER[1]})
        self._settle()
        self._hand_over(late)
        self.assertEqual(self._row(audit, self.second).answer, "needs_action")
        mails = self._settle()
        self.assertEqual(self._kinds(mails), {"second": ("REQUEST", 1)})
        self.assertIn("earlier time", self._texts(mails[0]))

    def test_an_answer_from_before_another_place_counts(self):
        audit = self._invited()
        late = self._reply(audit)
        audit.place = "Hall"
        self._settle()
        self._hand_over(late)
        self.assertEqual(self._row(audit, self.second).answer, "accepted")

    def test_an_answer_to_what_was_called_off_changes_nothing(self):
        audit = self._invited()
        late = self._reply(audit)
        audit.with_user(self.manager).action_cancel(reason="No longer needed")
        self._settle()
        self._hand_over(late)
        self.assertEqual(self._row(audit, self.second).answer, "needs_action")
        self.assertFalse(self._settle())
        self.assertFalse(self._unread())
