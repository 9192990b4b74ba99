from odoo import fields, models


class QmsLawAnswer(models.TransientModel):
    """The screen on which the first person says in one line what a law changes."""

    _name = "qms.law.answer"
    _description = "What a law changes, said"
    _rec_name = "answer"

    effect_id = fields.Many2one(
        "qms.law.effect", required=True, readonly=True, ondelete="cascade"
    )
    answer = fields.Selection(
        [("changes", "It changes"), ("nothing", "Nothing, because")],
        "What does it change?",
        required=True,
        default="changes",
    )
    text = fields.Char("In one line", required=True)

    def action_say(self):
        """Say it."""
        self.ensure_one()
        self.effect_id.action_say(self.answer, self.text)
        return {"type": "ir.actions.act_window_close"}


class QmsLawUpdate(models.Model):
    _inherit = "qms.law.update"

    def action_answer(self):
        """Open the screen on which the user says what the law changes."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("What does it change?"),
            "res_model": "qms.law.answer",
            "view_mode": "form",
            "target": "new",
            "context": {"default_effect_id": self.my_effect_id.id},
        }
