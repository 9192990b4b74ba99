from odoo import api, models


class ResCompany(models.Model):
    _inherit = "res.company"

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        for company in companies:
            self.env["qms.dms.tree"]._root(company)
        return companies

    def write(self, vals):
        result = super().write(vals)
        if "name" in vals:
            domain = [("company_id", "in", self.ids), ("qms_kind", "=", "company")]
            self.env["qms.dms.tree"]._settle(domain)
        return result
