from odoo import fields, models
from odoo.exceptions import UserError


class QmsReason(models.TransientModel):
    _name = "qms.reason"
    _description = "Reason for a step"

    res_model = fields.Char(required=True)
    res_ids = fields.Char(required=True)
    transition = fields.Char(required=True)
    reason = fields.Text(required=True)

    def action_confirm(self):
        """Take the step with its reason, by its own public method."""
        self.ensure_one()
        model = self.env.get(self.res_model)
        if model is None or not hasattr(model, "_lifecycle_transitions"):
            raise UserError(self.env._("There is no such record."))
        step = model._get_transition(self.transition)
        records = model.browse(int(rid) for rid in self.res_ids.split(","))
        getattr(records, f"action_{step.name}")(reason=self.reason)
        return {"type": "ir.actions.act_window_close"}
