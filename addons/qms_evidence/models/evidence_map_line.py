from odoo import fields, models

from .evidence_map import HOLES


class QmsEvidenceMapLine(models.TransientModel):
    """A clause in the map."""

    _name = "qms.evidence.map.line"
    _description = "Clause in the map of the evidence"
    _order = "rank, sort_key, id"
    _rec_name = "requirement_id"

    map_id = fields.Many2one(
        "qms.evidence.map", required=True, index=True, ondelete="cascade"
    )
    requirement_id = fields.Many2one(
        "qms.requirement", required=True, ondelete="cascade", readonly=True
    )
    number = fields.Char("Clause", related="requirement_id.number")
    name = fields.Char(related="requirement_id.name")
    sort_key = fields.Char(
        related="requirement_id.sort_key",
        store=True,
        precompute=True,
        export_string_translation=False,
    )
    is_documented = fields.Boolean(related="requirement_id.is_documented")
    hole = fields.Selection(HOLES, "Evidence", readonly=True)
    rank = fields.Integer(readonly=True, export_string_translation=False)
    missing_points = fields.Char("Points without a source", readonly=True)
    source_count = fields.Integer("Sources", readonly=True)
    record_count = fields.Integer("Records", readonly=True)
    last_day = fields.Date("Latest", readonly=True)
    row_ids = fields.One2many("qms.evidence.map.row", "line_id", readonly=True)

    def action_sources(self):
        """Show what proves this clause."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.requirement_id.display_name,
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }
