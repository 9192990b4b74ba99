from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged

from .wheel_common import WheelCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestWheel(WheelCase):
    """An edition of the year, and what becomes of what stands in it."""

    def test_an_edition_holds_what_recurs_at_its_guideline(self):
        edition = self._new_year()
        days = {
            each.item_id: each.date_planned.isoformat()
            for each in edition.occurrence_ids
        }
        self.assertEqual(
            days,
            {
                self.survey: "2026-04-15",
                self.audit: "2026-09-10",
                self.review: "2026-11-10",
                self.goals: "2026-12-01",
                self.meeting: "2026-05-12",
                self.law: "2026-06-10",
            },
        )

    def test_they_follow_each_other_as_their_items_do(self):
        self._new_year()
        before = self._of(self.review).predecessor_ids
        self.assertEqual(before.item_id, self.survey | self.audit)
        self.assertEqual(self._of(self.goals).predecessor_ids, self._of(self.review))
        self.assertFalse(self._of(self.meeting).predecessor_ids)

    def test_the_first_edition_plans_nothing_for_days_gone(self):
        self.survey.write({"month": "1"})
        edition = self._new_year()
        self.assertNotIn(self.survey, edition.occurrence_ids.item_id)

    def test_what_begins_in_time_is_a_duty_of_its_owner(self):
        self._new_year()
        survey = self._of(self.survey)
        self.assertEqual(survey.state, "planned")
        self.assertFalse(self._duties(survey))
        with freeze_time("2026-04-01"):
            self.env["qms.wheel.occurrence"]._make_all()
            self.assertEqual(survey.state, "due")
            duty = self._duties(survey)
            self.assertEqual((duty.verb, duty.user_id), ("do", self.nurse))
            self.assertEqual(duty.date_deadline, date(2026, 4, 15))

    def test_done_with_a_note_of_what_came_of_it(self):
        self._new_year()
        survey = self._of(self.survey, user=self.nurse)
        survey.action_begin()
        with self.assertRaisesRegex(UserError, "what came of it"):
            survey.action_finish()
        survey.action_finish("412 answers, waiting time is the worst")
        self.assertEqual(survey.state, "done")
        self.assertEqual(survey.date_done, date(2026, 3, 2))
        self.assertEqual(self._decisions(survey).mapped("verb"), ["begin", "finish"])
        self.assertFalse(self._duties(survey))

    def test_what_follows_waits_for_what_it_follows(self):
        self._new_year()
        review = self._of(self.review, user=self.head)
        with self.assertRaisesRegex(UserError, "Audit round"):
            review.action_finish("Suitable, effective")
        with self.assertRaises(AccessError):
            review.action_finish_out_of_order("No time")

    def test_a_stranger_to_it_takes_no_step(self):
        self._new_year()
        survey = self._of(self.survey, user=self.aide)
        for step in ("begin", "finish"):
            with self.assertRaises(AccessError):
                getattr(survey, f"action_{step}")()
        with self.assertRaises(AccessError):
            survey.action_skip("No money")

    def test_nothing_follows_itself(self):
        with self.assertRaises(ValidationError):
            self.survey.predecessor_ids = self.goals


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestWheelMove(WheelCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.edition = cls._new_year()

    def test_a_move_within_the_slack_pushes_nothing(self):
        self._of(self.audit).action_move("2026-11-02", "The auditor is ill")
        self.assertEqual(self._day(self.audit), "2026-11-02")
        self.assertEqual(self._day(self.review), "2026-11-10")

    def test_a_move_past_the_slack_pushes_what_follows_as_far_as_it_must(self):
        self._of(self.audit).action_move("2026-11-20", "The auditor is ill")
        self.assertEqual(self._day(self.review), "2026-11-20")
        self.assertEqual(self._day(self.goals), "2026-12-01")
        [pushed] = self._decisions(self._of(self.review))
        self.assertEqual(pushed.verb, "push")

    def test_it_comes_not_before_what_it_follows(self):
        with self.assertRaisesRegex(UserError, "Audit round"):
            self._of(self.review).action_move("2026-09-01", "Earlier suits")

    def test_past_the_years_end_it_asks(self):
        answer = self._of(self.audit).action_move("2027-01-05", "The auditor is ill")
        self.assertEqual(len(answer["preview"]["beyond"]), 3)
        self.assertEqual(self._day(self.audit), "2026-09-10")
        token = answer["preview"]["token"]
        self._of(self.audit).action_move("2027-01-05", "The auditor is ill", token)
        self.assertEqual(self._day(self.goals), "2027-01-05")
