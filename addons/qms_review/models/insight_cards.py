from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools.misc import format_date

from odoo.addons.qms.models.indicator_chart import SIGNS
from odoo.addons.qms.tools import months as calendar_months
from odoo.addons.qms.tools import run_chart, run_picture

from ..tools.small import FEW

# periods in the small picture of an objective
SHOWN = 13
# what can be added up over companies
ADDED_UP = ("count", "open")


class QmsInsightCards(models.AbstractModel):
    """Stored figures as cards: the latest, a year ago, the line, what the rule says.

    A series is a list of (name of the month, value); what is small is ``None``.
    """

    _name = "qms.insight.cards"
    _description = "Cards of the insight page"

    # ------------------------------------------------------------
    # Series
    # ------------------------------------------------------------

    @api.model
    def _stored_domain(self, indicators, months):
        return (
            Domain("indicator_id", "in", indicators.ids)
            & Domain("department_id", "=", False)
            & Domain("month", ">=", months[0])
            & Domain("month", "<=", months[-1])
        )

    @api.model
    def _series_of(self, indicators, company, months):
        """Of one company; what is too small is left out for every reader alike."""
        stored = self.env["qms.indicator.value"]
        rows = stored.search_fetch(
            self._stored_domain(indicators, months)
            & Domain("company_id", "=", company.id)
            & Domain("is_small", "=", False),
            ["indicator_id", "month", "amount", "count", "value"],
            order="month, id",
        )
        of_indicator = rows.grouped(lambda row: row.indicator_id.id)
        return {
            each: self._points(each, of_indicator[each.id], months)
            for each in indicators
            if each.id in of_indicator
        }

    @api.model
    def _points(self, indicator, rows, months):
        """What was typed in stands for its whole period, what was counted for a month.

        Counted months are not put together: those left out would be missing in the sum.
        """
        if indicator.source == "typed":
            return [
                (calendar_months.period_name(period, indicator.period), value)
                for period, value in indicator._fold(rows, months[-1])
            ]
        values = {row.month: row.value for row in rows}
        return [(self._month_name(month), values.get(month)) for month in months]

    @api.model
    def _month_name(self, month):
        return format_date(self.env, month, date_format="MMM yyyy")

    @api.model
    def _added_up_domain(self):
        """What adds up over companies."""
        return Domain("source", "!=", "typed") & Domain("aggregate", "in", ADDED_UP)

    @api.model
    def _series_of_group(self, indicators, company, months):
        """Added up over all companies of the group, from three up.

        What others have must not follow from the sum and one's own: that too is left
        out where it is small.
        """
        # sudo: sums over companies one does not belong to, never one of them alone
        stored = self.env["qms.indicator.value"].sudo()
        rows = stored._read_group(
            self._stored_domain(indicators, months)
            & Domain("company_id", "child_of", company.sudo().root_id.id),
            ["indicator_id", "month:month", "company_id"],
            ["value:sum"],
        )
        own = self.env.user.company_ids
        totals, mine = {}, {}
        for indicator, month, owner, value in rows:
            key = indicator.id, fields.Date.to_date(month)
            totals[key] = totals.get(key, 0) + value
            mine[key] = mine.get(key, 0) + (value if owner in own else 0)
        shown = {
            key: total
            for key, total in totals.items()
            if not (0 < total < FEW or 0 < total - mine[key] < FEW)
        }
        known = {indicator_id for indicator_id, _month in totals}
        return {
            each: [(self._month_name(m), shown.get((each.id, m))) for m in months]
            for each in indicators
            if each.id in known
        }

    # ------------------------------------------------------------
    # Cards
    # ------------------------------------------------------------

    @api.model
    def _card(self, indicator, points, target=None):
        """A card as plain data, its picture drawn from numbers and a name."""
        values = [value for _name, value in points]
        known = [place for place, value in enumerate(values) if value is not None]
        last = known[-1]
        return {
            "id": indicator.id,
            "name": indicator.name,
            "value": indicator._told(values[last]),
            "when": points[last][0],
            "before": self._told(indicator, values[0]),
            "before_when": points[0][0],
            "target": "" if target is None else indicator._told(target),
            "rows": [
                {"month": name, "value": self._told(indicator, value)}
                for name, value in points
            ],
            **self._judged(
                values,
                run_chart.judge(values, indicator.direction).kind,
                indicator.name,
            ),
        }

    @api.model
    def _judged(self, values, kind, title):
        verdicts = self.env["qms.indicator"]._fields["verdict"]
        label = dict(verdicts._description_selection(self.env))[kind]
        return {
            "verdict": kind,
            "verdict_label": label,
            "sign": SIGNS[kind],
            "chart": run_picture.draw_spark(values, f"{title}: {label}"),
        }

    @api.model
    def _told(self, indicator, value):
        return self.env._("not shown") if value is None else indicator._told(value)

    @api.model
    def _goal(self, goal, points):
        """An objective as plain data; the verdict is that of its own form."""
        seen = goal.with_env(self.env)
        may_open = seen.has_access("read")
        indicator, values = goal.indicator_id, [value for _period, value in points]
        target = indicator._told(goal.target) if indicator else goal.target_words
        return {
            "id": goal.id,
            "may_open": may_open,
            "name": goal.name,
            "deadline": format_date(self.env, goal.date_deadline),
            "target": target or "",
            "unit": goal.department_id.name or "",
            "company": "",
            "last": indicator._told(values[-1]) if values else "",
            **self._judged(
                values[-SHOWN:],
                self._goal_verdict(seen if may_open else goal),
                goal.name,
            ),
        }

    @api.model
    def _goal_verdict(self, goal):
        """Against the time before it was worked on, as far back as its form looks."""
        indicator = goal.indicator_id
        if not indicator:
            return "early"
        series = goal._series_shown()
        baseline = indicator._baseline(series, goal._since())
        values = [value for _period, value in series]
        return run_chart.judge(values, indicator.direction, baseline).kind
