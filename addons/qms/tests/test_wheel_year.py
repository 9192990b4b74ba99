from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .wheel_common import WheelCase


@tagged("post_install", "-at_install", "qms")
class TestWheelYear(WheelCase):
    """Every year is its own edition."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time("2026-01-05"):
            cls.edition = cls._new_year()

    def _next(self):
        return self.env["qms.wheel.year"].search(
            [("company_id", "=", self.company.id), ("year", "=", 2027)]
        )

    def _turn(self, day):
        with freeze_time(day), self.enter_registry_test_mode():
            self.env.ref("qms.ir_cron_wheel").method_direct_trigger()
        self.env.invalidate_all()

    def _day_in(self, item, edition):
        return self._of(item, edition).date_planned.isoformat()

    # ------------------------------------------------------------
    # Copied in November
    # ------------------------------------------------------------

    def test_in_november_the_next_year_is_drafted_once(self):
        self._turn("2026-10-31")
        self.assertFalse(self._next())
        for day in ("2026-11-01", "2026-11-02", "2026-12-30"):
            self._turn(day)
        self.assertEqual(self._next().state, "draft")
        self.assertEqual(len(self._next().occurrence_ids), 6)

    def test_after_missed_days_it_is_drafted_all_the_same(self):
        self._turn("2027-01-20")
        self.assertEqual(self._next().state, "draft")

    def test_it_stands_at_the_same_weekday_of_the_month(self):
        self._turn("2026-11-01")
        # 15 April 2026 is the third Wednesday, 10 November the second Tuesday
        self.assertEqual(self._day_in(self.survey, self._next()), "2027-04-21")
        self.assertEqual(self._day_in(self.review, self._next()), "2027-11-09")

    def test_a_guideline_that_was_changed_is_reckoned_anew(self):
        with freeze_time("2026-10-01"):
            self.survey.write({"month": "5", "day": 20})
        self._turn("2026-11-01")
        self.assertEqual(self._day_in(self.survey, self._next()), "2027-05-20")

    def test_a_shift_of_one_year_is_not_the_next_years_guideline(self):
        with freeze_time("2026-03-02"):
            self._of(self.survey).action_move("2026-06-01", "Few answers")
        self._turn("2026-11-01")
        self.assertEqual(self._day_in(self.survey, self._next()), "2027-04-21")

    def test_it_is_the_quality_managers_to_plan_and_start(self):
        self._turn("2026-11-01")
        duty = self._duties(self._next())
        self.assertEqual(duty.verb, "plan_year")
        self.assertEqual(duty.group_id, self.env.ref("qms.group_quality_manager"))
        self.assertEqual(str(duty.date_deadline), "2026-12-30")
        with self.assertRaises(AccessError):
            self._next().with_user(self.head).action_start()
        with freeze_time("2026-11-02"):
            self._next().with_user(self.manager).action_start()
        self.assertEqual(self._next().state, "running")

    def test_owners_who_left_are_asked_for(self):
        with freeze_time("2026-10-01"):
            self.nurse.active = False
        self._turn("2026-11-01")
        survey = self._of(self.survey, self._next())
        self.assertFalse(survey.owner_id)
        duty = self._duties(survey)
        self.assertEqual(duty.verb, "name_owner")
        with freeze_time("2026-11-02"):
            with self.assertRaisesRegex(UserError, "Satisfaction survey 2027"):
                self._next().with_user(self.manager).action_start()
            survey.owner_id = self.aide
            self.assertFalse(self._duties(survey))
            self._next().with_user(self.manager).action_start()

    def test_in_a_draft_days_are_set_freely_within_the_order(self):
        self._turn("2026-11-01")
        review = self._of(self.review, self._next())
        with freeze_time("2026-11-02"):
            review.date_planned = "2027-10-05"
            with self.assertRaises(UserError):
                review.date_planned = "2027-09-01"
            with self.assertRaises(UserError):
                review.with_user(self.head).date_planned = "2027-10-06"

    def test_nothing_of_a_draft_begins_or_is_late(self):
        self._turn("2026-11-01")
        survey = self._of(self.survey, self._next())
        self._turn("2027-04-30")
        self.assertEqual((survey.state, survey.is_late), ("planned", False))
        with freeze_time("2027-04-30"), self.assertRaises(UserError):
            survey.with_user(self.manager).action_begin()

    def test_what_comes_not_every_year_is_left_out(self):
        self.survey.write({"frequency": "years", "first_year": 2026, "every_years": 2})
        self._turn("2026-11-01")
        self.assertNotIn(self.survey, self._next().occurrence_ids.item_id)
        with freeze_time("2026-11-02"):
            later = self._new_year(2028, start=False)
        self.assertIn(self.survey, later.occurrence_ids.item_id)

    def test_of_several_a_year_each_keeps_its_place(self):
        with freeze_time("2026-01-05"):
            law = self._new_item("law_review", "2", 10, frequency="quarterly")
            law.owner_id = self.head
            self.edition.action_insert(law.ids, "New law")
        self._turn("2026-11-01")
        days = self._of(law, self._next()).mapped("date_planned")
        self.assertEqual(
            [day.isoformat() for day in days],
            ["2027-02-09", "2027-05-10", "2027-08-09", "2027-11-09"],
        )
        names = self._of(law, self._next()).mapped("display_name")
        self.assertEqual(names[1], "Law review 2/2027")

    def test_what_follows_follows_those_since_its_last_time(self):
        with freeze_time("2026-01-05"):
            cases = self._new_item("case_analysis", "12", 10)
            cases.owner_id = self.head
            self.goals.predecessor_ids |= cases
            self.edition.action_insert(cases.ids, "We need it")
        self._turn("2026-11-01")
        goals = self._of(self.goals, self._next())
        self.assertIn(self._of(cases, self.edition), goals.predecessor_ids)
        self.assertNotIn(self._of(cases, self._next()), goals.predecessor_ids)

    # ------------------------------------------------------------
    # Closing
    # ------------------------------------------------------------

    def _run_next(self):
        self._turn("2026-11-01")
        with freeze_time("2026-11-02"):
            self._next().with_user(self.manager).action_start()

    def test_a_year_is_closed_when_it_is_over_and_the_next_one_runs(self):
        with freeze_time("2026-12-31"):
            with self.assertRaisesRegex(UserError, "the end of the year"):
                self.edition.action_close()
        with freeze_time("2027-01-04"):
            with self.assertRaisesRegex(UserError, "the next year's edition"):
                self.edition.action_close()

    def test_at_new_year_somebody_is_asked_to_close_it(self):
        self._run_next()
        self._turn("2026-12-31")
        self.assertFalse(self._duties(self.edition))
        self._turn("2027-01-02")
        self.assertEqual(self._duties(self.edition).verb, "close_year")
        with freeze_time("2027-01-04"):
            self.edition.action_close()
        self.assertFalse(self._duties(self.edition))

    def test_what_is_open_goes_along_by_a_decision(self):
        self._run_next()
        with freeze_time("2026-12-01"):
            survey = self._of(self.survey, self.edition)
            survey.with_user(self.nurse).action_finish("412 answers")
            review = self._of(self.review, self.edition)
        with freeze_time("2027-01-04"):
            self.edition.action_close()
            self.assertEqual(survey.year_id, self.edition)
            self.assertEqual(review.year_id, self._next())
            self.assertEqual(review.carried_from, 2026)
            self.assertTrue(review.is_late)
            self.assertEqual(self._decisions(review)[-1].verb, "carry")
            self.assertEqual(review.display_name, "Management review 2026")

    def test_a_closed_year_cannot_be_changed(self):
        self._run_next()
        survey = self._of(self.survey, self.edition)
        with freeze_time("2026-12-01"):
            survey.with_user(self.nurse).action_finish("412 answers")
            skipped = self._of(self.law, self.edition)
            skipped.action_skip("No new laws")
        with freeze_time("2026-12-02"):
            comment = survey.with_user(self.nurse).message_post(body="Well done")
        with freeze_time("2027-01-04"):
            self.edition.action_close()
            for record in (survey, skipped):
                with self.assertRaises(UserError):
                    record.with_user(self.manager).action_take_up_again("Mistake")
                with self.assertRaises(AccessError):
                    record.with_user(self.manager).note = "Otherwise"
                with self.assertRaises(AccessError):
                    self.env["ir.attachment"].with_user(self.manager).create(
                        {"name": "x", "res_model": record._name, "res_id": record.id}
                    )
            with self.assertRaises(UserError):
                survey.with_user(self.nurse)._message_update_content(
                    comment, body="Badly done"
                )
            with self.assertRaises(UserError):
                self.edition.action_insert(self.meeting.ids, "Once more")
            with self.assertRaises(UserError):
                self.edition.date_from = "2026-01-01"
            with self.assertRaises(UserError):
                self.edition.action_start()

    def test_there_is_one_edition_of_a_year(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            with self.cr.savepoint():
                self._new_year(2026, start=False)

    def test_only_the_quality_manager_makes_an_edition(self):
        for user in (self.head, self.team, self.stranger):
            with self.assertRaises(AccessError):
                self.env["qms.wheel.year"].with_user(user).create(
                    {"company_id": self.company.id, "year": 2028}
                )

    # ------------------------------------------------------------
    # Put in, left out
    # ------------------------------------------------------------

    @freeze_time("2026-03-02")
    def test_what_is_put_in_finds_its_place_and_pushes_what_follows(self):
        risks = self._new_item("other", "11", 20, owner_id=self.head.id)
        risks.kind_id = self.env.ref("qms.wheel_kind_case_analysis")
        self.review.predecessor_ids |= risks
        self.edition.action_insert(risks.ids, "The council asks for it")
        # after the review by its guideline: this year's review does not wait for it
        self.assertEqual(self._day_in(self.review, self.edition), "2026-11-10")
        risks.day = 2
        early = self._new_item("case_analysis", "11", 2, owner_id=self.head.id)
        early.predecessor_ids = self.audit
        self._of(self.audit).action_move("2026-11-05", "Ill")
        self.review.predecessor_ids |= early
        self.edition.action_insert(early.ids, "The council asks for it")
        self.assertEqual(self._day_in(early, self.edition), "2026-11-05")
        self.assertIn(self._of(early), self._of(self.review).predecessor_ids)
        verbs = self._decisions(self.edition).mapped("verb")
        self.assertEqual(verbs, ["start", "insert", "insert"])

    @freeze_time("2026-03-02")
    def test_what_is_in_it_is_not_put_in_twice(self):
        with self.assertRaises(UserError):
            self.edition.action_insert(self.survey.ids, "Once more")
        self.assertEqual(len(self._of(self.survey)), 1)

    @freeze_time("2026-03-02")
    def test_a_leader_puts_in_what_is_the_units_and_nothing_else(self):
        own = self._new_item("law_review", "9", 1, department_id=self.home_care.id)
        edition = self.edition.with_user(self.leader)
        self.assertEqual(
            edition.action_insert(own.ids)["res_model"], "qms.wheel.insert"
        )
        edition.action_insert(own.ids, "New rules on medicine")
        self.assertEqual(len(self._of(own)), 1)
        other = self._new_item("law_review", "9", 1, owner_id=self.head.id)
        for user in (self.leader, self.nurse, self.stranger):
            with self.assertRaises(AccessError):
                self.edition.with_user(user).action_insert(other.ids, "Me too")
        with self.assertRaises(UserError):
            edition.action_insert([], "Nothing")

    @freeze_time("2026-03-02")
    def test_what_is_left_out_leaves_the_order_of_its_neighbours(self):
        self._of(self.review).action_skip("No meeting this year")
        self._of(self.audit).action_move("2026-12-10", "The auditor is ill")
        self.assertEqual(self._day(self.goals), "2026-12-10")
        with self.assertRaises(UserError):
            self._of(self.goals).action_finish("As last year")

    @freeze_time("2026-03-02")
    def test_left_out_by_mistake_it_is_put_back_in_its_place(self):
        review = self._of(self.review)
        review.action_skip("No meeting this year")
        self._of(self.audit).action_move("2026-12-10", "The auditor is ill")
        self._of(self.goals).action_move("2026-12-14", "Later")
        review.action_take_up_again("There is one after all")
        self.assertEqual(review.state, "planned")
        self.assertEqual(self._day(self.review), "2026-12-10")

    @freeze_time("2026-03-02")
    def test_leaving_out_is_for_who_plans_it(self):
        survey = self._of(self.survey)
        with self.assertRaises(AccessError):
            survey.with_user(self.nurse).action_skip("No time")
        self._of(self.law).with_user(self.leader).action_skip("No new laws")
