from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from odoo.addons.qms.models.decision_sql import lock_rows

from .audit_planning import HOURS, Planning


class QmsAuditProposal(models.TransientModel):
    """A plan for a year's audits, as the system would make it.

    It holds nothing: a person accepts it line by line, or changes it first. What was
    accepted stands on the audits; what was not is forgotten after three days, with
    what it says of people's days. Only who asked for it reads it.
    """

    _name = "qms.audit.proposal"
    _description = "Proposed plan of audits"
    _transient_max_hours = 72.0

    programme_id = fields.Many2one(
        "qms.audit.programme", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="programme_id.company_id")
    year = fields.Integer(required=True)
    team_size = fields.Integer(
        "Auditors per audit", default=2, required=True, help="The lead auditor is one."
    )
    hour_from = fields.Float("From", default=HOURS[0], required=True)
    hour_to = fields.Float("To", default=HOURS[1], required=True)
    settle = fields.Boolean(
        "Settle dates and team at once",
        default=True,
        help="Where nothing is missing; otherwise the audit stays planned.",
    )
    line_ids = fields.One2many("qms.audit.proposal.line", "proposal_id", "Audits")
    summary = fields.Char(compute="_compute_summary")
    outcome = fields.Text(readonly=True)

    _a_team = models.Constraint(
        "CHECK (team_size BETWEEN 1 AND 9)", "A team has one to nine auditors."
    )
    _a_day = models.Constraint(
        "CHECK (hour_from >= 0 AND hour_to <= 24 AND hour_from < hour_to)",
        "An audit begins and ends on one day.",
    )

    @api.depends("programme_id", "year")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for proposal in self:
            proposal.display_name = self.env._("Proposed plan %s", proposal.year or "")

    @api.depends("line_ids.is_ready", "line_ids.is_accepted")
    @api.depends_context("lang")
    def _compute_summary(self):
        for proposal in self:
            lines = proposal.line_ids
            if not lines:
                proposal.summary = self.env._(
                    "Every audit of %s has its lead auditor and its dates.",
                    proposal.year,
                )
                continue
            proposal.summary = self.env._(
                "Audits: %(all)s. Accepted: %(accepted)s. Can be accepted: %(ready)s. "
                "Need a person's eye: %(open)s.",
                all=len(lines),
                accepted=len(lines.filtered("is_accepted")),
                ready=len(lines.filtered("is_ready")),
                open=len(
                    lines.filtered(lambda row: not (row.is_ready or row.is_accepted))
                ),
            )

    @api.model_create_multi
    def create(self, vals_list):
        proposals = super().create(vals_list)
        proposals._check_planner()
        return proposals

    def write(self, vals):
        self._check_planner()
        if "programme_id" in vals:
            raise UserError(self.env._("That follows by itself; it is not entered."))
        return super().write(vals)

    def _check_planner(self):
        for proposal in self:
            if not proposal.programme_id._mandate_own():
                raise AccessError(
                    self.env._(
                        "%s: that is for whoever answers for the programme.",
                        proposal.programme_id.display_name,
                    )
                )

    # ------------------------------------------------------------
    # The plan
    # ------------------------------------------------------------

    def action_propose(self):
        """Propose anew what was not accepted, as the world is now."""
        for proposal in self:
            proposal._check_planner()
            proposal.outcome = False
            proposal.line_ids.filtered(lambda row: not row.is_accepted).unlink()
            proposal._make_lines()
        return self._reopen()

    def action_accept(self):
        """Accept what can be accepted; what can not stays, and says why."""
        for proposal in self:
            proposal._accept(proposal.line_ids.filtered("is_ready"))
        return self._reopen()

    def _reopen(self):
        if len(self) != 1:
            return True
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "current",
        }

    def _get_audits_domain(self):
        """Planned audits of the year that lack a lead auditor or dates."""
        return (
            Domain("programme_id", "=", self.programme_id.id)
            & Domain("kind", "=", "internal")
            & Domain("state", "=", "planned")
            & Domain("date_planned", ">=", f"{self.year}-01-01")
            & Domain("date_planned", "<=", f"{self.year}-12-31")
            & (Domain("lead_id", "=", False) | Domain("date_start", "=", False))
        )

    def _get_auditors(self):
        """Hook: all who could be asked: the auditors of the company."""
        # sudo: who holds the role
        group = self.env.ref("qms.group_auditor").sudo()
        company = self.programme_id.company_id
        return group.all_user_ids.filtered(
            lambda user: user._qms_works_here() and company in user.company_ids
        )

    def _make_lines(self):
        done = self.line_ids.audit_id
        audits = self.env["qms.audit"].search(
            self._get_audits_domain() & Domain("id", "not in", done.ids),
            order="date_planned, id",
        )
        if not audits:
            return
        planning = self._planning(audits)
        choices = planning.propose()
        self.env["qms.audit.proposal.line"].create(
            [
                {
                    "proposal_id": self.id,
                    "audit_id": audit.id,
                    "lead_id": choices[audit.id].lead,
                    "member_ids": list(choices[audit.id].team),
                    "day": choices[audit.id].day,
                    "seen": audit._plan_mark(),
                }
                for audit in audits
            ]
        )

    def _planning(self, audits, extra=None, days=()):
        auditors = self._get_auditors()
        return Planning(
            audits,
            auditors | extra if extra else auditors,
            hours=(self.hour_from, self.hour_to),
            size=self.team_size,
            days=days,
        )

    # ------------------------------------------------------------
    # Accepting
    # ------------------------------------------------------------

    def _accept(self, lines):
        """Judged anew, as the world may have changed; what is refused stays."""
        self._check_planner()
        lock_rows(self.env.cr, lines._table, lines.ids)
        audits = lines.audit_id.exists()
        lock_rows(self.env.cr, audits._table, audits.ids)
        self.env.invalidate_all()
        lines = lines.filtered(lambda row: not row.is_accepted)
        ready = lines.filtered("is_ready")
        for line in lines - ready:
            line.refusal = line.problems
        done = ready._accept_safely()
        refused = lines.filtered(lambda row: not row.is_accepted)
        self.outcome = "\n".join(
            [
                self.env._("Accepted: %s", len(done)),
                *(f"{row.display_name}: {row.refusal}" for row in refused),
                *(f"{row.display_name}: {row.left}" for row in done if row.left),
            ]
        )
