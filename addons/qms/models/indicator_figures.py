import calendar
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain


class QmsIndicatorFigures(models.AbstractModel):
    """A figure read now, with the rights of its reader: it equals the list it opens."""

    _name = "qms.indicator.figures"
    _description = "Figures read live"

    def _read_figures(self, companies, since, until):
        """The figures of these indicators in a period, as the current user.

        :param companies: a figure each
        :param since: the first day
        :param until: the last day
        :return: a list of dicts: ``indicator``, ``company``, ``value`` (``None``: there
            is none, or it is not his), ``count`` (on how many it rests), ``domain``
            (what :meth:`action_open_records` shows), ``previous`` and
            ``previous_count`` (the same in the period of the same length before)
        """
        before = self._period_before(since, until)
        figures = []
        for indicator in self:
            now = indicator._read_period(companies, since, until)
            then = indicator._read_period(companies, *before)
            figures += [
                {
                    "indicator": indicator,
                    "company": company,
                    "value": indicator._value_of(*now.get(company.id, (None, 0))),
                    "count": now.get(company.id, (None, 0))[1],
                    "domain": list(indicator._records_domain(company, since, until)),
                    "previous": indicator._value_of(*then.get(company.id, (None, 0))),
                    "previous_count": then.get(company.id, (None, 0))[1],
                }
                for company in companies
            ]
        return figures

    def action_open_records(self, company_id, since, until):
        """Open exactly the records that a company's figure counts."""
        self.ensure_one()
        self.check_access("read")
        company = self.env["res.company"].browse(company_id)
        if company not in self.env.user.company_ids:
            raise AccessError(self.env._("This company is not one of yours."))
        stored = self.source != "records"
        days = fields.Date.to_date(since), fields.Date.to_date(until)
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": "qms.indicator.value" if stored else self.res_model,
            "domain": list(self._records_domain(company, *days)),
            "views": [(False, "list"), (False, "form")],
            "context": {"active_test": False, "create": False},
        }

    def action_show_values(self):
        """Open the stored figures, month by month."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "qms.qms_indicator_value_action"
        )
        return {
            **action,
            "name": self.name,
            "domain": [("indicator_id", "=", self.id)],
            "context": {"search_default_whole": 1, "default_indicator_id": self.id},
        }

    # ------------------------------------------------------------
    # What is counted
    # ------------------------------------------------------------

    @api.model
    def _period_before(self, since, until):
        """Whole months are compared with whole months, days with as many days."""
        last = calendar.monthrange(until.year, until.month)[1]
        if since.day == 1 and until.day == last:
            months = (until.year - since.year) * 12 + until.month - since.month + 1
            return since - relativedelta(months=months), since - timedelta(days=1)
        return since - (until - since) - timedelta(days=1), since - timedelta(days=1)

    def _records_domain(self, companies, since, until):
        """What a figure of these companies in this period counts."""
        if self.source != "records":
            return self._stored_domain(companies, since, until)
        if self._model() is None:
            return Domain.FALSE
        own = Domain(self.company_field, "in", companies.ids)
        return self._literal(self.domain) & own & self._days_domain(since, until)

    def _days_domain(self, since, until):
        day = self.date_field
        if self.aggregate == "open":
            ended = Domain(self.end_field, "=", False)
            ended |= Domain(self.end_field, ">", until)
            return Domain(day, "<=", until) & ended
        return Domain(day, ">=", since) & Domain(day, "<=", until)

    def _stored_domain(self, companies, since, until):
        return (
            Domain("indicator_id", "=", self.id)
            & Domain("company_id", "in", companies.ids)
            & Domain("department_id", "=", False)
            & Domain("month", ">=", since.replace(day=1))
            & Domain("month", "<=", until)
        )

    def _read_period(self, companies, since, until):
        """Amount and count per id of a company; empty where nothing may be read."""
        if not self.env.su:
            companies &= self.env.user.company_ids
        domain = self._records_domain(companies, since, until)
        if self.source != "records":
            rows = self.env["qms.indicator.value"].search(domain, order="month, id")
            return {
                company.id: self._stored_pair(own)
                for company, own in rows.grouped("company_id").items()
            }
        model = self._model()
        if model is None or not companies or not model.has_access("read"):
            return {}
        seen = model.with_context(active_test=False, allowed_company_ids=companies.ids)
        found = self._measured(seen, domain, [self.company_field])
        if self.aggregate in ("count", "open"):
            found = {(company,): (0, 0) for company in companies} | found
        return {company.id: pair for (company,), pair in found.items() if company}

    def _stored_pair(self, rows):
        """Amount and count of what stands stored alone, of several months."""
        if self.source == "typed":
            return self._folded(rows), sum(rows.mapped("count"))
        if self.aggregate == "open":
            rows = rows[-1:]
        return sum(rows.mapped("amount")), sum(rows.mapped("count"))

    def _measured(self, model, domain, groupby):
        """Amount and count per group: what is added up, and over how many.

        :return: a dict, tuple of the group -> (amount, count)
        """
        if self.aggregate in ("sum", "avg"):
            name = self.value_field
            rows = model._read_group(domain, groupby, [f"{name}:sum", f"{name}:count"])
            return {tuple(row[:-2]): (row[-2] or 0, row[-1]) for row in rows}
        rows = model._read_group(domain, groupby, ["__count"])
        counts = {tuple(row[:-1]): row[-1] for row in rows}
        if self.aggregate != "share":
            return {group: (count, count) for group, count in counts.items()}
        part = domain & self._literal(self.part_domain)
        rows = model._read_group(part, groupby, ["__count"])
        parts = {tuple(row[:-1]): row[-1] for row in rows}
        return {group: (parts.get(group, 0), n) for group, n in counts.items()}

    def _value_of(self, amount, count):
        """The figure itself, or ``None`` where there is nothing to tell."""
        if amount is None:
            return None
        if self.source == "typed" or self.aggregate not in ("avg", "share"):
            return round(amount, 4)
        factor = 100 if self.aggregate == "share" else 1
        return round(factor * amount / count, 4) if count else None
