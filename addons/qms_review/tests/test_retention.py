from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .context_common import ContextCase
from .review_common import NOW, ReviewCase


class KeptCase:
    """From the list of what is due to its carrying out, as people and nights do it."""

    def _night(self, name, day):
        with freeze_time(f"{day} 03:30:00"), self.enter_registry_test_mode():
            self.env.ref(f"qms.ir_cron_retention_{name}").method_direct_trigger()
        self.env.invalidate_all()

    def _lists(self):
        lists = self.env["qms.retention.list"].with_user(self.manager)
        return lists.search([("company_id", "=", self.company.id)])

    def _listed(self, records, day):
        """The ids among ``records`` that are on a list from ``day`` on."""
        self._night("plan", day)
        lines = self._lists().line_ids
        return {line.res_id for line in lines if line.res_model == records._name}

    def _carried_out(self, day, due):
        listed = self._lists()
        with freeze_time(day):
            with self.assertRaisesRegex(UserError, "archive"):
                listed.action_release()
            listed.action_archived()
            listed.action_release()
        self._night("carry_out", due)

    def _assert_erased(self, records):
        """Their decisions stand, without what was decided, and prove complete."""
        decisions = self.env["qms.decision"].search(
            [("res_model", "=", records._name), ("res_id", "in", records.ids)]
        )
        details = [one for many in decisions._details().values() for one in many]
        self.assertTrue(details)
        self.assertTrue(all(detail.erased_on for detail in details))
        self.assertFalse(records.filtered(lambda each: not each.date_removed))


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestContextRetention(KeptCase, ContextCase):
    """What ended goes after its years: levels, days and outcomes stay."""

    def test_risks_with_their_measures_factors_and_programmes(self):
        risk = self._controlled()
        action = risk.action_ids
        risk.action_end(reason="The pump is gone")
        lasting = self._controlled(name="It rains")
        factor = self._factor(effect="Fewer classes")
        factor.action_end(reason="Over")
        review = self._review(conclusion="As before")
        review.action_discard(reason="Twice")
        programme = self._running()
        programme.with_user(self.head).action_stop(reason="No money")
        ended = (risk, factor, review, programme)
        for record in ended:
            self.assertEqual(f"{record.date_closed}", "2026-03-02")
            self.assertFalse(self._listed(record, "2030-01-01"))
        self.assertEqual(self._listed(factor, "2031-02-10"), {factor.id})
        for record in (risk, review, programme):
            self.assertEqual(self._listed(record, "2036-02-10"), {record.id})
        self._carried_out("2036-02-10", "2036-03-15")
        known = [record.sudo() for record in ended]
        for record in known:
            self._assert_erased(record)
        risk, factor, review, programme = known
        self.assertFalse(risk.cause or risk.effect or risk.owner_id or risk.judge_id)
        self.assertEqual((risk.name, risk.level, risk.state), ("-", "high", "closed"))
        self.assertEqual((action.sudo().name, action.state), ("-", "effective"))
        self.assertFalse(action.sudo().result)
        self.assertEqual(factor.name, "-")
        self.assertFalse(factor.effect or factor.how_met or factor.owner_id)
        self.assertEqual((review.state, review.conclusion), ("discarded", False))
        self.assertFalse(programme.steering_user_ids | programme.project_user_ids)
        self.assertFalse(programme.aim or programme.plan)
        self.assertEqual(programme.leader_id, self.env.ref("base.user_root"))
        self.assertEqual(lasting.name, "It rains")

    def test_what_is_kept_or_taken_up_again_is_on_no_list(self):
        kept, again = self._factor(), self._factor()
        for factor in kept | again:
            factor.action_end(reason="Over")
        with self.assertRaises(UserError):
            kept.action_keep(reason="I want it")
        kept.with_user(self.manager).action_keep(reason="It is at court")
        self.assertEqual(f"{kept.date_closed}", "2026-03-02")
        again.action_resume(reason="It is back")
        self.assertFalse(again.date_closed)
        self.assertFalse(self._listed(kept, "2040-01-01"))
        held = self._consultation()
        held.action_cancel(reason="Not needed")
        held.with_user(self.manager).action_keep(reason="It is at court")
        self.assertEqual(f"{held.date_closed}", "2026-03-02")


@freeze_time(NOW)
@tagged("post_install", "-at_install", "qms")
class TestReviewRetention(KeptCase, ReviewCase):
    """A review keeps its figures: what was said, decided and by whom goes."""

    def test_figures_stay_and_words_and_people_go(self):
        self._due(4)
        review = self._signed()
        action = review.action_ids.with_user(self.leader)
        action.result = "One procedure"
        action.action_finish() if action.state == "draft" else action.action_complete()
        if action.state == "verification":
            action.with_user(self.manager).action_confirm_effect(reason="Seen")
        review.with_user(self.manager).action_close()
        self.assertFalse(self._listed(review, "2030-01-01"))
        self.assertEqual(self._listed(review, "2036-10-20"), {review.id})
        fixed = review.sudo().figure_ids.mapped("fixed")
        self._carried_out("2036-10-20", "2036-11-30")
        known = review.sudo()
        self._assert_erased(known)
        self.assertEqual(known.figure_ids.mapped("fixed"), fixed)
        self.assertEqual(known.line_ids.mapped("name")[1], "What was done")
        self.assertFalse(any(known.line_ids.mapped("assessment")))
        self.assertFalse(any(known.line_ids.mapped("nothing_because")))
        self.assertEqual(known.outcome_ids.mapped("name"), ["-"])
        self.assertFalse(known.outcome_ids.owner_id | known.signed_by_id)
        self.assertFalse(known.conclusion or known.present_ids or known.preparer_ids)
        self.assertEqual(known.owner_id, self.env.ref("base.user_root"))
        self.assertEqual(f"{known.date_signed}", "2026-11-10")
        self.assertFalse(action.sudo().result)

    def test_what_was_called_off_goes_too(self):
        review = self._review()
        review.with_user(self.manager).action_cancel(reason="Next year")
        self.assertEqual(self._listed(review, "2036-10-20"), {review.id})
