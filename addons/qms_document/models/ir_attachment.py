from odoo import api, models
from odoo.exceptions import UserError

from ..tools.office_file import is_bomb

VERSION = "qms.document.version"
# a whole folder waits there; each file is judged when a document gets it
UPLOADS = "qms.start.import"
# where a file belongs, and who reads it
PLACE = {
    "res_model",
    "res_id",
    "res_field",
    "type",
    "url",
    "public",
    "access_token",
}


class IrAttachment(models.Model):
    """Files of the valid version are read by whoever reads the document."""

    _inherit = "ir.attachment"

    @api.model
    def _qms_is_judged(self, model):
        return model != UPLOADS and super()._qms_is_judged(model)

    def _index(self, bin_data, file_type, checksum=None):
        """What would unpack to gigabytes is not looked into."""
        if is_bomb(bin_data):
            return ""
        return super()._index(bin_data, file_type, checksum)

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
            files.with_env(self.env).check_access("write")
            versions = self.env[VERSION].browse(files.mapped("res_id")).exists()
            versions._note_author()

    def _qms_refuse_listed(self):
        """What a version lists stays there: its author moves no file away and back."""
        # sudo: whether a version lists them, whoever may read it
        versions = self.env[VERSION].sudo()
        if versions.search_count([("file_ids", "in", self.ids)], limit=1):
            raise UserError(
                self.env._("A document lists this file: take it off the list first.")
            )

    def write(self, vals):
        if not self.env.su and not PLACE.isdisjoint(vals):
            self.check_access("write")
            self._qms_refuse_listed()
        self._qms_note_authors()
        return super().write(vals)

    def unlink(self):
        self._qms_note_authors()
        return super().unlink()
