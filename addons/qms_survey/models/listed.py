from odoo import api, fields, models


class QmsSurveyListed(models.Model):
    """An address of a list that was handed in for one campaign; gone when it ends."""

    _name = "qms.survey.listed"
    _description = "Address on a list of a survey"
    _rec_name = "campaign_id"
    _order = "id"
    _log_access = False

    campaign_id = fields.Many2one(
        "qms.survey.campaign", required=True, index=True, ondelete="cascade"
    )
    email = fields.Char(required=True)
    lang = fields.Char()

    _once = models.UniqueIndex("(campaign_id, email)")

    @api.model
    def _put(self, campaign, addresses):
        """Replace the list of ``campaign``: address -> language or nothing."""
        self._erase(campaign)
        self.create(
            [
                {"campaign_id": campaign.id, "email": email, "lang": lang}
                for email, lang in addresses.items()
            ]
        )

    @api.model
    def _erase(self, campaigns):
        self.search([("campaign_id", "in", campaigns.ids)]).unlink()
