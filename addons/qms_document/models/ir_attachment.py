from odoo import api, models
from odoo.exceptions import UserError

from ..tools.office_file import is_bomb
from ..tools.pictures import own_ids

VERSION = "qms.document.version"
# read as they stand by whoever approves them
WAITING = ("submitted", "approved")
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

    def _can_return_content(self, field_name=None, access_token=None):
        """By rights alone: an address that somebody kept opens nothing.

        The editor puts a token in the address of each picture, which would show it to
        anybody, and still when the version is withdrawn.
        """
        # sudo: of what it is a file
        if access_token and self.sudo().res_model == VERSION:
            access_token = None
        return super()._can_return_content(field_name, access_token)

    def _shown_in_documents(self):
        """Those of ``self`` that stand in a version which the user may read.

        That is the valid one of a document he reads, or one being approved: its files,
        and what its text shows of the files of former ones.
        """
        # sudo: which files these are; the right to read is that of the document
        files = self.sudo().filtered(lambda file: file.res_model == VERSION)
        if not files:
            return self.browse()
        ids = [file.res_id for file in files if file.res_id]
        versions = self.env[VERSION].sudo()
        versions = versions.search_fetch(
            [("document_id.version_ids", "in", ids)], ["document_id", "state"]
        )
        shown = {}
        for version in files._versions_read(versions):
            known = shown.setdefault(version.document_id.id, set())
            known |= own_ids(version.text) | set(version.file_ids.ids)
        place = {version.id: version.document_id.id for version in versions}
        return files.filtered(
            lambda file: file.id in shown.get(place.get(file.res_id), ())
        ).with_env(self.env)

    def _versions_read(self, versions):
        """Of these, what readers of a document read, and what is being approved."""
        # sudo: back again where the reader was asked
        documents = versions.document_id.sudo(False)._filtered_access("read").sudo()
        waiting = versions.filtered(lambda each: each.state in WAITING)
        waiting = waiting.sudo(False)._filtered_access("read").sudo()
        valid = versions.filtered(lambda each: each.state == "valid")
        return waiting | valid.filtered(lambda each: each.document_id in documents)

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
