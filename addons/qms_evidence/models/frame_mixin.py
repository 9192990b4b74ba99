from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.qms.tools.evidence import Frame


class QmsEvidenceFrameMixin(models.AbstractModel):
    """What is looked at: edition, period, companies, units, certified scope."""

    _name = "qms.evidence.frame.mixin"
    _description = "What evidence is asked for"

    standard_id = fields.Many2one(
        "qms.standard",
        "Edition",
        required=True,
        ondelete="cascade",
        default=lambda self: self._default_standard_id(),
    )
    date_from = fields.Date(
        "From", required=True, default=lambda self: self._default_date_from()
    )
    date_to = fields.Date(
        "To", required=True, default=lambda self: self.env.company._qms_today()
    )
    company_ids = fields.Many2many(
        "res.company",
        string="Companies",
        required=True,
        default=lambda self: self.env.companies,
    )
    unit_ids = fields.Many2many(
        "hr.department",
        string="Units",
        domain="[('company_id', 'in', company_ids)]",
        help="Empty: all. Units below go along; what belongs to no unit stays in.",
    )
    in_scope = fields.Boolean(
        "Certified scope only", help="Units in the certified scope alone."
    )

    @api.model
    def _default_standard_id(self):
        """The edition one is certified to, else the first."""
        certificates = self.env["qms.certificate"].search(
            [("company_id", "in", self.env.companies.ids)]
        )
        standards = self.env["qms.standard"].search([("requirement_ids", "!=", False)])
        return (certificates.standard_id & standards or standards)[:1]

    @api.model
    def _default_date_from(self):
        return self.env.company._qms_today() - relativedelta(years=1, days=-1)

    def _check_frame(self):
        if self.date_from > self.date_to:
            raise UserError(self.env._("The period ends before it begins."))
        if not self.env.su and self.company_ids - self.env.user.company_ids:
            raise UserError(self.env._("One of these companies is not one of yours."))

    def _frame(self, until_moment=None):
        self.ensure_one()
        return Frame(
            self.company_ids,
            self.date_from,
            self.date_to,
            self.unit_ids,
            self.in_scope,
            until_moment,
        )

    def _sources(self):
        """The sources that these companies have."""
        return self.env["qms.evidence.source"].search(
            [("company_id", "in", [*self.company_ids.ids, False])]
        )

    def _requirements(self):
        """What of the edition is to be proven, in its order."""
        asked = Domain("is_assessable", "=", True) | Domain("is_documented", "=", True)
        return self.env["qms.requirement"].search(
            Domain("standard_id", "=", self.standard_id.id) & asked,
            order="sort_key, id",
        )

    def _excluded(self):
        """What the certificates of all these companies leave out."""
        exclusions = self.env["qms.scope.exclusion"].search(
            [
                ("certificate_id.standard_id", "=", self.standard_id.id),
                ("company_id", "in", self.company_ids.ids),
                ("requirement_id", "!=", False),
                ("process_id", "=", False),
                ("department_id", "=", False),
            ]
        )
        by_company = exclusions.grouped("company_id")
        if set(by_company) != set(self.company_ids):
            return self.env["qms.requirement"]
        left_out = exclusions.requirement_id
        for own in by_company.values():
            left_out &= own.requirement_id
        return left_out
