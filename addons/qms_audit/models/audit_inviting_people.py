from odoo import api, models


class QmsAuditMember(models.Model):
    """Who joins or leaves a team is invited, or no longer."""

    _inherit = "qms.audit.member"

    @api.model_create_multi
    def create(self, vals_list):
        members = super().create(vals_list)
        members.audit_id._tell_later()
        return members

    def write(self, vals):
        result = super().write(vals)
        self.audit_id._tell_later()
        return result

    def unlink(self):
        audits = self.audit_id
        result = super().unlink()
        audits._tell_later()
        return result


class ResUsers(models.Model):
    _inherit = "res.users"

    def _qms_moved(self):
        """Who leaves is no longer invited, and is told so."""
        result = super()._qms_moved()
        if self:
            # sudo: what he was invited to
            invitations = self.env["qms.audit.invitation"].sudo()
            rows = invitations.search(
                [("user_id", "in", self.ids), ("is_told", "=", True)]
            )
            rows.audit_id._tell_later()
        return result
