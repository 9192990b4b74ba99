from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .wheel_common import WheelCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestWheel(WheelCase):
    """What stands in an edition, and how it is done."""

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

    def test_what_recurs_no_longer_leaves_the_order_of_its_neighbours(self):
        self.review.active = False
        self._new_year()
        before = self._of(self.goals).predecessor_ids.item_id
        self.assertEqual(before, self.survey | self.audit)

    def test_the_first_edition_plans_nothing_for_days_gone(self):
        self.survey.write({"month": "1"})
        edition = self._new_year()
        self.assertNotIn(self.survey, edition.occurrence_ids.item_id)

    def test_a_guideline_on_a_day_off_is_planned_for_the_next_working_day(self):
        self.survey.write({"month": "4", "day": 3})
        self._new_year()
        # Good Friday and Easter Monday
        self.assertEqual(self._day(self.survey), "2026-04-07")

    def test_the_last_day_of_the_year_stays_in_the_year(self):
        self.goals.write({"day": 31})
        self._new_year()
        self.assertEqual(self._day(self.goals), "2026-12-30")

    def test_a_weekday_of_the_month(self):
        self.survey.write({"month": "5", "week": "5", "weekday": "2"})
        self._new_year()
        self.assertEqual(self._day(self.survey), "2026-05-27")

    def test_a_guideline_against_the_order_gives_way(self):
        self.goals.write({"month": "11", "day": 10})
        self.review.write({"month": "11", "day": 10})
        self.audit.write({"month": "11", "day": 8})
        self._new_year()
        # 8 November 2026 is a Sunday
        self.assertEqual(self._day(self.audit), "2026-11-09")
        self.assertEqual(self._day(self.review), "2026-11-10")

    def test_its_name_is_kept_in_every_language(self):
        self.env["res.lang"]._activate_lang("da_DK")
        item = self.survey
        item.with_context(lang="da_DK").name = "Borgerne spørges"
        item.with_context(lang="en_US").name = "Citizens are asked"
        self._new_year()
        item.name = "Something else"
        survey = self._of(item).with_context(lang="da_DK")
        self.assertEqual(survey.display_name, "Borgerne spørges 2026")
        survey = survey.with_context(lang="en_US")
        self.assertEqual(survey.display_name, "Citizens are asked 2026")

    # ------------------------------------------------------------
    # Due and done
    # ------------------------------------------------------------

    def _make_on(self, day):
        with freeze_time(day):
            self.env["qms.wheel.occurrence"]._make_all()
            self.env.flush_all()

    def test_it_is_its_owners_duty_ahead_of_time(self):
        self._new_year()
        survey = self._of(self.survey)
        # ten working days before 15 April, with Easter between
        self._make_on("2026-03-26")
        self.assertEqual(survey.state, "planned")
        self.assertFalse(self._duties(survey))
        self._make_on("2026-03-27")
        self.assertEqual(survey.state, "due")
        duty = self._duties(survey)
        self.assertEqual((duty.verb, duty.user_id), ("do", self.nurse))
        self.assertEqual(duty.date_deadline, date(2026, 4, 15))
        self.assertEqual(survey.activity_ids.user_id, self.nurse)

    def test_of_a_role_it_is_the_duty_of_all_who_have_it(self):
        self.meeting.kind_id.res_model = False
        self._new_year()
        self._make_on("2026-05-12")
        duty = self._duties(self._of(self.meeting))
        self.assertEqual(duty.group_id, self.env.ref("qms.group_quality_team"))
        self.assertTrue(duty.with_user(self.team).has_access("read"))
        self.assertFalse(duty.with_user(self.nurse).has_access("read"))

    def test_of_a_unit_it_is_its_leaders_duty(self):
        self._new_year()
        self._make_on("2026-06-10")
        self.assertEqual(self._duties(self._of(self.law)).user_id, self.leader)

    def test_the_calendar_decides_nothing_and_the_check_knows(self):
        self._new_year()
        self._make_on("2026-04-15")
        self.assertFalse(self._decisions(self._of(self.survey)))
        self._of(self.audit).action_move("2026-09-15", "A visit")
        self._make_on("2026-09-15")
        self.assertEqual(self._of(self.audit).state, "due")
        self.assertEqual(self.env["qms.decision.check"]._run()[1], [])

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

    def test_a_record_can_be_linked_that_shows_it(self):
        self._new_year()
        action = self._new_action(self.nurse)
        survey = self._of(self.survey, user=self.nurse)
        survey.result_ref = f"qms.action,{action.id}"
        survey.action_finish("412 answers")
        with self.assertRaises(AccessError):
            survey.result_ref = False

    def test_what_follows_waits_for_what_it_follows(self):
        self._new_year()
        review = self._of(self.review, user=self.head)
        with self.assertRaisesRegex(UserError, "Audit round"):
            review.action_finish("Suitable, effective")
        with self.assertRaises(AccessError):
            review.action_finish_out_of_order("No time")
        self._of(self.survey).action_finish("412 answers")
        self._of(self.audit).action_finish("12 audits")
        review.action_finish("Suitable, effective")
        self.assertFalse(review.out_of_order)

    def test_done_out_of_order_is_the_quality_managers_with_a_reason(self):
        self._new_year()
        review = self._of(self.review)
        review.note = "Suitable"
        self.assertEqual(review.action_finish_out_of_order()["res_model"], "qms.reason")
        review.action_finish_out_of_order("The council wanted it in spring")
        self.assertEqual((review.state, review.out_of_order), ("done", True))

    def test_a_stranger_to_it_takes_no_step(self):
        self._new_year()
        survey = self._of(self.survey, user=self.aide)
        for step in ("begin", "finish"):
            with self.assertRaises(AccessError):
                getattr(survey, f"action_{step}")()
        for step in ("skip", "finish_out_of_order", "take_up_again"):
            with self.assertRaises(UserError):
                getattr(survey, f"action_{step}")("Because")

    def test_a_role_of_another_company_is_no_owner(self):
        self._new_year()
        foreign = self._new_user(
            "foreign", "qms.group_quality_team", self.other_company
        )
        self.assertFalse(self._of(self.meeting, user=foreign)._mandate_own())

    # ------------------------------------------------------------
    # Where it stands
    # ------------------------------------------------------------

    def test_late_is_what_is_open_after_its_day(self):
        self._new_year()
        occurrences = self.env["qms.wheel.occurrence"]
        own = [("company_id", "=", self.company.id), ("is_late", "=", True)]
        with freeze_time("2026-04-15"):
            self.assertFalse(occurrences.search(own))
        with freeze_time("2026-04-16"):
            self.env.invalidate_all()
            self.assertEqual(occurrences.search(own).item_id, self.survey)
            self.assertTrue(self._of(self.survey).is_late)
            self._of(self.survey).action_finish("412 answers")
            self.assertFalse(self._of(self.survey).is_late)

    def test_order_slack_and_the_next_three(self):
        edition = self._new_year()
        order = edition.occurrence_ids.sorted("sort").item_id
        expected = [self.survey, self.meeting, self.law, self.audit, self.review]
        self.assertEqual(list(order), [*expected, self.goals])
        following = edition.occurrence_ids.filtered("is_next").item_id
        self.assertEqual(following, self.survey | self.meeting | self.law)
        review = self._of(self.review)
        self.assertEqual(str(review.date_latest), "2026-12-01")
        self.assertEqual(review.slack, 15)
        self.assertEqual(str(self._of(self.goals).date_latest), "2026-12-31")
