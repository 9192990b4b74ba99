from odoo import api, models


class QmsDuty(models.Model):
    _inherit = "qms.duty"

    @api.model
    def _get_verbs(self):
        return {
            **super()._get_verbs(),
            "confirm": self.env._("Confirm"),
            "say": self.env._("Say what it changes"),
        }
