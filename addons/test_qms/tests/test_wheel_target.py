from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from odoo.addons.qms.tests.wheel_common import WheelCase

MAKE = "odoo.addons.qms.models.wheel_make"


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestWheelTarget(WheelCase):
    """A kind whose records a module makes: here those of a test model."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.ref("qms.wheel_kind_survey").res_model = "test.qms.made"
        cls.edition = cls._new_year()

    def _made(self):
        return self.env["test.qms.made"].search([("company_id", "=", self.company.id)])

    def _begin(self, user=None):
        survey = self._of(self.survey, user=user or self.nurse)
        survey.action_begin()
        return survey, self._made()

    def test_the_record_is_made_when_it_begins(self):
        survey, made = self._begin()
        self.assertEqual((survey.res_model, survey.res_id), (made._name, made.id))
        self.assertEqual(made.name, "Satisfaction survey")
        self.assertEqual(made.wheel_occurrence_id, survey)

    def test_the_record_is_made_ahead_of_time_and_once(self):
        with freeze_time("2026-04-01"):
            for _round in range(2):
                with self.enter_registry_test_mode():
                    self.env.ref("qms.ir_cron_wheel").method_direct_trigger()
                self.env.invalidate_all()
        self.assertEqual(len(self._made()), 1)

    def test_after_missed_days_nothing_is_forgotten(self):
        with freeze_time("2026-05-20"):
            self.env["qms.wheel.occurrence"]._make_all()
        self.assertEqual(len(self._made()), 1)
        self.assertEqual(self._of(self.survey).state, "due")

    def test_a_record_that_is_there_owes_by_itself(self):
        survey, _made = self._begin()
        self.assertFalse(self._duties(survey))

    def test_the_end_of_the_record_is_the_end_of_the_occurrence(self):
        survey, made = self._begin()
        made.with_user(self.aide).action_close()
        self.assertEqual(survey.state, "done")
        self.assertEqual(self._decisions(survey)[-1].verb, "finish")

    def test_it_is_not_ticked_off_while_the_record_is_open(self):
        survey, _made = self._begin()
        with self.assertRaisesRegex(UserError, "the end of"):
            survey.action_finish("Done")

    def test_a_record_that_the_wheel_did_not_make_ends_nothing(self):
        survey, made = self._begin()
        other = made.with_user(self.nurse).create(
            {"name": "Another", "company_id": self.company.id}
        )
        other.action_close()
        self.assertEqual(survey.state, "due")

    def test_a_record_that_ends_out_of_order_says_so(self):
        self.env.ref("qms.wheel_kind_review").res_model = "test.qms.made"
        review = self._of(self.review, user=self.head)
        review.action_begin()
        self._made().with_user(self.head).action_close()
        self.assertEqual((review.state, review.out_of_order), ("done", True))

    def test_a_record_follows_the_day_it_is_moved_to(self):
        survey, made = self._begin()
        survey.action_move("2026-05-04", "Few answers so far")
        self.assertEqual(made.date.isoformat(), "2026-05-04")

    def test_taken_up_again_it_keeps_its_record(self):
        survey, made = self._begin()
        survey.with_user(self.manager).action_skip("No money")
        survey.with_user(self.manager).action_take_up_again("There is money")
        with freeze_time("2026-04-01"):
            self.env["qms.wheel.occurrence"]._make_all()
        self.assertEqual((survey.state, self._made()), ("due", made))

    def test_one_that_fails_stops_none_of_the_others(self):
        other = self._new_item("survey", "4", 16)
        other.owner_id = self.nurse
        self.edition.action_insert(other.ids, "Relatives too")
        failing = self._of(self.survey)
        prepare = type(self.env["test.qms.made"])._prepare_wheel_values

        def fail(records, occurrence):
            if occurrence == failing:
                raise UserError(self.env._("No questions yet"))
            return prepare(records, occurrence)

        target = type(self.env["test.qms.made"])
        with freeze_time("2026-04-03"):
            with patch.object(target, "_prepare_wheel_values", fail):
                with self.assertLogs(MAKE, "ERROR"):
                    self.env["qms.wheel.occurrence"]._make_all()
            self.assertEqual(failing.state, "planned")
            self.assertEqual(self._of(other).state, "due")
            self.env["qms.wheel.occurrence"]._make_all()
            self.assertEqual(failing.state, "due")

    def test_a_kind_of_a_module_that_is_gone_is_a_duty(self):
        self.env.ref("qms.wheel_kind_survey").res_model = "qms.of.a.module.that.is.gone"
        survey, made = self._begin()
        self.assertFalse(made)
        self.assertEqual(self._duties(survey).verb, "do")
