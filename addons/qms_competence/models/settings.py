from odoo import api, fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    qms_competence_soon_days = fields.Integer(
        "Certificates expire soon",
        default=90,
        help="Days ahead from which one is shown as expiring soon.",
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

    @api.model
    def _get_settings(self):
        return (*super()._get_settings(), "qms_competence_soon_days")
