from odoo import api, fields, models
from odoo.exceptions import UserError

VERDICTS = [
    ("good", "Goes on"),
    ("conditions", "Goes on, with conditions"),
    ("stop", "Not used again"),
]


class QmsExternalEvaluation(models.Model):
    """Once a year: with whom from outside it goes on, and how (ISO 9001 8.4.1)."""

    _name = "qms.external.evaluation"
    _description = "Evaluation of external persons"
    _inherit = ["qms.retained.mixin", "qms.competence.round.mixin"]
    _lifecycle_stamps = ("date_ended", "date_removed", "is_kept")
    _round_duty = "evaluate_externals"

    department_id = fields.Many2one(
        help="Empty: everybody from outside who works for the company."
    )
    date_closed = fields.Date(related="date_ended", store=True, string="Closed on")
    line_ids = fields.One2many(
        "qms.external.evaluation.line", "evaluation_id", "Evaluated"
    )

    def _round_name(self):
        return self.env._("Evaluation of external persons")

    @api.model_create_multi
    def create(self, vals_list):
        made = super().create(vals_list)
        made._fill()
        return made

    def _fill(self):
        """A line for each who works for the company or the unit."""
        # sudo: the system makes the lines, whoever began it
        people = self.env["qms.external.person"].sudo()
        lines = []
        for each in self:
            found = people.search(each._people_domain(), order="name, id")
            lines += [
                {"evaluation_id": each.id, "external_id": external.id}
                for external in found
            ]
        self.env["qms.external.evaluation.line"].sudo().create(lines)

    def _erasure_scope(self):
        """Also what was said of each."""
        return [(each, [each, each.line_ids]) for each in self]

    def _missing_end(self):
        # sudo: how many are left, of those who still work for us
        left = self.sudo().line_ids.filtered(
            lambda line: not line.verdict and line.external_id.active
        )
        return [self.env._("%s to be evaluated", len(left))] if left else []

    def _decision_content(self):
        """With what was said of each."""
        said = [
            (line.external_id.id, line.verdict or "", line.note or "")
            for line in self.line_ids
        ]
        return {**super()._decision_content(), "said": said}


class QmsExternalEvaluationLine(models.Model):
    """What is said of one of them: how the work went, never how he is."""

    _name = "qms.external.evaluation.line"
    _description = "Evaluation of an external person"
    _inherit = ["qms.mask.values", "qms.text.mixin"]
    _order = "id"
    _rec_name = "external_id"
    _mask_fields = ("note",)

    evaluation_id = fields.Many2one(
        "qms.external.evaluation",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    external_id = fields.Many2one(
        "qms.external.person",
        "Who",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        related="evaluation_id.company_id", store=True, index=True
    )
    task = fields.Char(related="external_id.task")
    confirmation_state = fields.Selection(related="external_id.confirmation_state")
    verdict = fields.Selection(VERDICTS)
    note = fields.Char("How the work went, and conditions")

    _once = models.UniqueIndex("(evaluation_id, external_id)")

    def write(self, vals):
        if not self.env.su:
            self.check_access("write")
            if not set(vals) <= {"verdict", "note"}:
                raise UserError(self.env._("What is evaluated is settled by now."))
            # sudo: the state alone
            if self.sudo().evaluation_id.filtered("is_closed"):
                raise UserError(self.env._("The evaluation has ended; it stands."))
        return super().write(vals)
