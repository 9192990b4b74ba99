from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.qms.models.res_company import LEVELS

from .risk_table import CLOSED, JUDGED, SETTLED, STATES, TABLE, WEIGHED

KEPT_EDITABLE = ("owner_id", "date_review", "review_every", "requirement_ids")


class QmsRisk(models.Model):
    """What may go wrong, or what may be won, and what is done about it (6.1)."""

    _name = "qms.risk"
    _description = "Risk or opportunity"
    _inherit = [
        "qms.risk.rules",
        "qms.risk.measures",
        "qms.risk.retention",
        "qms.matrix.axes",
        "qms.review.again.mixin",
        "qms.holding.mixin",
        "qms.unit.then.mixin",
        "qms.record.mixin",
        "qms.action.origin.mixin",
    ]
    _order = "id desc"
    _rec_names_search = ["number", "name"]
    _check_company_auto = True
    _mask_fields = WEIGHED
    _matrix_axes = JUDGED

    _system_fields = (
        "date_found",
        "score",
        "level",
        "score_after",
        "level_after",
        "level_now",
    )
    _lifecycle_start = "draft"
    _lifecycle_closed = CLOSED
    _lifecycle_stamps = (
        "date_reviewed",
        "date_judged",
        "judge_id",
        "date_closed",
        "date_removed",
        "is_kept",
    )
    _lifecycle_editable = dict.fromkeys(SETTLED, KEPT_EDITABLE)
    _lifecycle_transitions = TABLE

    name = fields.Char("What may happen", required=True, tracking=True)
    kind = fields.Selection(
        [("risk", "Risk"), ("opportunity", "Opportunity")],
        default="risk",
        required=True,
        index=True,
    )
    state = fields.Selection(
        STATES,
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
        group_expand=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    department_id = fields.Many2one(
        "hr.department",
        index=True,
        check_company=True,
        default=lambda self: self._default_department_id(),
        help="Empty: it concerns the whole organisation.",
    )
    process_id = fields.Many2one(
        "qms.process", index="btree_not_null", check_company=True, ondelete="restrict"
    )
    requirement_ids = fields.Many2many(
        "qms.requirement",
        "qms_risk_requirement_rel",
        string="Requirements",
        check_company=True,
    )
    owner_id = fields.Many2one(
        "res.users",
        "Responsible",
        index=True,
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
        tracking=True,
    )
    cause = fields.Text(help="Why it may happen.")
    effect = fields.Text("What it would lead to")
    benefit = fields.Text(help="What is won, for whom.")
    how_met = fields.Text("What is done already")
    consequence = fields.Selection("_select_consequences", tracking=True)
    likelihood = fields.Selection("_select_likelihoods", tracking=True)
    score = fields.Integer(
        compute="_compute_level", store=True, precompute=True, aggregator=None
    )
    level = fields.Selection(
        LEVELS, compute="_compute_level", store=True, precompute=True, index=True
    )
    matrix = fields.Html(compute="_compute_matrix", sanitize=False)
    consequence_after = fields.Selection(
        "_select_consequences", "Consequence after the measures", tracking=True
    )
    likelihood_after = fields.Selection(
        "_select_likelihoods", "Likelihood after the measures", tracking=True
    )
    score_after = fields.Integer(
        compute="_compute_level_after", store=True, precompute=True, aggregator=None
    )
    level_after = fields.Selection(
        LEVELS,
        "Level after the measures",
        compute="_compute_level_after",
        store=True,
        precompute=True,
    )
    matrix_after = fields.Html(
        "After the measures", compute="_compute_matrix", sanitize=False
    )
    level_now = fields.Selection(
        LEVELS,
        "Level today",
        compute="_compute_level_now",
        store=True,
        precompute=True,
        index=True,
        help="After the measures where these were judged, else as assessed.",
    )
    judge_id = fields.Many2one(
        "res.users", "Judged or accepted by", readonly=True, copy=False
    )
    date_judged = fields.Date("Judged or accepted on", readonly=True, copy=False)

    date_found = fields.Date(
        "Described on",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        default=lambda self: fields.Date.context_today(self),
    )
    date_closed = fields.Date("Ended on", readonly=True, copy=False)

    _number_unique = models.UniqueIndex("(company_id, number)")

    @api.model
    def _default_department_id(self):
        return self.env.user.employee_id.department_id

    @api.depends("number", "kind")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for risk in self:
            number = risk.number or ""
            if risk.kind == "opportunity":
                risk.display_name = self.env._("Opportunity %s", number)
            else:
                risk.display_name = self.env._("Risk %s", number)

    @api.depends("kind", "consequence", "likelihood")
    def _compute_level(self):
        """By the matrix of the day; a later change of the matrix moves no risk."""
        for risk in self:
            risk.score, risk.level = risk._judged(risk.consequence, risk.likelihood)

    @api.depends("kind", "consequence_after", "likelihood_after")
    def _compute_level_after(self):
        for risk in self:
            risk.score_after, risk.level_after = risk._judged(
                risk.consequence_after, risk.likelihood_after
            )

    def _judged(self, consequence, likelihood):
        if self.kind != "risk":
            return 0, False
        return self._judge(self.company_id, consequence, likelihood)

    @api.depends("state", "level", "level_after")
    def _compute_level_now(self):
        for risk in self:
            judged = risk.level_after if risk.state == "controlled" else False
            risk.level_now = judged or risk.level

    @api.depends(*JUDGED, "company_id")
    def _compute_matrix(self):
        render = self.env["qms.matrix"]._render_for
        for risk in self:
            company = risk.company_id or self.env.company
            risk.matrix = render(company, risk.likelihood, risk.consequence, None)
            risk.matrix_after = render(
                company, risk.likelihood_after, risk.consequence_after, None
            )

    @api.model_create_multi
    def create(self, vals_list):
        risks = super().create(vals_list)
        risks._sync_duties()
        return risks

    def _prepare_create_values(self, vals_list):
        # not in create: the defaults, which may come from the context, are in these
        result = super()._prepare_create_values(vals_list)
        for vals in result:
            self._check_steps(vals)
        return result

    def write(self, vals):
        self._check_steps(vals)
        self._refuse_other_kind(vals)
        return super().write(vals)

    def _refuse_other_kind(self, vals):
        """Past its description it is what it is: another is written anew."""
        # sudo: kind and state
        moved = self.sudo().filtered(
            lambda risk: (
                risk.kind != vals.get("kind", risk.kind) and risk.state != "draft"
            )
        )
        if moved:
            raise UserError(
                self.env._(
                    "%s: assessed as what it is; end it and write another.",
                    ", ".join(moved.mapped("display_name")),
                )
            )

    # ------------------------------------------------------------
    # Steps
    # ------------------------------------------------------------

    def action_assess(self):
        """It is described and weighed."""
        return self._transition("assess")

    def action_treat(self):
        """Measures are planned: begin."""
        return self._transition("treat")

    def action_judge(self, reason=None):
        """The measures work: how that was seen. Not by who carried them out."""
        return self._transition("judge", reason)

    def action_deny(self, reason=None):
        """The measures do not work: back to what is to be done."""
        return self._transition("deny", reason)

    def action_accept(self, reason=None):
        """A leader lives with it, and says why."""
        return self._transition("accept", reason)

    def action_confirm(self):
        """Looked at: it still is right."""
        return self._transition("confirm")

    def action_reassess(self, reason=None):
        """It has changed and is weighed anew."""
        return self._transition("reassess", reason)

    def action_end(self, reason=None):
        """It is no longer a risk, or the opportunity has passed."""
        return self._transition("end", reason)

    def action_reopen(self, reason=None):
        """It is one again."""
        return self._transition("reopen", reason)
