from odoo import api, models
from odoo.exceptions import UserError


class SurveyUserInput(models.Model):
    """Core keeps who answered what, and when: nothing of a campaign gets here."""

    _inherit = "survey.user_input"

    @api.model_create_multi
    def create(self, vals_list):
        usual = self.env.context.get("default_survey_id")
        ids = {vals.get("survey_id") or usual for vals in vals_list} - {None, False}
        if self.env["survey.survey"].browse(ids)._qms_is_taken():
            raise UserError(
                self.env._(
                    "A quality campaign asks these questions, on a page of its own. "
                    "Try it out from there."
                )
            )
        return super().create(vals_list)
