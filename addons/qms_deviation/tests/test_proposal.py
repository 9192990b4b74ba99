from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .types_common import TypesCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestProposal(TypesCase):
    """Yes, later, or no with a reason to the proposer; then done."""

    def test_yes_then_done_without_requirement_cause_or_effect(self):
        case = self._proposal()
        case.action_accept()
        self.assertEqual(case.state, "accepted")
        self.assertEqual(case.responsible_id, self.leader)
        self.assertEqual(self._duties(case).verb, "handle")
        case.action_finish()
        self.assertEqual(case.state, "closed")
        self.assertEqual(case.date_closed, date(2026, 3, 2))
        self.assertFalse(self._duties(case))
        self.assertEqual(self._decisions(case).mapped("verb"), ["accept", "finish"])

    def test_the_proposer_is_told_of_a_yes_and_reads_its_answer(self):
        case = self._proposal()
        case.answer = "We begin in May"
        case.action_accept()
        report = self._report_of(case)
        self.assertEqual(report.case_state, "Accepted")
        self.assertEqual(report.answer, "We begin in May")
        mail = self._mails("There is news")
        self.assertEqual(mail.recipient_ids, self.nurse.partner_id)
        self.assertIn(report.number, mail.subject)
        self.assertNotIn("May", mail.body_html)

    def test_an_answer_in_preparation_is_not_shown(self):
        case = self._proposal()
        case.answer = "Perhaps"
        self.assertFalse(self._report_of(case).answer)

    def test_a_no_needs_a_reason_which_the_proposer_reads(self):
        case = self._proposal()
        self.assertEqual(case.action_decline()["res_model"], "qms.reason")
        self.assertEqual(case.action_decline(reason="  ")["res_model"], "qms.reason")
        self.assertEqual(case.state, "reported")
        case.action_decline(reason="It costs more than it saves")
        self.assertEqual(case.state, "declined")
        self.assertTrue(case.is_closed)
        self.assertEqual(self._report_of(case).answer, "It costs more than it saves")
        self.assertTrue(self._mails("There is an answer"))

    def test_a_no_keeps_the_answer_written_before(self):
        case = self._proposal()
        case.answer = "Thank you."
        case.action_decline(reason="No money")
        self.assertEqual(case.answer, "Thank you.\n\nNo money")

    def test_an_identity_number_in_a_no_is_masked(self):
        case = self._proposal()
        case.action_decline(reason="Not for 070761-4285")
        self.assertNotIn("4285", case.answer)

    def test_many_are_declined_with_one_reason(self):
        cases = self._proposal() | self._proposal()
        cases[0].answer = "Thank you."
        cases.action_decline(reason="No money")
        self.assertEqual(set(cases.mapped("state")), {"declined"})

    def test_later_comes_back(self):
        case = self._proposal()
        case.date_deadline = "2026-09-01"
        case.action_postpone()
        self.assertEqual(case.state, "later")
        self.assertEqual(self._duties(case).verb, "reconsider")
        self.assertEqual(self._duties(case).date_deadline, date(2026, 9, 1))
        self.assertEqual(self._report_of(case).case_state, "Later")
        case.action_accept()
        self.assertEqual(case.state, "accepted")

    def test_later_needs_a_day_to_come(self):
        case = self._proposal()
        case.date_deadline = "2026-03-02"
        with self.assertRaises(UserError) as error:
            case.action_postpone()
        self.assertIn("decided again", str(error.exception))

    def test_it_goes_no_deviations_way(self):
        case = self._proposal()
        case.write({"correction": "x", "enough_because": "x"})
        for step in ("action_analyse", "action_settle", "action_answer"):
            with self.assertRaises(UserError) as error:
                getattr(case, step)()
            self.assertIn("not possible in the state", str(error.exception))
        self.assertEqual(case.state, "reported")
        self.assertNotIn("analyse", case.allowed_transitions)
        self.assertIn(" accept ", case.allowed_transitions)

    def test_a_deviation_goes_no_proposals_way(self):
        case = self._case()
        with self.assertRaises(UserError):
            case.action_accept()
        with self.assertRaises(UserError):
            case.action_decline(reason="No")

    def test_only_the_first_reader_decides(self):
        case = self._proposal()
        case.action_release()
        for user in (self.team, self.nurse, self.aide, self.stranger):
            with self.assertRaises(AccessError):
                case.with_user(user).action_accept()
            with self.assertRaises(AccessError):
                case.with_user(user).action_decline(reason="No")

    def test_its_actions_need_no_approval_and_keep_it_open(self):
        case = self._proposal()
        case.action_accept()
        action = self._new_action(
            self.leader, res_model="qms.deviation", res_id=case.id, level="critical"
        )
        self.assertEqual(action.level, "low")
        with self.assertRaises(UserError) as error:
            case.action_finish()
        self.assertIn("1 of 1 actions", str(error.exception))

    def test_reopening_leads_back_to_the_decision(self):
        case = self._proposal()
        case.action_decline(reason="No money")
        self.assertEqual(case.action_take_up()["res_model"], "qms.reason")
        case.action_take_up(reason="There is money now")
        self.assertEqual(case.state, "reported")
        self.assertFalse(case.date_closed)
        self.assertEqual(self._duties(case).verb, "triage")
        with self.assertRaises(UserError):
            case.action_reopen(reason="x")

    def test_a_declined_one_is_closed_all_round(self):
        case = self._proposal()
        case.action_decline(reason="No money")
        with self.assertRaises(AccessError):
            case.write({"answer": "Yes after all"})

    def test_a_board_has_no_empty_columns_of_other_flows(self):
        cases = self.env["qms.deviation"].with_user(self.leader)
        cases = cases.with_context(read_group_expand=True)

        def columns():
            groups = cases.web_read_group(
                [("company_id", "=", self.company.id)], ["state"], ["__count"]
            )
            return [group["state"] for group in groups["groups"]]

        self._proposal().action_accept()
        self.assertEqual(columns(), ["accepted"])
        self._analysed()
        usual = ["reported", "analysis", "treatment", "verification"]
        self.assertEqual(columns(), [*usual, "accepted"])
