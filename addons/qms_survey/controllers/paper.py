from odoo import http
from odoo.http import request

from .page import SurveyPage


class PaperPage(SurveyPage):
    """The same form for who types in what came on paper or was said on the phone.

    What he types is an answer like any other: kept without a name, and mixed.
    """

    @http.route(
        "/qms/survey/<int:campaign_id>/paper",
        type="http",
        auth="user",
        methods=["GET", "POST"],
    )
    def paper(self, campaign_id, **kwargs):
        """GET shows an empty form, POST takes one in and shows the next."""
        campaign = request.env["qms.survey.campaign"].browse(campaign_id).exists()
        if not campaign.has_access("read") or not campaign._mandate_own():
            raise request.not_found()
        self._enter(campaign.company_id)
        # sudo: questions are read by those who draw up surveys, answers by nobody
        campaign = campaign.with_env(request.env).sudo()
        if not campaign._takes_answers():
            return self._respond_over()
        if not self._is_post():
            return self._respond_form(campaign, is_paper=True)
        return self._take_paper(campaign)

    def _take_paper(self, campaign):
        answers, texts, unit, errors = self._read_sheet(campaign)
        if errors:
            return self._respond_form(campaign, errors, 422, is_paper=True)
        # sudo: sheets are counted by the system
        if request.env["qms.public.count"].sudo()._take_sheet(self._sheet()):
            nobody = request.env["qms.survey.invitee"].sudo()  # sudo: none
            _slip, problem = self._store(
                campaign._take_in, answers, texts, nobody, unit
            )
            if problem:
                return self._respond_form(
                    campaign, {"page": problem}, 409, is_paper=True
                )
        return request.redirect(f"/qms/survey/{campaign.id}/paper")

    def _get_known(self, campaign):
        known = super()._get_known(campaign)
        return known if request.env.su else known | {"csrf_token"}
