from odoo import api, fields, models

DAYS = (
    "qms_audit_report_days",
    "qms_audit_accept_days",
    "qms_audit_major_days",
    "qms_audit_minor_days",
)


class ResCompany(models.Model):
    _inherit = "res.company"

    qms_audit_report_days = fields.Integer(
        "Audit report within",
        default=10,
        help="Working days from the end of the audit.",
    )
    qms_audit_accept_days = fields.Integer(
        "Audit report stands after",
        default=10,
        help="Working days in which the audited unit accepts or comments it.",
    )
    qms_audit_major_days = fields.Integer(
        "Major nonconformity handled within", default=10, help="Working days."
    )
    qms_audit_minor_days = fields.Integer(
        "Minor nonconformity handled within", default=30, help="Working days."
    )

    _qms_audit_days_ahead = models.Constraint(
        "CHECK (qms_audit_report_days >= 0 AND qms_audit_accept_days > 0 "
        "AND qms_audit_major_days >= 0 AND qms_audit_minor_days >= 0)",
        "Days are counted from 0; an audited unit has at least one to answer.",
    )


class QmsSettings(models.TransientModel):
    _inherit = "qms.settings"

    qms_audit_report_days = fields.Integer(
        "Audit report within",
        compute="_compute_values",
        precompute=True,
        store=True,
        readonly=False,
    )
    qms_audit_accept_days = fields.Integer(
        "Audit report stands after",
        compute="_compute_values",
        precompute=True,
        store=True,
        readonly=False,
    )
    qms_audit_major_days = fields.Integer(
        "Major nonconformity handled within",
        compute="_compute_values",
        precompute=True,
        store=True,
        readonly=False,
    )
    qms_audit_minor_days = fields.Integer(
        "Minor nonconformity handled within",
        compute="_compute_values",
        precompute=True,
        store=True,
        readonly=False,
    )

    @api.model
    def _get_settings(self):
        return (*super()._get_settings(), *DAYS)
