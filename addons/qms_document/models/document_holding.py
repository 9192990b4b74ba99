from odoo import api, models
from odoo.fields import Domain

from odoo.addons.qms.tools.holding import Holding

OPEN = Domain("state", "!=", "withdrawn")


class QmsDocumentHolding(models.AbstractModel):
    """People and units change: their documents go along."""

    _name = "qms.document.holding"
    _description = "Whose documents these are"
    _inherit = ["qms.holding.mixin"]
    _unit_follows = "owner_id"

    @api.model
    def _get_holdings(self):
        return (
            *super()._get_holdings(),
            Holding("owner_id", OPEN),
            Holding("editor_ids", OPEN, ends=True),
        )

    @api.model
    def _get_unit_holdings(self):
        return (*super()._get_unit_holdings(), Holding("department_id", OPEN))

    def _write_moved(self, values):
        """A document has no lifecycle of its own, whatever its mixins offer."""
        # sudo: who moves it has decided that he may
        self.sudo().with_context(tracking_disable=True).write(values)
