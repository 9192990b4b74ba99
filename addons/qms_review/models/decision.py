from odoo import models


class QmsDecision(models.Model):
    _inherit = "qms.decision"

    def _role_label(self):
        if self.role == "steering":
            return self.env._("steering group")
        return super()._role_label()
