from odoo.tests import HttpCase, tagged

from .survey_common import SurveyCase


@tagged("post_install", "-at_install", "qms")
class TestTours(SurveyCase, HttpCase):
    """A round on the screen: set up, and its result read."""

    def test_a_round_is_set_up_and_its_result_read(self):
        day = self.company._qms_today()
        campaign = self._campaign(
            access="link",
            purpose=False,
            legal_basis=False,
            date_to=day.replace(year=day.year + 1),
        )
        self.env["qms.survey.threshold"].create(
            {"campaign_id": campaign.id, "value": 60, "least": 5}
        )
        path = f"/odoo/quality-surveys/{campaign.id}"
        self.start_tour(path, "qms_survey_set_up", login=self.manager.login)
        self.assertEqual(campaign.state, "open")
        for score in (1, 2, 3, 4, 5):
            self._send(campaign, score=score)
        campaign.action_close(reason="Enough")
        self.start_tour(path, "qms_survey_read", login=self.manager.login)
        self.assertEqual(campaign.action_ids, campaign.suggestion_ids.action_id)
        self.assertEqual(campaign.suggestion_ids.state, "taken")
