from odoo import models


class QmsDecision(models.Model):
    _inherit = "qms.decision"

    def _role_label(self):
        labels = {
            "author": self.env._("author"),
            "approver": self.env._("approver"),
            "process_owner": self.env._("process owner"),
        }
        return labels.get(self.role) or super()._role_label()
