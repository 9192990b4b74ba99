from odoo import fields, models

QUESTIONS = [
    ("occurred_on", "When it happened"),
    ("serious", "Whether it is serious"),
    ("received_on", "When it came in"),
    ("sender", "Who wrote or called"),
    ("praised", "Whom the praise is for"),
    ("correction", "What was done at once"),
    ("place", "The place"),
    ("touched", "Whom it touches"),
    ("requirement", "The requirement it deviates from"),
    ("not_own_leader", "Not to my own leader"),
]


class QmsDeviationQuestion(models.Model):
    """One question of a type's report form, besides what and where."""

    _name = "qms.deviation.question"
    _description = "Question of a report form"
    _inherit = ["qms.shared.mixin"]
    _order = "type_id, id"
    _rec_name = "question"

    type_id = fields.Many2one(
        "qms.deviation.type", required=True, index=True, ondelete="cascade"
    )
    question = fields.Selection(QUESTIONS, "Asks for", required=True)

    _question_unique = models.Constraint("UNIQUE (type_id, question)", "Asked already.")
