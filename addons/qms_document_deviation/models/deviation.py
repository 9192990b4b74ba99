from odoo import models


class QmsDeviation(models.Model):
    """A case shows that a rule of one's own must change."""

    _name = "qms.deviation"
    _inherit = ["qms.deviation", "qms.document.cause.mixin"]
    _cause_field = "case_ids"

    def _documents_in_question(self):
        """The own rule it deviates from, else what meets the requirement."""
        requirement = self.requirement_id
        found = requirement.own_document_ids or requirement.document_ids
        return super()._documents_in_question() | found
