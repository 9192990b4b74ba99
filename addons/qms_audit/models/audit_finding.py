from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.qms.tools.lifecycle import Mandate, Point, Transition

from .audit_table import (
    FINDING_STATES,
    GRADES,
    WRITING,
)


class QmsAuditFinding(models.Model):
    """What an audit found; nonconformities become deviations of the audited unit.

    The team's until the report is sent, afterwards readable with the report.
    """

    _name = "qms.audit.finding"
    _description = "Audit finding"
    _inherit = [
        "qms.audit.finding.case",
        "qms.audit.finding.holding",
        "qms.audit.part",
        "qms.record.mixin",
    ]
    _order = "audit_id desc, sequence, id"
    _rec_names_search = ["number"]
    _check_company_auto = True
    _mask_fields = ("statement", "evidence")
    _part_states = FINDING_STATES

    _lifecycle_start = "noted"
    _lifecycle_closed = ("withdrawn",)
    _lifecycle_stamps = ("deviation_id", "date_noted")
    _lifecycle_editable = {"raised": ()}
    _system_fields = ("answer_id",)
    _lifecycle_transitions = (
        Transition("raise", ("noted",), "raised", "_mandate_raise", ("_missing_case",)),
        Transition(
            "withdraw", ("noted", "raised"), "withdrawn", "_mandate_judge", reason=True
        ),
        Transition("reinstate", ("withdrawn",), "noted", "_mandate_judge", reason=True),
    )

    sequence = fields.Integer(default=10)
    state = fields.Selection(
        [
            ("noted", "Noted"),
            ("raised", "Became a case"),
            ("withdrawn", "Withdrawn"),
        ],
        default="noted",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
        group_expand=True,
    )
    audit_state = fields.Selection(
        related="audit_id.state", string="State of the audit"
    )
    company_id = fields.Many2one(
        related="audit_id.company_id", store=True, precompute=True, required=True
    )
    grade = fields.Selection(GRADES, required=True, index=True, tracking=True)
    statement = fields.Text(
        "What was found",
        required=True,
        help="Against what, and how it shows; no persons.",
    )
    evidence = fields.Text(help="What was seen, in which sample.")
    requirement_id = fields.Many2one(
        "qms.requirement", index=True, check_company=True, ondelete="restrict"
    )
    process_id = fields.Many2one(
        "qms.process", index=True, check_company=True, ondelete="restrict"
    )
    department_id = fields.Many2one(
        "hr.department", "Unit", index=True, check_company=True
    )
    answer_id = fields.Many2one(
        "qms.audit.answer", readonly=True, index="btree_not_null", ondelete="set null"
    )
    date_due = fields.Date(
        "Settled by", help="A deadline set by others; otherwise it follows the grade."
    )
    deviation_id = fields.Many2one(
        "qms.deviation",
        "Case",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    date_noted = fields.Date(
        readonly=True,
        copy=False,
        default=lambda self: fields.Date.context_today(self),
    )
    case_state = fields.Char("Where it stands", compute="_compute_case_state")

    _number_unique = models.UniqueIndex("(company_id, number)")
    _by_audit = models.Index("(audit_id, sequence, id)")
    _one_per_answer = models.UniqueIndex(
        "(answer_id) WHERE answer_id IS NOT NULL",
        "This answer has its finding already.",
    )

    @api.depends("number")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for finding in self:
            finding.display_name = self.env._("Finding %s", finding.number or "")

    @api.depends("deviation_id.state")
    @api.depends_context("lang")
    def _compute_case_state(self):
        for finding in self:
            # sudo: number and state of the case
            case = finding.sudo().deviation_id
            state = f"{case.number}: {case._state_label()}" if case else False
            finding.case_state = state

    @api.model_create_multi
    def create(self, vals_list):
        findings = super(
            QmsAuditFinding, self.with_context(mail_create_nosubscribe=True)
        ).create([self._prepare_new(vals) for vals in vals_list])
        findings = findings.with_env(self.env)
        findings._check_wording()
        return findings

    @api.model
    def _prepare_new(self, vals):
        """Of an answer only through the answer itself."""
        if not vals.get("answer_id"):
            return vals
        row = self.env["qms.audit.answer"].browse(vals["answer_id"])
        row.check_access("read")
        if row.audit_id.id != vals.get("audit_id"):
            raise UserError(self.env._("The answer belongs to another audit."))
        return vals

    def write(self, vals):
        if not self.env.su and set(vals) - set(self._lifecycle_technical):
            self._check_wording()
        return super().write(vals)

    def _check_wording(self):
        """Worded while the audit runs and its report is written, then it stands."""
        if self.env.su:
            return
        # sudo: the state and kind of the audit
        for finding in self.sudo():
            if not finding._part_is_open():
                raise UserError(
                    self.env._(
                        "%s: findings are noted while the audit runs and its report is "
                        "written.",
                        finding.audit_id.display_name,
                    )
                )

    @api.model
    def _number_company(self, vals):
        # sudo: whose series it is
        audit = self.env["qms.audit"].sudo().browse(vals.get("audit_id"))
        return audit.company_id or super()._number_company(vals)

    def _grade_label(self):
        return dict(self._fields["grade"]._description_selection(self.env))[self.grade]

    def _against(self):
        # sudo: what clause and process are called
        known = self.sudo()
        names = (known.requirement_id, known.process_id)
        return ", ".join(record.display_name for record in names if record)

    def _window(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }

    def action_open_case(self):
        """Open the case it became, for those who may."""
        self.ensure_one()
        # sudo: which case it is; whether it opens is asked of its own rights
        case = self.sudo().deviation_id.sudo(False)
        case.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": case._name,
            "res_id": case.id,
            "views": [(False, "form")],
        }

    # ------------------------------------------------------------
    # Steps
    # ------------------------------------------------------------

    def action_raise(self):
        """It becomes a deviation of the audited unit, or an improvement proposal."""
        self._transition("raise")
        return self._window() if len(self) == 1 else True

    def action_withdraw(self, reason=None):
        """It does not hold."""
        return self._transition("withdraw", reason)

    def action_reinstate(self, reason=None):
        """It holds all the same."""
        return self._transition("reinstate", reason)

    def _mandate_judge(self):
        """The lead auditor, as long as the audit is open."""
        # sudo: the state of the audit
        audit = self.audit_id.sudo().with_env(self.env)
        if audit.sudo().is_closed:
            return None
        own = audit.sudo()._lifecycle_flow() == "own"
        return audit._mandate_lead() if own else audit._mandate_settle()

    def _mandate_raise(self):
        if self.sudo().grade not in self._case_types():  # sudo: the grade alone
            return None
        # sudo: roles in the team
        rows = self.audit_id.sudo().member_ids
        mine = rows.filtered(lambda row: row.user_id == self.env.user and row.admitted)
        if mine.role in WRITING and not self.audit_id.sudo().is_closed:
            return Mandate("auditor")
        return self._mandate_judge()

    def _missing_case(self):
        if self.department_id:
            return []
        return [Point(self.env._("the unit it belongs to"), "department_id")]

    def _transition_labels(self):
        return super()._transition_labels() | {
            "raise": self.env._("Became a case"),
            "withdraw": self.env._("Withdrawn"),
            "reinstate": self.env._("Holds all the same"),
        }

    def _mandate_handle(self):
        return self._mandate_judge()

    def _get_print_fields(self):
        return [
            (
                self.env._("Finding"),
                [
                    "grade",
                    "statement",
                    "evidence",
                    "requirement_id",
                    "process_id",
                    "department_id",
                    "case_state",
                ],
            )
        ]
