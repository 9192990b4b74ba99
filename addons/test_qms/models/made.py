from odoo import api, fields, models

from odoo.addons.qms.tools.lifecycle import Transition


class TestQmsMade(models.Model):
    _name = "test.qms.made"
    _description = "Test: record that the year wheel makes"
    _inherit = ["qms.wheel.target.mixin", "qms.record.mixin"]
    _order = "number desc"

    _lifecycle_start = "new"
    _lifecycle_closed = ("closed",)
    _lifecycle_transitions = (Transition("close", ("new",), "closed"),)

    name = fields.Char(required=True)
    date = fields.Date()
    state = fields.Selection(
        [("new", "New"), ("closed", "Closed")],
        default="new",
        required=True,
        readonly=True,
        copy=False,
    )
    company_id = fields.Many2one("res.company", required=True, index=True)

    def action_close(self):
        """Close it."""
        return self._transition("close")

    @api.model
    def _prepare_wheel_values(self, occurrence):
        return {
            **super()._prepare_wheel_values(occurrence),
            "name": occurrence.name,
            "date": occurrence.date_planned,
        }

    def _wheel_moved(self, occurrence):
        self.date = occurrence.date_planned
        return super()._wheel_moved(occurrence)

    def _after_transition(self, step, reason):
        result = super()._after_transition(step, reason)
        self._wheel_done()
        return result
