from odoo import Command, api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..tools.holding import Holding

IN_USE = Domain("active", "=", True)


class QmsUnitHolding(models.AbstractModel):
    """Units are led by a person and watched by safety representatives."""

    _name = "qms.unit.holding"
    _description = "Who leads and represents a unit"
    _inherit = "qms.holding.mixin"

    @api.model
    def _get_holdings(self):
        return (
            *super()._get_holdings(),
            Holding("manager_id", IN_USE, manager_only=True),
            # elected by colleagues: nobody inherits that
            Holding("qms_safety_rep_ids", IN_USE, manager_only=True, ends=True),
        )

    @api.model
    def _in_units_domain(self, units):
        return Domain("id", "in", units.ids)

    @api.model
    def _person_path(self, name):
        return "manager_id.user_id" if name == "manager_id" else name

    @api.model
    def _held_domain(self, holding, users, company):
        if holding.field != "manager_id":
            return super()._held_domain(holding, users, company)
        # sudo: employments of whoever leaves, those that ended too
        employees = self.env["hr.employee"].sudo().with_context(active_test=False)
        employees = employees.search([("user_id", "in", users.ids)])
        return (
            holding.open
            & Domain("manager_id", "in", employees.ids)
            & Domain("company_id", "=", company.id)
        )

    @api.model
    def _refused_heir_domain(self, holding, heir, giver):
        """Who leads a unit is employed in its company."""
        refused = super()._refused_heir_domain(holding, heir, giver)
        if holding.field != "manager_id":
            return refused
        # sudo: structure only
        employees = self.env["hr.employee"].sudo()
        employees = employees.search([("user_id", "=", heir.id)])
        return refused | Domain("company_id", "not in", employees.company_id.ids)

    def _prepare_handed_on(self, holding, person, heir):
        if holding.field != "manager_id":
            return {holding.field: [Command.unlink(person.id)]}
        # sudo: structure only
        employees = self.env["hr.employee"].sudo()
        employee = employees.search(
            [("user_id", "=", heir.id), ("company_id", "=", self[:1].company_id.id)],
            limit=1,
        )
        if not employee:
            raise UserError(self.env._("%s is not employed here.", heir.name))
        return {"manager_id": employee.id}
