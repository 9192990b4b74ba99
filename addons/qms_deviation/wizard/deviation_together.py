from odoo import api, fields, models


class QmsDeviationTogether(models.TransientModel):
    """Several small cases, one analysis."""

    _name = "qms.deviation.together"
    _description = "Analyse together"

    deviation_ids = fields.Many2many("qms.deviation", string="Cases", readonly=True)
    common_id = fields.Many2one(
        "qms.deviation",
        "The analysis is made on",
        required=True,
        domain="[('id', 'in', deviation_ids)]",
        compute="_compute_common_id",
        store=True,
        precompute=True,
        readonly=False,
        help="The others follow it: they take over its cause and close with it.",
    )

    @api.depends("deviation_ids")
    def _compute_common_id(self):
        for wizard in self:
            oldest = wizard.deviation_ids.sorted("id")[:1]._origin
            wizard.common_id = wizard.common_id or oldest

    def action_confirm(self):
        """All of them, or none; then the case that carries the analysis."""
        self.ensure_one()
        (self.deviation_ids - self.common_id).action_follow(self.common_id.id)
        return {
            "type": "ir.actions.act_window",
            "res_model": "qms.deviation",
            "res_id": self.common_id.id,
            "views": [(False, "form")],
        }
