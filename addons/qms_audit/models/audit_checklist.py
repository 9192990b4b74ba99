from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.qms.models.res_company import LEVEL_ORDER

from .audit_table import CHECKLIST_STATES, RELEASED

# how far back earlier findings are asked about
YEARS_BACK = 3
# so many open cases are asked about one by one
MOST_CASES = 10


class QmsAuditChecklist(models.AbstractModel):
    """What is asked: from the bank, from earlier findings, from open cases there."""

    _name = "qms.audit.checklist"
    _description = "Checklist of an audit"

    answer_count = fields.Integer("Questions", compute="_compute_counts")
    answered_count = fields.Integer("Answered", compute="_compute_counts")
    finding_count = fields.Integer("Findings noted", compute="_compute_counts")

    @api.depends("answer_ids.answer", "finding_ids.state")
    @api.depends_context("uid")
    def _compute_counts(self):
        """As far as the reader may see them."""
        answers = self.env["qms.audit.answer"]._read_group(
            [("audit_id", "in", self.ids)],
            ["audit_id"],
            ["__count", "answered_on:count"],
        )
        counts = {audit.id: (every, given) for audit, every, given in answers}
        findings = dict(
            self.env["qms.audit.finding"]._read_group(
                [("audit_id", "in", self.ids), ("state", "!=", "withdrawn")],
                ["audit_id"],
                ["__count"],
            )
        )
        for audit in self:
            audit.answer_count, audit.answered_count = counts.get(audit.id, (0, 0))
            audit.finding_count = findings.get(audit._origin, 0)

    def action_draw_checklist(self):
        """Add what the bank, earlier findings and open cases ask and is not there."""
        for audit in self:
            audit._check_may_draw()
            self.env["qms.audit.answer"].create(
                [{"audit_id": audit.id, **row} for row in audit._prepare_checklist()]
            )
        return True

    def action_open_checklist(self):
        """Open the questions of the audit as a list."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "qms_audit.qms_audit_answer_action"
        )
        return {
            **action,
            "domain": [("audit_id", "=", self.id)],
            "context": {"default_audit_id": self.id},
        }

    def _check_may_draw(self):
        self.check_access("read")
        if self.state not in CHECKLIST_STATES:
            raise UserError(
                self.env._("%s: its checklist is settled.", self.display_name)
            )

    def _prepare_checklist(self):
        """Values of the rows that are not there yet, in the order they are asked."""
        known = self.env["qms.audit.answer"].search([("audit_id", "=", self.id)])
        return [
            *self._from_findings(known.earlier_id),
            *self._from_bank(known.question_id),
            *self._from_cases(set(known.filtered("client_key").mapped("client_key"))),
        ]

    def _print_answers(self):
        """The words to tick on paper."""
        field = self.env["qms.audit.answer"]._fields["answer"]
        return [label for _value, label in field._description_selection(self.env)]

    # ------------------------------------------------------------
    # The question bank
    # ------------------------------------------------------------

    def _bank_domain(self):
        """Questions of the company on these clauses or below, and these processes."""
        processes = self.process_ids
        domain = Domain("company_id", "in", [self.company_id.id, False]) & (
            Domain("process_ids", "=", False)
            | Domain("process_ids", "in", processes.ids)
        )
        criteria = self.requirement_ids | processes.requirement_ids
        if not criteria:
            return domain & Domain("process_ids", "in", processes.ids)
        below = self.env["qms.requirement"].search([("id", "child_of", criteria.ids)])
        asked = Domain("requirement_ids", "in", below.ids)
        return domain & (asked | Domain("process_ids", "in", processes.ids))

    def _from_bank(self, known):
        # sudo: the bank of the audited company, for an auditor of another one too
        bank = self.env["qms.audit.question"].sudo()
        lang = self.company_id.sudo().partner_id.lang  # sudo: the language asked in
        questions = bank.with_context(lang=lang or self.env.lang).search(
            self._bank_domain() & Domain("id", "not in", known.ids)
        )
        criteria = self.requirement_ids
        ordered = questions.sorted(
            lambda question: (
                question.requirement_ids[:1].sort_key or "~",
                question.sequence,
            )
        )
        return [
            {
                "source": "bank",
                "question_id": question.id,
                "question": question.text,
                "hint": question.hint,
                "requirement_id": (
                    question.requirement_ids & criteria or question.requirement_ids
                )[:1].id,
                "process_id": (question.process_ids & self.process_ids)[:1].id,
            }
            for question in ordered
        ]

    # ------------------------------------------------------------
    # What was found before, and what is open now
    # ------------------------------------------------------------

    def _earlier_domain(self):
        since = fields.Date.context_today(self) - relativedelta(years=YEARS_BACK)
        place = Domain("department_id", "in", self.covered_unit_ids.ids) | Domain(
            "process_id", "in", self.process_ids.ids
        )
        return (
            place
            & Domain("audit_id", "!=", self.id)
            & Domain("audit_id.state", "in", RELEASED)
            & Domain("company_id", "=", self.company_id.id)
            & Domain("date_noted", ">=", since)
            & Domain("grade", "!=", "good")
            & Domain("state", "!=", "withdrawn")
        )

    def _from_findings(self, known):
        """Last time's findings: an auditor asks whether they are gone for good."""
        # sudo: findings of reports that were sent, for the next team in the same place
        findings = self.env["qms.audit.finding"].sudo()
        findings = findings.search(
            self._earlier_domain() & Domain("id", "not in", known.ids)
        )
        return [
            {
                "source": "finding",
                "earlier_id": finding.id,
                "question": self.env._(
                    "Found before (%(number)s, %(grade)s): %(text)s\nWhat was "
                    "done, and does it hold?",
                    number=finding.number,
                    grade=finding._grade_label(),
                    text=finding.statement,
                ),
                "requirement_id": finding.requirement_id.id,
                "process_id": finding.process_id.id,
            }
            for finding in findings
        ]

    def _from_cases(self, known):
        """Open cases by what the register says of them; the most severe and oldest."""
        domain = Domain("company_id", "=", self.company_id.id)
        domain &= Domain("date_closed", "=", False)
        domain &= Domain("department_id", "in", self.covered_unit_ids.ids)
        # sudo: lines of the register within the scope of the audit
        lines = self.env["qms.register"].sudo().search(domain)
        lines = lines.sorted(
            lambda line: (-LEVEL_ORDER[line.level or "low"], line.date_reported)
        )
        rows = []
        for line in lines[:MOST_CASES]:
            if f"case-{line.number}" in known:
                continue
            about = line.summary or line.requirement_id.display_name or ""
            rows.append(
                {
                    "source": "case",
                    "client_key": f"case-{line.number}",
                    "question": self.env._(
                        "Open case %(number)s (%(kind)s) %(about)s\nIs it handled "
                        "as it should be, and in time?",
                        number=line.number,
                        kind=line.type_id.name,
                        about=about,
                    ).replace(" \n", "\n"),
                    "requirement_id": line.requirement_id.id,
                }
            )
        return rows
