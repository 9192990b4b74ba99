from odoo import api, fields, models


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


class QmsDocument(models.Model):
    _inherit = "qms.document"

    law_ids = fields.Many2many(
        "qms.law.update",
        "qms_document_law_rel",
        string="Laws it is changed because of",
        readonly=True,
        copy=False,
        groups=fields.NO_ACCESS,
    )

    @api.model
    def _get_cause_fields(self):
        return (*super()._get_cause_fields(), "law_ids")

    def action_open_laws(self):
        """The laws it is changed because of, as far as the user may read them."""
        return self._open_causes("law_ids")
