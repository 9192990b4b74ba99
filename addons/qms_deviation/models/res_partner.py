from odoo import models


class ResPartner(models.Model):
    _inherit = "res.partner"

    def write(self, vals):
        """The channels of a company are those of its country (``_possible_ids``)."""
        result = super().write(vals)
        if "country_id" in vals:
            # sudo: whether one of them is a company's own
            companies = self.env["res.company"].sudo()
            if companies.search_count([("partner_id", "in", self.ids)], limit=1):
                self.env.registry.clear_cache()
        return result
