from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from odoo.addons.qms_survey.tests.survey_common import NOW

from .cases_common import SurveyCasesCase


@tagged("post_install", "-at_install", "qms")
@freeze_time(NOW)
class TestPropose(SurveyCasesCase):
    """A result under its threshold becomes a proposal when a person says so."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        campaign = cls._campaign(access="link", owner_id=cls.nurse.id)
        cls.env["qms.survey.threshold"].create(
            {"campaign_id": campaign.id, "value": 60, "least": 5}
        )
        campaign.action_open()
        for score in (1, 2, 3, 4, 5):
            cls._send(campaign, score=score)
        campaign.action_close(reason="Enough")
        cls.suggestion = campaign.suggestion_ids[:1]

    def test_nothing_is_proposed_by_itself(self):
        self.assertTrue(self.suggestion)
        self.assertFalse(self.suggestion.report_id)
        reports = self.env["qms.report"]
        self.assertFalse(reports.search([("type_id", "=", self.type_proposal.id)]))

    def test_who_answers_for_the_survey_proposes(self):
        suggestion = self.suggestion.with_user(self.nurse)
        window = suggestion.action_propose()
        report = self.env["qms.report"].browse(window["res_id"])
        self.assertEqual(report, self.suggestion.report_id)
        case = report.sudo().deviation_ids
        self.assertEqual(case.flow, "proposal")
        self.assertEqual(case.department_id, self.home_care)
        self.assertEqual(case.state, "reported", "read and decided like any other")
        self.assertIn("under 60", report.description)
        self.assertEqual(suggestion.state, "taken")

    def test_others_do_not(self):
        for user in (self.team, self.leader, self.aide):
            with self.assertRaises(AccessError):
                self.suggestion.with_user(user).action_propose()
