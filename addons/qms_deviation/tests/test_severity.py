from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .serious_common import GRAVE, SeriousCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestSeverity(SeriousCase):
    """Consequence, actual and potential, times likelihood, by the matrix."""

    def test_the_worse_of_what_was_and_what_could_have_been_decides(self):
        case = self._case()
        case.write({"consequence": "1", "likelihood": "3"})
        self.assertEqual((case.score, case.level), (3, "low"))
        case.potential = "5"
        self.assertEqual((case.score, case.level), (15, "critical"))
        case.potential = "1"
        case.consequence = "4"
        self.assertEqual((case.score, case.level), (12, "high"))

    def test_a_near_miss_lives_from_what_could_have_been(self):
        case = self._case(type_id=self.env.ref("qms_deviation.type_near_miss").id)
        case.action_analyse()
        with self.assertRaises(UserError) as error:
            case.action_treat()
        self.assertIn("consequence and likelihood", str(error.exception))
        case.write({"potential": "2", "likelihood": "2"})
        case.action_treat()
        self.assertEqual((case.score, case.level), (4, "low"))

    def test_the_companys_own_matrix_decides(self):
        own = self.env["qms.matrix"].create({"company_id": self.company.id})
        own.likelihood_ids.filtered(lambda row: row.value == "1").level_3 = "critical"
        case = self._case()
        case.write({"consequence": "3", "likelihood": "1"})
        self.assertEqual(case.level, "critical")

    def test_what_was_judged_keeps_its_level_when_the_matrix_changes(self):
        case = self._analysed()
        self.env.ref("qms.likelihood_3").level_3 = "critical"
        case.invalidate_recordset()
        self.assertEqual(case.level, "medium")
        self.assertFalse(case.is_serious)

    def test_the_choices_are_in_the_companys_words(self):
        own = self.env["qms.matrix"].create({"company_id": self.company.id})
        own.consequence_ids[0].name = "Trifle"
        fields = self.env["qms.deviation"].with_user(self.leader)
        choices = dict(fields.fields_get(["potential"])["potential"]["selection"])
        self.assertEqual(choices["1"], "1 Trifle")

    def test_only_steps_of_the_matrix_are_chosen(self):
        case = self._analysed()
        for value in ("0", "6", "x", 3, "33"):
            for name in ("consequence", "potential", "likelihood"):
                with self.assertRaises(UserError):
                    case.write({name: value})
                with self.assertRaises(UserError):
                    case.action_lower("Because", **{"likelihood": "1", name: value})
        self.assertEqual((case.score, case.level), (9, "medium"))

    def test_the_level_follows_and_is_not_entered(self):
        case = self._serious()
        for vals in (
            {"level": "low"},
            {"score": 1},
            {"is_serious": False},
            {"reported_serious": False},
            {"deadline_by_hand": True},
        ):
            with self.assertRaises(UserError):
                case.write(vals)
        self.assertEqual((case.score, case.level), (20, "critical"))

    def test_the_grid_on_the_case_marks_both(self):
        case = self._case()
        case.write({"consequence": "1", "potential": "4", "likelihood": "2"})
        self.assertIn("●", case.matrix)
        self.assertIn("○", case.matrix)
        self.assertIn("8 · Medium", case.matrix)

    def test_a_planned_action_takes_over_the_higher_severity(self):
        case = self._analysed()
        planned = self._new_action(
            self.leader, res_model="qms.deviation", res_id=case.id
        )
        begun = planned.copy()
        begun.type_id = self.env.ref("qms.action_type_correction")
        begun.with_user(self.leader).action_submit()
        case.write(GRAVE)
        self.assertEqual(planned.level, "critical")
        self.assertEqual(begun.level, "medium")

    # ------------------------------------------------------------
    # Lowering it
    # ------------------------------------------------------------

    def test_before_the_first_reading_is_done_it_is_free(self):
        case = self._case()
        case.write(GRAVE)
        case.write({"consequence": "1", "likelihood": "1"})
        self.assertEqual(case.level, "low")

    def test_going_up_is_free(self):
        case = self._analysed()
        case.likelihood = "5"
        self.assertEqual(case.level, "high")
        case.potential = "5"
        self.assertEqual(case.level, "critical")

    def test_a_lower_score_on_the_same_level_is_free(self):
        case = self._analysed()
        case.likelihood = "2"
        self.assertEqual((case.score, case.level), (6, "medium"))

    def test_plain_writing_does_not_lower_it_and_the_button_is_named(self):
        case = self._analysed()
        case.action_release()
        for user in (self.leader, self.head, self.manager):
            for vals in (
                {"consequence": "1"},
                {"likelihood": "1"},
                {"likelihood": False},
                {"consequence": False},
            ):
                with self.assertRaises(UserError) as error:
                    case.with_user(user).write(vals)
                self.assertIn("Lower the severity", str(error.exception))
        with self.assertRaises(UserError):
            case.sudo().write({"likelihood": "1"})
        with self.assertRaises(UserError):
            case.with_context(import_file=True, install_mode=True).likelihood = "1"
        with self.assertRaises(UserError):
            case.web_save({"consequence": "1"}, {})

    def test_one_of_many_lowered_refuses_all(self):
        cases = self._analysed() | self._analysed(
            touched_id=self.env.ref("qms_deviation.touched_citizen").id
        )
        cases[1].likelihood = "4"
        with self.assertRaises(UserError):
            cases.likelihood = "3"
        self.assertEqual(cases.mapped("likelihood"), ["3", "4"])

    def test_lowering_asks_for_the_new_judgement_and_the_reason(self):
        case = self._analysed()
        screen = case.action_lower()
        self.assertEqual(screen["res_model"], "qms.deviation.lower")
        self.assertEqual(case.level, "medium")
        wizard = (
            self.env["qms.deviation.lower"]
            .with_user(self.leader)
            .with_context(**screen["context"])
            .create({"reason": "It locks by itself"})
        )
        self.assertEqual(wizard.consequence, "3")
        wizard.likelihood = "1"
        self.assertIn("3 · Low", wizard.matrix)
        wizard.action_confirm()
        self.assertEqual((case.score, case.level), (3, "low"))

    def test_the_decision_says_from_what_to_what(self):
        case = self._analysed()
        case.action_lower("It locks by itself", likelihood="1")
        decision = self._decisions(case)[-1]
        self.assertEqual(decision.verb, "lower")
        self.assertEqual(decision.role, "handler")
        self.assertIn(
            "From 9 Medium to 3 Low: It locks by itself", case.decision_timeline
        )

    def test_what_could_have_been_may_be_taken_back(self):
        case = self._analysed()
        case.potential = "4"
        self.assertEqual((case.score, case.level), (12, "high"))
        wizard = (
            self.env["qms.deviation.lower"]
            .with_user(self.leader)
            .with_context(**case.action_lower()["context"])
            .create({"potential": False, "reason": "It could not"})
        )
        wizard.action_confirm()
        self.assertFalse(case.potential)
        self.assertEqual((case.score, case.level), (9, "medium"))

    def test_what_is_not_lower_is_no_lowering(self):
        case = self._analysed()
        for given in (
            {},
            {"likelihood": "2"},
            {"consequence": "5"},
            {"likelihood": False},
            {"consequence": False},
        ):
            with self.assertRaises(UserError) as error:
                case.action_lower("Because", **given)
            self.assertIn("not lower", str(error.exception))
        self.assertEqual(case.level, "medium")

    def test_the_screen_for_reasons_alone_lowers_nothing(self):
        case = self._analysed()
        reason = self.env["qms.reason"].with_user(self.leader)
        with self.assertRaises(UserError):
            reason.create(
                {
                    "res_model": "qms.deviation",
                    "res_ids": str(case.id),
                    "transition": "lower",
                    "reason": "Because",
                }
            ).action_confirm()
        self.assertEqual(case.level, "medium")

    def test_who_does_not_handle_it_does_not_lower_it(self):
        case = self._analysed()
        for user in (self.nurse, self.aide, self.team, self.manager, self.stranger):
            with self.assertRaises(AccessError):
                case.with_user(user).action_lower("Because", likelihood="1")

    def test_a_serious_case_is_lowered_by_the_next_leader_up(self):
        case = self._serious()
        case.handler_ids = self.aide
        self.assertNotIn(" lower ", case.allowed_transitions)
        for user in (self.leader, self.aide):
            with self.assertRaises(AccessError):
                case.with_user(user).action_lower("Because", consequence="1")
        above = case.with_user(self.head)
        self.assertIn(" lower ", above.allowed_transitions)
        above.action_lower("Nobody was near", consequence="1")
        self.assertFalse(case.is_serious)
        self.assertEqual(self._decisions(case)[-1].role, "leader")

    def test_an_unread_or_closed_case_is_not_lowered_by_decision(self):
        case = self._case()
        case.write({"consequence": "3", "likelihood": "3"})
        with self.assertRaises(UserError):
            case.action_lower("Because", likelihood="1")
        closed = self._closed()
        with self.assertRaises(UserError):
            closed.action_lower("Because", likelihood="1")

    def test_lowering_lowers_what_is_asked_for(self):
        case = self._analysed()
        self.type_deviation.gate_ids.filtered(
            lambda gate: gate.gate == "cause"
        ).level = "medium"
        case.cause = False
        with self.assertRaises(UserError):
            case.action_treat()
        case.action_lower("It locks by itself", likelihood="1")
        case.action_treat()
