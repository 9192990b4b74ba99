from datetime import date

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from odoo.addons.qms.tools.holding import Holding
from odoo.addons.qms.tools.lifecycle import Point, Transition

OPEN = Domain("state", "!=", "closed")
# a cycle lasts as long as a certificate, at most
MOST_YEARS = 3


class QmsAuditProgramme(models.Model):
    """The audits of a cycle of one to three years (ISO 9001 9.2.2 a)."""

    _name = "qms.audit.programme"
    _description = "Audit programme"
    _inherit = [
        "qms.audit.round",
        "qms.audit.coverage",
        "qms.audit.coverage.sheet",
        "qms.holding.mixin",
        "qms.record.mixin",
    ]
    _order = "date_from desc, id desc"
    _rec_names_search = ["number", "name"]
    _check_company_auto = True
    _mask_fields = (
        "name",
        "objective",
        "scope",
        "methods",
        "responsibilities",
        "risks",
    )

    _system_fields = ("company_id",)
    _lifecycle_start = "draft"
    _lifecycle_closed = ("closed",)
    _lifecycle_stamps = ("date_approved", "date_closed")
    _lifecycle_editable = {"approved": ("audit_ids", "conclusion_ids", "owner_id")}
    _lifecycle_transitions = (
        Transition(
            "approve", ("draft",), "approved", "_mandate_approve", ("_missing_plan",)
        ),
        Transition(
            "close", ("approved",), "closed", "_mandate_own", ("_missing_closing",)
        ),
        Transition("change", ("approved",), "draft", "_mandate_own", reason=True),
        Transition("reopen", ("closed",), "approved", "_mandate_own", reason=True),
    )

    name = fields.Char(required=True, tracking=True)
    state = fields.Selection(
        [("draft", "Draft"), ("approved", "Approved"), ("closed", "Closed")],
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
    owner_id = fields.Many2one(
        "res.users",
        "Answers for it",
        required=True,
        index=True,
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
        tracking=True,
    )
    approver_id = fields.Many2one(
        "res.users",
        "Approved by",
        index=True,
        domain="[('share', '=', False)]",
        default=lambda self: self._default_approver_id(),
        help="Top management, or a quality manager; not who answers for it.",
    )
    date_from = fields.Date(
        "From",
        required=True,
        index=True,
        default=lambda self: date(fields.Date.context_today(self).year, 1, 1),
    )
    date_to = fields.Date(
        "To",
        required=True,
        default=lambda self: date(fields.Date.context_today(self).year + 2, 12, 31),
    )
    objective = fields.Text()
    scope = fields.Text(help="Units, processes and standards; and what is left out.")
    methods = fields.Text()
    responsibilities = fields.Text()
    risks = fields.Text(
        "Risks and opportunities",
        help="Of the programme itself; what is done about them.",
    )
    line_ids = fields.One2many("qms.audit.programme.line", "programme_id", "Lines")
    audit_ids = fields.One2many("qms.audit", "programme_id", "Audits", readonly=True)
    conclusion_ids = fields.One2many(
        "qms.audit.programme.conclusion", "programme_id", "Conclusions"
    )
    date_approved = fields.Date("Approved on", readonly=True, copy=False)
    date_closed = fields.Date("Closed on", readonly=True, copy=False)
    audit_count = fields.Integer("Number of audits", compute="_compute_audit_count")

    _number_unique = models.UniqueIndex("(company_id, number)")
    _ends_after_start = models.Constraint(
        "CHECK (date_to > date_from)", "A cycle ends after it begins."
    )

    @api.depends("number")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for programme in self:
            programme.display_name = self.env._(
                "Audit programme %s", programme.number or ""
            )

    def _compute_audit_count(self):
        counts = dict(
            self.env["qms.audit"]._read_group(
                [("programme_id", "in", self.ids)], ["programme_id"], ["__count"]
            )
        )
        for programme in self:
            programme.audit_count = counts.get(programme._origin, 0)

    @api.constrains("date_from", "date_to")
    def _check_cycle(self):
        for programme in self:
            if programme.date_to >= programme.date_from + relativedelta(
                years=MOST_YEARS
            ):
                raise ValidationError(
                    self.env._("A cycle lasts up to %s years.", MOST_YEARS)
                )

    @api.model_create_multi
    def create(self, vals_list):
        programmes = super().create(vals_list)
        programmes._sync_duties()
        return programmes

    def write(self, vals):
        result = super().write(vals)
        if set(vals) - set(self._lifecycle_technical):
            self._sync_duties()
        return result

    # ------------------------------------------------------------
    # Steps
    # ------------------------------------------------------------

    def action_approve(self):
        """The programme holds."""
        return self._transition("approve")

    def action_close(self):
        """The cycle is over and concluded."""
        return self._transition("close")

    def action_change(self, reason=None):
        """It is changed, and approved anew."""
        return self._transition("change", reason)

    def action_reopen(self, reason=None):
        """Open it once more."""
        return self._transition("reopen", reason)

    def action_open_audits(self):
        """Open the list of its audits."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "qms_audit.qms_audit_action"
        )
        return {
            **action,
            "domain": [("programme_id", "=", self.id)],
            "context": {
                "default_programme_id": self.id,
                "default_company_id": self.company_id.id,
            },
        }

    def action_propose_plan(self):
        """Propose lead auditor, team and day for the audits of the year."""
        self.ensure_one()
        self.check_access("read")
        if self.state != "approved":
            raise UserError(self.env._("%s: it is approved first.", self.display_name))
        proposals = self.env["qms.audit.proposal"]
        today = fields.Date.context_today(self)
        year = min(max(today.year, self.date_from.year), self.date_to.year)
        proposal = proposals.create({"programme_id": self.id, "year": year})
        self.action_plan_audits()
        return proposal.action_propose()

    def action_plan_audits(self):
        """Make the audits that the lines ask for and that are not planned yet."""
        self.check_access("read")
        for programme in self:
            if programme.state != "approved":
                raise UserError(
                    self.env._("%s: it is approved first.", programme.display_name)
                )
            programme.line_ids._plan_missing()
        return True

    # ------------------------------------------------------------
    # Who may
    # ------------------------------------------------------------

    def _mandate_handle(self):
        return self._mandate_own()

    @api.model
    def _default_approver_id(self):
        """The leader of the whole, if that is somebody else."""
        leaders = self._top_units(self.env.company).manager_id.user_id
        return leaders.filtered(lambda user: user != self.env.user)[:1]

    @api.model
    def _top_units(self, company):
        # sudo: structure only
        units = self.env["hr.department"].sudo()
        return units.search(
            [("company_id", "=", company.id), ("parent_id", "=", False)]
        )

    def _mandate_approve(self):
        """Who was named, if he may; or another quality manager than its owner."""
        # sudo: who answers for it and approves it
        programme = self.sudo()
        return programme._approver_mandate(self.env.user)

    def _approver_mandate(self, user):
        """Top management or a quality manager; not who answers for it."""
        company, owner = self.company_id, self.owner_id
        if user._qms_is_one_of(owner):
            return None
        if user == self.approver_id:
            for unit in self._top_units(company):
                if mandate := unit._qms_line_mandate(company, user, owner):
                    return mandate
        return user._qms_manager_mandate(company)

    # ------------------------------------------------------------
    # What is missing
    # ------------------------------------------------------------

    def _missing_plan(self):
        asked = (
            "objective",
            "scope",
            "methods",
            "responsibilities",
            "risks",
            "line_ids",
        )
        missing = [
            Point(self._fields[name]._description_string(self.env), name)
            for name in asked
            if not self[name]
        ]
        if not self.approver_id or not self._approver_mandate(self.approver_id):
            missing.append(
                Point(
                    self.env._(
                        "top management, or another quality manager, to approve it"
                    ),
                    "approver_id",
                )
            )
        return missing

    def _missing_closing(self):
        years = set(range(self.date_from.year, self.date_to.year + 1))
        concluded = self.conclusion_ids.filtered(lambda row: row.state == "concluded")
        return [
            Point(self.env._("the conclusion of %s", year), "conclusion_ids")
            for year in sorted(years - set(concluded.mapped("year")))
        ]

    def _transition_values(self, step):
        today = fields.Date.context_today(self)
        if step.name == "approve":
            return {"date_approved": today}
        if step.name == "change":
            return {"date_approved": False}
        return {"date_closed": today if step.name == "close" else False}

    def _transition_labels(self):
        return super()._transition_labels() | {
            "approve": self.env._("Approved"),
            "close": self.env._("Closed"),
            "change": self.env._("To be changed"),
            "reopen": self.env._("Reopened"),
        }

    def _decision_content(self):
        """With the lines, and the figures they rested on that day."""
        return super()._decision_content() | {
            "lines": [line._decision_row() for line in self.line_ids]
        }

    # ------------------------------------------------------------
    # Duties, people
    # ------------------------------------------------------------

    def _duty_name(self):
        return f"{self.name} ({self.number})"

    def _get_duties(self):
        return [duty for programme in self for duty in programme._get_own_duties()]

    def _get_own_duties(self):
        today = fields.Date.context_today(self)
        base = {"record": self, "user": self.owner_id}
        if self.state == "draft":
            if self._missing_plan():
                return [{**base, "verb": "complete", "deadline": self.date_from}]
            approver = {"user": self.approver_id, "verb": "approve_programme"}
            return [{**base, **approver, "deadline": self.date_from}]
        if self.state == "approved":
            year_end = date(min(today.year, self.date_to.year), 12, 31)
            due = min(self.date_to, year_end)
            concluded = self.conclusion_ids.filtered(
                lambda row: row.state == "concluded"
            ).mapped("year")
            if due.year in concluded:
                due = self.date_to
            return [{**base, "verb": "conclude_programme", "deadline": due}]
        return []

    @api.model
    def _get_holdings(self):
        return (*super()._get_holdings(), Holding("owner_id", OPEN))

    @api.model
    def _get_owing_domain(self):
        return OPEN

    def _get_print_fields(self):
        return [
            (
                self.env._("Programme"),
                [
                    "name",
                    "date_from",
                    "date_to",
                    "owner_id",
                    "objective",
                    "scope",
                    "methods",
                    "responsibilities",
                    "risks",
                    "line_ids",
                    "audit_ids",
                    "conclusion_ids",
                ],
            )
        ]
