from odoo import api, models


class QmsDuty(models.Model):
    _inherit = "qms.duty"

    @api.model
    def _get_verbs(self):
        return super()._get_verbs() | {"fetch_pack": self.env._("Fetch the pack")}
