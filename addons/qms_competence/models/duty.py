from odoo import api, models

from ..hooks import CONFIRMED


class QmsDuty(models.Model):
    _inherit = "qms.duty"

    @api.model
    def _get_verbs(self):
        return {
            **super()._get_verbs(),
            "confirm": self.env._("Confirm"),
            "say": self.env._("Say what it changes"),
        }

    @api.depends("verb", "res_model", "res_id")
    @api.depends_context("lang")
    def _compute_safe_names(self):
        """Core calls an entry by what it says; mails and lists of others do not."""
        result = super()._compute_safe_names()
        for duty in self:
            if duty.res_model in CONFIRMED:
                kind = self.env["ir.model"]._get(duty.res_model).name
                duty.record_name = f"{kind} {duty.res_id}"
        return result
