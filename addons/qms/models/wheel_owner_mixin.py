from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.lifecycle import Mandate


class QmsWheelOwnerMixin(models.AbstractModel):
    """Who owns something of the wheel: a person, a role, or the unit's leader.

    The model has ``company_id`` and ``department_id``.
    """

    _name = "qms.wheel.owner.mixin"
    _description = "Owner of something in the year wheel"
    _inherit = ["qms.owned.mixin"]

    owner_id = fields.Many2one(
        "res.users",
        index="btree_not_null",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="Owes it when its time comes.",
    )
    owner_group_id = fields.Many2one(
        "res.groups",
        "Owned by the role",
        domain=lambda self: self.env["qms.wheel.kind"]._role_domain(),
        ondelete="restrict",
        help="Anyone of the quality group, for instance. Empty: the owner, or in a "
        "unit its leader.",
    )

    @api.constrains("owner_group_id")
    def _check_owner_group(self):
        roles = self.env["qms.wheel.kind"]._role_domain()
        for record in self:
            # sudo: what kind of group it is
            group = record.sudo().owner_group_id
            if group and not group.filtered_domain(roles):
                raise ValidationError(self.env._("That is no role of quality work."))

    def _is_owned(self):
        """Whether somebody who is here owns it."""
        return bool(
            self.owner_group_id or self.department_id or self.owner_id._qms_works_here()
        )

    def _mandate_manager(self):
        """The quality managers of its company."""
        # sudo: whose it is
        return self.env.user._qms_manager_mandate(self.sudo().company_id)

    def _mandate_plan(self):
        """Who plans it: quality managers, of a unit's own the unit's leaders too."""
        # sudo: whose it is
        known = self.sudo()
        unit = known.department_id
        mandate = unit and unit._qms_line_mandate(known.company_id, self.env.user)
        return mandate or self._mandate_manager()

    def _mandate_own(self):
        """Who owns it, or plans it."""
        # sudo: whose it is
        known = self.sudo()
        user = self.env.user
        if known.company_id in user.company_ids:
            if user._qms_is_one_of(known.owner_id):
                return Mandate("owner")
            if known.owner_group_id and known.owner_group_id in user.all_group_ids:
                return Mandate("owner")
        return self._mandate_plan()
