from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.qms.tools.filing import Place

REPORT = "qms_audit.report_audit"
STANDS = ("follow_up", "closed")


class QmsAuditReport(models.Model):
    """The report of an audit stands in other systems once it stands here.

    There it is read by the quality group alone: whose units were audited changes, and
    the leaders and colleagues there read it here.
    """

    _name = "qms.audit.report"
    _inherit = ["qms.audit.report", "qms.filed.mixin"]
    _filed_fields = (
        "conclusion",
        "strengths",
        "basis",
        "suitable",
        "suitable_because",
        "effective",
        "effective_because",
    )

    @api.model
    def _get_filed_domain(self):
        by_itself = (
            Domain("audit_id.state", "=", "reported")
            & Domain("audit_id.commented", "=", False)
            & Domain("audit_id.date_stands", "<=", fields.Date.today())
        )
        return Domain("audit_id.state", "in", STANDS) | by_itself

    def _get_filed_place(self):
        return Place(
            self.company_id,
            self.env["hr.department"],
            self.env["qms.process"],
            self._name,
            self.env._("Audit reports"),
        )

    def _get_filed_content(self):
        findings = self.audit_id.finding_ids.sorted("id")
        return [
            self.number,
            *(self[name] for name in self._filed_fields),
            *((row.id, row.state, row.statement, row.evidence) for row in findings),
        ]

    def _get_filed_files(self):
        return [self._filed_print(REPORT, self.display_name)]


class QmsAudit(models.Model):
    _inherit = "qms.audit"

    def _refile(self):
        # sudo: its report follows its steps, whoever takes them
        self.sudo().report_ids._refile()

    def _after_transition(self, step, reason):
        result = super()._after_transition(step, reason)
        if step.target:
            self._refile()
        return result


class QmsAuditFinding(models.Model):
    _inherit = "qms.audit.finding"

    def _refile(self):
        # sudo: the report in which it stands
        self.sudo().audit_id._refile()

    def _after_transition(self, step, reason):
        result = super()._after_transition(step, reason)
        self._refile()
        return result
