from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.fields import Domain

from odoo.addons.qms.tools.suppression import suppress

# how far back the other companies are counted
MONTHS = 12


class QmsDeviationElsewhere(models.AbstractModel):
    """The group's other companies: counts from three up, never texts or persons."""

    _name = "qms.deviation.elsewhere"
    _description = "Similar cases in other companies"

    def _count_elsewhere(self):
        """Per type, kind of cause and requirement: the other companies' counts.

        :return: list of dicts with ``label``, ``total`` and ``companies``, pairs of
            name and count; a count too small to be shown is ``None``
        """
        others = self._companies_elsewhere()
        if not others:
            return []
        return [
            self._count_by(name, others)
            for name in ("type_id", "cause_kind_id", "requirement_id")
            if self[name]
        ]

    def _companies_elsewhere(self):
        # sudo: res.company - the group's other companies, by name
        company = self.sudo().company_id
        return company.search(
            [("id", "child_of", company.root_id.id), ("id", "!=", company.id)]
        )

    def _count_by(self, name, companies):
        since = fields.Date.context_today(self) - relativedelta(months=MONTHS)
        # sudo: what is counted is shared within the group
        counted = dict(
            self.sudo()._read_group(
                Domain(name, "=", self.sudo()[name].id)
                & Domain("company_id", "in", companies.ids)
                & Domain("date_reported", ">=", since)
                & Domain("state", "!=", "dismissed"),
                ["company_id"],
                ["__count"],
            )
        )
        rows = [
            {"name": company.name, "id": company.id, "count": counted.get(company, 0)}
            for company in companies
        ]
        shown = suppress(rows, "id", "count")
        label = self._fields[name]._description_string(self.env)
        return {
            "label": f"{label}: {self[name].display_name}",
            "total": shown.total,
            "companies": [(row["name"], row["count"]) for row in shown.rows],
        }
