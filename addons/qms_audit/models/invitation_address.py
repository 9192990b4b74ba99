from odoo import api, fields, models
from odoo.tools import email_normalize, formataddr


class ResCompany(models.Model):
    """The address that invites to audits, and to which answers come."""

    _name = "res.company"
    _inherit = ["res.company"]

    qms_audit_mail_name = fields.Char(
        "Invitations to audits from",
        help="The part before the @ of the address that invites and takes the answers "
        "of calendar programs. Empty: the company's e-mail; then people answer by the "
        "link in the mail.",
    )
    qms_audit_alias_id = fields.Many2one(
        "mail.alias",
        "Address for answers to invitations",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups="base.group_system",
    )

    @api.model
    def _get_qms_aliases(self):
        return {
            **super()._get_qms_aliases(),
            "qms_audit_mail_name": ("qms_audit_alias_id", "qms.audit"),
        }

    def _qms_invitation_address(self):
        # sudo: mail.alias - our own address
        alias = self.sudo().qms_audit_alias_id
        own = alias.alias_full_name if alias.alias_name else ""
        return own or super()._qms_invitation_address()

    def _qms_audit_address(self):
        """Who invites: an address read by the gateway, where there is one."""
        address = self._qms_invitation_address()
        # sudo: the company's address
        return address or email_normalize(self.sudo().email or "") or "odoo@localhost"

    def _qms_audit_sender(self):
        """The invitations' own address: some programs answer only where it invites."""
        return formataddr((self.sudo().name, self._qms_audit_address()))  # sudo: name


class QmsSettings(models.TransientModel):
    _name = "qms.settings"
    _inherit = ["qms.settings"]

    qms_audit_mail_name = fields.Char(
        "Invitations to audits from",
        compute="_compute_values",
        precompute=True,
        store=True,
        readonly=False,
    )

    @api.model
    def _get_settings(self):
        return (*super()._get_settings(), "qms_audit_mail_name")
