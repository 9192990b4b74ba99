from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged

from odoo.addons.qms.tests.wheel_common import WheelCase

from .context_common import ContextCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestContextReview(ContextCase):
    """Once a year everything is looked at, and the climate question is answered."""

    def test_the_climate_question_is_red_until_it_is_answered(self):
        review = self._review()
        unanswered = [("climate_open", "=", True), ("id", "=", review.id)]
        self.assertTrue(review.climate_open)
        self.assertTrue(review.search(unanswered))
        self._answer_climate(review)
        self.assertFalse(review.climate_open)
        self.assertFalse(review.search(unanswered))
        review.climate_expected = "yes"
        self.assertTrue(review.climate_open)
        self.assertTrue(review.search(unanswered))
        review.climate_expectations = "The council: no heat in the homes"
        self.assertFalse(review.climate_open)

    def test_it_is_not_concluded_without_the_answer(self):
        review = self._review()
        with self.assertRaisesRegex(
            UserError, "Climate change is relevant(.|\n)*because(.|\n)*conclusion"
        ):
            review.action_conclude()
        self._answer_climate(review)
        review.action_conclude()
        self.assertEqual(review.state, "concluded")
        self.assertEqual(str(review.date_concluded), "2026-03-02")

    def test_no_is_an_answer(self):
        review = self._review()
        self._answer_climate(review)
        review.climate_relevant = "no"
        review.action_conclude()
        self.assertEqual(review.state, "concluded")

    def test_the_next_year_is_asked_anew_and_shown_the_old_answer(self):
        review = self._review(year=2025)
        self._answer_climate(review)
        review.action_conclude()
        following = self._review()
        self.assertTrue(following.climate_open)
        self.assertEqual(following.climate_stands, "Heat waves in the homes")

    def test_each_company_answers_for_itself(self):
        review = self._review()
        self._answer_climate(review)
        review.action_conclude()
        manager = self._new_user(
            "elsewhere", "qms.group_quality_manager", self.other_company
        )
        other = (
            self.env["qms.context.review"]
            .with_user(manager)
            .create({"company_id": self.other_company.id})
        )
        self.assertTrue(other.climate_open)
        self.assertFalse(other.climate_stands)

    def test_everything_is_looked_at_before_it_ends(self):
        factor, stakeholder = self._factor(), self._stakeholder(how_met="By phone")
        self._factor().action_end(reason="Over")
        review = self._review()
        self._answer_climate(review)
        self.assertEqual(review.left_count, 2)
        with self.assertRaisesRegex(UserError, "2 entries"):
            review.action_conclude()
        factor.action_confirm()
        stakeholder.action_confirm()
        review.invalidate_recordset()
        review.action_conclude()

    def test_what_was_looked_at_before_it_began_does_not_count(self):
        factor = self._factor()
        factor.action_confirm()
        with freeze_time("2026-08-20"):
            review = self._review()
            self.assertEqual(review.factor_ids, factor)

    def test_what_is_left_is_confirmed_by_who_may(self):
        factor, untold = self._factor(), self._factor(how_met=False)
        review = self._review()
        review.action_all_still_right()
        self.assertEqual(factor.state, "reviewed")
        self.assertEqual(untold.state, "new")
        self.assertEqual(self._last(factor)[1], "quality_manager")
        with self.assertRaises(AccessError):
            review.with_user(self.team).action_all_still_right()

    def test_what_is_left_is_what_its_reader_may_see(self):
        hidden = self._risk(
            self.head, department_id=self.care.id, owner_id=self.head.id
        )
        review = self._review(kind="risk", owner_id=self.nurse.id)
        self.assertIn(hidden.id, review.risk_ids.ids)
        self.assertNotIn(hidden.id, review.with_user(self.nurse).risk_ids.ids)

    def test_its_days_are_those_of_the_company(self):
        self.company.country_id = self.env.ref("base.dk")
        (self.nurse | self.leader | self.manager).tz = "UTC"
        with freeze_time("2026-03-02 23:30"):
            factor, review = self._factor(), self._review()
            factor.action_confirm()
            self._answer_climate(review)
            review.invalidate_recordset()
            review.action_conclude()
            risk = self._assessed()
        self.assertEqual(str(factor.date_reviewed), "2026-03-03")
        self.assertEqual(str(review.date_concluded), "2026-03-03")
        self.assertEqual(str(risk.date_reviewed), "2026-03-03")

    def test_that_of_the_risks_asks_for_them_and_for_no_climate(self):
        risk = self._controlled()
        with freeze_time("2026-10-01"):
            review = self._review(kind="risk")
            self.assertEqual(review.risk_ids, risk)
            self.assertFalse(review.climate_open)
            review.conclusion = "Fewer"
            with self.assertRaises(UserError):
                review.action_conclude()
            risk.action_confirm()
            review.invalidate_recordset()
            review.action_conclude()

    def test_it_begins_today_at_the_latest(self):
        with self.assertRaises(ValidationError):
            self._review(date_from="2026-03-03")

    def test_concluded_it_stands(self):
        review = self._review()
        self._answer_climate(review)
        review.action_conclude()
        for write in (review.write, review.sudo().write):
            with self.assertRaises(AccessError):
                write({"climate_relevant": "no"})
        review.action_reopen(reason="A factor was forgotten")
        self.assertFalse(review.date_concluded)

    def test_nobody_enters_what_was_answered_before(self):
        review = self._review()
        review.climate_stands = "x"
        self.assertFalse(review.climate_stands)

    def test_it_is_owed_by_its_owner_or_the_quality_managers(self):
        review = self._review(date_deadline="2026-05-01")
        duty = self._duties(review)
        self.assertEqual((duty.verb, duty.user_id), ("conclude_context", self.manager))
        self.assertEqual(str(duty.date_deadline), "2026-05-01")
        review.owner_id = False
        self.assertEqual(
            self._duties(review).group_id, self.env.ref("qms.group_quality_manager")
        )


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestContextWheel(WheelCase, ContextCase):
    """The wheel opens both reviews."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for code, month in (("context", "8"), ("risk", "10")):
            kind = cls.env.ref(f"qms_review.wheel_kind_{code}")
            item = cls.env["qms.wheel.item"].create(
                {
                    "kind_id": kind.id,
                    "company_id": cls.company.id,
                    "month": month,
                    "day": 20,
                    "lead_days": 10,
                    "owner_id": cls.head.id,
                }
            )
            setattr(cls, f"{code}_item", item)
        cls._new_year()

    def test_each_is_made_with_its_kind_year_and_owner(self):
        for item, kind in ((self.context_item, "context"), (self.risk_item, "risk")):
            occurrence = self._of(item)
            occurrence.with_user(self.head).action_begin()
            review = self.env["qms.context.review"].browse(occurrence.res_id)
            self.assertEqual(occurrence.res_model, "qms.context.review")
            self.assertEqual((review.kind, review.year), (kind, 2026))
            self.assertEqual(review.owner_id, self.head)
            self.assertEqual(review.date_deadline, occurrence.date_planned)

    def test_concluding_it_ends_the_occurrence(self):
        occurrence = self._of(self.context_item)
        occurrence.with_user(self.head).action_begin()
        review = self.env["qms.context.review"].browse(occurrence.res_id)
        review = review.with_user(self.head)
        self._answer_climate(review)
        review.action_conclude()
        self.assertEqual(occurrence.state, "done")

    def test_a_company_gets_both_in_its_wheel_once(self):
        items = self.env["qms.wheel.item"]
        codes = [("kind_id.code", "in", ("context", "risk"))]
        own = [*codes, ("company_id", "=", self.other_company.id)]
        self.assertEqual(items.search_count(own), 2)
        items.search(own).unlink()
        for _round in range(2):
            items._add_usual(["context", "risk"])
            self.assertEqual(items.search_count(own), 2)
