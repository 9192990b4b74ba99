from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.lifecycle import Point

OUTCOMES = [
    ("informed", "Informed"),
    ("discussed", "Discussed"),
    ("agreed", "Agreed"),
    ("not_agreed", "Not agreed"),
]


class QmsActionOutcome(models.AbstractModel):
    """A follow-up that ends with what a department or committee answered."""

    _name = "qms.action.outcome"
    _description = "Answer of a department or committee"

    question_id = fields.Many2one(
        "qms.question",
        "Answers the question",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    forum = fields.Selection(
        [("department", "The department"), ("committee", "The cooperation committee")],
        "Discussed in",
    )
    outcome = fields.Selection(OUTCOMES, "Its answer", copy=False, tracking=True)
    date_outcome = fields.Date("Answered on", copy=False)

    @api.constrains("date_outcome")
    def _check_date_outcome(self):
        today = fields.Date.context_today(self)
        if any(action.date_outcome and action.date_outcome > today for action in self):
            raise ValidationError(
                self.env._("A committee answers today at the latest.")
            )

    @api.model
    def _from_origin_fields(self):
        return {*super()._from_origin_fields(), "question_id"}

    def _missing_result(self):
        if not self.asks_outcome:
            return super()._missing_result()
        missing = []
        if not self.outcome:
            missing.append(
                Point(
                    self.env._("what the department or committee answered"), "outcome"
                )
            )
        if not self.date_outcome:
            missing.append(Point(self.env._("when it answered"), "date_outcome"))
        return missing

    def _get_print_fields(self):
        answer = ["question_id", "forum", "outcome", "date_outcome"]
        return [*super()._get_print_fields(), (self.env._("Answer"), answer)]
