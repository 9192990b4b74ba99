from odoo import fields, models


class QmsQuestion(models.Model):
    """What the quality group asks of a case, and the follow-up that a yes makes."""

    _name = "qms.question"
    _description = "Question of the quality group"
    _inherit = ["qms.shared.mixin"]
    _order = "sequence, id"

    name = fields.Char("Question", required=True, translate=True)
    proposal = fields.Char(
        "What will be done",
        required=True,
        translate=True,
        help="Proposed for the follow-up; whoever makes it words it.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    action_type_id = fields.Many2one(
        "qms.action.type",
        "Makes",
        required=True,
        ondelete="restrict",
        help="The kind of follow-up; decides whether it is approved, whether its "
        "effect is judged and whether it ends with the answer of a committee.",
    )
    owner = fields.Selection(
        [
            ("leader", "The unit's leader"),
            ("handler", "Who handles the case"),
            ("process", "The owner of the process"),
            ("member", "Whoever asks"),
        ],
        "Carried out by",
        default="leader",
        required=True,
        help="Proposed; where there is no such person, the unit's leader.",
    )
    days = fields.Integer("Working days", default=10, help="Proposed deadline.")

    _days_ahead = models.Constraint("CHECK (days >= 0)", "Days are counted from 0.")
