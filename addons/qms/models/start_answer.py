from odoo import api, fields, models
from odoo.exceptions import ValidationError


class QmsStartAnswer(models.Model):
    """What a company says of a point of the first month itself."""

    _name = "qms.start.answer"
    _description = "Answer to a point of the first month"
    _rec_name = "point_id"
    _order = "point_id, id"

    point_id = fields.Many2one(
        "qms.start.point", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.company,
    )
    kind = fields.Selection(
        [("done", "Done"), ("apart", "Not for us")], required=True, default="apart"
    )
    reason = fields.Text("Because")

    _once = models.UniqueIndex(
        "(point_id, company_id)", "This point has its answer already."
    )

    @api.constrains("kind", "reason")
    def _check_reason(self):
        for answer in self:
            if answer.kind == "apart" and not (answer.reason or "").strip():
                raise ValidationError(
                    self.env._("Say why it is not for you: somebody will ask.")
                )

    @api.constrains("kind", "point_id")
    def _check_countable(self):
        for answer in self:
            if answer.kind == "done" and answer.point_id.res_model:
                raise ValidationError(
                    self.env._(
                        "%s: this is counted, and done when nothing is missing.",
                        answer.point_id.name,
                    )
                )
