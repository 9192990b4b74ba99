from odoo import fields, models
from odoo.exceptions import AccessError, UserError


class QmsAuditPart(models.AbstractModel):
    """A row of an audit: it changes in some of its states only."""

    _name = "qms.audit.part"
    _description = "Part of an audit"
    _inherit = ["qms.text.mixin"]

    # the states of the audit in which it may be made, changed and taken away; of an
    # audit by others in any state that is open
    _part_states = ()

    audit_id = fields.Many2one(
        "qms.audit", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="audit_id.company_id", store=True, index=True)

    def write(self, vals):
        # sudo: which audit it is part of
        if "audit_id" in vals and set(self.sudo().audit_id.ids) != {vals["audit_id"]}:
            raise UserError(self.env._("That belongs to its audit."))
        return super().write(vals)

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if operation == "read" or self.env.su or not self:
            return result
        granted = self - result[0] if result else self
        # sudo: the state of the audit
        settled = (
            granted.sudo()
            .filtered(lambda part: part.audit_id and not part._part_is_open())
            .with_env(self.env)
        )
        if not settled:
            return result
        forbidden = settled | result[0] if result else settled
        return forbidden, settled._make_settled_error

    def _part_is_open(self):
        audit = self.audit_id
        if audit._lifecycle_flow() != "own":
            return not audit.is_closed
        return audit.state in self._part_states

    def _make_settled_error(self):
        # sudo: type and number
        names = self.sudo().audit_id.mapped("display_name")
        return AccessError(
            self.env._("%s: this is settled and no longer changed.", ", ".join(names))
        )
