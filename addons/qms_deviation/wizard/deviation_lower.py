from odoo import api, fields, models

from ..models.deviation_severity import AXES


class QmsDeviationLower(models.TransientModel):
    """Judge a case less severe: the new judgement and its reason."""

    _name = "qms.deviation.lower"
    _description = "Lower the severity"

    deviation_id = fields.Many2one("qms.deviation", required=True, readonly=True)
    consequence = fields.Selection("_select_consequences")
    potential = fields.Selection("_select_consequences", "It could have been")
    likelihood = fields.Selection("_select_likelihoods")
    reason = fields.Text(required=True)
    matrix = fields.Html(compute="_compute_matrix", sanitize=False)

    @api.model
    def _select_consequences(self):
        return list(self.env["qms.matrix"]._words("consequence"))

    @api.model
    def _select_likelihoods(self):
        return list(self.env["qms.matrix"]._words("likelihood"))

    @api.depends(*AXES)
    def _compute_matrix(self):
        for wizard in self:
            company = wizard.deviation_id.company_id or self.env.company
            worse = max(wizard.consequence or "", wizard.potential or "")
            matrix = self.env["qms.matrix"]._find(company)
            wizard.matrix = matrix._render(
                wizard.likelihood, worse or None, wizard.consequence
            )

    def action_confirm(self):
        """Take the decision."""
        self.ensure_one()
        self.deviation_id.action_lower(
            self.reason, **{name: self[name] for name in AXES}
        )
        return {"type": "ir.actions.act_window_close"}
