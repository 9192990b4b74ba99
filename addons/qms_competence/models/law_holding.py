from odoo import api, models
from odoo.fields import Domain

from odoo.addons.qms.tools.holding import Holding

OPEN = Domain("state", "in", ("noted", "assigned", "sent"))


class QmsLawHolding(models.AbstractModel):
    """Who answers for a law update, and the units it concerns, hand it on."""

    _name = "qms.law.holding"
    _description = "Who answers for a law update"
    _inherit = ["qms.holding.mixin"]

    @api.model
    def _get_holdings(self):
        return (*super()._get_holdings(), Holding("owner_id", OPEN))

    @api.model
    def _get_unit_holdings(self):
        return (*super()._get_unit_holdings(), Holding("unit_ids", OPEN))
