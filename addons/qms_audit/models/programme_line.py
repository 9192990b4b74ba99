from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from odoo.addons.qms.tools.holding import Holding

from .audit_table import NONCONFORMITIES, RELEASED

IMPORTANCE = [("low", "Low"), ("normal", "Normal"), ("high", "High")]
FIGURES = ("open_cases", "earlier_findings", "planned_audits", "done_audits")
# how far back earlier results are counted
DAYS_BACK = 3 * 365


class QmsAuditProgrammeLine(models.Model):
    """A process or unit, how often it is audited in the cycle, and why."""

    _name = "qms.audit.programme.line"
    _description = "Line of an audit programme"
    _inherit = ["qms.text.mixin", "qms.mask.values", "qms.holding.mixin"]
    _order = "sequence, id"
    _rec_names_search = ["process_id", "department_id"]
    _check_company_auto = True
    _mask_fields = ("importance_because", "changes")

    programme_id = fields.Many2one(
        "qms.audit.programme", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="programme_id.company_id", store=True, index=True
    )
    sequence = fields.Integer(default=10)
    process_id = fields.Many2one(
        "qms.process", index=True, check_company=True, ondelete="restrict"
    )
    department_id = fields.Many2one(
        "hr.department", "Unit", index=True, check_company=True, ondelete="restrict"
    )
    frequency = fields.Integer("Times per cycle", default=1, required=True)
    importance = fields.Selection(IMPORTANCE, default="normal", required=True)
    importance_because = fields.Char("Important because")
    changes = fields.Char(
        "What changed", help="New law, system, leader, task, or nothing."
    )
    audit_ids = fields.One2many("qms.audit", "programme_line_id", "Audits")
    open_cases = fields.Integer("Open cases", compute="_compute_figures")
    earlier_findings = fields.Integer(
        "Nonconformities before",
        compute="_compute_figures",
        help="Minor and major ones of the last three years.",
    )
    planned_audits = fields.Integer("Audits planned", compute="_compute_figures")
    done_audits = fields.Integer("Audits done", compute="_compute_figures")
    last_audit = fields.Date("Last audited on", compute="_compute_figures")

    _named = models.Constraint(
        "CHECK ((process_id IS NULL) <> (department_id IS NULL))",
        "A line is about a process or about a unit.",
    )
    _at_least_once = models.Constraint(
        "CHECK (frequency > 0)", "It is audited at least once, or is left out."
    )

    @api.depends("process_id", "department_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for line in self:
            # sudo: what a process or unit is called
            known = line.sudo()
            subject = known.process_id or known.department_id
            line.display_name = subject.display_name or ""

    @api.constrains("programme_id", "process_id", "department_id")
    def _check_once(self):
        for line in self:
            others = line.programme_id.line_ids - line
            if (
                line.process_id
                and line.process_id in others.process_id
                or (line.department_id and line.department_id in others.department_id)
            ):
                raise ValidationError(
                    self.env._("%s stands in the programme already.", line.display_name)
                )

    def write(self, vals):
        if "programme_id" in vals:
            vals = {key: value for key, value in vals.items() if key != "programme_id"}
        return super().write(vals)

    def _check_access(self, operation):
        """Changed with the programme, as long as that is a draft."""
        result = super()._check_access(operation)
        if operation == "read" or result or self.env.su or not self:
            return result
        # sudo: the state of the programme, whose own rights are asked
        programmes = self.sudo().programme_id
        settled = programmes.filtered(lambda row: row.state != "draft")
        if not settled and programmes.with_env(self.env).has_access("write"):
            return None
        return self, programmes.with_env(self.env)._make_settled_error

    # ------------------------------------------------------------
    # The figures it rests on, read from the records
    # ------------------------------------------------------------

    @api.depends("process_id", "department_id", "audit_ids.state")
    def _compute_figures(self):
        """By process over the whole company, by unit with all below it."""
        units = self._units_below()
        cases, findings = self._count_cases(units), self._count_findings(units)
        audits = self._count_audits()
        last = self._last_audits(units)
        for line in self:
            line.open_cases = line._figure(cases)
            line.earlier_findings = line._figure(findings)
            line.planned_audits, line.done_audits = audits.get(line._origin.id, (0, 0))
            line.last_audit = line._latest(last)

    def _units_below(self):
        """The units of each line with those below, as ids per unit, and all of them."""
        below = {unit.id: [] for unit in self.department_id}
        every = self.department_id._qms_subtree()
        # sudo: structure only
        for unit in every.sudo():
            for step in below.keys() & set(unit._qms_line_ids()):
                below[step].append(unit.id)
        return below, every.ids

    def _figure(self, counts):
        by_process, by_unit, below = counts
        if self.process_id:
            return by_process.get(self.process_id.id, 0)
        return sum(by_unit.get(key, 0) for key in below.get(self.department_id.id, ()))

    def _latest(self, dates):
        by_process, by_unit, below = dates
        if self.process_id:
            return by_process.get(self.process_id.id)
        found = [by_unit.get(key) for key in below.get(self.department_id.id, ())]
        return max(filter(None, found), default=False)

    def _counted(self, model, domain, places):
        """Numbers per process and per unit, two statements for all lines."""
        below, units = places
        # sudo: numbers alone, of what the planner need not read
        rows = self.env[model].sudo()
        result = []
        for name, ids in (
            ("process_id", self.process_id.ids),
            ("department_id", units),
        ):
            own = Domain(name, "in", ids) & Domain(
                "company_id", "in", self.company_id.ids
            )
            groups = rows._read_group(own & domain, [name], ["__count"]) if ids else ()
            result.append({group.id: count for group, count in groups})
        return (*result, below)

    def _count_cases(self, places):
        still_open = Domain("is_closed", "=", False)
        return self._counted("qms.deviation", still_open, places)

    def _count_findings(self, places):
        since = fields.Date.context_today(self) - timedelta(days=DAYS_BACK)
        return self._counted(
            "qms.audit.finding",
            Domain("grade", "in", NONCONFORMITIES)
            & Domain("state", "!=", "withdrawn")
            & Domain("audit_id.state", "in", RELEASED)
            & Domain("date_noted", ">=", since),
            places,
        )

    def _count_audits(self):
        # sudo: numbers alone
        groups = (
            self.env["qms.audit"]
            .sudo()
            ._read_group(
                [
                    ("programme_line_id", "in", self.ids),
                    ("state", "!=", "cancelled"),
                ],
                ["programme_line_id"],
                ["__count", "date_concluded:count"],
            )
        )
        return {line.id: (every, done) for line, every, done in groups}

    def _last_audits(self, places):
        below, units = places
        # sudo: days alone
        audits = self.env["qms.audit"].sudo()
        done = Domain("date_concluded", "!=", False)
        result = []
        for name, ids in (
            ("process_ids", self.process_id.ids),
            ("covered_unit_ids", units),
        ):
            groups = (
                audits._read_group(
                    done & Domain(name, "in", ids), [name], ["date_concluded:max"]
                )
                if ids
                else ()
            )
            result.append({group.id: day for group, day in groups})
        return (*result, below)

    def _decision_row(self):
        figures = {name: self[name] for name in FIGURES}
        return {
            "subject": self.display_name,
            "frequency": self.frequency,
            "importance": self.importance,
            "importance_because": self.importance_because or "",
            "changes": self.changes or "",
            "last_audit": self.last_audit,
            **figures,
        }

    # ------------------------------------------------------------
    # Audits
    # ------------------------------------------------------------

    def _plan_missing(self):
        """Audits spread evenly over the cycle; what is planned already counts."""
        values = [vals for line in self for vals in line._prepare_missing()]
        return self.env["qms.audit"].create(values)

    def _prepare_missing(self):
        programme = self.programme_id
        days = (programme.date_to - programme.date_from).days
        return [
            self._prepare_audit(
                programme.date_from
                + timedelta(days=days * (2 * place + 1) // (2 * self.frequency))
            )
            for place in range(self.planned_audits, self.frequency)
        ]

    def _prepare_audit(self, day):
        """Hook: a planned audit of this line."""
        programme = self.programme_id
        process = self.process_id
        return {
            "name": self.display_name,
            "programme_id": programme.id,
            "programme_line_id": self.id,
            "company_id": programme.company_id.id,
            "date_planned": day,
            "department_ids": (self.department_id or process.department_ids).ids,
            "process_ids": process.ids,
            "requirement_ids": process.requirement_ids.ids,
        }

    # ------------------------------------------------------------
    # Units change
    # ------------------------------------------------------------

    def _write_moved(self, values):
        """No lifecycle of its own: whoever moves it has decided that he may."""
        self.write(values)

    @api.model
    def _get_unit_holdings(self):
        still_open = Domain("programme_id.state", "!=", "closed")
        return (*super()._get_unit_holdings(), Holding("department_id", still_open))
