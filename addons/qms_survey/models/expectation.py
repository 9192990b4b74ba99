from odoo import api, fields, models
from odoo.tools import format_date


class QmsSurveyTested(models.Model):
    """What a concluded survey showed of an expectation, as far as it was shown."""

    _name = "qms.survey.tested"
    _description = "Expectation tested by a survey"
    _rec_name = "requirement_id"
    _order = "date desc, id desc"
    _log_access = False

    campaign_id = fields.Many2one(
        "qms.survey.campaign", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, index=True)
    requirement_id = fields.Many2one(
        "qms.requirement", "Expectation", required=True, index=True, ondelete="cascade"
    )
    date = fields.Date(required=True)
    index = fields.Float(digits=(5, 1), aggregator=None)
    count = fields.Integer("Answers", aggregator=None)

    @api.model
    def _keep(self, campaign, rows):
        """One row per expectation that questions of ``campaign`` tested.

        :param rows: its results
        """
        self._forget(campaign)
        found = {}
        questions = campaign.survey_id.question_ids
        tests = {each.id: each.qms_requirement_id for each in questions}
        for result in rows:
            if result.index and (requirement := tests[result.place[0]]):
                found.setdefault(requirement, []).append(result.index)
        self.create(
            [
                {
                    "campaign_id": campaign.id,
                    "company_id": campaign.company_id.id,
                    "requirement_id": requirement.id,
                    "date": campaign.date_concluded,
                    "index": sum(each.value for each in shown) / len(shown),
                    "count": max(each.count for each in shown),
                }
                for requirement, shown in found.items()
            ]
        )

    @api.model
    def _forget(self, campaigns):
        self.search([("campaign_id", "in", campaigns.ids)]).unlink()


class QmsRequirement(models.Model):
    _inherit = "qms.requirement"

    survey_result = fields.Char(
        "Latest survey",
        compute="_compute_survey_result",
        help="Index of 100 of the questions that test it, in your companies.",
    )

    @api.depends_context("lang", "allowed_company_ids")
    def _compute_survey_result(self):
        # sudo: figures that were shown, of the reader's own companies
        rows = self.env["qms.survey.tested"].sudo()
        rows = rows.search(
            [
                ("requirement_id", "in", self.ids),
                ("company_id", "in", self.env.companies.ids),
            ]
        )
        latest = {}
        for row in rows:
            latest.setdefault(row.requirement_id.id, row)
        for requirement in self:
            row = latest.get(requirement.id)
            requirement.survey_result = row and self.env._(
                "%(index)s of 100 (%(date)s, %(count)s answers)",
                index=round(row.index),
                date=format_date(self.env, row.date),
                count=row.count,
            )
