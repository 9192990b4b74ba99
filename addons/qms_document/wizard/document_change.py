from odoo import fields, models
from odoo.exceptions import UserError


class QmsDocumentChange(models.TransientModel):
    """Which document is changed because of a record."""

    _name = "qms.document.change"
    _description = "Change a document"

    res_model = fields.Char(required=True, readonly=True)
    res_id = fields.Many2oneReference(
        required=True, readonly=True, model_field="res_model"
    )
    candidate_ids = fields.Many2many(
        "qms.document",
        "qms_document_change_candidate_rel",
        string="It may be about",
        readonly=True,
    )
    document_id = fields.Many2one(
        "qms.document",
        required=True,
        ondelete="cascade",
        domain="[('state', '!=', 'withdrawn')]",
    )

    def action_change(self):
        """Link both, and open the draft or propose the change to the owner."""
        self.ensure_one()
        self.check_access("write")
        causes = self.env.registry["qms.document.cause.mixin"]
        record = self.env.get(self.res_model)
        if not isinstance(record, causes) or record._abstract:
            raise UserError(self.env._("Nothing of this kind changes a document."))
        return record.browse(self.res_id)._change_document(self.document_id)
