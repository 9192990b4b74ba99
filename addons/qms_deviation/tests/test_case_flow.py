from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .common import DeviationCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestCaseFlow(DeviationCase):
    """A deviation's life, in the order of ISO 9001 10.2.1."""

    def test_reported_understood_settled_learnt_from(self):
        case = self._closed()
        self.assertEqual(case.state, "closed")
        self.assertEqual(case.date_closed, date(2026, 3, 2))
        self.assertEqual(
            self._decisions(case).mapped("verb"),
            ["analyse", "treat", "verify", "close"],
        )
        self.assertFalse(self._duties(case))

    def test_closing_says_all_that_is_missing_at_once(self):
        case = self._analysed()
        case.action_treat()
        self._new_action(self.leader, res_model="qms.deviation", res_id=case.id)
        with self.assertRaises(UserError) as error:
            case.action_verify()
        self.assertIn("1 of 1 actions", str(error.exception))
        case = self._treated()
        case.action_verify()
        with self.assertRaises(UserError) as error:
            case.action_close()
        for words in (
            "the effect of 1 of 1 actions",
            "whether the system must change",
            "whether risks were updated",
            "a neutral summary",
        ):
            self.assertIn(words, str(error.exception))

    def test_the_analysis_asks_for_what_the_type_asks_for(self):
        case = self._case(requirement_id=self.requirement.id)
        case.action_analyse()
        with self.assertRaises(UserError) as error:
            case.action_treat()
        for words in ("done at once", "consequence and likelihood", "the cause"):
            self.assertIn(words, str(error.exception))
        self.type_deviation.gate_ids.filtered(lambda g: g.gate == "cause").unlink()
        case.invalidate_recordset()
        with self.assertRaises(UserError) as error:
            case.action_treat()
        self.assertNotIn("the cause", str(error.exception))

    def test_the_first_reader_names_the_requirement(self):
        case = self._case()
        with self.assertRaises(UserError) as error:
            case.action_analyse()
        self.assertIn("the requirement it deviates from", str(error.exception))

    def test_no_effect_keeps_the_case_open_until_something_follows(self):
        case = self._treated()
        case.action_verify()
        action = case.action_ids
        action.with_user(self.leader).action_deny_effect(reason="Still open")
        with self.assertRaises(UserError) as error:
            case.action_close()
        self.assertIn("the effect of 1 of 1", str(error.exception))
        case.action_reanalyse(reason="The lock was not the cause")
        self.assertEqual(case.state, "analysis")

    def test_reopening_needs_a_reason_and_leaves_a_decision(self):
        case = self._closed()
        self.assertEqual(case.action_reopen()["res_model"], "qms.reason")
        self.assertEqual(case.state, "closed")
        case.action_reopen(reason="It happened again")
        self.assertEqual(case.state, "analysis")
        self.assertFalse(case.date_closed)
        self.assertEqual(self._decisions(case)[-1].verb, "reopen")

    def test_a_closed_cases_actions_are_closed_too(self):
        case = self._closed()
        action = case.action_ids
        with self.assertRaises(AccessError):
            action.with_user(self.leader).write({"verifier_id": self.head.id})
        with self.assertRaises(AccessError):
            self._new_action(self.leader, res_model="qms.deviation", res_id=case.id)
        with self.assertRaises(AccessError):
            case.write({"action_ids": [(0, 0, {"name": "One more"})]})

    def test_the_short_way_closes_in_one_step(self):
        case = self._case()
        with self.assertRaises(UserError) as error:
            case.action_settle()
        self.assertIn("why that is enough", str(error.exception))
        case.write({"correction": "Locked it", "enough_because": "Nothing was missing"})
        case.action_settle()
        self.assertEqual(case.state, "closed")
        self.assertTrue(case.settled_short)

    def test_the_short_way_takes_many_at_once(self):
        cases = self._case() | self._case(
            touched_id=self.env.ref("qms_deviation.touched_citizen").id
        )
        cases.write({"correction": "Locked it", "enough_because": "Nothing missing"})
        cases.action_settle()
        self.assertEqual(set(cases.mapped("state")), {"closed"})

    def test_the_short_way_asks_two_questions_for_many_cases(self):
        told = self._case(correction="Told the colleague")
        cases = told | self._case(
            touched_id=self.env.ref("qms_deviation.touched_citizen").id
        )
        screen = cases.action_settle_small()
        wizard = (
            self.env["qms.deviation.settle"]
            .with_user(self.leader)
            .with_context(**screen["context"])
            .create({"correction": "Locked it", "enough_because": "Nothing missing"})
        )
        wizard.action_confirm()
        self.assertEqual(set(cases.mapped("state")), {"closed"})
        self.assertEqual(told.correction, "Told the colleague")

    def test_the_short_way_is_barred_for_what_is_severe(self):
        case = self._case()
        case.write(
            {
                "correction": "Locked it",
                "enough_because": "Nothing was missing",
                "consequence": "3",
                "likelihood": "2",
            }
        )
        self.assertEqual(case.level, "medium")
        with self.assertRaises(UserError):
            case.action_settle()

    def test_the_short_way_is_barred_for_what_the_law_regulates(self):
        self.type_deviation.regulated = True
        case = self._case()
        case.write({"correction": "Locked it", "enough_because": "Nothing missing"})
        with self.assertRaises(UserError) as error:
            case.action_settle()
        self.assertIn("the law regulates", str(error.exception))

    def test_the_third_alike_in_twelve_months_is_no_small_matter(self):
        with freeze_time("2025-02-01"):
            self._case()
        first, second = self._case(), self._case()
        second.write({"correction": "Locked it", "enough_because": "Nothing missing"})
        second.action_settle()
        third = self._case()
        third.write({"correction": "Locked it", "enough_because": "Nothing missing"})
        with self.assertRaises(UserError) as error:
            third.action_settle()
        self.assertIn("third alike", str(error.exception))
        self.assertEqual(first.state, "reported")

    def test_kanban_drag_does_not_move_a_case(self):
        case = self._case()
        for record in (case, case.sudo(), case.with_user(self.manager)):
            with self.assertRaises(UserError):
                record.web_save({"state": "closed"}, {})

    def test_cases_are_not_made_by_hand(self):
        for user in (self.nurse, self.leader, self.manager):
            with self.assertRaises(AccessError):
                self.env["qms.deviation"].with_user(user).create({"description": "x"})
