from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

from ..tools import run_chart

# what is shown of the time before it began
BEFORE = 24
MONTHS = 60


class QmsObjectiveCourse(models.AbstractModel):
    """The figure of an objective: before, since, and what the run rule says of it."""

    _name = "qms.objective.course"
    _description = "Course of an objective"

    chart = fields.Html("Run chart", compute="_compute_chart", sanitize=False)
    last_text = fields.Char("Last figure", compute="_compute_last")
    target_text = fields.Char("Target", compute="_compute_last")
    target_met = fields.Selection(
        [("yes", "✓ Met"), ("no", "✗ Not met")], "Now", compute="_compute_last"
    )

    @api.depends_context("uid", "lang")
    def _compute_last(self):
        for company, objectives in self.grouped("company_id").items():
            series = objectives.indicator_id._period_series(company)
            for each in objectives:
                indicator = each.indicator_id
                points = series.get(indicator)
                value = points[-1][1] if points else None
                each.last_text = indicator._told(value) if indicator else ""
                each.target_text = (
                    indicator._told(each.target) if indicator else each.target_words
                )
                each.target_met = value is not None and each._meets(value)

    def _meets(self, value):
        if self.direction not in ("more", "less"):
            return False
        more = self.direction == "more"
        met = value >= self.target if more else value <= self.target
        return "yes" if met else "no"

    @api.depends("indicator_id", "target", "state")
    @api.depends_context("uid", "lang")
    def _compute_chart(self):
        for each in self:
            indicator = each.indicator_id
            each.chart = indicator and indicator._render_chart(
                each._series_shown(), each.target, each._since()
            )

    def _since(self):
        return self.date_started or self.date_agreed or None

    def _series_shown(self):
        series = self.indicator_id._period_series(
            self.company_id, self.date_closed or None, MONTHS
        ).get(self.indicator_id, [])
        since = self._since()
        if not since:
            return series
        begin = since - relativedelta(months=BEFORE)
        return [point for point in series if point[0] >= begin]

    def _figure_now(self):
        """The last figure of a period that ended after work began."""
        since = self._since()
        series = self._series_shown()
        before = self.indicator_id._baseline(series, since) or 0
        return series[-1][1] if len(series) > before else None

    def _prepare_course(self):
        """What the figures say when it is ended, as a stamp."""
        series = self._series_shown()
        since = self._since()
        verdict = run_chart.judge(
            [value for _period, value in series],
            self.direction,
            self.indicator_id._baseline(series, since),
        )
        figure = self._figure_now()
        return {"figure_after": figure or 0, "course_verdict": verdict.kind}
