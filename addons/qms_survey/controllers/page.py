from odoo import http
from odoo.http import request

from odoo.addons.qms.controllers.public_pages import PublicPages, public_route

# an hour and open address
HOURLY_LIMIT = 300
# of fields beside the questions
NAMES = ("sheet", "lang", "website", "unit")


class SurveyPage(PublicPages, http.Controller):
    """The form of a campaign: plain HTML, without script, cookie or a note of who."""

    @public_route("/qms/survey/<string:key>")
    def survey(self, key, **kwargs):
        """The form; what is sent to this address is not read."""
        campaign, invitee, closed = self._open_door(key)
        return closed or self._respond_form(campaign, key=key)

    @public_route("/qms/survey/send")
    def send(self, **kwargs):
        """Take the answers in. The key stands in what is sent, not in the address: an
        access log keeps addresses with their minute, and would tell who answered when.
        """
        campaign, invitee, closed = self._open_door(self._text("key"))
        if closed or not self._is_post():
            return closed or self._respond_over()
        return self._take_in(campaign, invitee)

    def _open_door(self, key):
        """Campaign and invitee behind ``key``, and the answer where it is closed."""
        campaign, invitee = request.env["qms.survey.campaign"]._find_door(key)
        self._enter(campaign.company_id)
        campaign = campaign.with_env(request.env)
        invitee = invitee.with_env(request.env)
        closed = None
        if not campaign or not campaign._takes_answers():
            closed = self._respond_over()
        elif invitee.is_answered:
            closed = self._respond_thanks(again=True)
        return campaign, invitee, closed

    @public_route("/qms/survey/<string:key>/no")
    def refuse(self, key, **kwargs):
        """GET asks, POST sees to it that he is asked by no survey again."""
        campaign, invitee = request.env["qms.survey.campaign"]._find_door(key)
        self._enter(campaign.company_id)
        if not invitee:
            return self._respond_over()
        if not self._is_post():
            return self._respond_refusal(campaign)
        if not self._sheet() or self._is_from_elsewhere():
            again = request.env._("Please press the button once more.")
            return self._respond_refusal(campaign, {"page": again}, 422)
        invitee.with_env(request.env)._refuse()
        return self._respond_message(
            request.env._("We will not ask you again"),
            request.env._("No survey of ours will write to this address any more."),
            200,
        )

    @public_route("/qms/survey/<string:key>/done")
    def done(self, key, **kwargs):
        """You said, we did: for everybody who has the address."""
        campaign = request.env["qms.survey.campaign"]._find_told(key)
        self._enter(campaign.company_id)
        if not campaign:
            return self._respond_over()
        campaign = campaign.with_env(request.env)
        return self._respond(
            "qms_survey.public_done",
            campaign=campaign,
            company=campaign.company_id,
            count=campaign.answered_count >= campaign.least and campaign.answered_count,
        )

    def _respond_refusal(self, campaign, errors=None, status=200):
        company = campaign.company_id.with_env(request.env)
        return self._respond(
            "qms_survey.public_refusal", status, company=company, errors=errors or {}
        )

    def _take_in(self, campaign, invitee):
        answers, texts, unit, errors = self._read_sheet(campaign, invitee)
        if errors:
            return self._respond_form(campaign, errors, 422)
        counts = request.env["qms.public.count"]
        if not invitee and self._is_crowded(campaign, counts):
            errors["page"] = request.env._(
                "Many answers have come in just now. Wait an hour and send again; keep "
                "this page open until then."
            )
            return self._respond_form(campaign, errors, 429)
        if not invitee and not counts._take_sheet(self._sheet()):
            return self._respond_thanks(again=True)
        _slip, problem = self._store(campaign._take_in, answers, texts, invitee, unit)
        if problem:
            return self._respond_form(campaign, {"page": problem}, 409)
        return self._respond_thanks()

    def _read_sheet(self, campaign, invitee=None):
        """Answers, texts, the unit and what is wrong, of what was sent."""
        errors = {}
        self._check_form(campaign, errors)
        answers, texts, wrong = campaign._read_form(
            self._text, request.httprequest.form.getlist
        )
        unit = self._read_unit(campaign, invitee, errors)
        errors |= wrong
        if not errors and not answers and not texts:
            errors["page"] = request.env._("Answer at least one question.")
        return answers, texts, unit, errors

    def _is_crowded(self, campaign, counts):
        return counts._count_hour(f"survey:{campaign.id}") > HOURLY_LIMIT

    def _check_form(self, campaign, errors):
        """Sent from this form, with nothing that does not belong to it."""
        again = request.env._("Please press Send once more.")
        if not self._sheet() or self._is_from_elsewhere():
            errors["page"] = again
        if self._text("website"):
            errors["page"] = request.env._(
                "The field marked 'leave empty' was filled in. Empty it and send again."
            )
        if set(request.httprequest.form) - self._get_known(campaign):
            errors["page"] = request.env._(
                "These are not the questions of this survey. Open its page again."
            )

    def _get_known(self, campaign):
        """Names of all fields that the form sends."""
        return campaign._get_places() | {"key", *NAMES}

    def _read_unit(self, campaign, invitee, errors):
        chosen = self._text("unit")
        if invitee or not campaign.unit_ids or not chosen:
            return False
        if chosen not in map(str, campaign.unit_ids.ids):
            errors["unit"] = request.env._("Choose a unit from the list.")
            return False
        return int(chosen)

    @http.route("/qms/survey/<int:campaign_id>/preview", type="http", auth="user")
    def preview(self, campaign_id, **kwargs):
        """The form as it will be, for who prepares it; nothing is sent from there."""
        campaign = request.env["qms.survey.campaign"].browse(campaign_id).exists()
        if not campaign.has_access("read"):
            raise request.not_found()
        self._enter(campaign.company_id)
        # sudo: questions are read by those who draw up surveys
        return self._respond_form(
            campaign.with_env(request.env).sudo(), is_preview=True
        )

    def _respond_form(self, campaign, errors=None, status=200, **how):
        form = request.httprequest.form
        return self._respond(
            "qms_survey.public_form",
            status,
            campaign=campaign,
            company=campaign.company_id,
            sections=campaign._get_sections(),
            typed=self._text,
            ticked=form.getlist,
            errors=errors or {},
            had_files=False,
            key=how.get("key") or self._text("key"),
            is_preview=how.get("is_preview"),
            is_paper=how.get("is_paper"),
            csrf_token=how.get("is_paper") and request.csrf_token(),
        )

    def _respond_thanks(self, again=False):
        return self._respond("qms_survey.public_thanks", again=again)

    def _respond_over(self):
        return self._respond_message(
            request.env._("There is no survey here"),
            request.env._(
                "The address may be old, or the survey is over. Thank you for looking."
            ),
            404,
        )

    def _respond_too_large(self):
        """Called by ``qms_nobody`` instead of reading what was sent."""
        self._enter(chosen=request.httprequest.args.get("lang", ""))
        return self._respond_message(
            request.env._("That was too much at once"),
            request.env._(
                "Nothing was sent. Go back with your browser's button and shorten what "
                "you wrote."
            ),
            413,
        )
