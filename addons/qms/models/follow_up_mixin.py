from odoo import api, fields, models


class QmsFollowUpMixin(models.AbstractModel):
    """What a question makes of a record: said with owner and deadline at once.

    A screen names the record in ``_followed_by``; the record makes the action in its
    own ``_follow_up(question, values)``, which checks who may.
    """

    _name = "qms.follow.up.mixin"
    _description = "Follow-up of a question"

    # the field of the screen that holds the record
    _followed_by = None

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

    @api.depends(lambda self: filter(None, (self._followed_by, "question_id")))
    def _compute_proposal(self):
        """As the user: who may not read the record is told nothing of it."""
        today = fields.Date.context_today(self)
        for wizard in self:
            question = wizard.question_id
            company = wizard[self._followed_by].company_id or self.env.company
            wizard.name = question.proposal
            wizard.owner_id = wizard._proposed_owner()
            wizard.date_deadline = company._qms_add_workdays(today, question.days)

    def _proposed_owner(self):
        """Hook: who usually does it."""
        return self.env.user

    def action_confirm(self):
        """Make the follow-up; the record gets its decision."""
        self.ensure_one()
        record = self[self._followed_by]
        values = self._prepare_action_values(record)
        self._followed(record._follow_up(self.question_id, values))
        return {"type": "ir.actions.act_window_close"}

    def _followed(self, action):
        """Hook: what else the answer brings about."""

    def _prepare_action_values(self, record):
        return {
            "name": self.name,
            "why": self._why(record),
            "owner_id": self.owner_id.id,
            "date_deadline": self.date_deadline,
            "forum": self.forum if self.asks_outcome else False,
            "criterion": self.criterion if self.asks_criterion else False,
        }

    def _why(self, record):
        """Hook: the reason in one line, for whoever approves."""
        return self.question_id.name
