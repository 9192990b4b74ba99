from odoo import fields, models


class QmsDeviationMerge(models.TransientModel):
    """Keep one of several cases that are the same."""

    _name = "qms.deviation.merge"
    _description = "Merge cases"

    deviation_ids = fields.Many2many(
        "qms.deviation",
        string="The same event",
        domain="[('is_closed', '=', False), ('company_id', '=', company_id)]",
    )
    kept_id = fields.Many2one(
        "qms.deviation", "Keep", required=True, domain="[('id', 'in', deviation_ids)]"
    )
    company_id = fields.Many2one(related="kept_id.company_id")

    def action_confirm(self):
        """End the others, and open the one that is kept."""
        self.ensure_one()
        self.deviation_ids._merge_into(self.kept_id)
        return {
            "type": "ir.actions.act_window",
            "res_model": self.kept_id._name,
            "res_id": self.kept_id.id,
            "views": [(False, "form")],
            "target": "current",
        }
