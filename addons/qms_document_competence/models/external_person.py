from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import html2plaintext


class QmsExternalPerson(models.Model):
    """Procedures that somebody from outside has to follow, as they are valid."""

    _inherit = "qms.external.person"

    document_ids = fields.Many2many(
        "qms.document",
        "qms_external_person_document_rel",
        "external_id",
        "document_id",
        "Procedures to follow",
        check_company=True,
        domain="[('state', '=', 'valid'), ('confidentiality', '=', 'normal')]",
        help="He reads them, with their files, behind his personal link. A new version "
        "that is to be read again asks him again.",
    )

    @api.constrains("document_ids")
    def _check_documents_shown(self):
        """The page behind a link is read without login."""
        # sudo: whether one is confidential, whoever may read it
        if "confidential" in self.sudo().document_ids.mapped("confidentiality"):
            raise ValidationError(
                self.env._("A confidential document is not shown outside.")
            )

    @api.model
    def _get_followed_fields(self):
        return super()._get_followed_fields() | {"document_ids"}

    def _shown_documents(self):
        return self.document_ids.filtered(
            lambda each: each.state == "valid" and each.confidentiality == "normal"
        ).sorted("number")

    def _procedures(self):
        return super()._procedures() + [
            {
                "title": self.env._(
                    "%(number)s %(name)s, version %(edition)s",
                    number=each.number,
                    name=each.name,
                    edition=each.edition,
                ),
                "text": html2plaintext(each.text or "", include_references=False),
                "files": each.file_ids,
            }
            for each in self._shown_documents()
        ]
