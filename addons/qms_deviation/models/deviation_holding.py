from odoo import api, models
from odoo.fields import Domain

from odoo.addons.qms.tools.holding import Holding

from .deviation_table import CLOSED

OPEN = Domain("state", "not in", CLOSED)


class QmsDeviationHolding(models.AbstractModel):
    """Who answers for a case, and what of it goes to whom when people or units go."""

    _name = "qms.deviation.holding"
    _description = "Who answers for a case"
    _inherit = ["qms.holding.mixin", "qms.unit.then.mixin"]
    _unit_follows = "responsible_id"

    @api.model
    def _get_holdings(self):
        return (
            *super()._get_holdings(),
            Holding("responsible_id", OPEN),
            Holding("handler_ids", OPEN),
        )

    @api.model
    def _get_unit_holdings(self):
        return (
            *super()._get_unit_holdings(),
            Holding("department_id", OPEN),
            Holding("reading_department_id", OPEN),
        )

    @api.model
    def _get_owing_domain(self):
        """Who follows another case waits for that one; old cases wait for somebody."""
        waits = Domain("state", "=", "analysis") & Domain("common_id", "!=", False)
        old = Domain("taken_over", "=", True) & Domain("responsible_id", "=", False)
        return OPEN & ~(waits & Domain("common_id.state", "not in", CLOSED)) & ~old

    @api.model
    def _withheld_domain(self, giver):
        """What is hidden from him he neither counts nor hands on."""
        withheld = super()._withheld_domain(giver)
        return withheld | Domain(
            "hidden_from_id", "in", giver._qms_accounts()[giver.id]
        )

    @api.model
    def _refused_heir_domain(self, holding, heir, giver):
        """Not to whom it is hidden from; nobody opens confidential cases to himself."""
        refused = super()._refused_heir_domain(holding, heir, giver)
        accounts = heir._qms_accounts()[heir.id]
        refused |= Domain("hidden_from_id", "in", accounts)
        if giver.id in accounts:
            led = Domain(
                "reading_department_id.qms_reader_ids",
                "any",
                [
                    ("user_id", "=", heir.id),
                    ("kind", "=", "leader"),
                    ("date_from", "<=", "today"),
                    ("date_to", ">=", "today"),
                ],
            )
            refused |= Domain("confidentiality", "=", "confidential") & ~led
        return refused

    def _move_unit(self, holding, sources, target):
        """Read where it belongs, in one step: it is one decision."""
        if holding.field != "department_id":
            return super()._move_unit(holding, sources, target)
        read_there = self.filtered(lambda case: case.reading_department_id in sources)
        values = {"department_id": target.id}
        read_there._write_moved({**values, "reading_department_id": target.id})
        return (self - read_there)._write_moved(values)
