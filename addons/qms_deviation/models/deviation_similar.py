from odoo import api, models
from odoo.fields import Domain

# so many are looked for, and so many of them named
FOUND = 10
NAMED = 5
# a register's line tells its neutral summary, whose words have this weight
SUMMARY_WEIGHT = "A"


class QmsDeviationSimilar(models.AbstractModel):
    """Similar cases: by the words of what the reader may read, nothing else."""

    _name = "qms.deviation.similar"
    _description = "Similar cases"

    _search_fields = {"summary": SUMMARY_WEIGHT, "description": "D", "cause": "D"}

    @api.model
    def action_find_similar(self, text, department_id=False, company_id=False):
        """Open cases like ``text``, while somebody is writing a report.

        Everybody finds by what he may read: cases with their story, his own reports,
        of the lines in the register the neutral summaries.

        :return: dict with ``count`` and ``in_unit``, both up to 10, and up to five
            ``cases`` with number, headline, state, and what to open
        """
        company = self._similar_company(company_id)
        language = self._get_search_language(company)
        open_ones = Domain("company_id", "=", company.id) & Domain(
            "state", "not in", self._lifecycle_closed
        )
        words = self._telling_words(text, language)
        found = {}
        for rows in (
            self._similar_cases(words, language, open_ones),
            self._similar_reports(words, language, company),
            self._similar_lines(words, language, open_ones, department_id),
        ):
            for row in rows:
                found.setdefault(row["number"], row)
        return self._similar_answer(list(found.values())[:FOUND], department_id)

    def action_similar_to_this(self):
        """Cases like this one, open and closed; and how many there are of its type,
        kind of cause and requirement in the other companies of the group."""
        self.ensure_one()
        self.check_access("read")
        text = "\n".join(filter(None, [self.description, self.cause, self.summary]))
        others = Domain("company_id", "=", self.company_id.id) & Domain(
            "id", "!=", self.id
        )
        language = self.search_language
        words = self._telling_words(text, language)
        rows = self._similar_cases(words, language, others)
        return {
            **self._similar_answer(rows, self.department_id.id, named=FOUND),
            "elsewhere": self._count_elsewhere(),
        }

    @api.model
    def _similar_company(self, company_id):
        companies = self.env.companies
        return companies.filtered(lambda c: c.id == company_id) or self.env.company

    @api.model
    def _similar_answer(self, rows, department_id, named=NAMED):
        in_unit = [row for row in rows if row["department_id"] == department_id]
        rest = [row for row in rows if row not in in_unit]
        return {
            "count": len(rows),
            "in_unit": len(in_unit),
            "cases": [
                {name: row[name] for name in row if name != "department_id"}
                for row in [*in_unit, *rest][:named]
            ],
        }

    @api.model
    def _similar_cases(self, words, language, domain):
        cases = self._similar(words, language, domain, limit=FOUND)
        return [case._similar_row(case, case.headline) for case in cases]

    @api.model
    def _similar_reports(self, words, language, company):
        reports = self.env["qms.report"]._similar(
            words,
            language,
            Domain("reporter_id", "=", self.env.uid)
            & Domain("company_id", "=", company.id)
            # past the rules: of his own report he knows whether it is closed
            & Domain(
                "deviation_ids", "any!", [("state", "not in", self._lifecycle_closed)]
            ),
            limit=FOUND,
        )
        return [
            # sudo: the state of his own report's case, which the reporter may know
            report.sudo().deviation_ids[:1]._similar_row(report, report.description)
            for report in reports
        ]

    @api.model
    def _similar_lines(self, words, language, domain, department_id):
        """Of one unit, whose lines are few enough to be looked through."""
        lines = self.env["qms.register"]._search(
            domain
            & Domain("department_id", "=", department_id)
            & Domain("confidentiality", "=", "normal")
        )
        # sudo: only lines of the register that the reader finds, by their summaries
        cases = self.sudo()._similar(
            words,
            language,
            Domain("id", "in", lines),
            weight=SUMMARY_WEIGHT,
            limit=FOUND,
        )
        registers = self.env["qms.register"]
        return [
            case._similar_row(registers.browse(case.id), case.summary) for case in cases
        ]

    def _similar_row(self, opens, text):
        first = (text or "").strip().split("\n")[0]
        return {
            "number": self.number,
            "headline": first if len(first) <= 90 else f"{first[:87]}...",
            "state": self._state_label(),
            "res_model": opens._name,
            "res_id": opens.id,
            "department_id": self.department_id.id,
        }
