from odoo import api, fields, models


class QmsDeviationType(models.Model):
    _inherit = "qms.deviation.type"

    survey_off_limits = fields.Boolean(
        "Never asked how it went",
        compute="_compute_survey_off_limits",
        store=True,
        readonly=False,
        precompute=True,
        help="Enforcement, children, death, protected addresses: no survey follows "
        "such a case.",
    )

    @api.depends("regulated")
    def _compute_survey_off_limits(self):
        for kind in self:
            kind.survey_off_limits = kind.regulated
