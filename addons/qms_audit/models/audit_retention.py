from odoo import fields, models

from odoo.addons.qms.tools.lifecycle import Mandate


class QmsAuditRetention(models.AbstractModel):
    """Some years after closing an audit keeps what and when, no text and no person."""

    _name = "qms.audit.retention"
    _description = "Retention of an audit"
    _inherit = ["qms.retained.mixin"]

    def _erasure_scope(self):
        """With its team's notes, its report and its findings."""
        parts = []
        for audit in self:
            rows = (audit.member_ids, audit.agenda_ids, audit.answer_ids)
            parts.append((audit, [audit, audit.report_ids, *rows]))
            parts += [(finding, [finding]) for finding in audit.finding_ids]
        return parts

    def _retention_decide(self, day):
        decisions, mandate = self.env["qms.decision"], Mandate("quality_manager")
        self._lock()
        for records in (self, self.finding_ids):
            decisions._erase_later(records, mandate, day)

    def _retention_carry_out(self):
        removal, decisions = self.env["qms.removal"], self.env["qms.decision"]
        figures = removal._figures_of
        findings = self.finding_ids
        for records in (self, findings):
            decisions._carry_out_erasure(records)
        removal._empty(findings, figures(findings))
        removal._empty(self, figures(self))
        self._write_guarded({"date_removed": fields.Date.today()})
