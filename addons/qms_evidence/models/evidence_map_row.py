from odoo import api, fields, models


class QmsEvidenceMapRow(models.TransientModel):
    """A source in the map: of the whole, or of one clause."""

    _name = "qms.evidence.map.row"
    _description = "Source in the map of the evidence"
    _order = "record_count, source_id, id"
    _rec_name = "source_id"

    map_id = fields.Many2one(
        "qms.evidence.map", required=True, index=True, ondelete="cascade"
    )
    line_id = fields.Many2one("qms.evidence.map.line", index=True, ondelete="cascade")
    source_id = fields.Many2one(
        "qms.evidence.source", required=True, ondelete="cascade", readonly=True
    )
    description = fields.Text(related="source_id.description")
    is_read = fields.Boolean("May be read", readonly=True)
    record_count = fields.Integer("Records", readonly=True)
    last_day = fields.Date("Latest", readonly=True)
    note = fields.Char("What it tells", compute="_compute_note")

    @api.depends("is_read", "record_count")
    @api.depends_context("lang")
    def _compute_note(self):
        for row in self:
            if not row.is_read:
                row.note = self.env._("Not yours to read")
            elif not row.record_count:
                row.note = self.env._("No record in the period")
            else:
                row.note = False

    def action_records(self):
        """Open the records that were counted."""
        self.ensure_one()
        self.check_access("read")
        source, frame = self.source_id, self.map_id._frame()
        if not self.line_id:
            return source._window(frame)
        named = self.line_id.requirement_id
        named |= named._get_predecessors()
        fixed = source.requirement_ids & named
        return source._window(frame, None if fixed else named)
