from odoo import models


class QmsLawUpdate(models.Model):
    """A law shows that a document must change."""

    _name = "qms.law.update"
    _inherit = ["qms.law.update", "qms.document.cause.mixin"]
    _cause_field = "law_ids"

    def _documents_in_question(self):
        """Those of the processes in which it changes something."""
        changed = self.effect_ids.filtered(lambda each: each.answer != "nothing")
        found = self.env["qms.document"].search(
            [
                ("process_ids", "in", changed.process_id.ids),
                ("company_id", "in", self.company_id.ids),
                ("state", "=", "valid"),
            ]
        )
        return super()._documents_in_question() | found
