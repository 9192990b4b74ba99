from odoo import api, fields, models
from odoo.exceptions import AccessError

from .audit_table import FINDING_STATES, VERDICTS


class QmsAuditReport(models.Model):
    """What an audit concludes: the team's until it is sent to the audited unit.

    One per audit, made with it. Its steps are those of the audit.
    """

    _name = "qms.audit.report"
    _description = "Audit report"
    _inherit = ["qms.audit.part", "qms.mask.values"]
    _order = "id desc"
    _rec_name = "number"
    _rec_names_search = ["number"]
    _mask_fields = (
        "conclusion",
        "strengths",
        "suitable_because",
        "effective_because",
        "basis",
    )
    _part_states = FINDING_STATES
    _qms_counted = True

    number = fields.Char(related="audit_id.number", store=True, index=True)
    name = fields.Char(related="audit_id.name")
    audit_state = fields.Selection(related="audit_id.state", string="State")
    kind = fields.Selection(related="audit_id.kind")
    objective = fields.Text(related="audit_id.objective")
    scope = fields.Text(related="audit_id.scope")
    when_line = fields.Char(related="audit_id.when_line")
    unit_names = fields.Char(related="audit_id.unit_names")
    date_reported = fields.Date(related="audit_id.date_reported")
    date_stands = fields.Date(related="audit_id.date_stands")
    team_line = fields.Char("Audited by", compute="_compute_team_line")
    conclusion = fields.Text(help="What the audit found on the whole, in a few lines.")
    strengths = fields.Text("What works well")
    basis = fields.Text(
        "What it rests on",
        help="Samples, talks, and what could not be looked at.",
    )
    suitable = fields.Selection(
        VERDICTS,
        help="Do the rules and methods suit what they are for and conform to the "
        "criteria?",
    )
    suitable_because = fields.Text("Suitable or not, because")
    effective = fields.Selection(
        VERDICTS, help="Is it carried out, and does it reach what it is for?"
    )
    effective_because = fields.Text("Effective or not, because")
    finding_ids = fields.One2many(
        "qms.audit.finding", string="Findings", compute="_compute_finding_ids"
    )
    comments = fields.Text(
        "What the unit said, and the answer",
        compute="_compute_comments",
        help="For those who read the audit itself.",
    )
    allowed_transitions = fields.Char(compute="_compute_allowed_transitions")
    is_fixed = fields.Boolean(compute="_compute_is_fixed")

    _one_per_audit = models.UniqueIndex("(audit_id)")

    @api.depends("number")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for report in self:
            report.display_name = self.env._("Audit report %s", report.number or "")

    @api.depends("audit_id.member_ids.role")
    def _compute_team_line(self):
        for report in self:
            # sudo: who carried it out, for the readers of the report
            audit = report.sudo().audit_id
            team = audit.member_ids.filtered("admitted").mapped("user_id.name")
            report.team_line = audit.external_body or ", ".join(team)

    @api.depends_context("uid")
    def _compute_finding_ids(self):
        """Those that the reader may read."""
        findings = self.env["qms.audit.finding"].search(
            [("audit_id", "in", self.audit_id.ids), ("state", "!=", "withdrawn")],
            order="audit_id, sequence, id",
        )
        by_audit = findings.grouped("audit_id")
        for report in self:
            report.finding_ids = by_audit.get(report.audit_id, findings.browse())

    @api.depends("audit_id.state")
    @api.depends_context("uid", "lang")
    def _compute_comments(self):
        """The words of the decisions, for whoever reads those."""
        self.comments = False
        # sudo: which audits; only of those the reader reads himself something is told
        audits = self.sudo().audit_id.sudo(False)._filtered_access("read")
        told = self.env["qms.decision"]._timeline(audits)
        labels = self.env["qms.audit"]._transition_labels()
        asked = {labels[name] for name in ("comment", "uphold", "revise")}
        for report in self:
            entries = told.get(report.sudo().audit_id.id, [])
            report.comments = "\n\n".join(
                f"{entry['moment']}, {entry['person']}: {entry['reason']}"
                for entry in entries
                if entry["label"] in asked and entry["reason"]
            )

    @api.depends("audit_id.state")
    @api.depends_context("uid")
    def _compute_allowed_transitions(self):
        """The steps of the audit that are taken from its report."""
        for report in self:
            report.allowed_transitions = report.audit_id.sudo(
                False
            )._allowed_on_report()

    @api.depends("audit_id.state")
    @api.depends_context("uid")
    def _compute_is_fixed(self):
        changeable = self._origin._filtered_access("write")
        for report in self:
            report.is_fixed = report._origin not in changeable

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("Each audit has its report already."))
        return super().create(vals_list)

    # ------------------------------------------------------------
    # On paper
    # ------------------------------------------------------------

    def _print_facts(self):
        """Label and value of what the report is about, empty ones left out."""
        self.check_access("read")
        # sudo: what the criteria are called
        criteria = self.sudo().audit_id.requirement_ids.mapped("display_name")
        day = self.env["ir.qweb.field.date"].value_to_html
        labels = self.fields_get(attributes=["string"])
        rows = [
            (labels[name]["string"], self[name])
            for name in ("unit_names", "when_line", "team_line", "objective", "scope")
        ]
        rows.append((self.env._("Criteria"), "\n".join(criteria)))
        rows += [
            (labels[name]["string"], self[name] and day(self[name], {}))
            for name in ("date_reported", "date_stands")
        ]
        return [row for row in rows if row[1]]

    def _print_verdicts(self):
        verdicts = dict(self._fields["suitable"]._description_selection(self.env))
        return [
            (
                self.env._("Is it suitable?"),
                verdicts.get(self.suitable, ""),
                self.suitable_because or "",
            ),
            (
                self.env._("Is it effective?"),
                verdicts.get(self.effective, ""),
                self.effective_because or "",
            ),
        ]

    # ------------------------------------------------------------
    # The audit's steps, taken from its report
    # ------------------------------------------------------------

    def action_report(self):
        """Send it to the audited unit."""
        return self._step("report")

    def action_accept(self):
        """Accept it for the units the current user answers for."""
        return self._step("accept")

    def action_comment(self, reason=None):
        """Comment it; the lead auditor answers before it stands."""
        return self._step("comment", reason)

    def action_follow_up(self):
        """It stands: what was found is followed up."""
        return self._step("follow_up")

    def action_uphold(self, reason=None):
        """It stands in spite of the comment, because."""
        return self._step("uphold", reason)

    def action_revise(self, reason=None):
        """It is written anew."""
        return self._step("revise", reason)

    def _step(self, name, reason=None):
        self.check_access("read")
        # sudo: whoever reads the report, whose own rights the step asks for
        audits = self.sudo().audit_id.sudo(False)
        method = getattr(audits, f"action_{name}")
        step = audits._get_transition(name)
        return method(reason=reason) if step.reason else method()

    def action_open_audit(self):
        """Open the audit, for those who may."""
        self.ensure_one()
        # sudo: which audit it is; whether it opens is asked of its own rights
        audit = self.sudo().audit_id.sudo(False)
        audit.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": audit._name,
            "res_id": audit.id,
            "views": [(False, "form")],
        }
