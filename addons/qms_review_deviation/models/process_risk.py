from collections import Counter
from datetime import date

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.qms.models.res_company import LEVEL_ORDER
from odoo.addons.qms.tools.suppression import suppress

OPEN_RISKS = Domain("kind", "=", "risk") & Domain("state", "!=", "closed")


class QmsProcessRisk(models.TransientModel):
    """How large the risk of deviations is in each process, for the council's report.

    Cases are counted, confidential ones too, and small numbers left out, so that
    nobody is pointed to; risks are those open today.
    """

    _name = "qms.process.risk"
    _description = "Deviations and risks by process"
    _inherit = ["qms.process.risk.sheet"]

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    year = fields.Integer(
        required=True, default=lambda self: fields.Date.context_today(self).year - 1
    )
    note = fields.Text(
        "What it means",
        help="In a few lines, for who reads the report: what is being done.",
    )
    picture = fields.Html("Table", compute="_compute_picture", sanitize=False)

    @api.depends("year")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for report in self:
            report.display_name = self.env._(
                "Deviations and risks by process %s", report.year
            )

    @api.depends("company_id", "year")
    @api.depends_context("uid", "lang", "allowed_company_ids")
    def _compute_picture(self):
        for report in self:
            report.picture = self.env["ir.qweb"]._render(
                "qms_review_deviation.process_risk_table", {"doc": report}
            )

    @api.constrains("year")
    def _check_year(self):
        today = fields.Date.context_today(self)
        if any(not 2000 <= report.year <= today.year for report in self):
            raise UserError(self.env._("Choose a year that has begun."))

    # ------------------------------------------------------------
    # The figures
    # ------------------------------------------------------------

    def _read_rows(self):
        """One row per process that has risks or had cases, in their order.

        :return: dicts with ``process``, ``name``, ``risks``, ``names``, ``level``,
            ``cases`` and ``before`` (``None``: too few to show), ``trend``
        """
        self.ensure_one()
        risks = self._risks_of()
        cases = self._count_cases()
        keys = sorted({*risks, *(key for key, _year in cases)})
        # sudo: names of the company's processes
        processes = self.env["qms.process"].sudo().browse(filter(None, keys))
        ordered = [*processes.sorted("sort_key"), *([processes[:0]] * (False in keys))]
        return self._with_cases(
            [
                {
                    "process": process.id,
                    "name": process.display_name or "",
                    **self._tell_risks(risks.get(process.id, ())),
                }
                for process in ordered
            ],
            cases,
            keys,
        )

    @api.model
    def _tell_risks(self, risks):
        """Their number, what they are called and the highest level among them."""
        levels = [risk.level_now for risk in risks if risk.level_now]
        return {
            "risks": len(risks),
            "names": "\n".join(risk.name for risk in risks),
            "level": max(levels, key=LEVEL_ORDER.get, default=False),
        }

    def _with_cases(self, rows, cases, keys):
        shown = {
            (row["process"], row["year"]): row["count"]
            for row in suppress(
                [
                    {"process": key, "year": year, "count": cases[key, year]}
                    for key in keys
                    for year in (self.year, self.year - 1)
                ],
                ("process", "year"),
                "count",
            ).rows
        }
        labels = dict(
            self.env["qms.risk"]._fields["level"]._description_selection(self.env)
        )
        for row in rows:
            now = shown[row["process"], self.year]
            before = shown[row["process"], self.year - 1]
            row |= {
                "cases": now,
                "before": before,
                "trend": self._trend(now, before),
                "level_label": labels.get(row["level"], ""),
            }
        return rows

    def _risks_of(self):
        """The open risks per process id."""
        domain = OPEN_RISKS & Domain("company_id", "=", self.company_id.id)
        risks = self.env["qms.risk"].search_fetch(
            domain, ["name", "process_id", "level_now"]
        )
        return {
            process.id: list(of_process)
            for process, of_process in risks.grouped("process_id").items()
        }

    def _count_cases(self):
        """Deviations per (process id, year), whoever may read them."""
        self._check_may_count()
        # sudo: numbers alone, small ones left out
        cases = self.env["qms.deviation"].sudo()
        counts = Counter()
        for year in (self.year, self.year - 1):
            groups = cases._read_group(
                self._case_domain(year), ["process_id"], ["__count"]
            )
            for process, count in groups:
                counts[process.id, year] = count
        return counts

    def _check_may_count(self):
        self.check_access("read")
        if self.company_id not in self.env.user.company_ids:
            raise UserError(self.env._("Choose one of your companies."))

    def _case_domain(self, year):
        """What was reported that year and is a deviation that was dealt with here."""
        return (
            Domain("company_id", "=", self.company_id.id)
            & Domain("date_reported", ">=", date(year, 1, 1))
            & Domain("date_reported", "<=", date(year, 12, 31))
            & Domain("flow", "=", "deviation")
            & Domain("state", "not in", ("dismissed", "handed_over"))
        )

    def _trend(self, now, before):
        if now is None or before is None:
            return self.env._("too few to say")
        if now == before:
            return self.env._("as last year")
        return self.env._("more") if now > before else self.env._("fewer")
