from odoo import api, fields, models


class QmsDeviationFollowUp(models.TransientModel):
    """What a question makes of a case: said with owner and deadline at once."""

    _name = "qms.deviation.follow.up"
    _description = "Follow-up of a question"

    deviation_id = fields.Many2one(
        "qms.deviation", "Case", required=True, readonly=True, ondelete="cascade"
    )
    question_id = fields.Many2one(
        "qms.question", required=True, readonly=True, ondelete="cascade"
    )
    asks_outcome = fields.Boolean(related="question_id.action_type_id.asks_outcome")
    asks_criterion = fields.Boolean(
        related="question_id.action_type_id.needs_verification"
    )
    name = fields.Char(
        "What will be done",
        compute="_compute_proposal",
        compute_sudo=False,
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    owner_id = fields.Many2one(
        "res.users",
        "Responsible",
        compute="_compute_proposal",
        compute_sudo=False,
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        domain="[('share', '=', False)]",
    )
    date_deadline = fields.Date(
        "Deadline",
        compute="_compute_proposal",
        compute_sudo=False,
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    forum = fields.Selection(
        lambda self: (
            self.env["qms.action"]._fields["forum"]._description_selection(self.env)
        ),
        "Discussed in",
        default="committee",
    )
    criterion = fields.Char(
        "How we see the effect",
        help="What will be different, and how that shows: a number, a check, a "
        "question to ask.",
    )

    @api.depends("deviation_id", "question_id")
    def _compute_proposal(self):
        """As the user: who may not read the case is told nothing of it."""
        today = fields.Date.context_today(self)
        for wizard in self:
            question, case = wizard.question_id, wizard.deviation_id
            company = case.company_id or self.env.company
            wizard.name = question.proposal
            wizard.owner_id = wizard._proposed_owner()
            wizard.date_deadline = company._qms_add_workdays(today, question.days)

    def _proposed_owner(self):
        """Who usually does it; without him the unit's leader."""
        case = self.deviation_id
        if not case or self.question_id.owner == "member":
            return self.env.user
        usual = {
            "handler": case.responsible_id,
            "process": case.process_id.owner_id,
        }.get(self.question_id.owner)
        if usual and usual.active:
            return usual
        unit = case.department_id
        leader, _mandate = unit._qms_decider(case.company_id, case.hidden_from_id)
        return leader or self.env.user

    def action_confirm(self):
        """Make the follow-up; the case gets its decision."""
        self.ensure_one()
        case = self.deviation_id
        case._follow_up(self.question_id, self._prepare_action_values(case))
        return {"type": "ir.actions.act_window_close"}

    def _prepare_action_values(self, case):
        cause = (case.cause or "").split("\n")[0]
        return {
            "name": self.name,
            "why": cause or case.triage_why or self.question_id.name,
            "owner_id": self.owner_id.id,
            "date_deadline": self.date_deadline,
            "forum": self.forum if self.asks_outcome else False,
            "criterion": self.criterion if self.asks_criterion else False,
        }
