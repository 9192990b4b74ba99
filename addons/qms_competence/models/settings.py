from odoo import api, fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    qms_competence_soon_days = fields.Integer(
        "Certificates expire soon",
        default=90,
        help="Days ahead from which one is shown as expiring soon.",
    )

    qms_assessment_years = fields.Integer(
        "Years the talk is kept",
        default=3,
        help="What was said at a competence review goes so long after it was held.",
    )

    qms_external_months = fields.Integer(
        "Months an external person's confirmation holds",
        default=12,
        help="Afterwards he begins no new assignment until he has confirmed again.",
    )

    qms_external_years = fields.Integer(
        "Years an external person is kept",
        default=5,
        help="Name, tasks, proofs and confirmations go so long after the last "
        "assignment or confirmation.",
    )

    _qms_external_years = models.Constraint(
        "CHECK (qms_external_years > 0)",
        "Who worked for us is kept for a year at least.",
    )
    _qms_external_months = models.Constraint(
        "CHECK (qms_external_months > 0)",
        "A confirmation holds for a month at least.",
    )
    _qms_assessment_years = models.Constraint(
        "CHECK (qms_assessment_years > 0)",
        "What was said at a competence review is kept for a year at least.",
    )
    _qms_competence_soon = models.Constraint(
        "CHECK (qms_competence_soon_days >= 0)",
        "Days ahead are counted from 0.",
    )


class QmsSettings(models.TransientModel):
    _inherit = "qms.settings"

    qms_competence_soon_days = fields.Integer(
        "Certificates expire soon",
        compute="_compute_values",
        precompute=True,
        store=True,
        readonly=False,
        help="Days ahead from which one is shown as expiring soon.",
    )

    qms_assessment_years = fields.Integer(
        "Years the talk is kept",
        compute="_compute_values",
        precompute=True,
        store=True,
        readonly=False,
        help="What was said at a competence review goes so long after it was held.",
    )

    qms_external_months = fields.Integer(
        "Months an external person's confirmation holds",
        compute="_compute_values",
        precompute=True,
        store=True,
        readonly=False,
        help="Afterwards he begins no new assignment until he has confirmed again.",
    )

    qms_external_years = fields.Integer(
        "Years an external person is kept",
        compute="_compute_values",
        precompute=True,
        store=True,
        readonly=False,
        help="Name, tasks, proofs and confirmations go so long after the last "
        "assignment or confirmation.",
    )

    @api.model
    def _get_settings(self):
        return (
            *super()._get_settings(),
            "qms_competence_soon_days",
            "qms_assessment_years",
            "qms_external_months",
            "qms_external_years",
        )
