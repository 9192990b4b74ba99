from odoo import fields, models


class QmsDeviationSplit(models.TransientModel):
    """Make a second case out of the same report."""

    _name = "qms.deviation.split"
    _description = "Split a case"

    deviation_id = fields.Many2one("qms.deviation", "Case", readonly=True)
    description = fields.Text("What the second case is about", required=True)
    type_id = fields.Many2one("qms.deviation.type", required=True)

    def action_confirm(self):
        """Split, and open the second case."""
        self.ensure_one()
        second = self.deviation_id._split(self.description, self.type_id)
        return {
            "type": "ir.actions.act_window",
            "res_model": second._name,
            "res_id": second.id,
            "views": [(False, "form")],
            "target": "current",
        }
