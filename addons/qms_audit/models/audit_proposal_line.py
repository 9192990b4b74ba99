from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import format_date

from odoo.addons.qms.tools.people import People

from ..tools.ranking import HARD, Choice
from .audit_planning import day_window
from .audit_staffing import Later


class QmsAuditProposalLine(models.TransientModel):
    """One audit of a proposed plan: who, with whom, when, and why.

    What speaks for it and against it is said anew each time it is read. What is
    ``hard`` cannot be accepted; the rest can, if a person says so (``despite``).
    """

    _name = "qms.audit.proposal.line"
    _description = "Audit in a proposed plan"
    _inherit = "qms.audit.proposal.words"
    _order = "day, id"
    _transient_max_hours = 72.0

    proposal_id = fields.Many2one(
        "qms.audit.proposal", required=True, readonly=True, ondelete="cascade"
    )
    audit_id = fields.Many2one(
        "qms.audit", required=True, readonly=True, ondelete="cascade"
    )
    subject = fields.Char(related="audit_id.name")
    unit_names = fields.Char(related="audit_id.unit_names")
    lead_id = fields.Many2one(
        "res.users", "Lead auditor", domain="[('share', '=', False)]"
    )
    member_ids = fields.Many2many(
        "res.users",
        "qms_audit_proposal_member_rel",
        string="With",
        domain="[('share', '=', False)]",
    )
    day = fields.Date()
    despite = fields.Boolean(
        "All the same", help="Accept it although not all that was asked for holds."
    )
    seen = fields.Char(readonly=True)
    reasons = fields.Text("Because", compute="_compute_judgement")
    problems = fields.Text("What does not hold", compute="_compute_judgement")
    is_hard = fields.Boolean(compute="_compute_judgement")
    is_ready = fields.Boolean("Can be accepted", compute="_compute_judgement")
    is_accepted = fields.Boolean("Accepted", readonly=True)
    refusal = fields.Text(readonly=True)
    left = fields.Text("Still missing", readonly=True)

    _once_each = models.UniqueIndex(
        "(proposal_id, audit_id)", "The audit is in this plan already."
    )

    @api.depends("audit_id")
    def _compute_display_name(self):
        for line in self:
            line.display_name = line.audit_id.display_name

    @api.depends(
        "lead_id",
        "member_ids",
        "day",
        "despite",
        "is_accepted",
        "proposal_id.hour_from",
        "proposal_id.hour_to",
        "proposal_id.team_size",
    )
    @api.depends_context("lang")
    def _compute_judgement(self):
        done = self.filtered("is_accepted")
        done.update(
            {"reasons": False, "problems": False, "is_hard": False, "is_ready": False}
        )
        for proposal, lines in (self - done).grouped("proposal_id").items():
            lines._judge(proposal)

    def _judge(self, proposal):
        """All lines of the proposal together: nobody is in two audits on a day."""
        known = (proposal.line_ids | self).filtered(lambda row: not row.is_accepted)
        lines = {line.audit_id._origin.id: line for line in known | self}
        audits = self.env["qms.audit"].browse(filter(None, lines)).exists()
        lines = [lines[audit.id] for audit in audits]
        people = self.env["res.users"].union(*(row._people() for row in lines))
        planning = proposal._planning(audits, people, [row.day for row in lines])
        found = planning.judge([row._choice() for row in lines])
        for line in self:
            line._tell(planning, found.get(line.audit_id._origin.id, ()))

    def _people(self):
        return (self.lead_id | self.member_ids)._origin

    def _choice(self):
        lead = self.lead_id._origin.id or None
        team = tuple(key for key in self.member_ids._origin.ids if key != lead)
        return Choice(self.audit_id._origin.id, lead, team, self.day or None)

    def _tell(self, planning, problems):
        changed = self.seen and self.seen != self.audit_id._origin._plan_mark()
        sentences = [self._problem_sentence(planning, each) for each in problems]
        if changed:
            sentences.insert(0, self._changed_sentence())
        self.is_hard = changed or any(each.kind in HARD for each in problems)
        self.problems = "\n".join(dict.fromkeys(sentences))
        self.reasons = "\n".join(self._reason_sentences(planning, problems))
        self.is_ready = not self.is_hard and (self.despite or not problems)

    def write(self, vals):
        self.proposal_id._check_planner()
        if not {"audit_id", "proposal_id", "seen"}.isdisjoint(vals):
            raise UserError(self.env._("That follows by itself; it is not entered."))
        if self.filtered("is_accepted") and not {
            "lead_id",
            "member_ids",
            "day",
        }.isdisjoint(vals):
            raise UserError(
                self.env._(
                    "It is accepted: what is to change now changes on the audit."
                )
            )
        return super().write(vals)

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.proposal_id._check_planner()
        for line in lines:
            if line.audit_id.programme_id != line.proposal_id.programme_id:
                raise ValidationError(
                    self.env._("The audit belongs to another programme.")
                )
        return lines

    # ------------------------------------------------------------
    # Accepting
    # ------------------------------------------------------------

    def action_accept(self):
        """Accept these lines alone."""
        for proposal, lines in self.grouped("proposal_id").items():
            proposal._accept(lines)
        return self.proposal_id._reopen()

    def action_open_audit(self):
        """Open the audit."""
        self.ensure_one()
        self.check_access("read")
        return self.audit_id.get_formview_action()

    def _accept_safely(self):
        """Write them to the audits as whoever accepts; returns those that went.

        All at once. Where that is refused in halves, down to the one that resists.
        """
        if not self:
            return self
        try:
            with self.env.cr.savepoint():
                self._write_audits()
                self.write({"is_accepted": True, "refusal": False})
        except (AccessError, UserError, ValidationError) as error:
            if len(self) > 1:
                half = len(self) // 2
                return self[:half]._accept_safely() | self[half:]._accept_safely()
            self.refusal = str(error)
            return self.browse()
        return self

    def _write_audits(self):
        """By the ordinary ways: whoever may not be in the team is refused there."""
        later, people = Later(), People.of(self.env)
        lines = self.with_context(qms_duties_later=later, qms_people=people)
        lines._write_days()
        lines.audit_id._set_teams(
            {line.audit_id: line.lead_id for line in lines},
            {line.audit_id: line.member_ids for line in lines},
        )
        if self.proposal_id.settle:
            lines._settle()
        self.audit_id._sync_duties_of(later)

    def _write_days(self):
        for line in self:
            audit = line.audit_id
            values = {"date_planned": line.day}
            if not audit.date_start or audit._local(audit.date_start).date() != (
                line.day
            ):
                hours = line.proposal_id.hour_from, line.proposal_id.hour_to
                begin, end = day_window(audit.company_id, hours, line.day)
                values |= {"date_start": begin, "date_end": end}
            audit.write(values)

    def _settle(self):
        """Where nothing is missing; the others stay planned and say what is."""
        ready = self.env["qms.audit"]
        audits = self.audit_id._with_needs()
        for line, audit in zip(self, audits, strict=True):
            if missing := audit._missing_schedule():
                line.left = self._left_sentence(missing)
            else:
                ready |= line.audit_id
        ready.action_schedule()

    @api.model
    def _format_day(self, day):
        """Day and month as the reader's language puts them."""
        return format_date(self.env, day, date_format=self.env._("d MMMM"))
