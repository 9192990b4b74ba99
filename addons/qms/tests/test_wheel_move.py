from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, freeze_time, tagged

from .wheel_common import WheelCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestWheelMove(WheelCase):
    """Dates may shift; the order holds."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.edition = cls._new_year()

    def _move(self, item, day, reason="The auditor is ill", user=None, **kwargs):
        return self._of(item, user=user).action_move(day, reason, **kwargs)

    def test_a_move_within_the_slack_pushes_nothing(self):
        self._move(self.audit, "2026-11-02")
        self.assertEqual(self._day(self.audit), "2026-11-02")
        self.assertEqual(self._day(self.review), "2026-11-10")
        self.assertFalse(self._decisions(self._of(self.review)))

    def test_a_move_past_the_slack_pushes_what_follows_as_far_as_it_must(self):
        self._move(self.audit, "2026-11-20")
        self.assertEqual(self._day(self.review), "2026-11-20")
        self.assertEqual(self._day(self.goals), "2026-12-01")

    def test_what_is_pushed_pushes_on(self):
        self._move(self.audit, "2026-12-08")
        self.assertEqual(self._day(self.goals), "2026-12-08")

    def test_why_is_kept_with_the_days_on_each_that_moved(self):
        self._move(self.audit, "2026-11-20")
        for item, verb in ((self.audit, "move"), (self.review, "push")):
            record = self._of(item)
            [decision] = self._decisions(record)
            self.assertEqual(decision.verb, verb)
            self.assertIn("The auditor is ill", record.decision_timeline)
        self.assertIn("2026-09-10 → 2026-11-20", self._of(self.audit).decision_timeline)

    def test_without_a_reason_it_asks_and_moves_nothing(self):
        for reason in (None, "", "  "):
            answer = self._move(self.audit, "2026-11-02", reason)
            self.assertEqual(answer["res_model"], "qms.wheel.move")
        self.assertEqual(self._day(self.audit), "2026-09-10")

    def test_it_comes_not_before_what_it_follows(self):
        with self.assertRaisesRegex(UserError, "Audit round"):
            self._move(self.review, "2026-09-01", user=self.head)

    def test_what_runs_already_is_not_pushed(self):
        self._of(self.review, user=self.head).action_begin()
        with self.assertRaisesRegex(UserError, "under way"):
            self._move(self.audit, "2026-11-20")
        self.assertEqual(self._day(self.audit), "2026-09-10")

    def test_what_is_done_is_not_moved_and_binds_nobody(self):
        survey = self._of(self.survey, user=self.nurse)
        survey.action_finish("412 answers")
        with self.assertRaises(UserError):
            survey.action_move("2026-05-04", "Again")
        self._of(self.audit, user=self.manager).action_move("2026-03-16", "Early")
        self._move(self.review, "2026-03-16", user=self.head)
        self.assertEqual(self._day(self.review), "2026-03-16")
        self.assertEqual(self._day(self.survey), "2026-04-15")

    def test_a_day_off_becomes_the_next_working_day(self):
        self._move(self.audit, "2026-09-12")
        self.assertEqual(self._day(self.audit), "2026-09-14")

    def test_a_plan_looks_ahead(self):
        for day in ("2026-03-01", "nonsense", 17, {"date": 1}):
            with self.assertRaises(UserError):
                self._move(self.audit, day)

    # ------------------------------------------------------------
    # Past the year's end, past the visit
    # ------------------------------------------------------------

    def test_past_the_years_end_it_asks_and_lists_what_would_happen(self):
        answer = self._move(self.audit, "2027-01-05")
        shown = answer["preview"]
        self.assertEqual(len(shown["moves"]), 3)
        self.assertEqual(len(shown["beyond"]), 3)
        self.assertEqual(shown["beyond"][0]["limit"], "2026-12-31")
        self.assertEqual(self._day(self.audit), "2026-09-10")
        self._move(self.audit, "2027-01-05", agreed=shown["token"])
        self.assertEqual(self._day(self.goals), "2027-01-05")

    def test_agreeing_to_something_else_is_no_agreement(self):
        shown = self._of(self.audit).action_preview_move("2027-01-05")
        for token in ("yes", True, {"beyond": []}, shown["token"][:-1]):
            answer = self._move(self.audit, "2027-01-05", agreed=token)
            self.assertIn("preview", answer)
        answer = self._move(self.audit, "2027-01-06", agreed=shown["token"])
        self.assertIn("preview", answer)
        self.assertEqual(self._day(self.audit), "2026-09-10")

    def test_no_context_agrees(self):
        audit = self._of(self.audit).with_context(agreed=True, qms_agreed=True)
        self.assertIn("preview", audit.action_move("2027-01-05", "Because"))

    def test_past_the_certification_visit_it_asks_those_of_the_order_alone(self):
        self.env["qms.certificate"].create(
            {
                "number": "C-1",
                "body": "Certifier",
                "standard_id": self.env.ref("qms.iso9001_2015").id,
                "company_id": self.company.id,
                "next_visit_date": "2026-10-01",
            }
        )
        answer = self._move(self.audit, "2026-10-05")
        [beyond] = answer["preview"]["beyond"]
        self.assertEqual(beyond["limit"], "2026-10-01")
        self._move(self.meeting, "2026-10-05")
        self.assertEqual(self._day(self.meeting), "2026-10-05")
        self.assertEqual(str(self._of(self.audit).date_latest), "2026-10-01")

    # ------------------------------------------------------------
    # Out of order
    # ------------------------------------------------------------

    def test_out_of_order_is_the_quality_managers_with_a_reason(self):
        review = self._of(self.review, user=self.head)
        with self.assertRaises(AccessError):
            review.action_move_out_of_order("2026-09-01", "The council asks")
        review = review.with_user(self.manager)
        self.assertEqual(
            review.action_move_out_of_order("2026-09-01")["res_model"],
            "qms.wheel.move",
        )
        review.action_move_out_of_order("2026-09-01", "The council asks")
        self.assertEqual(self._day(self.review), "2026-09-01")
        self.assertEqual(self._decisions(review).mapped("verb"), ["move_out_of_order"])

    def test_the_order_given_up_is_given_up_and_no_other(self):
        self._of(self.review).action_move_out_of_order("2026-09-01", "Council")
        before = self._of(self.review).predecessor_ids.item_id
        self.assertEqual(before, self.survey)
        self._move(self.audit, "2026-11-20")
        self.assertEqual(self._day(self.review), "2026-09-01")
        with self.assertRaises(UserError):
            self._move(self.review, "2026-04-01")

    def test_what_is_under_way_stays_when_the_order_is_given_up(self):
        review = self._of(self.review, user=self.head)
        review.action_begin()
        self._of(self.audit).action_move_out_of_order("2026-11-20", "Ill")
        self.assertEqual(self._day(self.review), "2026-11-10")
        self.assertNotIn(self.audit, review.predecessor_ids.item_id)

    # ------------------------------------------------------------
    # Who may
    # ------------------------------------------------------------

    def test_owner_and_quality_manager_move_nobody_else(self):
        self._move(self.survey, "2026-04-20", user=self.nurse)
        self._move(self.survey, "2026-04-21", user=self.manager)
        self._move(self.meeting, "2026-05-13", user=self.team)
        for user in (self.aide, self.leader, self.director, self.team):
            with self.assertRaises(AccessError):
                self._move(self.survey, "2026-04-22", user=user)
        with self.assertRaises(AccessError):
            self._move(self.survey, "2026-04-22", user=self.stranger)

    def test_what_is_the_units_its_leader_moves(self):
        self._move(self.law, "2026-06-11", user=self.leader)
        self._move(self.law, "2026-06-12", user=self.head)
        for user in (self.nurse, self.team):
            with self.assertRaises(AccessError):
                self._move(self.law, "2026-06-15", user=user)

    def test_no_write_moves_a_day(self):
        survey = self._of(self.survey)
        for user in (self.nurse, self.manager):
            with self.assertRaises(UserError):
                survey.with_user(user).date_planned = "2026-04-20"
        for values in (
            {"predecessor_ids": [(5,)]},
            {"state": "done"},
            {"date_done": "2026-03-01"},
            {"year_id": self.edition.id},
            {"res_model": "res.users", "res_id": 1},
            {"out_of_order": True},
        ):
            with self.assertRaises(UserError), self.cr.savepoint():
                survey.with_user(self.manager).write(values)

    # ------------------------------------------------------------
    # The screen
    # ------------------------------------------------------------

    def test_the_screen_shows_what_would_happen(self):
        action = self._of(self.audit).action_move()
        wizards = self.env["qms.wheel.move"].with_user(self.manager)
        with Form(wizards.with_context(**action["context"])) as form:
            form.date = "2026-11-20"
            form.reason = "The auditor is ill"
            self.assertIn("Management review 2026", form.preview)
            self.assertFalse(form.is_against)
        form.record.action_confirm()
        self.assertEqual(self._day(self.review), "2026-11-20")

    def test_the_screen_agrees_to_what_it_showed(self):
        wizards = self.env["qms.wheel.move"].with_user(self.manager)
        form = Form(wizards.with_context(default_occurrence_id=self._of(self.audit).id))
        form.date = "2027-01-05"
        form.reason = "The auditor is ill"
        self.assertTrue(form.is_beyond)
        wizard = form.save()
        with self.assertRaises(UserError):
            wizard.action_confirm()
        wizard.agreed = True
        self._move(self.goals, "2026-12-02")
        with self.assertRaises(UserError):
            wizard.action_confirm()
        wizard.date = "2027-01-07"
        wizard.action_confirm()
        self.assertEqual(self._day(self.audit), "2027-01-07")

    def test_the_screen_says_why_not(self):
        wizards = self.env["qms.wheel.move"].with_user(self.head)
        form = Form(
            wizards.with_context(default_occurrence_id=self._of(self.review).id)
        )
        form.date = "2026-09-01"
        self.assertTrue(form.is_against)
        self.assertFalse(form.may_decide)
        self.assertIn("Audit round 2026", form.preview)
