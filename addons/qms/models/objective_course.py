from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

from ..tools import run_chart
from .indicator_chart import MET
from .indicator_chart import MONTHS as SHOWN

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
    target_met = fields.Selection(MET, "Now", compute="_compute_last")

    @api.depends_context("uid", "lang")
    def _compute_last(self):
        series = self._series()
        for each in self:
            indicator = each.indicator_id
            points = series[each]
            value = points[-1][1] if points else None
            each.last_text = indicator._told(value) if indicator else ""
            each.target_text = (
                indicator._told(each.target) if indicator else each.target_words
            )
            each.target_met = indicator._meets(value, each.target)

    def _series(self, until=None, months=SHOWN, for_all=False):
        """The figures by which each is judged: objective -> [(first month, value)].

        :param for_all: none that is small, as others are shown it
        """
        units, series = self._figure_units(), {}
        placed = self.filtered("company_id")
        for company, objectives in placed.grouped("company_id").items():
            by_unit = objectives.grouped(lambda each: units[each])
            series[company] = self.env["qms.indicator"]._series_by_unit(
                company,
                {unit: own.indicator_id for unit, own in by_unit.items()},
                until,
                months,
                for_all,
            )
        return {
            each: series.get(each.company_id, {}).get(
                (each.indicator_id, units[each]), []
            )
            for each in self
        }

    def _figure_units(self):
        """The id of the unit whose figures judge it; ``False``: the whole company's.

        What is typed in may be known of the company alone.
        """
        typed = self.filtered(lambda each: each.indicator_id.source == "typed")
        known = set()
        if typed.department_id:
            # sudo: whether a unit has any figures
            values = self.env["qms.indicator.value"].sudo()
            groups = values._read_group(
                [
                    ("indicator_id", "in", typed.indicator_id.ids),
                    ("department_id", "in", typed.department_id.ids),
                ],
                ["indicator_id", "department_id"],
            )
            known = {(indicator.id, unit.id) for indicator, unit in groups}
        units = {}
        for each in self:
            indicator, unit = each.indicator_id, each.department_id
            told = indicator.department_field and each not in typed
            told = told or (indicator.id, unit.id) in known
            units[each] = unit.id if told else False
        return units

    def _targets_set(self):
        """What is wanted of each one's figure, of the unit or of the company."""
        units, targets = self._figure_units(), {}
        for company, objectives in self.grouped("company_id").items():
            indicators = objectives.indicator_id
            asked = {units[each] for each in objectives}
            targets[company] = indicators._targets_by_unit(company, asked)
        return {
            each: targets[each.company_id].get(
                (each.indicator_id._origin, units[each]), 0
            )
            for each in self
        }

    @api.depends("department_id", "indicator_id", "target", "state")
    @api.depends_context("uid", "lang")
    def _compute_chart(self):
        for each in self:
            indicator = each.indicator_id
            each.chart = bool(indicator) and indicator._render_chart(
                each._series_shown(), each.target, each._since()
            )

    def _since(self):
        return self.date_started or self.date_agreed or None

    def _series_shown(self):
        series = self._series(self.date_closed or None, MONTHS)[self]
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
