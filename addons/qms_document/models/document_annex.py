from odoo import api, fields, models
from odoo.exceptions import ValidationError


class QmsDocumentAnnex(models.AbstractModel):
    """Annexes are documents: they have versions, approval and readers of their own."""

    _name = "qms.document.annex"
    _description = "Annex of a document"

    parent_id = fields.Many2one(
        "qms.document",
        "Annex of",
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
    )
    annex_ids = fields.One2many("qms.document", "parent_id", "Annexes")

    @api.constrains("parent_id")
    def _check_parent(self):
        if self._has_cycle():
            raise ValidationError(self.env._("A document is no annex of itself."))

    def action_new_annex(self):
        """Begin an annex, in the same unit and for the same processes."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New annex"),
            "res_model": "qms.document",
            "views": [(False, "form")],
            "context": {
                "default_parent_id": self.id,
                "default_department_id": self.department_id.id,
                "default_company_id": self.company_id.id,
                "default_process_ids": self.process_ids.ids,
                "default_confidentiality": self.confidentiality,
            },
        }

    def _annexes_to_show(self):
        """Those that are valid and that the reader may read."""
        return self.annex_ids._filtered_access("read").filtered(
            lambda annex: annex.state == "valid"
        )
