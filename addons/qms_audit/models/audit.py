from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from .audit_table import CLOSED, KINDS, METHODS, STATES, TABLE

# what only whoever plans audits decides, not the lead auditor
PLANNED_FIELDS = {
    "department_ids",
    "kind",
    "lead_id",
    "process_ids",
    "programme_id",
    "programme_line_id",
}
# what is settled when dates and team are
SETTLED = {"kind", "programme_id", "programme_line_id"}
# made by the system with the audit
MADE = ("covered_unit_ids", "report_ids")


class QmsAudit(models.Model):
    """One audit, from its place in the programme to the effect of its findings.

    The team, the planners and the leaders of the audited units read it. Its notes
    (``qms.audit.answer``), findings and report are records of their own: those are
    the team's until the report is sent. Everybody else in the units has the line in
    ``qms.audit.register``.
    """

    _name = "qms.audit"
    _description = "Audit"
    _inherit = [
        "qms.audit.in.round",
        "qms.audit.planning",
        "qms.audit.dates",
        "qms.audit.impartiality",
        "qms.audit.steps",
        "qms.audit.gates",
        "qms.audit.staffing",
        "qms.audit.duties",
        "qms.audit.checklist",
        "qms.audit.on.site",
        "qms.audit.holding",
        "qms.audit.inviting",
        "qms.audit.retention",
        "qms.audit.next.dates",
        "qms.audit.reminded",
        "qms.audit.screen",
        "qms.record.mixin",
    ]
    _order = "date_planned desc, id desc"
    _rec_names_search = ["number", "name"]
    _check_company_auto = True
    _mask_fields = (
        "name",
        "objective",
        "scope",
        "place",
        "references",
        "external_body",
    )

    _lifecycle_start = "planned"
    _lifecycle_closed = CLOSED
    _lifecycle_transitions = TABLE
    _lifecycle_stamps = (
        "accepted_unit_ids",
        "commented",
        "date_closed",
        "date_concluded",
        "date_removed",
        "date_reported",
        "date_stands",
        "date_started",
        "is_kept",
    )
    _lifecycle_editable = {
        "running": (
            "agenda_ids",
            "answer_ids",
            "date_end",
            "date_report_due",
            "finding_ids",
            "invitation_ids",
            "lead_id",
            "member_ids",
            "place",
            "references",
        ),
        "reporting": ("date_report_due", "finding_ids", "lead_id", "member_ids"),
        "reported": ("finding_ids", "lead_id", "member_ids"),
        "follow_up": ("date_follow_up", "finding_ids", "lead_id", "member_ids"),
    }
    _system_fields = ("company_id", *MADE)

    name = fields.Char("Subject", required=True, tracking=True)
    kind = fields.Selection(KINDS, default="internal", required=True, index=True)
    state = fields.Selection(
        STATES,
        default="planned",
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
    programme_id = fields.Many2one(
        "qms.audit.programme",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    programme_line_id = fields.Many2one(
        "qms.audit.programme.line",
        "Line of the programme",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        domain="[('programme_id', '=', programme_id)]",
    )
    objective = fields.Text(help="What the audit is to find out.")
    scope = fields.Text(
        help="What it covers, where and since when; what it leaves out."
    )
    method = fields.Selection(METHODS, default="on_site", required=True)
    department_ids = fields.Many2many(
        "hr.department",
        "qms_audit_department_rel",
        "audit_id",
        "department_id",
        string="Audited units",
        check_company=True,
        context={"active_test": False},
    )
    covered_unit_ids = fields.Many2many(
        "hr.department",
        "qms_audit_covered_unit_rel",
        "audit_id",
        "department_id",
        string="With the units below",
        readonly=True,
        copy=False,
        help="The relation by which people of the units read of the audit.",
        context={"active_test": False},
    )
    process_ids = fields.Many2many(
        "qms.process", "qms_audit_process_rel", string="Processes", check_company=True
    )
    requirement_ids = fields.Many2many(
        "qms.requirement",
        "qms_audit_requirement_rel",
        string="Criteria",
        check_company=True,
        help="What the units are held against; a clause brings those below it.",
    )
    references = fields.Text(
        "Documents", help="Procedures and other documents the audit goes by."
    )
    external_body = fields.Char(
        "Carried out by", help="The certification body or authority."
    )
    lead_id = fields.Many2one(
        "res.users",
        "Lead auditor",
        compute="_compute_lead_id",
        inverse="_inverse_lead_id",
        store=True,
        index=True,
        domain="[('share', '=', False)]",
        tracking=True,
    )
    member_ids = fields.One2many("qms.audit.member", "audit_id", "Team")
    agenda_ids = fields.One2many("qms.audit.agenda", "audit_id", "Plan of the day")
    answer_ids = fields.One2many("qms.audit.answer", "audit_id", "Checklist")
    finding_ids = fields.One2many("qms.audit.finding", "audit_id", "Findings")
    report_ids = fields.One2many("qms.audit.report", "audit_id", readonly=True)
    place = fields.Char(help="Where the team is met.")
    commented = fields.Boolean("Commented by the unit", readonly=True, copy=False)
    accepted_unit_ids = fields.Many2many(
        "hr.department",
        "qms_audit_accepted_unit_rel",
        "audit_id",
        "department_id",
        string="Accepted by the leaders of",
        readonly=True,
        copy=False,
        context={"active_test": False},
    )
    unit_names = fields.Char(
        "Units",
        compute="_compute_unit_names",
        help="For auditors of another company, who do not see its units.",
    )

    _number_unique = models.UniqueIndex("(company_id, number)")
    _newest = models.Index("(date_planned DESC, id DESC)")
    _ends_after_start = models.Constraint(
        "CHECK (date_end >= date_start)", "An audit ends after it begins."
    )

    @api.depends("number", "kind")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for audit in self:
            kind = kinds.get(audit.kind, "")
            audit.display_name = f"{kind} {audit.number or ''}".strip()

    @api.depends("member_ids.user_id", "member_ids.role", "member_ids.admitted")
    def _compute_lead_id(self):
        for audit in self:
            lead = audit.member_ids.filtered(lambda row: row.role == "lead")
            audit.lead_id = lead.filtered("admitted").user_id[:1]

    @api.depends("department_ids")
    def _compute_unit_names(self):
        for audit in self:
            # sudo: names of the audited units, for whoever may read the audit
            units = audit.sudo().department_ids.with_context(hierarchical_naming=False)
            audit.unit_names = ", ".join(units.mapped("name"))

    @api.constrains("programme_id", "programme_line_id")
    def _check_programme_line(self):
        for audit in self.filtered("programme_line_id"):
            if audit.programme_line_id.programme_id != audit.programme_id:
                raise ValidationError(
                    self.env._("The line belongs to another programme.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        teams = [self._pop_team(vals) for vals in vals_list]
        vals_list = [
            {
                key: value
                for key, value in vals.items()
                if key not in ("lead_id", "member_ids", *MADE)
            }
            for vals in vals_list
        ]
        audits = super(
            QmsAudit, self.with_context(mail_create_nosubscribe=True)
        ).create(vals_list)
        audits = audits.with_env(self.env)
        audits._cover_units()
        audits._make_reports()
        audits._staff(teams)
        audits._sync_duties()
        return audits

    @api.model
    def _pop_team(self, vals):
        """People come to it afterwards: they are judged by what is audited."""
        return {key: vals[key] for key in ("member_ids", "lead_id") if vals.get(key)}

    def write(self, vals):
        if not self.env.su and not PLANNED_FIELDS.isdisjoint(vals):
            self._check_planner()
        if not SETTLED.isdisjoint(vals) and set(self.mapped("state")) != {"planned"}:
            raise self._make_settled_error()
        result = super().write(vals)
        if not {"department_ids", "kind", "process_ids"}.isdisjoint(vals):
            self._cover_units()
            self.member_ids._judge()
        return result

    def _check_planner(self):
        for audit in self:
            if not audit._mandate_plan():
                raise AccessError(
                    self.env._(
                        "%s: that is for whoever answers for the programme.",
                        audit.display_name,
                    )
                )

    def _make_reports(self):
        # sudo: each audit has its report from the beginning, written by its team
        reports = self.env["qms.audit.report"].sudo()
        reports.create([{"audit_id": audit.id} for audit in self])

    def _cover_units(self):
        """Whom it concerns: the audited units and all below them."""
        # sudo: structure only
        for audit in self.sudo():
            wanted = audit.department_ids._qms_subtree()
            if audit.covered_unit_ids != wanted:
                audit._write_guarded({"covered_unit_ids": wanted.ids})
