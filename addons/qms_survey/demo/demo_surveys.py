import random

from dateutil.relativedelta import relativedelta

from odoo import Command, api, models

# answers from worst to best, last year and this year
BEFORE = (8, 14, 20, 40, 18)
NOW = (4, 9, 18, 44, 25)
NAME = "How do you find the help at home?"
TEXTS = (
    "The same faces, please.",
    "Always friendly.",
    "Nobody calls when they are late.",
    "I never know who comes.",
    "Better than last year!",
)


class QmsSurveyDemo(models.AbstractModel):
    """Two rounds of one survey in the demo municipality: last year's and this year's.

    Steps are taken by the quality manager, answers come in as those of the page.
    """

    _name = "qms.survey.demo"
    _description = "Demo surveys"

    @api.model
    def _load(self):
        """Called by the demo data alone."""
        code = self.env["qms.demo"]._language()
        say = self.env["qms.demo"]._speaker("qms_survey/demo/surveys", code)
        manager = self.env.ref("qms.demo_user_quality_manager")
        campaigns = self.env["qms.survey.campaign"].with_user(manager)
        campaigns = campaigns.with_context(
            allowed_company_ids=manager.company_ids.ids, lang=code
        )
        last = self._round(campaigns, say, BEFORE)
        last.write(
            {
                "conclusion": say(
                    "Too many different faces; told too late of changes."
                ),
                "summary": say("You asked to be told: we call from this summer on."),
            }
        )
        last.action_conclude()
        year_ago = last.date_closed - relativedelta(years=1)
        # sudo: in the demo it was a year ago
        last.sudo()._write_guarded(
            {"date_closed": year_ago, "date_opened": year_ago, "date_to": year_ago}
        )
        watched = [Command.create({"value": 70})]
        following = {"previous_id": last.id, "threshold_ids": watched}
        this = self._round(campaigns, say, NOW, **following)
        this.conclusion = say("Better, most of all in how people are met.")

    def _round(self, campaigns, say, weights, **values):
        company = self.env.ref("qms.demo_company_municipality")
        today = company._qms_today()
        units = self.env.ref("qms.demo_unit_homecare")
        units += self.env.ref("qms.demo_unit_centre")
        campaign = campaigns.create(
            {
                "name": say(NAME),
                "purpose": say("Your answers decide what we change first."),
                "legal_basis": say("Public task (GDPR article 6(1)(e))"),
                "company_id": company.id,
                "survey_id": self.env.ref("qms_survey.survey_service").id,
                "access": "link",
                "unit_ids": [Command.set(units.ids)],
                "date_to": today + relativedelta(days=14),
                **values,
            }
        )
        campaign.action_open()
        self._answer(campaign, units, weights, say)
        campaign.action_close(reason=say("As many as last year have answered."))
        return campaign

    def _answer(self, campaign, units, weights, say):
        # the same answers each time; nothing secret is drawn
        chance = random.Random(9)  # noqa: S311
        grid, better = campaign.sudo().survey_id.question_ids
        choices = grid.suggested_answer_ids.ids
        slips = self.env["qms.survey.slip"].sudo()
        for number in range(60):
            answers = [
                {
                    "question_id": grid.id,
                    "row_id": row.id,
                    "choice_id": chance.choices(choices, weights)[0],
                }
                for row in grid.matrix_row_ids
            ]
            told = [{"question_id": better.id, "text": say(TEXTS[number % len(TEXTS)])}]
            slips.create(
                {
                    "campaign_id": campaign.id,
                    "department_id": units[number % len(units)].id,
                    "content": {
                        "answers": answers,
                        "texts": told if number < len(TEXTS) else [],
                    },
                }
            )
