from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .review_common import ReviewCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestReviewCourse(ReviewCase):
    """Courses agreed on, what came of them, and how long all of it is kept."""

    def _owed(self, verb):
        return self._duties(self.review).filtered(lambda duty: duty.verb == verb)

    def test_a_course_is_taken_and_later_its_effect_is_judged(self):
        course = self._course()
        self._hold()
        duty = self._owed("take_course")
        self.assertEqual(
            (duty.user_id, str(duty.date_deadline)), (self.nurse, "2026-05-29")
        )
        with self.assertRaisesRegex(UserError, "once it was taken"):
            course.effect = "had"
        with self.assertRaises(AccessError):
            course.with_user(self.aide).action_taken()
        course.with_user(self.nurse).action_taken()
        self.assertEqual(str(course.date_taken), "2026-03-02")
        self.assertFalse(self._owed("take_course"))
        self.assertEqual(self._owed("judge_course").user_id, self.leader)
        with self.assertRaises(AccessError):
            course.with_user(self.nurse).effect = "had"
        with self.assertRaisesRegex(UserError, "effect of a course"):
            self.review.action_close()
        course.write({"effect": "had", "effect_text": "No more wrong boxes"})
        self.assertFalse(self._owed("judge_course"))
        self.review.with_user(self.nurse).action_answer("agrees")
        self.review.action_close()
        with self.assertRaises(UserError):
            course.effect = "none"

    def test_a_course_goes_to_no_review_that_is_not_ones_to_hold(self):
        course = self._course()
        with self.assertRaises(AccessError):
            course.review_id = self._review_of(self.leader)
        course.review_id = self._review_of(self.aide)
        self.assertEqual(course.review_id.employee_id, self.person[self.aide])

    def test_that_it_was_taken_is_said_by_its_step_alone(self):
        course = self._course()
        self._hold()
        with self.assertRaises(AccessError):
            course.date_taken = "2026-01-02"
        values = {
            "review_id": self.review.id,
            "name": "Lifting",
            "date_deadline": "2026-05-29",
            "date_taken": "2026-01-02",
        }
        courses = course.with_context(default_date_taken="2026-01-02")
        self.assertFalse(courses.create(values).date_taken)
        del values["date_taken"]
        self.assertFalse(courses.create(values).date_taken)
        with self.assertRaisesRegex(UserError, "once it was taken"):
            courses.create({**values, "effect": "had"})

    def test_what_was_given_up_is_not_waited_for(self):
        course = self._course()
        self._hold()
        course.is_dropped = True
        self.assertFalse(self._owed("take_course"))
        with self.assertRaises(UserError):
            course.with_user(self.nurse).action_taken()

    def test_effects_are_counted_by_nobody_per_person(self):
        courses = self.env["qms.competence.review.course"].with_user(self.leader)
        with self.assertRaises(UserError):
            courses.formatted_read_group([], ["review_id.employee_id"], ["__count"])

    def test_the_summary_of_a_unit_shows_gaps_before_and_after(self):
        self.person[self.nurse].qms_scope = "in"
        self._hold()
        seen = self.round.with_user(self.leader)
        [row] = seen._summary_rows()
        self.assertEqual(row["unit"], self.home_care.complete_name)
        figures = {"people": 2, "held": 1, "before": 1, "now": 1}
        self.assertEqual(row["all"], figures)
        self.assertEqual(row["inside"], {**figures, "people": 1})
        self._confirmed(self.nurse)
        [row] = seen._summary_rows()
        self.assertEqual((row["all"]["before"], row["all"]["now"]), (1, 0))
        self.assertEqual(self.review.gap_ids.state_now, "has")
        self.assertIn("Gaps before", seen.summary)

    def test_each_sees_the_units_he_leads(self):
        names = {row["unit"] for row in self.round.with_user(self.head)._summary_rows()}
        both = {self.home_care.complete_name, self.care.complete_name}
        self.assertEqual(names, both)
        manager = self.round.with_user(self.manager)
        self.assertEqual({row["unit"] for row in manager._summary_rows()}, both)
        other = self._new_user("other")
        self._new_unit("School", other)
        self.assertFalse(self.round.with_user(other)._summary_rows())

    def test_the_round_ends_when_all_are_held_or_cancelled_and_tells_the_wheel(self):
        round_ = self.round.with_user(self.head)
        with self.assertRaisesRegex(UserError, "3 reviews"):
            round_.action_end()
        self._hold()
        self._hold(self._review_of(self.leader, self.head))
        aide = self._review_of(self.aide)
        aide.with_user(self.manager).action_cancel("On leave until autumn")
        with self.assertRaises(AccessError):
            self.round.with_user(self.leader).action_end()
        round_.action_end()
        self.assertEqual(self.occurrence.state, "done")

    def test_the_wheel_moves_what_was_not_held(self):
        self._hold()
        self.occurrence.action_move("2026-04-29", "Easter")
        self.assertEqual(self.round.date_deadline, date(2026, 4, 29))
        self.assertEqual(self._review_of(self.aide).date_deadline, date(2026, 4, 29))
        self.assertEqual(self.review.date_deadline, date(2026, 4, 15))

    def test_what_is_late_for_too_long_passes_up(self):
        self.company.qms_escalate_days = 5
        aide = self._review_of(self.aide)
        self._night("qms.ir_cron_daily_list", "2026-04-27")
        self.assertEqual(self._duties(aide).escalation_user_id, self.head)

    # ------------------------------------------------------------
    # People change
    # ------------------------------------------------------------

    def test_who_moves_takes_along_what_is_open_and_leaves_what_is_closed(self):
        self._hold()
        aide = self._review_of(self.aide)
        aide.action_cancel("On leave")
        for user in (self.nurse, self.aide):
            self.person[user].department_id = self.administration
        self.assertEqual(self.review.sudo().department_id, self.administration)
        self.assertFalse(self._sees(self.leader, self.review))
        self.assertTrue(self._sees(self.director, self.review))
        self.assertEqual(aide.sudo().department_id, self.home_care)
        self.assertTrue(self._sees(self.leader, aide))

    def _sees(self, user, review):
        reviews = self.env["qms.competence.review"].with_user(user)
        return bool(reviews.search_count([("id", "=", review.id)]))

    def test_who_leaves_owes_nothing_and_his_history_stays(self):
        self._hold()
        for user in (self.nurse, self.aide):
            self.person[user].active = False
        aide = self._review_of(self.aide)
        self.assertFalse(self._duties(aide))
        self.assertNotIn("answer_competence", self._duties(self.review).mapped("verb"))
        self.assertEqual(self.review.state, "held")
        self.assertEqual(self.review.needs, "A new pump comes in May")

    def test_a_new_leader_holds_what_is_left_and_not_his_own(self):
        self.home_care.manager_id = self.person[self.aide]
        self.assertEqual(self._duties(self.review).user_id, self.aide)
        own = self._review_of(self.aide, self.aide)
        self.assertEqual(own.sudo().department_id, self.care)
        former = self._review_of(self.leader, self.aide)
        self.assertEqual(former.sudo().department_id, self.home_care)
        self.assertEqual(self._duties(former).user_id, self.aide)

    # ------------------------------------------------------------
    # How long
    # ------------------------------------------------------------

    def test_what_was_said_goes_after_its_years_and_the_talk_stays(self):
        course = self._course()
        self._hold(note="Knows the ward")
        texts = self.env["qms.competence.assessment"].sudo()
        forget = "qms_competence.ir_cron_assessment_forget"
        self._night(forget, "2029-03-02")
        self.assertTrue(texts.search([("review_id", "=", self.review.id)]))
        for _twice in range(2):
            self._night(forget, "2029-03-03")
        self.assertFalse(self.review.sudo().assessment_ids or course.exists())
        self.assertFalse(self.review.note)
        self.assertEqual(self.review.held_by_id, self.leader)
        self.assertTrue(self._decisions(self.review))
