from odoo.addons.survey.controllers.main import Survey


class CampaignSurvey(Survey):
    """Core's pages know nothing of a survey whose questions a campaign asks.

    They keep who answered when, and ask in a way that not everybody can use.
    """

    def _fetch_from_access_token(self, survey_token, answer_token):
        survey, answer = super()._fetch_from_access_token(survey_token, answer_token)
        if survey._qms_is_taken():
            return survey.browse(), answer.browse()
        return survey, answer
