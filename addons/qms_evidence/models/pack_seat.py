from odoo import fields, models


class QmsEvidencePackSeat(models.AbstractModel):
    """Seats over a pack: they end with it."""

    _name = "qms.evidence.pack.seat"
    _description = "Seats over an evidence pack"

    seat_ids = fields.One2many(
        "qms.evidence.seat", "pack_id", "Auditors' seats", readonly=True
    )

    def action_give_seat(self):
        """Begin a seat over the pack."""
        self.ensure_one()
        self._check_fetch()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Auditor's seat"),
            "res_model": "qms.evidence.seat",
            "views": [(False, "form")],
            "context": {"default_pack_id": self.id},
        }

    def _after_transition(self, step, reason):
        result = super()._after_transition(step, reason)
        if step.name == "withdraw":
            self.seat_ids._end_over()
        return result

    def _expire(self):
        result = super()._expire()
        self.seat_ids._end_over()
        return result
