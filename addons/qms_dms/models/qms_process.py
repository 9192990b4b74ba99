from odoo import models


class QmsProcess(models.Model):
    _inherit = "qms.process"

    def write(self, vals):
        result = super().write(vals)
        if "name" in vals:
            self.env["qms.dms.tree"]._settle([("qms_process_id", "in", self.ids)])
        return result
