from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .channel_common import STORY, ChannelCase
from .mail_in_common import MailInCase
from .test_handover_removal import WORD


@freeze_time("2026-03-02 10:00:00")
@tagged("post_install", "-at_install", "qms")
class TestHandoverAlong(ChannelCase, MailInCase):
    """What came from the same report goes along to a channel that leaves no trace."""

    def _torn(self):
        """A report made into two cases; the second is about the floor."""
        case = self._case(description=STORY, place=f"{WORD} road 1")
        second = case._split(f"The floor was wet as well, {WORD} said")
        return case, second

    def _count(self):
        counts = self.env["qms.channel.count"].sudo()
        domain = [("company_id", "=", self.company.id)]
        return counts._read_group(domain, [], ["count:sum"])[0][0]

    def _assert_gone(self, cases, numbers):
        self.assertFalse(cases.sudo().exists())
        for text in (WORD, *numbers):
            self.assertEqual(self._places_of(text), [], text)
        self.assertEqual(self._problems(), [])

    def test_a_case_split_off_leaves_no_trace_either(self):
        case, second = self._torn()
        numbers = case.number, second.number
        cases = case | second
        self._confirm(self._handed_over(self._traceless(), case), reference=None)
        self._assert_gone(cases, numbers)
        self.assertEqual(self._count(), 1)

    def test_it_is_closed_to_its_readers_from_the_hand_over_on(self):
        case, second = self._torn()
        self._handed_over(self._traceless(), case)
        self.assertEqual(second.sudo().state, "dismissed")
        self.assertEqual(self._decisions(second)[-1].verb, "go_along")
        for user in (self.leader, self.head, self.manager, self.team):
            self.assertFalse(second.with_user(user).has_access("read"), user.login)
        self.assertTrue(second.with_user(self.officer).has_access("read"))
        self.assertFalse(self._duties(second))
        line = self.env["qms.register"].with_user(self.manager)
        self.assertFalse(line.search([("id", "=", second.id)]))

    def test_the_reporter_is_not_told_of_an_answer(self):
        case, _second = self._torn()
        self.env["mail.mail"].search([]).unlink()
        self._handed_over(self._traceless(), case)
        subjects = self.env["mail.mail"].search([]).mapped("subject")
        self.assertFalse([text for text in subjects if "answer" in text])

    def test_one_that_had_ended_goes_along(self):
        case, second = self._torn()
        second.action_dismiss(reason="Mopped up")
        numbers, cases = (case.number, second.number), case | second
        self._handed_over(self._traceless(), case)
        self.assertFalse(second.has_access("read"))
        self._confirm(case, reference=None)
        self._assert_gone(cases, numbers)
        self.assertEqual(self._count(), 1)

    def test_taken_back_it_is_read_here_again(self):
        case, second = self._torn()
        third = case._split("A third matter")
        third.action_dismiss(reason="Nothing")
        self._handed_over(self._traceless(), case)
        case.with_user(self.officer).action_take_back("Not theirs")
        for each in (case, second, third):
            self.assertTrue(each.has_access("read"), each)
            self.assertFalse(each.sudo().channel_id)

    def test_what_was_merged_into_it_goes_along(self):
        case, second = self._torn()
        double = self._case(self.aide, description=f"{WORD} once more")
        double._merge_into(second)
        numbers = [each.number for each in case | second | double]
        cases = case | second | double
        self._handed_over(self._traceless(), case)
        self.assertFalse(double.has_access("read"))
        self._confirm(case, reference=None)
        self._assert_gone(cases, numbers)

    def test_it_goes_along_from_another_unit_read_or_not(self):
        case, second = self._torn()
        second.sudo()._write_guarded(
            {
                "department_id": self.administration.id,
                "reading_department_id": self.administration.id,
            }
        )
        self.assertFalse(second.has_access("read"))
        self._confirm(self._handed_over(self._traceless(), case), reference=None)
        self.assertFalse((case | second).sudo().exists())

    def test_from_whom_it_is_hidden_does_not_come_to_read_it(self):
        case, second = self._torn()
        second.sudo()._write_guarded({"hidden_from_id": self.officer.id})
        self._handed_over(self._traceless(), case)
        self.assertFalse(second.with_user(self.officer).has_access("read"))
        self.assertEqual(case.sudo().named_ids, self.leader)

    def test_work_begun_on_it_is_ended_first(self):
        case, second = self._torn()
        action = self._new_action(
            self.leader, res_model="qms.deviation", res_id=second.id
        )
        channel = self._traceless()
        with self.assertRaises(UserError) as error:
            case.action_hand_over(channel.id)
        self.assertIn(second.number, str(error.exception))
        self.assertEqual(case.state, "reported")
        action.action_cancel(reason="Not needed")
        case.action_hand_over(channel.id)
        self.assertEqual(second.sudo().state, "dismissed")

    def test_where_a_line_is_left_it_stays_here(self):
        case, second = self._torn()
        self._handed_over(self._removed_at_once(), case)
        self.assertEqual(second.state, "reported")
        self.assertTrue(second.has_access("read"))

    def test_the_screen_says_what_goes_along(self):
        case, second = self._torn()
        for channel, words in (
            (self._traceless(), "goes along"),
            (self._channel(code="other"), "stays here"),
        ):
            screen = self.env["qms.deviation.handover.screen"].with_user(self.leader)
            screen = screen.create(
                {
                    "res_ids": str(case.id),
                    "step": "hand_over",
                    "channel_id": channel.id,
                }
            )
            self.assertIn(words, screen.along_line)
            self.assertIn(second.number, screen.along_line)

    def test_nobody_else_sends_a_case_along(self):
        """Only what came from the report of one that was handed over, and only by
        whoever could hand that one over."""
        case, second = self._torn()
        for user in (self.leader, self.manager):
            with self.assertRaises(AccessError):
                second.with_user(user).action_go_along()
        late = self._case()
        self._handed_over(self._traceless(), case)
        late.sudo().report_ids.deviation_ids |= late.sudo()
        with self.assertRaises(AccessError):
            late.action_go_along()
        # split off before, by whatever way, and left behind
        late.sudo().report_ids |= case.sudo().report_ids
        for user in (self.nurse, self.team, self.stranger):
            with self.assertRaises(AccessError):
                late.with_user(user).action_go_along()
        late.action_go_along()
        self.assertEqual(late.sudo().merged_into_id, case.sudo())

    # ------------------------------------------------------------
    # What is remembered of its mail
    # ------------------------------------------------------------

    def test_what_is_remembered_of_its_mails_goes_as_well(self):
        mail = self._new_mail(STORY)
        mail.add_attachment(b"MZ\x90\x00", "application", "x-dosexec", filename="a.exe")
        report = self._hand_over(mail)
        self._hand_over(self._new_mail("A note", In_Reply_To=mail["Message-ID"]))
        self.assertEqual(set(self._outcomes()), {"report", "unread", "receipt", "note"})
        case = report.deviation_ids.with_user(self.leader)
        self._confirm(self._handed_over(self._traceless(), case), reference=None)
        self.assertEqual(self._outcomes(), [])
        self.assertFalse(self._tables_with(WORD))

    def test_so_it_does_for_a_mail_that_was_taken_in_by_hand(self):
        self._hand_over(self._new_mail(" "))
        self.assertEqual(self._outcomes(), ["unread"])
        kept = self._unread().with_user(self.manager)
        form = self.env["qms.report"].with_user(self.manager)
        report = form.with_context(**kept.action_report()["context"]).create(
            {"description": STORY, "department_id": self.home_care.id}
        )
        case = report.sudo().deviation_ids.with_user(self.leader)
        self._confirm(self._handed_over(self._traceless(), case), reference=None)
        self.assertEqual(self._outcomes(), [])
        self.assertFalse(self._tables_with(WORD))
