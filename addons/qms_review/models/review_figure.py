from odoo import api, fields, models
from odoo.tools.misc import formatLang

from .review_printing import MONTHS

TRENDS = [
    ("better", "Better"),
    ("worse", "Worse"),
    ("more", "More"),
    ("less", "Less"),
    ("same", "Unchanged"),
]


class QmsReviewFigure(models.Model):
    """A figure under an input of a review, and its records behind it.

    Until the review is signed it is read live with the rights of who looks: it equals
    the list it opens. What is signed stays: the whole, as the system counted it then.
    """

    _name = "qms.review.figure"
    _description = "Figure of a management review"
    _inherit = ["qms.review.figure.printing", "qms.review.part"]
    _order = "line_id, sequence, id"

    line_id = fields.Many2one(
        "qms.review.line", required=True, index=True, ondelete="cascade"
    )
    indicator_id = fields.Many2one(
        "qms.indicator", index="btree_not_null", ondelete="set null"
    )
    sequence = fields.Integer()
    name = fields.Char("Figure", required=True, translate=True)
    unit = fields.Char("Measured in", translate=True)
    value = fields.Float(compute="_compute_value", digits=(16, 4))
    previous = fields.Float("Before", compute="_compute_value", digits=(16, 4))
    has_data = fields.Boolean("There is data", compute="_compute_value")
    is_told = fields.Boolean("Is a figure", compute="_compute_value")
    was_told = fields.Boolean("Was a figure", compute="_compute_value")
    trend = fields.Selection(TRENDS, compute="_compute_value")
    value_text = fields.Char("This period", compute="_compute_texts")
    previous_text = fields.Char("Period before", compute="_compute_texts")
    has_target = fields.Boolean(compute="_compute_value")
    target = fields.Float("Target value", compute="_compute_value", digits=(16, 4))
    target_text = fields.Char("Target", compute="_compute_texts")
    fixed = fields.Json("As it was signed", readonly=True)

    _by_line = models.Index("(line_id, sequence, id)")

    @api.depends("indicator_id", "review_id.date_from", "review_id.date_to", "fixed")
    @api.depends_context("uid", "su", "allowed_company_ids")
    def _compute_value(self):
        for review, figures in self.grouped("review_id").items():
            read = figures._read_fixed() if review._is_settled() else {}
            if not read:
                read = figures._read_live(review)
            for figure in figures:
                figure._fill(read.get(figure.id, {}))

    def _fill(self, row):
        value, previous = row.get("value"), row.get("previous")
        self.is_told, self.was_told = value is not None, previous is not None
        self.value, self.previous = value or 0, previous or 0
        target = row.get("target")
        self.has_target, self.target = target is not None, target or 0
        self.has_data = self.is_told and bool(row.get("count"))
        self.trend = self._trend_of(value, previous, row.get("direction"))

    def _read_live(self, review):
        """What the current user may read of it, now."""
        indicators = self.indicator_id.with_env(self.env)
        # sudo: the period and the company of the review one is reading
        known = review.sudo()
        company = known.company_id.with_env(self.env)
        read = indicators._read_figures(company, known.date_from, known.date_to)
        of_indicator = {row["indicator"].id: row for row in read}
        targets = {each.id: goal for each, goal in indicators._targets(company).items()}
        return {
            figure.id: {
                **of_indicator[figure.indicator_id.id],
                "direction": figure.indicator_id.direction,
                "target": targets.get(figure.indicator_id.id),
            }
            for figure in self
            if figure.indicator_id.id in of_indicator
        }

    def _read_fixed(self):
        return {figure.id: figure.fixed for figure in self if figure.fixed}

    @api.model
    def _trend_of(self, value, previous, direction):
        if value is None or previous is None:
            return False
        if value == previous:
            return "same"
        rose = value > previous
        if direction not in ("more", "less"):
            return "more" if rose else "less"
        return "better" if rose == (direction == "more") else "worse"

    @api.depends("value", "previous", "is_told", "was_told", "target", "unit")
    @api.depends_context("lang", "uid", "su", "allowed_company_ids")
    def _compute_texts(self):
        for figure in self:
            figure.value_text = figure._told(figure.value, figure.is_told)
            figure.previous_text = figure._told(figure.previous, figure.was_told)
            figure.target_text = figure.has_target and figure._told(figure.target, True)

    def _told(self, value, is_told):
        if not is_told:
            return self.env._("no figure")
        # sudo: how many decimals it has
        digits = self._digits(self.sudo().indicator_id, self.fixed)
        return " ".join(
            filter(None, (formatLang(self.env, value, digits=digits), self.unit))
        )

    @api.model
    def _digits(self, indicator, fixed=None):
        return fixed["digits"] if fixed else indicator.digits

    def _fix(self):
        """Keep what the system counts now; the figures of one review, as the system."""
        review, indicators = self.review_id, self.indicator_id
        company, until = review.company_id, review.date_to
        now = self._read_live(review)
        series = indicators._all_series(company, until, MONTHS)
        for figure in self:
            own, row = figure.indicator_id, now.get(figure.id, {})
            fixed = {
                "value": row.get("value"),
                "previous": row.get("previous"),
                "target": row.get("target"),
                "count": row.get("count", 0),
                "previous_count": row.get("previous_count", 0),
                "direction": own.direction,
                "digits": own.digits,
                "aggregate": own.source != "typed" and own.aggregate,
                "series": [[str(month), value] for month, value in series.get(own, [])],
            }
            figure._write_guarded({"fixed": fixed})

    def _decision_row(self):
        fixed = self.fixed or {}
        return {
            "figure": self.name,
            **{
                name: fixed.get(name)
                for name in ("value", "previous", "target", "series")
            },
        }

    def action_open_records(self):
        """Open the records this figure counts."""
        self.ensure_one()
        self.check_access("read")
        review = self.review_id
        return self.indicator_id.action_open_records(
            review.company_id.id, review.date_from, review.date_to
        )
