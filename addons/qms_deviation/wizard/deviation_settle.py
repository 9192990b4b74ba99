from odoo import api, fields, models


class QmsDeviationSettle(models.TransientModel):
    """The short way in one step, for one case or many."""

    _name = "qms.deviation.settle"
    _description = "Settle as small"

    deviation_ids = fields.Many2many("qms.deviation", string="Cases", readonly=True)
    count = fields.Integer(compute="_compute_count")
    correction = fields.Text(
        "What was done at once?",
        help="Cases that already say what was done keep their own words.",
    )
    needs_correction = fields.Boolean(compute="_compute_count")
    enough_because = fields.Text("Why is that enough?", required=True)
    answer = fields.Text("Answer to the reporter")

    @api.depends("deviation_ids")
    def _compute_count(self):
        for wizard in self:
            wizard.count = len(wizard.deviation_ids)
            wizard.needs_correction = not all(wizard.deviation_ids.mapped("correction"))

    def action_confirm(self):
        """Write the answers and close, all of them or none."""
        self.ensure_one()
        cases = self.deviation_ids
        if self.correction:
            silent = cases.filtered(lambda case: not case.correction)
            silent.write({"correction": self.correction})
        values = {"enough_because": self.enough_because}
        if self.answer:
            values["answer"] = self.answer
        cases.write(values)
        cases.action_settle()
        return {"type": "ir.actions.act_window_close"}
