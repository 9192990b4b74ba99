from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .context_common import ContextCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestRisk(ContextCase):
    """A risk is described, weighed, treated, judged by others, looked at again."""

    def test_it_goes_from_description_to_control(self):
        risk = self._controlled()
        self.assertEqual(risk.state, "controlled")
        self.assertEqual((risk.score, risk.level), (12, "high"))
        self.assertEqual((risk.score_after, risk.level_after), (4, "low"))
        self.assertEqual(risk.level_now, "low")
        self.assertEqual(risk.judge_id, self.leader)
        self.assertEqual(self._last(risk), ("judge", "leader"))
        self.assertEqual(str(risk.date_review), "2027-03-02")

    def test_it_is_assessed_when_all_is_said(self):
        risk = self._risk(cause=False, effect=False, consequence=False)
        with self.assertRaisesRegex(UserError, "Cause(.|\n)*lead to(.|\n)*Consequence"):
            risk.action_assess()

    def test_its_level_is_that_of_the_matrix_of_the_day(self):
        risk = self._assessed()
        matrix = self.env["qms.matrix"].create({"company_id": self.company.id})
        row = matrix.likelihood_ids.filtered(lambda row: row.value == "3")
        row.level_4 = "critical"
        self.assertEqual(risk.level, "high")
        self.assertEqual(self._risk().level, "critical")

    def test_only_the_five_steps_are_chosen(self):
        risk = self._risk()
        for name in ("consequence", "likelihood_after"):
            with self.assertRaises(UserError):
                risk.write({name: "6"})
        with self.assertRaises(UserError):
            self._risk(consequence="x")

    def test_nobody_writes_a_level_or_a_state(self):
        risk = self._risk()
        for values in (
            {"level": "low"},
            {"score": 1},
            {"level_now": "low"},
            {"state": "controlled"},
            {"judge_id": self.nurse.id},
            {"date_reviewed": "2026-03-01"},
        ):
            with self.subTest(values=values), self.assertRaises(UserError):
                risk.with_user(self.manager).write(values)
        with self.assertRaises(UserError):
            self._risk(state="accepted")
        forced = self.env["qms.risk"].with_user(self.leader)
        forced = forced.with_context(default_state="accepted").create(
            {"name": "x", "company_id": self.company.id}
        )
        self.assertEqual(forced.state, "draft")

    def test_measures_begin_when_there_are_some(self):
        risk = self._assessed()
        with self.assertRaisesRegex(UserError, "an action"):
            risk.action_treat()

    def test_its_measures_are_actions_as_severe_as_it_is(self):
        action = self._treated(done=False).action_ids
        self.assertEqual(action.level, "high")
        self.assertEqual(action.department_id, self.home_care)
        with self.assertRaises(AccessError):
            self._new_action(self.aide, res_model="qms.risk", res_id=self._risk().id)

    def test_measures_are_judged_when_all_have_ended(self):
        risk = self._treated(done=False)
        with self.assertRaisesRegex(UserError, "each of its actions"):
            risk.with_user(self.leader).action_judge(reason="Fine")

    def test_what_is_left_is_said_before_measures_are_judged(self):
        risk = self._treated()
        with self.assertRaisesRegex(UserError, "after the measures"):
            risk.with_user(self.leader).action_judge(reason="Fine")

    def test_who_answers_for_it_or_carried_it_out_judges_nothing(self):
        risk = self._treated(owner_id=self.leader.id)
        risk.sudo().write({"consequence_after": "1", "likelihood_after": "1"})
        for user in (self.leader, self.aide, self.nurse, self.team):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                risk.with_user(user).action_judge(reason="Fine")
        risk.with_user(self.head).action_judge(reason="Fine")
        self.assertEqual(risk.judge_id, self.head)

    def test_a_leader_who_carried_out_a_measure_judges_nothing(self):
        risk = self._treated()
        risk.action_ids.sudo()._write_guarded({"doer_id": self.leader.id})
        with self.assertRaises(AccessError):
            risk.with_user(self.leader).action_accept(reason="Fine")
        risk.with_user(self.head).action_accept(reason="Fine")

    def test_measures_without_effect_lead_back(self):
        risk = self._treated()
        risk.with_user(self.leader).action_deny(reason="It broke again")
        self.assertEqual(risk.state, "assessed")
        self.assertFalse(risk.judge_id)

    def test_a_leader_accepts_it_with_a_reason(self):
        risk = self._assessed()
        with self.assertRaises(AccessError):
            risk.action_accept(reason="Cheap")
        asked = risk.with_user(self.leader).action_accept()
        self.assertEqual(asked["res_model"], "qms.reason")
        self.assertEqual(risk.state, "assessed")
        risk.with_user(self.leader).action_accept(reason="It costs more than it saves")
        self.assertEqual((risk.state, risk.judge_id), ("accepted", self.leader))
        self.assertEqual(risk.level_now, "high")

    def test_what_was_decided_on_stays_as_it_was_weighed(self):
        risk = self._controlled()
        for values in ({"consequence": "1"}, {"likelihood_after": "5"}, {"name": "x"}):
            with self.subTest(values=values), self.assertRaises(UserError):
                risk.write(values)
        risk.owner_id = self.aide
        risk.with_user(self.aide).action_reassess(reason="She left")
        self.assertEqual(risk.state, "assessed")

    def test_it_still_is_right_in_one_click(self):
        risk = self._controlled()
        with freeze_time("2026-09-01"):
            risk.action_confirm()
        self.assertEqual(str(risk.date_reviewed), "2026-09-01")
        self.assertEqual(str(risk.date_review), "2027-09-01")
        self.assertEqual(risk.state, "controlled")
        self.assertEqual(self._last(risk), ("confirm", "owner"))

    def test_late_review_is_found(self):
        risk = self._controlled()
        self.assertFalse(risk.is_review_due)
        with freeze_time("2027-03-03"):
            risk.invalidate_recordset()
            self.assertTrue(risk.is_review_due)
            found = self.env["qms.risk"].search([("is_review_due", "=", True)])
            self.assertIn(risk, found)

    def test_an_opportunity_has_a_benefit_and_no_matrix(self):
        chance = self._risk(kind="opportunity", consequence=False, likelihood=False)
        with self.assertRaisesRegex(UserError, "Benefit"):
            chance.action_assess()
        chance.benefit = "Fewer journeys"
        chance.action_assess()
        chance.consequence = "5"
        chance.likelihood = "5"
        self.assertEqual((chance.score, chance.level), (0, False))
        with self.assertRaises(UserError):
            chance.with_user(self.leader).action_accept(reason="No")

    def test_a_risk_becomes_no_opportunity_once_weighed(self):
        with self.assertRaises(UserError):
            self._assessed().kind = "opportunity"

    def test_it_ends_with_a_reason_when_nothing_is_left_to_do(self):
        risk = self._treated(done=False)
        with self.assertRaisesRegex(UserError, "each of its actions"):
            risk.action_end(reason="The pump is gone")
        risk.action_ids.with_user(self.leader).action_cancel(reason="Gone")
        risk.action_end(reason="The pump is gone")
        self.assertTrue(risk.is_closed)
        with self.assertRaises(AccessError):
            risk.write({"name": "x"})
        self.assertFalse(self._duties(risk))
        risk.action_reopen(reason="It is back")
        self.assertEqual(risk.state, "assessed")

    def test_it_is_never_deleted(self):
        with self.assertRaises(UserError):
            self._risk().sudo().unlink()

    def test_who_owes_what_follows_from_its_state(self):
        risk = self._risk()

        def owed():
            return [(duty.verb, duty.user_id) for duty in self._duties(risk)]

        self.assertEqual(owed(), [("assess_risk", self.nurse)])
        risk.action_assess()
        self.assertEqual(owed(), [("treat_risk", self.nurse)])
        risk = self._treated(done=False)
        self.assertEqual(owed(), [("review_again", self.nurse)])
        risk = self._treated()
        self.assertEqual(owed(), [("judge_measures", self.leader)])
        risk = self._controlled()
        self.assertEqual(owed(), [("review_again", self.nurse)])
        self.assertEqual(str(self._duties(risk).date_deadline), "2027-03-02")

    def test_of_the_whole_it_is_judged_at_the_top(self):
        risk = self._risk(self.manager, department_id=False, owner_id=self.team.id)
        risk = risk.with_user(self.team)
        risk.action_assess()
        with self.assertRaises(AccessError):
            risk.with_user(self.leader).action_accept(reason="Fine")
        risk.with_user(self.manager).action_accept(reason="Fine")
        self.assertEqual(self._last(risk), ("accept", "quality_manager"))

    def test_who_leaves_hands_it_on(self):
        risk = self._assessed()
        succession = self.env["qms.succession"].with_user(self.leader)
        succession = succession.create(
            {
                "user_id": self.nurse.id,
                "company_id": self.company.id,
                "heir_id": self.aide.id,
                "reason": "New job",
            }
        )
        succession.action_order()
        self.assertEqual(risk.owner_id, self.aide)
        self.assertEqual(self._duties(risk).user_id, self.aide)

    def test_a_unit_merged_in_the_year_takes_its_open_risks_along(self):
        day_care = self._new_unit("Day care", self._new_user("day"), self.care)
        risk = self._assessed(department_id=day_care.id, user=self.manager)
        ended = self._assessed(department_id=day_care.id, user=self.manager)
        ended.action_end(reason="Gone")
        change = self.env["qms.unit.change"].with_user(self.manager)
        change.create(
            {
                "kind": "merge",
                "source_ids": day_care.ids,
                "target_id": self.home_care.id,
                "company_id": self.company.id,
                "reason": "Budget",
            }
        ).action_order()
        self.assertEqual(risk.department_id, self.home_care)
        self.assertEqual(ended.department_id, day_care)
        self.assertEqual(ended.unit_today_id, self.home_care)
        self.assertTrue(ended.with_user(self.leader).has_access("read"))

    def test_it_is_printed_with_its_decisions(self):
        risk = self._controlled()
        reports = self.env["ir.actions.report"].with_user(self.nurse)
        html, _kind = reports._render_qweb_html("qms_review.report_risk", risk.ids)
        for words in ("knows the pump", "Trained", "Two can start it", risk.number):
            if words != "Trained":
                self.assertIn(words, html.decode())
