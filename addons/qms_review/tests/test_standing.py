from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .context_common import ContextCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestStanding(ContextCase):
    """Stakeholders and factors: somebody says once a year that they still are right."""

    def test_still_right_is_one_click_and_a_decision(self):
        factor = self._factor()
        factor.action_confirm()
        self.assertEqual(factor.state, "reviewed")
        self.assertEqual(str(factor.date_reviewed), "2026-03-02")
        self.assertEqual(str(factor.date_review), "2027-03-02")
        self.assertEqual(self._last(factor), ("confirm", "owner"))

    def test_it_is_looked_at_as_often_as_it_says(self):
        factor = self._factor(review_every="3")
        factor.action_confirm()
        self.assertEqual(str(factor.date_review), "2026-06-02")
        self.assertEqual(str(self._duties(factor).date_deadline), "2026-06-02")

    def test_what_changed_is_said(self):
        factor = self._factor()
        factor.effect = "Two schools are one"
        self.assertEqual(factor.action_change()["res_model"], "qms.reason")
        self.assertEqual(factor.state, "new")
        factor.action_change(reason="The council closed a school")
        self.assertEqual(self._last(factor), ("change", "owner"))

    def test_how_it_is_met_is_said_before_it_is_right(self):
        factor = self._factor(how_met=False)
        with self.assertRaisesRegex(UserError, "how we meet it"):
            factor.action_confirm()

    def test_nobody_else_says_so(self):
        factor = self._factor()
        for user in (self.aide, self.leader, self.team):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                factor.with_user(user).action_confirm()
        factor.with_user(self.manager).action_confirm()
        self.assertEqual(self._last(factor)[1], "quality_manager")

    def test_ended_it_stands_still_and_owes_nothing(self):
        factor = self._factor()
        factor.action_end(reason="It is over")
        self.assertFalse(self._duties(factor))
        with self.assertRaises(AccessError):
            factor.name = "x"
        factor.action_resume(reason="It is back")
        self.assertEqual(factor.state, "new")
        self.assertEqual(self._duties(factor).user_id, self.nurse)

    def test_a_stakeholder_is_met_by_how_each_expectation_is(self):
        stakeholder = self._stakeholder()
        with self.assertRaises(UserError):
            stakeholder.action_confirm()
        stakeholder.with_user(self.manager).expectation_ids = [
            Command.create(
                {
                    "name": "A fixed visitor",
                    "kind": "expectation",
                    "company_id": self.company.id,
                    "how_met": "Teams of four",
                    "importance": "high",
                }
            )
        ]
        stakeholder.action_confirm()
        self.assertEqual(stakeholder.state, "reviewed")
        detail = self.env["qms.decision.detail"].search(
            [("decision_ref", "=", self._decisions(stakeholder)[-1].id)]
        )
        self.assertIn("Teams of four", detail.content)

    def test_a_stakeholder_is_called_by_its_name_and_has_no_number(self):
        stakeholder = self._stakeholder()
        self.assertEqual(stakeholder.display_name, "Relatives")
        self.assertFalse(stakeholder.number)

    def test_a_stakeholder_that_was_reviewed_stays(self):
        self._stakeholder().with_user(self.manager).unlink()
        reviewed = self._stakeholder(how_met="A meeting a year")
        reviewed.action_confirm()
        with self.assertRaises(UserError):
            reviewed.with_user(self.manager).unlink()

    def test_an_archived_stakeholder_is_not_late(self):
        stakeholder = self._stakeholder(date_review="2026-03-01")
        late = [("is_review_due", "=", True), ("id", "=", stakeholder.id)]
        model = self.env["qms.stakeholder"].with_context(active_test=False)
        self.assertTrue(model.search(late))
        stakeholder.with_user(self.manager).active = False
        self.assertFalse(model.search(late))

    def test_the_one_who_answers_for_it_writes_how_it_is_met(self):
        for record in (self._stakeholder(), self._factor()):
            record.how_met = "By phone"
            with self.assertRaises(AccessError):
                record.with_user(self.aide).how_met = "x"

    def test_who_leaves_hands_them_on(self):
        factor, stakeholder = self._factor(), self._stakeholder()
        succession = self.env["qms.succession"].with_user(self.manager)
        succession.create(
            {
                "user_id": self.nurse.id,
                "company_id": self.company.id,
                "heir_id": self.aide.id,
                "reason": "New job",
            }
        ).action_order()
        self.assertEqual(factor.owner_id, self.aide)
        self.assertEqual(stakeholder.owner_id, self.aide)
        self.assertEqual(self._duties(stakeholder).user_id, self.aide)

    def test_many_are_confirmed_at_once_with_few_statements(self):
        factors = self.env["qms.factor"]
        for _number in range(3):
            factors |= self._factor()
        many = (
            self.env["qms.factor"]
            .with_user(self.team)
            .create(
                [
                    {
                        "name": "x",
                        "how_met": "y",
                        "company_id": self.company.id,
                        "owner_id": self.nurse.id,
                    }
                    for _number in range(40)
                ]
            )
            .with_user(self.nurse)
        )
        self.env.flush_all()
        factors.action_confirm()
        self.env.flush_all()
        start = self.env.cr.sql_log_count
        many.action_confirm()
        self.env.flush_all()
        self.assertLess(self.env.cr.sql_log_count - start, 60)

    def test_it_is_printed_with_its_decisions(self):
        for record, name in (
            (self._factor(), "factor"),
            (self._stakeholder(how_met="A meeting"), "stakeholder"),
        ):
            record.action_confirm()
            reports = self.env["ir.actions.report"].with_user(self.nurse)
            html, _kind = reports._render_qweb_html(
                f"qms_review.report_{name}", record.ids
            )
            self.assertIn(record.how_met, html.decode())
            self.assertIn("Still right", html.decode())
