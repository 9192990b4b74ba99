from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.qms.tools.holding import Holding

from .review_chapter import ANSWERS, SHOWS


class QmsReviewLine(models.Model):
    """One input of a review (ISO 9001 9.3.2): its figures, and what we make of them."""

    _name = "qms.review.line"
    _description = "Input of a management review, answered"
    _inherit = [
        "qms.review.line.collecting",
        "qms.holding.mixin",
        "qms.review.part",
    ]
    _order = "review_id, sequence, id"
    _mask_fields = ("assessment", "nothing_because")

    _part_system = (
        "input_id",
        "sequence",
        "name",
        "chapter",
        "clause",
        "shows",
        "must_answer",
        "figure_ids",
        "fixed_earlier",
        "fixed_empty",
    )

    input_id = fields.Many2one(
        "qms.review.input",
        "Asked for by",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    sequence = fields.Integer(readonly=True)
    name = fields.Char("Input", required=True, translate=True, readonly=True)
    chapter = fields.Char(required=True, translate=True, readonly=True)
    clause = fields.Char(readonly=True)
    hint = fields.Char(related="input_id.hint")
    shows = fields.Selection(SHOWS, default="figures", required=True, readonly=True)
    must_answer = fields.Selection(
        ANSWERS, "Answered", default="without_data", required=True, readonly=True
    )
    figure_ids = fields.One2many("qms.review.figure", "line_id", "Figures")
    assessment = fields.Text("What we make of it")
    nothing_because = fields.Text(
        "Nothing, because", help="Where there is no data: why, and what that means."
    )
    responsible_id = fields.Many2one(
        "res.users",
        "Answered by",
        index="btree_not_null",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="Is asked to write the assessment; empty: whoever prepares the review.",
    )
    is_empty = fields.Boolean("No data", compute="_compute_is_empty")
    is_red = fields.Boolean("Must be answered", compute="_compute_is_empty")
    status = fields.Selection(
        [
            ("red", "No data, not answered"),
            ("open", "To be assessed"),
            ("nothing", "Nothing, because"),
            ("done", "Answered"),
            ("data", "Has data"),
        ],
        compute="_compute_is_empty",
    )
    earlier = fields.Html("Decided last time", compute="_compute_earlier")
    is_settled = fields.Boolean(compute="_compute_is_settled")
    fixed_empty = fields.Boolean(readonly=True)
    fixed_earlier = fields.Json(readonly=True)

    _by_review = models.Index("(review_id, sequence, id)")

    @api.depends("name", "clause")
    def _compute_display_name(self):
        for line in self:
            line.display_name = " ".join(filter(None, (line.clause, line.name)))

    @api.depends("review_id.state")
    def _compute_is_settled(self):
        for line in self:
            # sudo: the state alone
            line.is_settled = line.sudo().review_id.state != "collecting"

    @api.depends(
        "assessment",
        "nothing_because",
        "figure_ids.fixed",
        "review_id.state",
        "review_id.date_from",
        "review_id.date_to",
        "review_id.previous_id",
    )
    def _compute_is_empty(self):
        """Judged on the whole, whoever looks: what is missing is missing for all."""
        # sudo: whether there is anything, not what
        for line, known in zip(self, self.sudo(), strict=True):
            line.is_empty = known._has_nothing()
            line.status = known._status(line.is_empty)
            line.is_red = line.status == "red"

    def _has_nothing(self):
        if self.review_id._is_settled():
            return self.fixed_empty
        if self.shows == "earlier":
            return not self.review_id.previous_id.outcome_ids
        return not any(self.figure_ids.mapped("has_data"))

    def _status(self, is_empty):
        if is_empty:
            return "nothing" if self._answer() else "red"
        if self._answer():
            return "done"
        return "open" if self.must_answer == "always" else "data"

    def _answer(self):
        texts = self.assessment, self.nothing_because
        return " ".join(text.strip() for text in texts if text).strip()

    def _is_unanswered(self):
        return self.status in ("red", "open")

    @api.depends("review_id.previous_id", "review_id.state")
    @api.depends_context("lang")
    def _compute_earlier(self):
        for line in self:
            rows = line._earlier_rows() if line.shows == "earlier" else []
            states = dict(
                self.env["qms.action"]._fields["state"]._description_selection(self.env)
            )
            shown = [{**row, "became": states.get(row["state"], "")} for row in rows]
            line.earlier = self.env["ir.qweb"]._render(
                "qms_review.earlier_decisions", {"rows": shown}
            )

    def _earlier_rows(self):
        """What was decided in the review before, and the state of its action."""
        # sudo: words and states; who reads this review reads what became of the last
        line = self.sudo()
        if line.review_id._is_settled():
            return line.fixed_earlier or []
        return [
            {
                "name": outcome.name,
                "deadline": str(outcome.date_deadline or ""),
                "state": outcome.action_id.state or "",
                "late": bool(outcome.action_id.is_late),
            }
            for outcome in line.review_id.previous_id.outcome_ids
        ]

    def _prepare_fixed(self):
        return {
            "fixed_earlier": self._earlier_rows() if self.shows == "earlier" else [],
            "fixed_empty": self.is_empty,
        }

    def _decision_row(self):
        return {
            "input": f"{self.clause or ''} {self.name}".strip(),
            "assessment": self.assessment or "",
            "nothing_because": self.nothing_because or "",
            "figures": [figure._decision_row() for figure in self.figure_ids],
            "earlier": self.fixed_earlier or [],
        }

    def write(self, vals):
        result = super().write(vals)
        if not {"responsible_id", "assessment", "nothing_because"}.isdisjoint(vals):
            self._sync_duties()
        return result

    def _sync_duties(self):
        # sudo: the duties of the review they are part of
        self.sudo().review_id._sync_duties()

    def action_open_line(self):
        """Open this input with all its figures."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }

    @api.model
    def _get_holdings(self):
        prepared = Domain("review_id.state", "=", "collecting")
        return (*super()._get_holdings(), Holding("responsible_id", prepared))
