from odoo import api, fields, models


class QmsAuditFinding(models.Model):
    """A finding shows that a document must change."""

    _name = "qms.audit.finding"
    _inherit = ["qms.audit.finding", "qms.document.cause.mixin"]
    _cause_field = "finding_ids"

    def _documents_in_question(self):
        """The own rule it was found against, else what meets the requirement."""
        requirement = self.requirement_id
        found = requirement.own_document_ids or requirement.document_ids
        return super()._documents_in_question() | found


class QmsDocument(models.Model):
    _inherit = "qms.document"

    finding_ids = fields.Many2many(
        "qms.audit.finding",
        "qms_document_finding_rel",
        string="Findings it is changed because of",
        readonly=True,
        copy=False,
        groups=fields.NO_ACCESS,
    )

    @api.model
    def _get_cause_fields(self):
        return (*super()._get_cause_fields(), "finding_ids")

    def action_open_findings(self):
        """The findings it is changed because of, as far as the user may read them."""
        return self._open_causes("finding_ids")
