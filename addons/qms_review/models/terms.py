from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.qms.tools.lifecycle import Point, Transition

# working days in which a new version is written
WRITE_DAYS = 20
# days ahead of the review on which its evaluation is owed
AHEAD_DAYS = 30


class QmsTerms(models.Model):
    """The terms of reference of a group in one version (kommissorium).

    Whoever wrote in it does not approve it. Approving a version replaces the one
    before. A version that the year wheel made begins as a copy: approving it as it is
    says that it was looked at and holds for another year.
    """

    _name = "qms.terms"
    _description = "Terms of reference"
    _inherit = ["qms.wheel.target.mixin", "qms.record.mixin"]
    _order = "group_id, version desc, id desc"
    _rec_names_search = ["number", "group_id"]
    _mask_fields = ("purpose", "changed")

    _lifecycle_start = "draft"
    _lifecycle_closed = ("replaced", "discarded")
    _lifecycle_stamps = ("date_approved", "approved_by_id")
    _lifecycle_editable = {"approved": ()}
    _lifecycle_transitions = (
        Transition(
            "approve", ("draft",), "approved", "_mandate_approve", ("_missing_approve",)
        ),
        Transition(
            "replace", ("approved",), "replaced", "_mandate_replace", offered=False
        ),
        Transition("discard", ("draft",), "discarded", "_mandate_write", reason=True),
    )
    _system_fields = ("author_ids", "company_id", "date_begun", "group_id", "version")

    group_id = fields.Many2one(
        "qms.group", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        related="group_id.company_id", store=True, index=True, precompute=True
    )
    version = fields.Integer(readonly=True, copy=False, default=1)
    purpose = fields.Text(
        "What the group is for", help="Its task, its mandate, whom it reports to."
    )
    changed = fields.Char("What is new in this version", copy=False)
    line_ids = fields.One2many("qms.terms.line", "terms_id", "Who does what", copy=True)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("approved", "Approved"),
            ("replaced", "Replaced"),
            ("discarded", "Discarded"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    author_ids = fields.Many2many(
        "res.users",
        "qms_terms_author_rel",
        string="Written by",
        readonly=True,
        copy=False,
    )
    date_begun = fields.Date(
        "Begun on",
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: fields.Date.context_today(self),
    )
    date_approved = fields.Date("Approved on", readonly=True, copy=False)
    approved_by_id = fields.Many2one(
        "res.users", "Approved by", readonly=True, copy=False
    )
    date_review = fields.Date(
        "Evaluate by",
        copy=False,
        default=lambda self: self._default_date_review(),
        help="A year at the latest.",
    )

    _one_holds = models.UniqueIndex(
        "(group_id) WHERE state = 'approved'", "Other terms of the group hold."
    )

    @api.model
    def _default_date_review(self):
        return fields.Date.context_today(self) + relativedelta(years=1)

    @api.depends("number", "version")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for terms in self:
            terms.display_name = self.env._(
                "Terms of reference %(number)s, version %(version)s",
                number=terms.number or "",
                version=terms.version,
            )

    @api.model
    def _number_company(self, vals):
        # sudo: whose group it is
        group = self.env["qms.group"].browse(vals.get("group_id"))
        return group.sudo().company_id or super()._number_company(vals)

    @api.model_create_multi
    def create(self, vals_list):
        groups = self.env["qms.group"].browse(
            [
                vals.get("group_id") or self.env.context.get("default_group_id")
                for vals in vals_list
            ]
        )
        latest = self._latest_versions(groups)
        rows = []
        for vals, group in zip(vals_list, groups, strict=True):
            latest[group.id] = latest.get(group.id, 0) + 1
            fixed = {"version": latest[group.id], "group_id": group.id}
            rows.append({**vals, **fixed, "author_ids": False})
        result = super().create(rows)
        result._note_author()
        result._sync_duties()
        return result

    @api.model
    def _latest_versions(self, groups):
        # sudo: how many versions there are
        rows = self.sudo()._read_group(
            Domain("group_id", "in", groups.ids), ["group_id"], ["version:max"]
        )
        return {group.id: version for group, version in rows}

    def write(self, vals):
        result = super().write(vals)
        if not {"purpose", "changed", "line_ids"}.isdisjoint(vals):
            self._note_author()
        return result

    def _note_author(self):
        """Who wrote in it, to keep him from approving it."""
        if self.env.su:
            return
        # sudo: kept by the system
        for terms in self.sudo():
            terms._write_guarded({"author_ids": [fields.Command.link(self.env.uid)]})
        self._sync_duties()

    def _refuse_settled_lines(self):
        # sudo: the state alone
        if settled := self.sudo().filtered(lambda terms: terms.state != "draft"):
            raise settled.with_env(self.env)._make_settled_error()

    # ------------------------------------------------------------
    # Steps
    # ------------------------------------------------------------

    def action_approve(self):
        """They hold from today; those before are replaced."""
        self.ensure_one()
        # sudo: the terms of the same group that hold so far
        before = self.sudo().group_id.terms_ids.filtered(
            lambda each: each.state == "approved"
        )
        self._check_mandates(self._get_transition("approve"))
        before.with_env(self.env)._transition("replace")
        self.env.flush_all()
        return self._transition("approve", approved_by_id=self.env.uid)

    def action_replace(self):
        """Follows from approving a newer version, never by itself."""
        raise UserError(self.env._("Approve the version that takes its place."))

    def action_discard(self, reason=None):
        """It is not needed after all."""
        return self._transition("discard", reason)

    def action_new_version(self):
        """Begin the next version with a copy of this one."""
        self.ensure_one()
        self.check_access("read")
        if not self._mandate_write():
            raise UserError(
                self.env._("The chair, the secretary or a quality manager writes it.")
            )
        new = self.copy({"group_id": self.group_id.id})
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": new.id,
            "views": [(False, "form")],
        }

    def _mandate_write(self):
        # sudo: which group it is
        return self.sudo().group_id.with_env(self.env)._mandate_lead()

    def _mandate_approve(self):
        """The chair, or a quality manager; nobody who wrote in it."""
        # sudo: who wrote in it
        terms, user = self.sudo(), self.env.user
        if user._qms_is_one_of(terms.author_ids):
            return None
        group = terms.group_id.with_env(self.env)
        return group._office_mandate("chair_id") or group._mandate_manager()

    def _mandate_replace(self):
        """Who may approve terms of the group replaces those that held."""
        # sudo: which group it is
        group = self.sudo().group_id.with_env(self.env)
        return group._office_mandate("chair_id") or group._mandate_manager()

    def _missing_approve(self):
        missing = []
        if not self.purpose:
            missing.append(Point(self.env._("what the group is for"), "purpose"))
        if not self.line_ids:
            missing.append(Point(self.env._("who does what"), "line_ids"))
        today = self.company_id._qms_today()
        last = today + relativedelta(years=1)
        if not self.date_review or not today < self.date_review <= last:
            missing.append(
                Point(self.env._("when it is evaluated: within a year"), "date_review")
            )
        return missing

    def _transition_values(self, step):
        values = super()._transition_values(step)
        if step.name == "approve":
            values["date_approved"] = self[:1].company_id._qms_today()
        return values

    def _after_transition(self, step, reason):
        result = super()._after_transition(step, reason)
        if step.name == "approve":
            self._wheel_done()
        if step.name == "discard":
            self._wheel_occurrences()._let_go()
        return result

    def _transition_labels(self):
        return super()._transition_labels() | {
            "approve": self.env._("Approved"),
            "replace": self.env._("Replaced by a newer version"),
            "discard": self.env._("Discarded"),
        }

    # ------------------------------------------------------------
    # The year wheel
    # ------------------------------------------------------------

    @api.model
    def _wheel_create(self, occurrences):
        """A copy of what holds, one each; a draft that is there is the one."""
        made = []
        for occurrence in occurrences:
            group = self.env["qms.group"]._of_occurrence(occurrence)
            draft = group.terms_ids.filtered(lambda each: each.state == "draft")[:1]
            draft = draft.filtered(lambda each: not each._wheel_occurrences())
            holding = group.terms_id
            if not draft and holding:
                draft = holding.copy({"group_id": group.id})
            made += (draft or self.create([{"group_id": group.id}])).ids
        return self.browse(made)

    # ------------------------------------------------------------
    # Duties
    # ------------------------------------------------------------

    def _duty_fields(self):
        return {"date_review"}

    def _get_duties(self):
        duties = [each._get_own_duty() for each in self]
        return [duty for duty in duties if duty]

    def _get_own_duty(self):
        """A draft is written and approved; what holds is evaluated in time."""
        group, company = self.group_id, self.company_id
        if self.state == "draft":
            due = company._qms_add_workdays(self.date_begun, WRITE_DAYS)
            approver = group._officer("chair_id")
            if approver._qms_is_one_of(self.author_ids):
                approver = self.env["res.users"]
            return {
                "record": self,
                "deadline": due,
                **self._duty_of(approver, "approve", "chair_id"),
            }
        if self.state != "approved":
            return None
        owner = group._officer("secretary_id", "chair_id")
        duty = self._duty_of(owner, "evaluate", "secretary_id", "chair_id")
        return {"record": self, "deadline": self.date_review, **duty}

    def _duty_of(self, user, verb, *offices):
        if user:
            behalf = self.group_id._behalf_of(user, *offices)
            return {"verb": verb, "user": user, "behalf_of": behalf}
        return {"verb": verb, "group": self.env.ref("qms.group_quality_manager")}

    @api.model
    def _get_owing_domain(self):
        return Domain("state", "in", ("draft", "approved"))

    def _get_print_fields(self):
        return [
            (
                self.env._("Terms of reference"),
                ["group_id", "version", "purpose", "changed"],
            ),
            (self.env._("Who does what"), ["line_ids"]),
            (
                self.env._("Approved"),
                ["author_ids", "approved_by_id", "date_approved", "date_review"],
            ),
        ]


class QmsTermsLine(models.Model):
    """A recurring task and who does it: a guideline, no rule."""

    _name = "qms.terms.line"
    _description = "Recurring task of a group"
    _inherit = ["qms.text.mixin"]
    _order = "terms_id, sequence, id"
    _rec_name = "name"

    terms_id = fields.Many2one(
        "qms.terms", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    name = fields.Char("Task", required=True)
    member_id = fields.Many2one(
        "qms.group.member", "Who", index="btree_not_null", ondelete="set null"
    )
    role = fields.Char("Or which role", help="Where no one person is named.")
    kind_id = fields.Many2one(
        "qms.wheel.kind", "In the year wheel", ondelete="set null"
    )

    @api.depends("name", "member_id", "role")
    def _compute_display_name(self):
        for line in self:
            # sudo: the name of a member, whom everybody sees
            who = line.sudo().member_id.who or line.role
            line.display_name = f"{line.name}: {who}" if who else line.name

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.terms_id._refuse_settled_lines()
        lines.terms_id._note_author()
        return lines

    def write(self, vals):
        if "terms_id" in vals:
            raise UserError(self.env._("It belongs to its terms of reference."))
        self.terms_id._refuse_settled_lines()
        result = super().write(vals)
        self.terms_id._refuse_settled_lines()
        self.terms_id._note_author()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_settled(self):
        self.terms_id._refuse_settled_lines()
        self.terms_id._note_author()
