from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from ..models.deviation_understanding import WHYS
from .common import DeviationCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestUnderstanding(DeviationCase):
    """The cause, or why nobody needs to look for it."""

    def _without_cause(self, **values):
        case = self._case(requirement_id=self.requirement.id)
        case.action_analyse()
        case.write(
            {
                "correction": "The cabinet was locked",
                "consequence": "2",
                "likelihood": "2",
                "similar": "no",
                **values,
            }
        )
        return case

    def _assert_missing(self, case, words):
        with self.assertRaises(UserError) as error:
            case.action_treat()
        self.assertIn(words, str(error.exception))

    def test_a_reason_does_instead_of_a_cause(self):
        case = self._without_cause()
        self._assert_missing(case, "the cause")
        case.no_cause_because = "It is known: the storm took the power"
        case.action_treat()
        self.assertEqual(case.state, "treatment")

    def test_what_is_severe_needs_its_cause(self):
        case = self._without_cause(
            consequence="5", likelihood="5", no_cause_because="We know"
        )
        self._assert_missing(case, "severe or regulated")
        kind = self.env.ref("qms_deviation.cause_equipment")
        case.write({"cause": "The lock is broken", "cause_kind_id": kind.id})
        case.action_treat()
        self.assertEqual(case.state, "treatment")

    def test_what_the_law_regulates_needs_its_cause(self):
        case = self._without_cause(no_cause_because="We know")
        self.type_deviation.regulated = True
        self._assert_missing(case, "severe or regulated")

    def test_the_kind_of_cause_is_asked_for_where_the_type_says_so(self):
        case = self._analysed()
        case.cause_kind_id = False
        self._ask_kind_from("low")
        self._assert_missing(case, "the kind of cause")
        case.cause_kind_id = self.env.ref("qms_deviation.cause_training")
        case.action_treat()
        self.assertEqual(case.state, "treatment")

    def test_the_kind_of_cause_is_asked_for_of_what_is_critical(self):
        """Counting causes is no use where the worst are left out."""
        for kind in ("deviation", "near_miss"):
            gates = self.env.ref(f"qms_deviation.type_{kind}").gate_ids
            asked = gates.filtered(lambda gate: gate.gate == "cause_kind")
            self.assertEqual(asked.level, "critical", kind)
        case = self._analysed()
        case.write({"consequence": "5", "likelihood": "5", "cause_kind_id": False})
        self._assert_missing(case, "the kind of cause")

    def _ask_kind_from(self, level):
        gates = self.type_deviation.gate_ids
        gates.filtered(lambda gate: gate.gate == "cause_kind").level = level

    def test_no_kind_is_asked_for_where_no_cause_is(self):
        case = self._without_cause(no_cause_because="It is known")
        self._ask_kind_from("low")
        case.action_treat()
        self.assertEqual(case.state, "treatment")

    def test_five_whys_enter_the_decision_and_the_print(self):
        case = self._analysed()
        case.write({name: f"Because of {name}" for name in WHYS})
        content = case._decision_content()
        self.assertEqual(content["why_5"], "Because of why_5")
        self.assertIn("cause_kind_id", content)
        self.assertNotIn("search_language", content)
        printed = [name for _title, names in case._get_print_fields() for name in names]
        for name in (*WHYS, "cause", "cause_kind_id", "no_cause_because"):
            self.assertEqual(printed.count(name), 1, name)
        self.assertLess(printed.index("why_1"), printed.index("why_5"))
        self.assertLess(printed.index("why_5"), printed.index("cause"))

    def test_national_identity_numbers_are_masked_in_them(self):
        case = self._analysed()
        for name in (*WHYS, "no_cause_because"):
            case[name] = "Because of 070761-4285 it went wrong"
            self.assertNotIn("070761-4285", case[name])

    def test_there_are_kinds_of_cause_and_none_is_a_person(self):
        kinds = self.env["qms.deviation.cause"].with_user(self.nurse).search([])
        self.assertGreater(len(kinds), 8)
        for field in kinds._fields.values():
            if field.name not in ("create_uid", "write_uid"):
                self.assertNotIn(field.comodel_name, ("res.users", "hr.employee"))

    def test_causes_are_counted_the_most_frequent_first(self):
        training = self.env.ref("qms_deviation.cause_training")
        other = self.env.ref("qms_deviation.cause_other")
        for kind in (other, training, training):
            self._case().cause_kind_id = kind
        groups = (
            self.env["qms.deviation"]
            .with_user(self.leader)
            .formatted_read_group(
                [("cause_kind_id", "!=", False)],
                ["cause_kind_id"],
                ["__count"],
                order="__count desc",
            )
        )
        counts = [(row["cause_kind_id"][0], row["__count"]) for row in groups]
        self.assertEqual(counts, [(training.id, 2), (other.id, 1)])
