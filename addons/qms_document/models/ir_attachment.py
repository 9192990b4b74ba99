from odoo import models

VERSION = "qms.document.version"


class IrAttachment(models.Model):
    """Files of the valid version are read by whoever reads the document."""

    _inherit = "ir.attachment"

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if not result or operation != "read":
            return result
        forbidden, make_error = result
        forbidden -= forbidden._shown_in_documents()
        if not forbidden:
            return None
        return forbidden, make_error

    def _shown_in_documents(self):
        """Those of ``self`` that a document shows which the user may read."""
        # sudo: which files these are; the right to read is that of the document
        files = self.sudo().filtered(lambda file: file.res_model == VERSION)
        if not files:
            return self.browse()
        documents = (
            self.env["qms.document"]
            .sudo()
            .search([("valid_version_id", "in", files.mapped("res_id"))])
        )
        readable = documents.with_env(self.env)._filtered_access("read")
        shown = readable.sudo().valid_version_id.file_ids
        return (files & shown).with_env(self.env)

    def _qms_note_authors(self):
        """Whoever changes a file of a draft has written in it."""
        if self.env.su:
            return
        # sudo: of which versions these files are part
        files = self.sudo().filtered(lambda file: file.res_model == VERSION)
        if files:
            versions = self.env[VERSION].browse(files.mapped("res_id")).exists()
            versions._note_author()

    def write(self, vals):
        result = super().write(vals)
        self._qms_note_authors()
        return result

    def unlink(self):
        self._qms_note_authors()
        return super().unlink()
