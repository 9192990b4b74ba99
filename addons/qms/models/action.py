from odoo import api, fields, models

from ..tools.lifecycle import Transition
from .res_company import LEVELS


class QmsAction(models.Model):
    """What we do about it, whatever record it came from (ISO 9001 10.2.1)."""

    _name = "qms.action"
    _description = "Action"
    _inherit = [
        "qms.action.outcome",
        "qms.action.rules",
        "qms.action.holding",
        "qms.clearance.mixin",
        "qms.record.mixin",
    ]
    _order = "date_deadline, id desc"
    _rec_names_search = ["number", "name"]
    _check_company_auto = True
    _clearance_fields = ("owner_id",)
    _clearance_source = ("res_model", "res_id")
    _mask_fields = (
        "name",
        "why",
        "description",
        "cost",
        "result",
        "criterion",
        "verdict",
    )

    _lifecycle_start = "draft"
    _lifecycle_closed = ("effective", "ineffective", "done", "refused", "cancelled")
    _lifecycle_stamps = (
        "date_proposed",
        "date_done",
        "date_verified",
        "verdict",
        "doer_id",
        "judged_outside",
        "planner_id",
    )
    _lifecycle_transitions = (
        Transition(
            "submit", ("draft",), "proposed", "_mandate_plan", ("_missing_plan",)
        ),
        Transition("start", ("draft",), "open", "_mandate_start", ("_missing_plan",)),
        Transition("approve", ("proposed",), "open", "_mandate_decide"),
        Transition("ask", ("proposed",), "draft", "_mandate_decide", reason=True),
        Transition("refuse", ("proposed",), "refused", "_mandate_decide", reason=True),
        Transition(
            "complete",
            ("open",),
            "verification",
            "_mandate_carry_out",
            ("_missing_result",),
        ),
        Transition(
            "finish", ("draft", "open"), "done", "_mandate_finish", ("_missing_result",)
        ),
        Transition(
            "confirm_effect",
            ("verification",),
            "effective",
            "_mandate_verify",
            reason=True,
        ),
        Transition(
            "deny_effect",
            ("verification",),
            "ineffective",
            "_mandate_verify",
            reason=True,
        ),
        Transition(
            "cancel",
            ("draft", "proposed", "open"),
            "cancelled",
            "_mandate_plan",
            reason=True,
        ),
    )

    name = fields.Char("What will be done", required=True, tracking=True)
    why = fields.Char(help="The cause in one line, for whoever approves.")
    description = fields.Text("Details")
    cost = fields.Char("What it costs", help="Money, time, inconvenience.")
    state = fields.Selection(
        [
            ("draft", "Planned"),
            ("proposed", "Waiting for approval"),
            ("open", "Being carried out"),
            ("verification", "Effect to be judged"),
            ("effective", "Had effect"),
            ("ineffective", "No effect"),
            ("done", "Done"),
            ("refused", "Refused"),
            ("cancelled", "Cancelled"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
        group_expand=True,
    )
    type_id = fields.Many2one(
        "qms.action.type",
        required=True,
        ondelete="restrict",
        default=lambda self: self._default_type_id(),
    )
    type_code = fields.Char(related="type_id.code")
    asks_outcome = fields.Boolean(related="type_id.asks_outcome")
    level = fields.Selection(
        LEVELS,
        "Severity",
        default="medium",
        required=True,
        help="That of the record it comes from.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    department_id = fields.Many2one(
        "hr.department",
        "Unit",
        index=True,
        check_company=True,
        default=lambda self: self.env.user.employee_id.department_id,
    )
    author_id = fields.Many2one(
        "res.users",
        "Written by",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
        copy=False,
    )
    owner_id = fields.Many2one(
        "res.users",
        "Responsible",
        index=True,
        domain="[('share', '=', False)]",
        tracking=True,
    )
    doer_id = fields.Many2one("res.users", "Carried out by", readonly=True, copy=False)
    verifier_id = fields.Many2one(
        "res.users",
        "Effect judged by",
        domain="[('share', '=', False), ('id', '!=', owner_id)]",
        help="Somebody other than the one who carries it out.",
    )
    date_deadline = fields.Date(
        "Deadline",
        tracking=True,
        default=lambda self: self._default_date_deadline(),
    )
    result = fields.Text("What was done", copy=False)
    criterion = fields.Char(
        "How we see the effect",
        help="What will be different, and how that shows: a number, a check, a "
        "question to ask.",
    )
    date_verify = fields.Date("Effect judged on", copy=False)
    verdict = fields.Text("How the effect was judged", readonly=True, copy=False)
    judged_outside = fields.Boolean(
        "Judged from outside the unit", readonly=True, copy=False
    )
    date_proposed = fields.Date("Proposed on", readonly=True, copy=False)
    date_done = fields.Date("Carried out on", readonly=True, copy=False)
    date_verified = fields.Date("Judged on", readonly=True, copy=False)
    previous_id = fields.Many2one(
        "qms.action",
        "Follows",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    res_model = fields.Char("Comes from (kind)", readonly=True, index=True)
    res_id = fields.Many2oneReference(
        "Comes from", model_field="res_model", readonly=True, index=True
    )
    origin_name = fields.Char("Because of", compute="_compute_origin_name")
    confidential = fields.Boolean(
        readonly=True, help="Follows the record it comes from."
    )
    needs_approval = fields.Boolean(compute="_compute_needs_approval")
    is_late = fields.Boolean(compute="_compute_is_late", search="_search_is_late")

    _by_deadline = models.Index("(date_deadline, id DESC)")
    _open_by_deadline = models.Index(
        "(date_deadline, id DESC) WHERE state NOT IN "
        "('effective', 'ineffective', 'done', 'refused', 'cancelled')"
    )

    @api.model
    def _default_type_id(self):
        return self.env["qms.action.type"].search([], limit=1)

    @api.model
    def _default_date_deadline(self):
        company = self.env.company
        today = fields.Date.context_today(self)
        return company._qms_add_workdays(today, company.qms_action_days)

    @api.depends("number")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for action in self:
            action.display_name = self.env._("Action %s", action.number or "")

    @api.depends("res_model", "res_id")
    @api.depends_context("lang")
    def _compute_origin_name(self):
        names = {}
        for model, actions in self.grouped("res_model").items():
            if model in self.env:
                # sudo: a quality record's display name is its type and number only
                records = self.env[model].sudo().browse(set(actions.mapped("res_id")))
                names |= {(model, r.id): r.display_name for r in records.exists()}
        for action in self:
            key = action.res_model, action.res_id
            action.origin_name = names.get(key, "")

    @api.depends("type_id", "level", "company_id")
    def _compute_needs_approval(self):
        for action in self:
            approval = action.type_id.approval
            action.needs_approval = approval == "always" or (
                approval == "level"
                and action.company_id._qms_needs_approval(action.level)
            )

    @api.depends("state", "date_deadline", "date_verify")
    def _compute_is_late(self):
        late = self.filtered_domain(self._late_domain())
        for action in self:
            action.is_late = action in late

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._late_domain()

    @api.model
    def _late_domain(self):
        ahead = ("draft", "proposed", "open")
        return [
            "|",
            "&",
            ("state", "in", ahead),
            ("date_deadline", "<", "today"),
            "&",
            ("state", "=", "verification"),
            ("date_verify", "<", "today"),
        ]

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [self._prepare_from_origin(vals) for vals in vals_list]
        actions = super().create(vals_list)
        actions._sync_duties()
        return actions

    # ------------------------------------------------------------
    # Steps
    # ------------------------------------------------------------

    def action_submit(self):
        """Ask for approval; what needs none begins at once."""
        direct = self.filtered(lambda action: not action.needs_approval)
        if direct:
            direct._transition("start")
        return (self - direct)._transition("submit") if self - direct else True

    def action_start(self):
        """Begin an action that needs no approval."""
        return self._transition("start")

    def action_approve(self):
        """Approve: the responsible may begin."""
        return self._transition("approve")

    def action_ask(self, reason=None):
        """Send back to the author with a question."""
        return self._transition("ask", reason)

    def action_refuse(self, reason=None):
        """Refuse for good; the author is told why."""
        return self._transition("refuse", reason)

    def action_complete(self):
        """Say that it is carried out."""
        plain = self.filtered(lambda action: not action._is_verified())
        if plain:
            plain._transition("finish")
        return (self - plain)._transition("complete") if self - plain else True

    def action_finish(self):
        """Say that it is carried out, where no effect is judged."""
        return self._transition("finish")

    def action_confirm_effect(self, reason=None):
        """Verdict: it had effect, and how that was seen."""
        return self._transition("confirm_effect", reason)

    def action_deny_effect(self, reason=None):
        """Verdict: no effect; leads on to a new action or back to the analysis."""
        return self._transition("deny_effect", reason)

    def action_cancel(self, reason=None):
        """Give it up, with a reason."""
        return self._transition("cancel", reason)
