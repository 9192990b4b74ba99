from odoo import api, fields, models


class QmsMeetingMove(models.TransientModel):
    """Another time for a meeting, and why."""

    _name = "qms.meeting.move"
    _description = "Move a meeting"

    meeting_id = fields.Many2one(
        "qms.meeting", required=True, readonly=True, ondelete="cascade"
    )
    date_start = fields.Datetime(
        "Begins",
        compute="_compute_times",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    date_end = fields.Datetime(
        "Ends",
        compute="_compute_times",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    place = fields.Char(
        compute="_compute_times", store=True, readonly=False, precompute=True
    )
    reason = fields.Text(required=True)

    @api.depends("meeting_id")
    def _compute_times(self):
        for wizard in self:
            wizard.date_start = wizard.meeting_id.date_start
            wizard.date_end = wizard.meeting_id.date_end
            wizard.place = wizard.meeting_id.place

    def action_confirm(self):
        """Move it; whoever was invited is told."""
        self.ensure_one()
        self.meeting_id.action_move(
            self.date_start, self.date_end, self.place or "", self.reason
        )
        return {"type": "ir.actions.act_window_close"}
