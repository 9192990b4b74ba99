from odoo import api, fields, models

from .audit_table import NONCONFORMITIES


class QmsAuditFindingCase(models.AbstractModel):
    """The case a finding becomes: reported like any other, linked both ways."""

    _name = "qms.audit.finding.case"
    _description = "Case of a finding"

    def _after_transition(self, step, reason):
        result = super()._after_transition(step, reason)
        if step.name == "raise":
            for finding in self.filtered(lambda row: not row.deviation_id):
                finding._report_case()
        self.audit_id._sync_duties()
        return result

    def _report_case(self):
        """Reported by whoever raises it, also one who works for another company."""
        # sudo: the audited company is not always the auditor's own
        report = self.env["qms.report"].sudo().create(self._prepare_report())
        case = report.deviation_ids
        values = {
            "requirement_id": self.requirement_id.id,
            "process_id": self.process_id.id,
            "is_audit_finding": self.grade in NONCONFORMITIES,
        }
        case.write({name: value for name, value in values.items() if value})
        case._due_without_delay(self)
        self._write_guarded({"deviation_id": case.id})

    def _prepare_report(self):
        grade = self._grade_label()
        lines = [self.statement, self.evidence and f"\n{self.evidence}"]
        xmlid = self._case_type_xmlid()
        return {
            "company_id": self.company_id.id,
            "type_id": self.env.ref(xmlid).id,
            "department_id": self.department_id.id,
            "description": self.env._(
                "%(text)s\n\n(%(grade)s, %(finding)s of %(audit)s)",
                text="\n".join(filter(None, lines)),
                grade=grade,
                finding=self.display_name,
                audit=self.audit_id.display_name,
            ),
            "requirement_id": self.requirement_id.id,
            "origin_model": self._name,
            "origin_id": self.id,
        }

    @api.model
    def _case_types(self):
        """Hook: the type of case each grade becomes, by xml id."""
        return {
            "minor": "qms_deviation.type_deviation",
            "major": "qms_deviation.type_deviation",
            "observation": "qms_deviation.type_proposal",
            "opportunity": "qms_deviation.type_proposal",
        }

    def _case_type_xmlid(self):
        return self._case_types()[self.grade]

    def _due_on(self):
        """By when its case is handled; proposals go by their type."""
        if self.date_due or self.grade not in NONCONFORMITIES:
            return self.date_due
        company = self.company_id
        days = company[f"qms_audit_{self.grade}_days"]
        return company._qms_add_workdays(fields.Date.context_today(self), days)

    def _is_settled(self):
        """Whether nothing is left to do: closed, and the effect verified."""
        if self.state == "withdrawn" or self.grade not in NONCONFORMITIES:
            return True
        # sudo: state of the case and of its actions
        return bool(self.deviation_id) and self.deviation_id.sudo()._effect_is_proven()


class QmsReport(models.Model):
    _inherit = "qms.report"

    @api.model
    def _may_be_origin(self, model):
        return super()._may_be_origin(model) or model == "qms.audit.finding"


class QmsDeviation(models.Model):
    _inherit = "qms.deviation"

    audit_finding_ids = fields.One2many(
        "qms.audit.finding", "deviation_id", "Found by an audit", readonly=True
    )
    is_audit_finding = fields.Boolean(
        "Nonconformity of an audit", readonly=True, copy=False
    )

    @api.model
    def _get_system_fields(self):
        return (*super()._get_system_fields(), "is_audit_finding")

    def _due_without_delay(self, finding):
        """Correction and corrective action without undue delay (ISO 9001 9.2.2 e)."""
        due = finding._due_on()
        if due and (not self.date_deadline or due < self.date_deadline):
            self._write_guarded({"date_deadline": due, "deadline_by_hand": True})
            self._sync_duties()

    def _effect_is_proven(self):
        """Closed with an action that had effect; merged ones by what they went into."""
        case = self.merged_into_id or self
        if case.common_id:
            case = case.common_id
        return case.state == "closed" and any(
            action.state == "effective" for action in case.action_ids
        )

    def _barred_from_short_way(self):
        bars = super()._barred_from_short_way()
        # sudo: whether an audit found it
        if self.sudo().is_audit_finding:
            bars.append(self.env._("an analysis: an audit found it"))
        return bars
