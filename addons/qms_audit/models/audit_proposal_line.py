from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import format_date

from ..tools.ranking import HARD, Choice
from .audit_planning import day_window


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
        """Accept this line alone."""
        for line in self:
            line.proposal_id._accept(line)
        return self.proposal_id._reopen()

    def action_open_audit(self):
        """Open the audit."""
        self.ensure_one()
        self.check_access("read")
        return self.audit_id.get_formview_action()

    def _accept_safely(self):
        """Write it to the audit as whoever accepts, or nothing of it."""
        if not self.is_ready:
            self.refusal = self.problems
            return False
        try:
            with self.env.cr.savepoint():
                self._write_audit()
                self.write({"is_accepted": True, "refusal": False})
        except (AccessError, UserError, ValidationError) as error:
            self.refusal = str(error)
            return False
        return True

    def _write_audit(self):
        """By the ordinary ways: whoever may not be in the team is refused there."""
        audit = self.audit_id
        values = {"date_planned": self.day, "lead_id": self.lead_id.id}
        if not audit.date_start or audit._local(audit.date_start).date() != self.day:
            hours = self.proposal_id.hour_from, self.proposal_id.hour_to
            begin, end = day_window(audit.company_id, hours, self.day)
            values |= {"date_start": begin, "date_end": end}
        audit.write(values)
        wanted = self.member_ids - self.lead_id
        rows = audit.member_ids.filtered(lambda row: row.role == "auditor")
        rows.filtered(lambda row: row.user_id not in wanted).unlink()
        audit.member_ids.create(
            [
                {"audit_id": audit.id, "user_id": user.id, "role": "auditor"}
                for user in wanted - audit.member_ids.user_id
            ]
        )
        if self.proposal_id.settle:
            missing = audit._missing_schedule()
            if missing:
                self.left = self._left_sentence(missing)
            else:
                audit.action_schedule()

    @api.model
    def _format_day(self, day):
        return format_date(self.env, day, date_format="d MMMM")
