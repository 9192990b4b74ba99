from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date
from odoo.tools.misc import formatLang

from ..tools import months as calendar_months
from ..tools import run_chart, run_picture

MONTHS = 36
VERDICTS = [
    ("better", "Better"),
    ("worse", "Worse"),
    ("changed", "Changed"),
    ("same", "No change"),
    ("early", "Too early to say"),
]
MET = [("yes", "✓ Met"), ("no", "✗ Not met")]
SIGNS = {"better": "✓", "worse": "!", "changed": "≠", "same": "=", "early": "…"}


class QmsIndicatorChart(models.AbstractModel):
    """A figure over time: its run chart, the verdict, the last value beside its target.

    Of the company one works in, from the stored figures its reader may see.
    """

    _name = "qms.indicator.chart"
    _description = "A figure over time"

    target = fields.Float("Number wanted", compute="_compute_target", digits=(16, 4))
    has_target = fields.Boolean(compute="_compute_target")
    last_text = fields.Char("Last figure", compute="_compute_last")
    last_period = fields.Char("Of", compute="_compute_last")
    arrow = fields.Char("Since the period before", compute="_compute_last")
    target_text = fields.Char("Target", compute="_compute_last")
    met = fields.Selection(MET, "Now", compute="_compute_last")
    verdict = fields.Selection(VERDICTS, compute="_compute_last")
    verdict_sign = fields.Char(compute="_compute_last")
    spark = fields.Html("Course", compute="_compute_last", sanitize=False)
    chart = fields.Html("Run chart", compute="_compute_chart", sanitize=False)

    @api.depends("target_ids.target")
    @api.depends_context("company")
    def _compute_target(self):
        targets = self._targets(self.env.company)
        for indicator in self:
            own = targets.get(indicator._origin)
            indicator.has_target = own is not None
            indicator.target = own or 0

    def _targets(self, company):
        """What ``company`` as a whole wants these figures to be, per indicator."""
        targets = self._targets_by_unit(company, [False])
        return {indicator: target for (indicator, _unit), target in targets.items()}

    def _targets_by_unit(self, company, units):
        """(indicator, id of a unit or ``False``) -> what the company wants there.

        A unit without its own has the company's, where units do not add up to that.
        """
        asked = {False, *units}
        rows = self.env["qms.indicator.target"].search(
            [
                ("indicator_id", "in", self._origin.ids),
                ("company_id", "=", company.id),
                ("department_id", "in", list(asked)),
            ]
        )
        found = {(row.indicator_id, row.department_id.id): row.target for row in rows}
        for indicator in self._origin.filtered(
            lambda each: each.aggregate in ("avg", "share")
        ):
            if (indicator, False) in found:
                for unit in asked:
                    found.setdefault((indicator, unit), found[indicator, False])
        return {key: target for key, target in found.items() if key[1] in units}

    def _meets(self, value, target):
        """Whether ``value`` is as good as ``target``: 'yes', 'no' or ``False``."""
        if None in (value, target) or self.direction not in ("more", "less"):
            return False
        more = self.direction == "more"
        return "yes" if (value >= target if more else value <= target) else "no"

    @api.depends_context("company", "uid", "lang")
    def _compute_last(self):
        company = self.env.company
        series = self._period_series(company)
        targets = self._targets(company)
        verdicts = dict(self._fields["verdict"]._description_selection(self.env))
        for indicator in self:
            points = series.get(indicator._origin, [])
            values = [value for _period, value in points]
            verdict = run_chart.judge(values, indicator.direction).kind
            target = targets.get(indicator._origin)
            last = points[-1] if points else (None, None)
            indicator.last_text = indicator._told(last[1])
            indicator.last_period = last[0] and calendar_months.period_name(
                last[0], indicator.period
            )
            indicator.arrow = indicator._arrow(values)
            indicator.target_text = indicator._told(target)
            indicator.met = indicator._meets(last[1], target)
            indicator.verdict = verdict
            indicator.verdict_sign = SIGNS[verdict]
            title = f"{indicator.name}: {verdicts[verdict]}"
            indicator.spark = (
                run_picture.draw_spark(values[-12:], title) if points else False
            )

    @api.depends_context("company", "uid", "lang")
    def _compute_chart(self):
        company = self.env.company
        series = self._period_series(company)
        targets = self._targets(company)
        for indicator in self:
            indicator.chart = indicator._render_chart(
                series.get(indicator._origin, []), targets.get(indicator._origin)
            )

    # ------------------------------------------------------------
    # Periods
    # ------------------------------------------------------------

    def _period_series(self, company, until=None, months=MONTHS, unit=False):
        """The figures per period that has ended: indicator -> [(first month, value)].

        Shares and averages weigh by what they rest on; what stands open is that of the
        last month; sums and counts add up.

        :param unit: the id of the unit; the whole company's if there is none
        """
        found = self._series_by_unit(company, {unit: self}, until, months)
        return {indicator: points for (indicator, _unit), points in found.items()}

    @api.model
    def _series_by_unit(
        self, company, wanted, until=None, months=MONTHS, for_all=False
    ):
        """As :meth:`_period_series`, of several units in one statement.

        Of a unit none that is small, whoever reads it: what is made of it, others read.

        :param wanted: the id of a unit, or ``False`` -> its indicators
        :param for_all: none of the company that is small either
        :return: (indicator, id of the unit) -> [(first month, value)]
        """
        this = calendar_months.first(until or fields.Date.context_today(self))
        last = calendar_months.first(this if until else this - timedelta(days=1))
        rows = self.env["qms.indicator.value"].search_fetch(
            Domain.OR(
                Domain("indicator_id", "in", indicators._origin.ids)
                & Domain("department_id", "=", unit)
                & (Domain("is_small", "=", False) if unit or for_all else Domain.TRUE)
                for unit, indicators in wanted.items()
            )
            & Domain("company_id", "=", company.id)
            & Domain("month", ">", calendar_months.add(last, -months))
            & Domain("month", "<=", last),
            ["indicator_id", "department_id", "month", "amount", "count", "value"],
            order="month, id",
        )
        by_figure = rows.grouped(lambda row: (row.indicator_id, row.department_id.id))
        return {key: key[0]._fold(own, last) for key, own in by_figure.items()}

    def _fold(self, rows, last):
        length = calendar_months.LENGTHS[self.period]
        by_period = rows.grouped(
            lambda row: calendar_months.period_of(row.month, self.period)
        )
        return [
            (period, self._folded(own))
            for period, own in by_period.items()
            if calendar_months.add(period, length - 1) <= last
        ]

    def _folded(self, rows):
        """One figure of several months."""
        if self.aggregate == "open" and self.source != "typed":
            return rows[-1].value
        if self.source == "typed":
            if self.aggregate == "sum":
                return sum(rows.mapped("value"))
            weights = [row.count or 1 for row in rows]
            parts = zip(rows, weights, strict=True)
            return sum(row.value * weight for row, weight in parts) / sum(weights)
        return self._value_of(sum(rows.mapped("amount")), sum(rows.mapped("count")))

    # ------------------------------------------------------------
    # Shown
    # ------------------------------------------------------------

    def _told(self, value):
        """A figure as its reader writes numbers, with what it is measured in."""
        if value is None:
            return ""
        number = formatLang(self.env, value, digits=self.digits)
        return f"{number} {self.unit or ''}".strip()

    def _arrow(self, values):
        if len(values) < 2 or values[-1] == values[-2]:
            return "→" if len(values) > 1 else ""
        return "↑" if values[-1] > values[-2] else "↓"

    def _render_chart(self, series, target=None, since=None):
        """The picture with its verdict and its table.

        :param since: the day from which something was done; before it is the baseline
        """
        self.ensure_one()
        if not series:
            return False
        values = [value for _period, value in series]
        baseline = self._baseline(series, since)
        verdict = run_chart.judge(values, self.direction, baseline)
        verdicts = dict(self._fields["verdict"]._description_selection(self.env))
        rows = [
            (calendar_months.period_name(period, self.period), value, self._told(value))
            for period, value in series
        ]
        marked = {place for signal in verdict.signals for place in signal.places}
        words = {
            **self._chart_words(verdict.median, target, since),
            "title": f"{self.name}: {verdicts[verdict.kind]}",
        }
        return self.env["ir.qweb"]._render(
            "qms.run_chart",
            {
                "picture": run_picture.draw(
                    rows, words, verdict.median, target, marked, baseline
                ),
                "verdict": verdicts[verdict.kind],
                "kind": verdict.kind,
                "sign": SIGNS[verdict.kind],
                "why": self._why(verdict),
                "rows": [
                    (n, row[0], row[2], n in marked) for n, row in enumerate(rows)
                ],
            },
        )

    def _chart_words(self, median, target, since):
        return {
            "median": self.env._("Median %s", self._told(median)),
            "target": self.env._("Target %s", self._told(target)),
            "start": format_date(self.env, since) if since else "",
        }

    def _baseline(self, series, since):
        """How many periods had ended when something was begun."""
        if not since:
            return None
        length = calendar_months.LENGTHS[self.period]
        ends = [calendar_months.add(period, length) for period, _value in series]
        return sum(end <= since for end in ends)

    def _why(self, verdict):
        """The run rule in plain words."""
        if verdict.kind == "early":
            return self.env._("There are too few figures to tell a change from chance.")
        if not verdict.signals:
            return self.env._(
                "No six figures in a row lie on one side of the median, no five rise "
                "or fall: what moves up and down may be chance."
            )
        last = verdict.signals[-1]
        count = len(last.places)
        if last.kind == "shift":
            if last.upwards:
                return self.env._("%s figures in a row lie above the median.", count)
            return self.env._("%s figures in a row lie below the median.", count)
        if last.upwards:
            return self.env._("%s figures in a row rise.", count)
        return self.env._("%s figures in a row fall.", count)
