from odoo import api, models


class QmsDuty(models.Model):
    _inherit = "qms.duty"

    @api.model
    def _get_verbs(self):
        return super()._get_verbs() | {
            "open_survey": self.env._("Open for answers"),
            "conclude_survey": self.env._("Conclude the survey"),
        }
