from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .review_common import ReviewCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestCompetenceReview(ReviewCase):
    """Once a year a leader talks with each of his people about competence."""

    def test_the_wheel_opens_one_for_everybody_in_the_unit(self):
        self.assertEqual(self.round.department_id, self.home_care)
        self.assertEqual(self.round.owner_id, self.head)
        self.assertEqual(str(self.round.date_deadline), "2026-04-15")
        people = self.round.review_ids.employee_id.user_id
        self.assertEqual(people, self.leader | self.nurse | self.aide)
        # nobody twice; who comes later gets one too
        new = self._new_employee(self._new_user("new"), self.home_care)
        self._night("qms_competence.ir_cron_competence_round")
        self.assertEqual(len(self.round.review_ids), 4)
        self.assertIn(new, self.round.review_ids.employee_id)

    def test_each_is_held_by_the_leader_above(self):
        [duty] = self._duties(self.review)
        self.assertEqual(
            (duty.verb, duty.user_id, str(duty.date_deadline)),
            ("hold_competence", self.leader, "2026-04-15"),
        )
        self.assertNotIn("Nurse", duty.display_name)
        self.assertIn("Nurse", duty.with_user(self.leader).title)
        [duty] = self._duties(self._review_of(self.leader))
        self.assertEqual(duty.user_id, self.head)
        self.assertEqual(self._review_of(self.leader).sudo().department_id, self.care)

    def test_nobody_holds_his_own_nor_a_colleagues(self):
        own = self._review_of(self.leader)
        for review, user in (
            (own, self.leader),
            (self.review, self.nurse),
            (self.review, self.aide),
            (self.review, self.team),
            (self.review, self.manager),
            (self.review, self.stranger),
        ):
            with self.assertRaises(AccessError, msg=user.login):
                review.with_user(user).action_hold()
        with self.assertRaises(UserError):
            own.assessment_ids.write({"note": "I am good"})
        with self.assertRaises(UserError):
            self.review.write({"state": "held"})

    def test_at_the_top_a_quality_manager_holds_it(self):
        person = self.person[self.director]
        review = self.env["qms.competence.review"].with_user(self.manager)
        review = review.create(
            {"employee_id": person.id, "date_deadline": "2026-04-15"}
        )
        self.assertFalse(review.department_id)
        [duty] = self._duties(review)
        self.assertEqual(duty.user_id, self.manager)
        self._hold(review)
        self.assertEqual(review.needs, "A new pump comes in May")

    def test_it_asks_for_the_needs_of_the_coming_year_and_a_day_that_was(self):
        with self.assertRaisesRegex(UserError, "needs of the coming year"):
            self.review.action_hold()
        with self.assertRaisesRegex(UserError, "yet to come"):
            self._hold(date_talk="2026-03-05")

    def test_the_chain_holds_when_and_by_whom_and_no_word_of_it(self):
        course = self._course()
        self._hold(note="Knows the ward by heart")
        self.review.with_user(self.nurse).action_answer("disagrees", "Not at night")
        self.assertEqual(
            (self.review.held_by_id, str(self.review.date_held)),
            (self.leader, "2026-03-02"),
        )
        [decision] = self._decisions(self.review)
        self.assertEqual((decision.verb, decision.role), ("hold", "leader"))
        details = self.env["qms.decision.detail"].search([]).mapped("content")
        said = (*decision.mapped("record_name"), str(details), str(self._logged()))
        for word in ("pump", "by heart", "at night", course.name):
            self.assertFalse([text for text in said if word in text], word)

    def _logged(self):
        messages = self.review.sudo().message_ids
        changes = messages.tracking_value_ids
        return [
            *messages.mapped("body"),
            *changes.mapped("old_value_char"),
            *changes.mapped("new_value_char"),
            *changes.mapped("new_value_text"),
        ]

    def test_what_was_said_stands_once_the_talk_was_held(self):
        self._course()
        self._hold(note="Knows the ward")
        for values in ({"note": "Otherwise"}, {"needs": "None"}):
            with self.assertRaises(UserError):
                self.review.write(values)
            with self.assertRaises(UserError):
                self.review.assessment_ids.write(values)
        with self.assertRaises(UserError):
            self.review.course_ids.name = "Another"
        with self.assertRaises(UserError):
            self.review.course_ids.unlink()

    # ------------------------------------------------------------
    # Who reads what
    # ------------------------------------------------------------

    def test_a_quality_manager_sees_names_and_gaps_and_not_the_texts(self):
        self._course()
        self._hold(note="Knows the ward")
        seen = self._review_of(self.nurse, self.manager)
        self.assertEqual(seen.employee_id, self.person[self.nurse])
        self.assertEqual(seen.gap_ids.mapped("state"), ["missing"])
        self.assertFalse(seen.needs or seen.note or seen.course_ids or seen.sees_talk)
        texts = self.env["qms.competence.assessment"].with_user(self.manager)
        self.assertFalse(texts.search([("review_id", "=", seen.id)]))
        # neither by what it says, which would be an oracle
        for name in ("needs", "note", "words"):
            domain = [(f"assessment_ids.{name}", "ilike", "a")]
            self.assertFalse(seen.search_count(domain))
        self.assertNotIn("ward", str(seen.read()))
        self.assertNotIn("ward", self._printed(self.manager))

    def test_leader_and_employee_read_all_of_it_and_print_it_to_sign(self):
        self._course()
        self._hold(note="Knows the ward")
        for user in (self.leader, self.head, self.nurse):
            seen = self._review_of(self.nurse, user)
            self.assertEqual(seen.note, "Knows the ward")
            self.assertEqual(seen.course_ids.name, "Medicine in practice")
            printed = self._printed(user)
            for words in ("Knows the ward", "signature, employee", "Medicine in"):
                self.assertIn(words, printed)

    def _printed(self, user):
        reports = self.env["ir.actions.report"].with_user(user)
        html, _kind = reports._render_qweb_html(
            "qms_competence.report_competence_review", self.review.ids
        )
        return html.decode()

    def test_nobody_else_reads_anything(self):
        self._hold()
        auditor = self._new_user("auditor", "qms.group_auditor")
        insight = self._new_user("insight", "qms.group_insight")
        for user in (self.aide, self.team, auditor, insight, self.stranger):
            for model in ("", ".gap", ".course"):
                found = self.env[f"qms.competence.review{model}"].with_user(user)
                reviews = found.search([])
                if not model:
                    self.assertNotIn(self.review.id, reviews.ids, user.login)
                else:
                    self.assertNotIn(self.review, reviews.review_id, user.login)
            texts = self.env["qms.competence.assessment"].with_user(user).search([])
            self.assertNotIn(self.review, texts.review_id)

    # ------------------------------------------------------------
    # The answer
    # ------------------------------------------------------------

    def test_whoever_it_is_about_may_disagree_and_that_stands_beside_it(self):
        self._hold(note="Knows the ward")
        [duty] = self._duties(self.review)
        self.assertEqual((duty.verb, duty.user_id), ("answer_competence", self.nurse))
        mine = self.review.with_user(self.nurse)
        screen = self.env["qms.competence.answer"].with_user(self.nurse)
        asked = mine.action_ask_answer()["context"]["default_review_id"]
        screen = screen.create(
            {"review_id": asked, "answer": "disagrees", "words": "Not at night"}
        )
        screen.action_answer()
        self.assertFalse(screen.exists())
        self.assertEqual(
            (self.review.answer, self.review.words, self.review.note),
            ("disagrees", "Not at night", "Knows the ward"),
        )
        self.assertFalse(self._duties(self.review))

    def test_nobody_answers_for_another_nor_out_of_time(self):
        mine = self.review.with_user(self.nurse)
        with self.assertRaises(UserError):
            mine.action_answer("agrees")
        self._hold()
        for user in (self.leader, self.head, self.aide, self.manager):
            with self.assertRaises(AccessError):
                self.review.with_user(user).action_answer("agrees")
        with self.assertRaises(UserError):
            mine.action_answer("perhaps")
        texts = self.review.assessment_ids
        with self.assertRaises(UserError):
            texts.write({"words": "I agree to all of it"})
        with self.assertRaises(AccessError):
            texts.with_user(self.nurse).write({"note": "Excellent"})

    def test_what_is_put_right_is_answered_again_and_the_words_stay(self):
        self._hold(note="Knows the ward")
        self.review.with_user(self.nurse).action_answer("agrees", "Well seen")
        with self.assertRaises(AccessError):
            self.review.with_user(self.nurse).action_reopen("I do not like it")
        self.review.action_reopen("The wrong ward")
        self.assertFalse(self.review.date_held or self.review.held_by_id)
        self._hold(note="Knows the kitchen")
        self.assertEqual((self.review.answer, self.review.words), (False, "Well seen"))
        self.assertEqual(self._duties(self.review).verb, "answer_competence")
        self.assertEqual(
            self._decisions(self.review).mapped("verb"), ["hold", "reopen", "hold"]
        )

    def test_it_is_closed_after_the_answer_or_its_last_day(self):
        self._hold()
        with self.assertRaisesRegex(UserError, "answer"):
            self.review.action_close()
        with freeze_time("2026-03-17"):
            self.review.action_close()
        self.assertEqual(self.review.state, "closed")
        with self.assertRaises(UserError):
            self.review.with_user(self.nurse).action_answer("agrees")
