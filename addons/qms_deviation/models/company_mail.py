import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import email_normalize

DOMAIN = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")


class ResCompany(models.Model):
    """Its address for reports by mail."""

    _name = "res.company"
    _inherit = ["res.company"]

    qms_mail_name = fields.Char(
        "Reports by mail to",
        help="The part before the @ of the address that takes reports. Empty: none.",
    )
    qms_mail_domains = fields.Char(
        "Mail domains of our own",
        help="Besides that of the company's e-mail; several with a comma. Mail from "
        "elsewhere is answered, not taken in.",
    )
    qms_mail_department_id = fields.Many2one(
        "hr.department",
        "Unit that reads reports by mail",
        ondelete="set null",
        domain="[('company_id', '=', id)]",
        help="For those who wrote without having a unit here. Empty: the unit of the "
        "quality manager.",
    )
    qms_mail_alias_id = fields.Many2one(
        "mail.alias",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups="base.group_system",
    )

    @api.constrains("qms_mail_domains")
    def _check_qms_mail_domains(self):
        for company in self:
            for domain in company._qms_listed_domains():
                if not DOMAIN.fullmatch(domain):
                    raise ValidationError(
                        self.env._(
                            "%s is no mail domain, such as town.example.", domain
                        )
                    )

    @api.constrains("qms_mail_department_id")
    def _check_qms_mail_department(self):
        for company in self:
            if company.qms_mail_department_id.company_id - company:
                raise ValidationError(
                    self.env._("The unit that reads reports by mail is one of its own.")
                )

    @api.model
    def _get_qms_aliases(self):
        return {
            **super()._get_qms_aliases(),
            "qms_mail_name": ("qms_mail_alias_id", "qms.report"),
        }

    def _qms_mail_address(self):
        """The address for reports, or nothing."""
        # sudo: mail.alias - our own address
        alias = self.sudo().qms_mail_alias_id
        return alias.alias_full_name if alias.alias_name else ""

    def _qms_listed_domains(self):
        return [
            domain.removeprefix("@")
            for domain in re.split(r"[\s,;]+", (self.qms_mail_domains or "").lower())
            if domain
        ]

    def _qms_own_domains(self):
        """Domains whose mail is ours."""
        self.ensure_one()
        own = email_normalize(self.email or "") or ""
        own = own.rsplit("@", 1)[-1]
        return {*self._qms_listed_domains(), own} - {""}

    def _qms_mail_unit(self):
        """Where mail of nobody's unit is read."""
        self.ensure_one()
        if self.qms_mail_department_id:
            return self.qms_mail_department_id
        managers = self._qms_quality_managers().sorted("id")
        # sudo: hr.employee - where the quality managers work
        employees = self.env["hr.employee"].sudo()
        own = employees.search(
            [("user_id", "in", managers.ids), ("company_id", "=", self.id)], order="id"
        )
        return own.department_id[:1].with_env(self.env)

    def _qms_mail_refusal(self, address, message_id):
        """Tell somebody from outside which other ways there are."""
        self.ensure_one()
        # sudo: templates and the queue belong to the system
        template = self.env.ref("qms_deviation.mail_template_refused").sudo()
        template.send_mail(
            self.id,
            force_send=False,
            email_values={
                "email_to": address,
                "headers": repr(
                    {
                        "Auto-Submitted": "auto-replied",
                        "X-Auto-Response-Suppress": "All",
                    }
                ),
                "references": message_id if message_id.startswith("<") else False,
            },
        )
        self.env["qms.mailer"]._trigger_queue()


class QmsSettings(models.TransientModel):
    _name = "qms.settings"
    _inherit = ["qms.settings"]

    qms_mail_name = fields.Char(
        "Reports by mail to",
        compute="_compute_values",
        precompute=True,
        store=True,
        readonly=False,
    )
    qms_mail_domains = fields.Char(
        "Mail domains of our own",
        compute="_compute_values",
        precompute=True,
        store=True,
        readonly=False,
    )
    qms_mail_department_id = fields.Many2one(
        "hr.department",
        "Unit that reads reports by mail",
        compute="_compute_values",
        precompute=True,
        store=True,
        readonly=False,
        check_company=True,
        domain="[('company_id', '=', company_id)]",
        ondelete="cascade",
    )
    qms_mail_address = fields.Char("Address now", compute="_compute_qms_mail_address")

    @api.depends("company_id")
    def _compute_qms_mail_address(self):
        for settings in self:
            settings.qms_mail_address = settings.company_id._qms_mail_address()

    @api.model
    def _get_settings(self):
        return (
            *super()._get_settings(),
            "qms_mail_name",
            "qms_mail_domains",
            "qms_mail_department_id",
        )
