from odoo import api, fields, models


class QmsDecisionErase(models.TransientModel):
    """Asks for the legal ground on which the content of decisions is erased."""

    _name = "qms.decision.erase"
    _description = "Erase what was decided on"

    res_ids = fields.Char(required=True, default=lambda self: self._default_res_ids())
    decisions = fields.Text("To be emptied", compute="_compute_decisions")
    reason = fields.Text("Legal ground", required=True)

    @api.model
    def _default_res_ids(self):
        return ",".join(map(str, self.env.context.get("active_ids", ())))

    @api.depends("res_ids")
    def _compute_decisions(self):
        for wizard in self:
            wizard.decisions = "\n".join(
                f"{decision.record_name}, {decision.sequence}: {decision.step_label}"
                for decision in wizard._get_decisions()
            )

    def _get_decisions(self):
        ids = [int(res_id) for res_id in (self.res_ids or "").split(",") if res_id]
        return self.env["qms.decision"].browse(ids)

    def action_confirm(self):
        """Erase; the decisions themselves stay."""
        self.ensure_one()
        self._get_decisions().action_erase_details(self.reason)
        return {"type": "ir.actions.act_window_close"}
