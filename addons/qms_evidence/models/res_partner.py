from odoo import api, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    @api.model
    def _get_partner_from_token(self, token):
        """A link into a seat that has ended opens nothing."""
        partner = super()._get_partner_from_token(token)
        if not partner:
            return partner
        # sudo: whose account it is
        users = partner.sudo().user_ids
        return partner if all(user._qms_may_enter(True) for user in users) else None
