from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools.misc import format_date, formatLang

from ..tools.run_chart import draw

MONTHS = 13
# a count from 1 to just under it is not shown over companies
FEW = 3
# what can be added up over companies
ADDED_UP = ("count", "open")


class QmsIndicator(models.Model):
    _inherit = "qms.indicator"

    on_insight = fields.Boolean(
        "On the insight page",
        default=True,
        help="A card of its own on the page for management and politicians.",
    )


class QmsInsight(models.AbstractModel):
    """The page for management and politicians: stored figures, small ones left out.

    It reads ``qms.indicator.value`` and no live record. What stands on it is data: each
    indicator that says so has a card, under its topic.
    """

    _name = "qms.insight"
    _description = "Insight for management and politicians"

    @api.model
    def action_read(self, company_id=False, whole_group=False):
        """The cards of a company, or of all companies of its group together."""
        company = self.env["res.company"].browse(company_id) or self.env.company
        self._check_may_read(company)
        until = self._last_month(company)
        groups = self._topics(company, until, whole_group)
        # sudo: the name alone
        known = company.sudo()
        return {
            "company": known.name,
            "company_id": company.id,
            "until": format_date(self.env, until, date_format="MMMM yyyy"),
            "whole_group": bool(whole_group),
            "has_group": self._has_group(company),
            "topics": groups,
        }

    @api.model
    def action_open(self, indicator_id, company_id):
        """Open the records behind a card's last month."""
        company = self.env["res.company"].browse(company_id)
        self._check_may_read(company)
        indicator = self.env["qms.indicator"].browse(indicator_id)
        month = self._last_month(company)
        last = month + relativedelta(months=1, days=-1)
        return indicator.action_open_records(company.id, month, last)

    @api.model
    def _check_may_read(self, company):
        user = self.env.user
        if self.env.su:
            return
        is_one = user.has_groups("qms.group_insight,qms.group_quality_team")
        if company not in user.company_ids or not (
            is_one or user in company._qms_management()
        ):
            raise AccessError(
                self.env._("This page is for management and politicians.")
            )

    @api.model
    def _last_month(self, company):
        """The last month that is over."""
        return company._qms_today().replace(day=1) - relativedelta(months=1)

    @api.model
    def _has_group(self, company):
        # sudo: how many companies belong together
        companies = self.env["res.company"].sudo()
        return companies.search_count([("root_id", "=", company.root_id.id)]) > 1

    # ------------------------------------------------------------
    # Cards
    # ------------------------------------------------------------

    @api.model
    def _topics(self, company, until, whole_group=False):
        """Topics with their cards, as plain data."""
        indicators = self._indicators(company, whole_group)
        months = [until - relativedelta(months=back) for back in range(MONTHS)][::-1]
        if whole_group:
            values = self._values_of_group(indicators, company, months)
        else:
            values = self._values_of(indicators, company, months)
        topics = []
        for topic, of_topic in indicators.grouped("topic_id").items():
            cards = [
                self._card(each, months, values.get(each.id, {}), whole_group)
                for each in of_topic
                if each.id in values
            ]
            if cards:
                topics.append({"id": topic.id, "name": topic.name, "cards": cards})
        return topics

    @api.model
    def _indicators(self, company, whole_group):
        # sudo: which figures there are is no secret
        indicators = self.env["qms.indicator"].sudo()
        owners = [False] if whole_group else [False, company.id]
        domain = Domain("on_insight", "=", True) & Domain("company_id", "in", owners)
        if whole_group:
            domain &= Domain("source", "=", "records")
            domain &= Domain("aggregate", "in", ADDED_UP)
        found = indicators.search(domain)
        return found.sorted(lambda each: (each.topic_id.sequence, each.sequence, each.id))

    @api.model
    def _stored_domain(self, indicators, months):
        return (
            Domain("indicator_id", "in", indicators.ids)
            & Domain("department_id", "=", False)
            & Domain("month", "in", months)
        )

    @api.model
    def _values_of(self, indicators, company, months):
        """Value per month and indicator; what is too small is as if it were not there."""
        rows = self.env["qms.indicator.value"].search_fetch(
            self._stored_domain(indicators, months)
            & Domain("company_id", "=", company.id)
            & Domain("is_small", "=", False),
            ["indicator_id", "month", "value"],
        )
        values = {}
        for row in rows:
            values.setdefault(row.indicator_id.id, {})[row.month] = row.value
        return values

    @api.model
    def _values_of_group(self, indicators, company, months):
        """Added up over all companies of the group, from three up.

        What others have must not follow from the sum and one's own: that too is left
        out where it is small.
        """
        # sudo: sums over companies one does not belong to, never one of them alone
        stored = self.env["qms.indicator.value"].sudo()
        rows = stored._read_group(
            self._stored_domain(indicators, months)
            & Domain("company_id.root_id", "=", company.root_id.id),
            ["indicator_id", "month:month", "company_id"],
            ["value:sum"],
        )
        own = self.env.user.company_ids
        totals, mine = {}, {}
        for indicator, month, owner, value in rows:
            key = indicator.id, fields.Date.to_date(month)
            totals[key] = totals.get(key, 0) + value
            mine[key] = mine.get(key, 0) + (value if owner in own else 0)
        values = {}
        for (indicator_id, month), total in totals.items():
            of_month = values.setdefault(indicator_id, {})
            others = total - mine[indicator_id, month]
            if not (0 < total < FEW or 0 < others < FEW):
                of_month[month] = total
        return values

    @api.model
    def _card(self, indicator, months, values, whole_group=False):
        points = [values.get(month) for month in months]
        last, before = points[-1], points[0]
        told = [self._told(indicator, value) for value in points]
        figure = self.env["qms.review.figure"]
        trend = figure._trend_of(last, before, indicator.direction)
        labels = dict(figure._fields["trend"]._description_selection(self.env))
        return {
            "id": indicator.id,
            "name": indicator.name,
            "value": told[-1],
            "before": told[0],
            "trend": trend or "",
            "trend_label": labels.get(trend, ""),
            "chart": draw(points),
            "rows": [
                {
                    "month": format_date(self.env, month, date_format="MMM yyyy"),
                    "value": text,
                }
                for month, text in zip(months, told, strict=True)
            ],
            "may_open": not whole_group and self._may_open(indicator),
        }

    @api.model
    def _told(self, indicator, value):
        if value is None:
            return self.env._("not shown")
        text = formatLang(self.env, value, digits=indicator.digits)
        return " ".join(filter(None, (text, indicator.unit)))

    @api.model
    def _may_open(self, indicator):
        """Whether the list behind it holds what the figure counts, for this reader."""
        return self.env.user.has_group("qms.group_quality_team")


class ResCompany(models.Model):
    _inherit = "res.company"

    def _qms_insight_print(self):
        """The insight page of this company, as it is printed and mailed."""
        self.ensure_one()
        insight = self.env["qms.insight"]
        insight._check_may_read(self)
        until = insight._last_month(self)
        return {
            "until": format_date(self.env, until, date_format="MMMM yyyy"),
            "topics": insight._topics(self, until),
        }
