from odoo import models


class QmsDecision(models.Model):
    _inherit = "qms.decision"

    def _role_label(self):
        labels = {
            "steering": self.env._("steering group"),
            "chair": self.env._("chair"),
            "secretary": self.env._("secretary"),
            "member": self.env._("member"),
            "management": self.env._("management"),
        }
        return labels.get(self.role) or super()._role_label()
