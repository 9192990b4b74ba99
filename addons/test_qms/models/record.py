from odoo import fields, models

from odoo.addons.qms.tools.lifecycle import Mandate, Transition


class TestQmsRecord(models.Model):
    """The smallest quality record: noted on again and again, closed, reopened."""

    _name = "test.qms.record"
    _description = "Test: smallest quality record"
    _inherit = ["qms.record.mixin"]
    _order = "id desc"
    _rec_name = "number"

    _lifecycle_start = "new"
    _lifecycle_closed = ("closed",)
    _lifecycle_stamps = ("date_closed",)
    _lifecycle_transitions = (
        Transition("note", ("new",), None, "_mandate_anyone"),
        Transition("close", ("new",), "closed", "_mandate_anyone", ("_missing_text",)),
        Transition("skip", ("new",), "closed", "_mandate_anyone", flows=("short",)),
        Transition("reopen", ("closed",), "new", "_mandate_anyone", reason=True),
    )

    name = fields.Char(required=True)
    text = fields.Text()
    is_short = fields.Boolean()
    state = fields.Selection(
        [("new", "New"), ("closed", "Closed")],
        default="new",
        required=True,
        readonly=True,
        copy=False,
    )
    date_closed = fields.Date(readonly=True, copy=False)
    company_id = fields.Many2one(
        "res.company", index=True, default=lambda self: self.env.company
    )

    def _lifecycle_flow(self):
        return "short" if self.is_short else "long"

    def _mandate_anyone(self):
        return Mandate("handler") if self.has_access("read") else None

    def _missing_text(self):
        return [] if self.text else [self.env._("a text")]

    def _transition_values(self, step):
        if step.name == "close":
            return {"date_closed": fields.Date.context_today(self)}
        return {"date_closed": False} if step.name == "reopen" else {}

    def action_note(self):
        """Note that nothing changed: a decision, the same state."""
        return self._transition("note")

    def action_close(self):
        """Close it."""
        return self._transition("close")

    def action_skip(self):
        """Close it without a text: the short flow's way."""
        return self._transition("skip")

    def action_reopen(self, reason=None):
        """Open it again, with a reason."""
        return self._transition("reopen", reason)
