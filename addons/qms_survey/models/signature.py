from odoo import api, fields, models


class QmsSurveySignature(models.Model):
    """Whose answers these are, in a campaign that says so; until it is concluded."""

    _name = "qms.survey.signature"
    _description = "Answers of a named person"
    _rec_name = "campaign_id"
    _order = "campaign_id desc, id"
    _log_access = False
    _qms_person_texts = ("email", "texts")

    campaign_id = fields.Many2one(
        "qms.survey.campaign", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        "res.company", related="campaign_id.company_id", store=True, index=True
    )
    response_id = fields.Many2one(
        "qms.survey.response", required=True, index=True, ondelete="cascade"
    )
    partner_id = fields.Many2one(
        "res.partner", "Person", index="btree_not_null", ondelete="cascade"
    )
    email = fields.Char("E-mail")
    answers = fields.Text(compute="_compute_answers", compute_sudo=True)
    texts = fields.Text("Free texts")

    @api.depends("response_id")
    @api.depends_context("lang")
    def _compute_answers(self):
        for signature in self:
            lines = signature.response_id.answer_ids.mapped(lambda each: each._told())
            signature.answers = "\n".join(lines)

    @api.model
    def _store(self, campaign, responses, contents):
        """Of those among ``responses`` whose content says whose they are."""
        named = [each["signature"] for each in contents if each.get("signature")]
        people = self.env["res.partner"].browse(each["partner_id"] for each in named)
        # a contact may have gone while his answers waited
        alive = set(people.filtered("id").exists().ids) | {False}
        self.create(
            [
                {
                    "campaign_id": campaign.id,
                    "response_id": response.id,
                    **content["signature"],
                    "texts": campaign._masked(
                        "\n\n".join(each["text"] for each in content["texts"])
                    ),
                }
                for response, content in zip(responses, contents, strict=True)
                if content.get("signature")
                and content["signature"]["partner_id"] in alive
            ]
        )

    @api.model
    def _erase(self, campaigns):
        self.search([("campaign_id", "in", campaigns.ids)]).unlink()
