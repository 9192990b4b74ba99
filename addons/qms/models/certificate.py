from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain


class QmsCertificate(models.Model):
    _name = "qms.certificate"
    _description = "Certificate"
    _inherit = ["mail.thread", "mail.activity.mixin", "qms.validity.mixin"]
    _order = "valid_to desc, id desc"
    _rec_names_search = ["number", "body", "standard_id"]
    _check_company_auto = True

    body = fields.Char(
        string="Certification body", required=True, help="Who issued the certificate."
    )
    number = fields.Char(required=True, tracking=True)
    standard_id = fields.Many2one(
        "qms.standard",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('kind', '=', 'standard')]",
        tracking=True,
        help="The edition we are certified to.",
    )
    valid_to = fields.Date(tracking=True)
    next_visit_date = fields.Date(string="Next visit", tracking=True)
    next_visit_kind = fields.Selection(
        [
            ("initial", "First certification"),
            ("surveillance", "Surveillance"),
            ("recertification", "Recertification"),
            ("special", "Follow-up or extra visit"),
        ],
        string="Kind of visit",
        tracking=True,
    )
    scope = fields.Text(
        translate=True, help="What the certificate covers, as written on it."
    )
    exclusion_ids = fields.One2many(
        "qms.scope.exclusion", "certificate_id", string="Left out"
    )
    warn_days = fields.Integer(
        string="Warn before",
        default=180,
        help="Days before the end from which the certificate expires soon.",
    )
    date_warning = fields.Date(compute="_compute_date_warning", store=True)
    expires_soon = fields.Boolean(
        compute="_compute_expires_soon", search="_search_expires_soon"
    )
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )

    _number_uniq = models.UniqueIndex(
        "(company_id, standard_id, number)", "This certificate is registered already."
    )
    _warn_days_positive = models.Constraint(
        "CHECK (warn_days >= 0)", "The days of warning cannot be negative."
    )

    @api.depends("standard_id.display_name", "number")
    def _compute_display_name(self):
        for certificate in self:
            parts = (certificate.standard_id.display_name, certificate.number)
            certificate.display_name = " · ".join(filter(None, parts))

    @api.depends("valid_to", "warn_days")
    def _compute_date_warning(self):
        for certificate in self:
            notice = relativedelta(days=certificate.warn_days)
            end = certificate.valid_to
            certificate.date_warning = end and end - notice

    @api.depends("date_warning", "valid_to")
    def _compute_expires_soon(self):
        expiring = self.filtered_domain(self._get_expires_soon_domain())
        for certificate in self:
            certificate.expires_soon = certificate in expiring

    def _search_expires_soon(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._get_expires_soon_domain()

    def _get_expires_soon_domain(self):
        today = fields.Date.context_today(self)
        return Domain("date_warning", "<=", today) & Domain("valid_to", ">=", today)
