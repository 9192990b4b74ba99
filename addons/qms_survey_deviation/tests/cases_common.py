from odoo.addons.qms_deviation.tests.types_common import TypesCase
from odoo.addons.qms_survey.tests.survey_common import SurveyCase


class SurveyCasesCase(SurveyCase, TypesCase):
    """The town with a survey, and citizens' cases in the home care."""

    @classmethod
    def _asking(cls, **kwargs):
        """A campaign that asks right after a case, open."""
        campaign = cls._campaign(audience="after", tag_ids=False, **kwargs)
        campaign.action_open()
        return campaign

    @classmethod
    def _answered(cls, **kwargs):
        """A complaint that has its answer."""
        case = cls._complaint(**kwargs)
        case.answer = "You are right."
        case.action_answer()
        return case

    def _invitees(self, campaign):
        invitees = self.env["qms.survey.invitee"]
        return invitees.search([("campaign_id", "=", campaign.id)])
