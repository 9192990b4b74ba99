from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged

from .common import QmsCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestActionOutcome(QmsCase):
    """A consultation ends with what a department or committee answered."""

    def _consultation(self, **kwargs):
        kind = self.env.ref("qms.action_type_consultation").id
        action = self._new_action(type_id=kind, forum="committee", **kwargs)
        action.action_submit()
        return action.with_user(self.aide)

    def test_it_needs_no_approval(self):
        self.assertEqual(self._consultation().state, "open")

    def test_it_ends_with_the_answer_and_its_date(self):
        action = self._consultation()
        with self.assertRaisesRegex(UserError, "answered(.|\n)*when it answered"):
            action.action_complete()
        action.write({"outcome": "informed", "date_outcome": "2026-03-02"})
        action.action_complete()
        self.assertEqual(action.state, "done")
        self.assertEqual(action.doer_id, self.aide)

    def test_each_answer_can_be_given(self):
        for outcome in ("informed", "discussed", "agreed", "not_agreed"):
            action = self._consultation()
            action.write({"outcome": outcome, "date_outcome": "2026-02-27"})
            action.action_complete()
            self.assertEqual((action.outcome, action.state), (outcome, "done"))

    def test_nobody_answers_tomorrow(self):
        with self.assertRaises(ValidationError):
            self._consultation().date_outcome = "2026-03-03"

    def test_the_answer_stands_once_it_is_done(self):
        action = self._consultation()
        action.write({"outcome": "agreed", "date_outcome": "2026-03-02"})
        action.action_complete()
        for values in ({"outcome": "not_agreed"}, {"date_outcome": "2026-03-01"}):
            with self.assertRaises(AccessError):
                action.write(values)
            with self.assertRaises(AccessError):
                action.sudo().write(values)

    def test_others_do_not_answer_for_it(self):
        with self.assertRaises(AccessError):
            self._consultation().with_user(self.stranger).outcome = "agreed"

    def test_other_actions_still_say_what_was_done(self):
        action = self._new_action(
            type_id=self.env.ref("qms.action_type_follow_up").id
        ).with_user(self.nurse)
        action.action_submit()
        with self.assertRaisesRegex(UserError, "what was done"):
            action.action_complete()

    def test_it_is_printed_with_its_answer(self):
        action = self._consultation()
        action.write({"outcome": "not_agreed", "date_outcome": "2026-03-02"})
        told = [row["value"] for s in action._get_print_sections() for row in s["rows"]]
        self.assertIn("Not agreed", told)


@tagged("post_install", "-at_install", "qms")
class TestQuestion(QmsCase):
    """The quality group's questions are the municipality's to reword."""

    def test_the_five_questions_each_make_a_follow_up(self):
        questions = self.env["qms.question"].search([("name", "!=", False)])
        ours = questions.filtered(lambda q: q.get_external_id()[q.id][:4] == "qms.")
        self.assertEqual(
            ours.action_type_id.mapped("code"),
            ["communication", "consultation", "improvement", "follow_up", "corrective"],
        )

    def test_a_quality_manager_rewords_one_or_puts_it_away(self):
        question = self.env.ref("qms.question_tell").with_user(self.manager)
        question.write({"name": "Inform everybody?", "active": False})
        self.assertNotIn(question, question.search([]))
        with self.assertRaises(AccessError):
            question.with_user(self.team).name = "Something else?"
