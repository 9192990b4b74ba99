from odoo import models


class QmsRiskRetention(models.AbstractModel):
    """Some years after it ended a risk says how great it was, and no more."""

    _name = "qms.risk.retention"
    _description = "Retention of a risk"
    _inherit = ["qms.retained.mixin"]

    def _retention_goes(self):
        """With its measures."""
        return [self.action_ids, *super()._retention_goes()]
