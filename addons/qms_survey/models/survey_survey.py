from odoo import api, fields, models
from odoo.exceptions import UserError


class SurveySurvey(models.Model):
    _inherit = "survey.survey"

    qms_campaign_ids = fields.One2many(
        "qms.survey.campaign", "survey_id", "Quality campaigns", copy=False
    )

    def _qms_is_taken(self):
        """Whether these questions are asked by a campaign, on its own pages alone."""
        # sudo: in whichever company
        return bool(self.sudo().qms_campaign_ids)

    def _qms_check_unasked(self):
        """What was asked stays as it was asked: rounds are compared.

        :raise UserError: where a campaign of one of these has begun
        """
        # sudo: whether anybody was asked, in whichever company
        campaigns = self.env["qms.survey.campaign"].sudo()
        begun = campaigns.search_count(
            [
                ("survey_id", "in", self.ids),
                ("state", "not in", ("draft", "cancelled")),
            ],
            limit=1,
        )
        if self and begun:
            raise UserError(
                self.env._(
                    "People were asked these questions: they stay as they are. "
                    "Duplicate the survey and change the copy."
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_taken(self):
        if any(survey._qms_is_taken() for survey in self):
            raise UserError(self.env._("A quality campaign asks these questions."))

    def action_qms_campaign(self):
        """Begin a campaign with these questions."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "qms.survey.campaign",
            "views": [(False, "form")],
            "context": {"default_survey_id": self.id, "default_name": self.title},
        }
