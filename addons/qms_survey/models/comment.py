from odoo import api, fields, models
from odoo.exceptions import AccessError


class QmsSurveyComment(models.Model):
    """What somebody wrote, apart from all else he answered; a person sorts it."""

    _name = "qms.survey.comment"
    _description = "Free text of a survey"
    _inherit = ["qms.text.mixin"]
    _rec_name = "question_id"
    _order = "campaign_id desc, question_id, id"
    _log_access = False

    campaign_id = fields.Many2one(
        "qms.survey.campaign",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(related="campaign_id.company_id")
    question_id = fields.Many2one(
        "survey.question",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    text = fields.Text(required=True, readonly=True)
    topic_id = fields.Many2one(
        "qms.topic", "Theme", index="btree_not_null", ondelete="set null"
    )

    @api.model
    def _store(self, campaign, texts):
        self.create(
            [
                {
                    "campaign_id": campaign.id,
                    "question_id": each["question_id"],
                    "text": campaign._masked(each["text"]),
                }
                for each in texts
            ]
        )

    @api.autovacuum
    def _gc_texts(self):
        """What was written goes when the time has come that was told."""
        # sudo: campaigns of all companies
        campaigns = self.env["qms.survey.campaign"].sudo()
        today = fields.Date.today()
        for (years,) in campaigns._read_group([], ["text_years"]):
            limit = fields.Date.subtract(today, years=years)
            old = [
                ("campaign_id.text_years", "=", years),
                ("campaign_id.date_closed", "<", limit),
            ]
            self.search(old, limit=10_000).unlink()

    def write(self, vals):
        if not self.env.su and set(vals) - {"topic_id"}:
            raise AccessError(self.env._("What was written stays as it is."))
        return super().write(vals)
