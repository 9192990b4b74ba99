from odoo import models


class HrDepartment(models.Model):
    _inherit = "hr.department"

    def write(self, vals):
        result = super().write(vals)
        if not {"name", "parent_id"}.isdisjoint(vals):
            domain = [("qms_department_id", "in", self.ids), ("qms_kind", "=", "unit")]
            self.env["qms.dms.tree"]._settle(domain)
        return result
