from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools.misc import format_date

from ..tools.small import FEW

MONTHS = 13


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
    _inherit = ["qms.insight.cards"]

    @api.model
    def action_read(self, company_id=False, whole_group=False):
        """The cards of a company, or of all companies of its group together."""
        company = self.env["res.company"].browse(company_id) or self.env.company
        self._check_may_read(company)
        # sudo: the name alone
        known = company.sudo()
        return {
            "company": known.name,
            "company_id": company.id,
            "whole_group": bool(whole_group),
            "has_group": self._has_group(company),
            **self._page(company, whole_group),
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
    def _page(self, company, whole_group=False):
        """All that stands on the page, as plain data."""
        until = self._last_month(company)
        return {
            "until": format_date(self.env, until, date_format="MMMM yyyy"),
            "topics": self._topics(company, until, whole_group),
            **self._objectives(company, whole_group),
        }

    @api.model
    def _check_may_read(self, company):
        """Insight and quality group of the company, and its management."""
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
        known = company.sudo()
        return known.search_count([("id", "child_of", known.root_id.id)], limit=2) > 1

    @api.model
    def _topics(self, company, until, whole_group):
        """Topics with their cards, in the order of topics and figures."""
        months = [until - relativedelta(months=back) for back in range(MONTHS)][::-1]
        indicators = self._indicators(company, whole_group)
        if whole_group:
            series = self._series_of_group(indicators, company, months)
        else:
            series = self._series_of(indicators, company, months)
        targets = {} if whole_group else indicators._targets(company)
        topics = []
        for topic, of_topic in indicators.grouped("topic_id").items():
            cards = [
                self._card(each, series[each], targets.get(each))
                | {"may_open": not whole_group and self._may_open()}
                for each in of_topic
                if any(value is not None for _name, value in series.get(each, []))
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
            domain &= self._added_up_domain()
        found = indicators.search(domain)
        return found.sorted(
            lambda each: (each.topic_id.sequence, each.sequence, each.id)
        )

    @api.model
    def _may_open(self):
        """Whether the list behind a figure holds what it counts, for this reader."""
        return self.env.user.has_group("qms.group_quality_team")

    @api.model
    def _objectives(self, company, whole_group=False):
        """What is worked on, with the course of its figure.

        Of the whole group: those of the reader's own companies, and of the others how
        many there are, from three up.
        """
        # sudo: which objectives there are, read by everybody in their company
        goals, asked = self.env["qms.objective"].sudo(), company.sudo()
        if whole_group:
            asked = asked.search([("id", "child_of", asked.root_id.id)])
        goals = goals.search(
            Domain("company_id", "in", asked.ids)
            & Domain("state", "in", ("agreed", "running")),
            order="date_deadline, id",
        )
        own = goals.filtered(
            lambda goal: goal.company_id in company | self.env.user.company_ids
        )
        series, elsewhere = own._series(for_all=True), len(goals - own)
        shown = [self._goal(goal, series[goal]) for goal in own]
        if whole_group:
            for goal, told in zip(own, shown, strict=True):
                told["company"] = goal.company_id.name
        return {
            "objectives": shown,
            "elsewhere": elsewhere if elsewhere >= FEW else 0,
        }
