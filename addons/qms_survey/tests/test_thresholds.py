from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged

from .survey_common import NOW, SurveyCase


@tagged("post_install", "-at_install", "qms")
@freeze_time(NOW)
class TestThresholds(SurveyCase):
    """A result beyond a threshold is put before who answers for the survey."""

    def _with(self, scores, thresholds, **kwargs):
        """Closed, answered with these scores of 0 to 10."""
        campaign = self._campaign(access="link", **kwargs)
        self._thresholds(campaign, *thresholds)
        campaign.action_open()
        for score in scores:
            self._send(campaign, score=score)
        campaign.action_close(reason="Enough")
        return campaign

    def _thresholds(self, campaign, *values):
        thresholds = self.env["qms.survey.threshold"].with_user(self.manager)
        place = {"campaign_id": campaign.id, "question_id": self.scale.id, "least": 5}
        return thresholds.create([{**place, **each} for each in values])

    def test_a_question_under_its_target_is_suggested(self):
        campaign = self._with([4, 5, 6, 5, 4, 6], [{"value": 60}])
        suggestion = campaign.suggestion_ids
        self.assertEqual(suggestion.title, "Would you come again?")
        self.assertEqual((suggestion.kind, suggestion.limit), ("below", 60))
        self.assertAlmostEqual(suggestion.index, 50)
        self.assertFalse(self._with([7, 8, 6, 7, 5], [{"value": 60}]).suggestion_ids)
        self.assertFalse(self._with([4, 5, 6, 5, 4], []).suggestion_ids)

    def test_too_few_answers_suggest_nothing(self):
        rule = [{"value": 60, "least": 6}]
        self.assertFalse(self._with([1, 2, 3, 1, 2], rule).suggestion_ids)
        self.assertFalse(self._with([1, 2], [{"value": 60, "least": 1}]).suggestion_ids)

    def test_without_a_question_every_one_that_is_counted_is_meant(self):
        rule = [{"value": 60, "question_id": False}]
        campaign = self._campaign(access="link")
        self._thresholds(campaign, *rule)
        campaign.action_open()
        for score, wait in enumerate(("Bad", "Fair", "Bad", "Bad", "Fair", "Bad")):
            self._send(campaign, score=score, waiting=wait)
        campaign.action_close(reason="Enough")
        self.assertEqual(
            set(campaign.suggestion_ids.mapped("title")),
            {"How satisfied are you with the waiting", "Would you come again?"},
        )

    def test_a_fall_since_last_round_is_suggested(self):
        before = self._with([8, 9, 7, 8, 9, 7], [])
        before.write({"conclusion": "Good", "summary": "We did"})
        before.action_conclude()
        rule = [{"kind": "fall", "value": 10}]
        following = {"previous_id": before.id}
        fallen = self._with([6, 7, 6, 7, 6, 7], rule, **following)
        self.assertEqual(fallen.suggestion_ids.kind, "fall")
        self.assertAlmostEqual(fallen.suggestion_ids.change, -15)
        self.assertFalse(self._with([7, 8, 7, 8, 7], rule, **following).suggestion_ids)
        self.assertFalse(self._with([1, 2, 1, 2, 1], rule).suggestion_ids, "no round")

    def test_what_lies_within_the_margin_is_no_result(self):
        self._citizens(40)

        def drawn(scores):
            campaign = self._campaign(sample_share=50, rest_months=0)
            self._thresholds(campaign, {"value": 55})
            campaign.action_open()
            invitees = self.env["qms.survey.invitee"].search(
                [("campaign_id", "=", campaign.id)], limit=len(scores)
            )
            for invitee, score in zip(invitees, scores, strict=True):
                self._send(campaign, invitee=invitee, score=score)
            campaign.action_close(reason="Enough")
            return campaign.suggestion_ids

        self.assertFalse(drawn([0, 10, 0, 10, 5, 5]), "50 ± 33 may be 55")
        self.assertTrue(drawn([5, 5, 4, 6, 5, 5]))

    def test_the_calendar_suggests_too(self):
        campaign = self._campaign(access="link")
        self._thresholds(campaign, {"value": 60})
        campaign.action_open()
        for score in (1, 2, 3, 4, 5):
            self._send(campaign, score=score)
        with freeze_time("2026-04-06 09:00:00"), self.enter_registry_test_mode():
            self.env.ref("qms_survey.ir_cron_close").method_direct_trigger()
        self.assertEqual(len(campaign.suggestion_ids), 1)

    def test_the_owner_takes_it_up_as_an_action(self):
        campaign = self._with([1, 2, 3, 4, 5], [{"value": 60}], owner_id=self.nurse.id)
        suggestion = campaign.suggestion_ids.with_user(self.nurse)
        window = suggestion.action_take()
        action = self.env["qms.action"].browse(window["res_id"])
        self.assertEqual(action, campaign.action_ids)
        self.assertEqual(suggestion.action_id, action)
        self.assertEqual(action.state, "draft", "nothing is decided by a survey")
        self.assertIn("index 30 of 100, under 60", action.why)
        with self.assertRaises(UserError):
            suggestion.action_take()

    def test_or_leaves_it_with_a_reason(self):
        campaign = self._with([1, 2, 3, 4, 5], [{"value": 60}])
        suggestion = campaign.suggestion_ids
        campaign.write({"conclusion": "Not good", "summary": "We did"})
        with self.assertRaisesRegex(UserError, "1 suggestions to take up or leave"):
            campaign.action_conclude()
        self.assertEqual(suggestion.action_leave()["res_model"], "qms.reason")
        self.assertEqual(suggestion.state, "open")
        suggestion.action_leave(reason="The new system is on its way")
        self.assertEqual(self._decisions(suggestion).verb, "leave")
        campaign.action_conclude()

    def test_nobody_else_judges_it_and_nobody_rewrites_it(self):
        campaign = self._with([1, 2, 3, 4, 5], [{"value": 60}])
        for user in (self.team, self.leader):
            suggestion = campaign.suggestion_ids.with_user(user)
            with self.assertRaises(AccessError):
                suggestion.action_take()
            with self.assertRaises(AccessError):
                suggestion.action_leave(reason="No")
        with self.assertRaises(AccessError):
            campaign.suggestion_ids.write({"index": 99})
        with self.assertRaises(AccessError):
            campaign.suggestion_ids.create(
                {"campaign_id": campaign.id, "question_id": self.scale.id}
            )

    def test_thresholds_are_set_before_the_result_is_known(self):
        campaign = self._with([1, 2, 3, 4, 5], [{"value": 60}])
        thresholds = campaign.threshold_ids
        for change in (
            lambda: thresholds.write({"value": 20}),
            lambda: thresholds.unlink(),
            lambda: self._thresholds(campaign, {"value": 20}),
        ):
            with self.assertRaisesRegex(AccessError, "being prepared|closed"):
                change()
        draft = self._campaign()
        with self.assertRaises(AccessError):
            self._thresholds(draft).create(
                {"campaign_id": campaign.id, "value": 50, "least": 5}
            )
        for values in ({"value": 0}, {"value": 101}, {"least": 0}):
            with self.assertRaises(ValidationError):
                self._thresholds(draft, values)
        other = self.survey.copy().question_ids[1]
        with self.assertRaisesRegex(ValidationError, "another survey"):
            self._thresholds(draft, {"question_id": other.id})

    def test_the_next_round_has_the_same(self):
        campaign = self._with([7, 8, 9, 7, 8], [{"value": 60}])
        campaign.write({"conclusion": "Good", "summary": "We did"})
        campaign.action_conclude()
        following = campaign.browse(campaign.action_next_round()["res_id"])
        self.assertEqual(following.threshold_ids.mapped("value"), [60])
        self.assertFalse(following.suggestion_ids)
