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

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        companies.filtered("qms_audit_mail_name")._qms_set_audit_alias()
        return companies

    def write(self, vals):
        result = super().write(vals)
        if not {"qms_audit_mail_name", "alias_domain_id"}.isdisjoint(vals):
            self._qms_set_audit_alias()
        return result

    def _qms_set_audit_alias(self):
        """The address follows the name; the first name makes it."""
        model = self.env["ir.model"]._get_id("qms.audit")
        # sudo: mail.alias - a quality manager sets the name of this one only
        for company in self.sudo():
            name, alias = company.qms_audit_mail_name, company.qms_audit_alias_id
            values = {
                "alias_name": name or False,
                "alias_domain_id": company.alias_domain_id.id,
                "alias_incoming_local": not company.alias_domain_id,
            }
            if alias:
                alias.write(values)
            elif name:
                fixed = {"alias_model_id": model, "alias_contact": "everyone"}
                company.qms_audit_alias_id = alias.create({**values, **fixed})

    def _qms_audit_address(self):
        """Who invites: an address read by the gateway, where there is one."""
        # sudo: mail.alias - our own address
        alias = self.sudo().qms_audit_alias_id
        address = alias.alias_full_name if alias.alias_name else ""
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
