from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.qms.tools.holding import Holding


class QmsDeviationGrant(models.Model):
    """Access to one case for one person, for a while: 'open, because'."""

    _name = "qms.deviation.grant"
    _description = "Access to a case"
    _inherit = "qms.holding.mixin"
    _holding_company = "deviation_id.company_id"
    _order = "date_to desc, id desc"
    _rec_name = "user_id"
    _qms_person_texts = ("reason",)

    deviation_id = fields.Many2one(
        "qms.deviation", required=True, index=True, ondelete="cascade", readonly=True
    )
    user_id = fields.Many2one(
        "res.users", required=True, index=True, ondelete="cascade", readonly=True
    )
    date_to = fields.Date("Until", required=True, readonly=True)
    reason = fields.Text(readonly=True)

    @api.model
    def _get_holdings(self):
        """Given to one person for a reason: it ends with him."""
        running = Domain("date_to", ">=", "today")
        return (*super()._get_holdings(), Holding("user_id", running, ends=True))

    def _end_holding(self, holding, person):
        today = fields.Date.context_today(self)
        self.date_to = fields.Date.subtract(today, days=1)
