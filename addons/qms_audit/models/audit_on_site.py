from odoo import api, fields, models

from .audit_table import WRITING

ON_SITE_FIELDS = (
    "answer",
    "client_key",
    "hint",
    "id",
    "note",
    "question",
    "sample",
    "source",
)


class QmsAuditOnSite(models.AbstractModel):
    """The audit on a phone or tablet: one question a card."""

    _name = "qms.audit.on.site"
    _description = "Audit on site"

    is_member = fields.Boolean("I write its answers", compute="_compute_is_member")

    @api.depends("member_ids.user_id", "member_ids.role", "member_ids.admitted")
    @api.depends_context("uid")
    def _compute_is_member(self):
        for audit in self:
            audit.is_member = audit._row_of(self.env.user).role in WRITING

    def action_carry_out(self):
        """Open the questions, one a card."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.client"]._for_xml_id(
            "qms_audit.qms_audit_on_site_action"
        )
        return {**action, "context": {"active_id": self.id}}

    def action_read_on_site(self):
        """What the cards show: the questions, and what was found there before."""
        self.ensure_one()
        self.check_access("read")
        answers = self.env["qms.audit.answer"].search_fetch(
            [("audit_id", "=", self.id)],
            [*ON_SITE_FIELDS, "requirement_id", "process_id"],
            order="sequence, id",
        )
        earlier = self._earlier_by_requirement()
        labels = answers._fields["answer"]._description_selection(self.env)
        return {
            "id": self.id,
            "name": self.name,
            "title": self.display_name,
            "state": self.state,
            "state_label": self._state_label(),
            "steps": self._allowed_transitions(),
            "answers": labels,
            "cards": [row._on_site_card(earlier) for row in answers],
        }

    def _earlier_by_requirement(self):
        """The wording of earlier findings, per requirement."""
        # sudo: findings of reports that were sent, for the next team in the same place
        findings = self.env["qms.audit.finding"].sudo()
        found = findings.search_fetch(
            self._earlier_domain(), ["requirement_id", "grade", "statement", "number"]
        )
        result = {}
        for finding in found:
            line = f"{finding.number} ({finding._grade_label()}): {finding.statement}"
            result.setdefault(finding.requirement_id.id, []).append(line)
        return result
