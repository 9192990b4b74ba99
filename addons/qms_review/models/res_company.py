from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ResCompany(models.Model):
    _inherit = "res.company"

    qms_management_ids = fields.Many2many(
        "res.users",
        "qms_company_management_rel",
        "company_id",
        "user_id",
        string="Top management",
        domain="[('share', '=', False)]",
        help="They sign the management review and release its summary; nobody signs "
        "a review he prepared himself.",
    )

    @api.constrains("qms_management_ids")
    def _check_qms_management(self):
        for company in self:
            outside = company.qms_management_ids.filtered(
                lambda user, company=company: (
                    user.share or company not in user.company_ids
                )
            )
            if outside:
                raise ValidationError(
                    self.env._(
                        "%(person)s does not work in %(company)s.",
                        person=", ".join(outside.mapped("name")),
                        company=company.name,
                    )
                )

    def _qms_management(self):
        """Those named as top management who are here."""
        # sudo: who is management is known to all
        members = self.sudo().qms_management_ids
        return members.filtered(
            lambda user: user._qms_works_here() and self in user.company_ids
        ).with_env(self.env)

    def _qms_insight_print(self):
        """The insight page of this company, as it is printed and mailed."""
        self.ensure_one()
        insight = self.env["qms.insight"]
        insight._check_may_read(self)
        return insight._page(self)


class QmsSettings(models.TransientModel):
    _inherit = "qms.settings"

    qms_management_ids = fields.Many2many(
        "res.users",
        "qms_settings_management_rel",
        "settings_id",
        "user_id",
        string="Top management",
        compute="_compute_management",
        store=True,
        readonly=False,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
    )

    @api.depends("company_id")
    def _compute_management(self):
        for settings in self:
            settings.qms_management_ids = settings.company_id.qms_management_ids

    def action_save(self):
        """Make these the company's settings."""
        company = self._check_may_set()
        # sudo: res.company - a quality manager says who is management
        company.sudo().qms_management_ids = self.qms_management_ids
        return super().action_save()
