from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.qms.tools.lifecycle import Point

from ..tools.office_file import pdf_text, problem
from ..tools.pictures import (
    file_links,
    foreign_parts,
    picture_id,
    picture_sources,
    version_links,
)

# places in which a file waits for the record it is uploaded to
WAITING = (False, "mail.compose.message", "qms.document.version")


class QmsDocumentVersionFiles(models.AbstractModel):
    """The files of a version: those listed, not whatever hangs on it.

    What is added to its chatter later is no part of what was approved.
    """

    _name = "qms.document.version.files"
    _description = "Files of a version"

    file_ids = fields.Many2many(
        "ir.attachment",
        "qms_document_version_file_rel",
        string="Files",
        copy=False,
        help="The document itself, where it is a file, such as a form or a drawing.",
    )

    def _adopt_files(self):
        """A file listed is one uploaded for it, by whoever lists it."""
        for version in self:
            # sudo: where the files belong, whoever may read them
            for file in version.sudo().file_ids:
                if file.public or file.access_token:
                    # read with the version, and not by whoever has an address
                    file.write({"public": False, "access_token": False})
                if version._is_placed(file):
                    continue
                if (
                    file.create_uid != self.env.user
                    or file.res_id
                    or file.res_field
                    or file.type != "binary"
                    or file.res_model not in WAITING
                ):
                    raise UserError(
                        self.env._("%s belongs elsewhere: upload it here.", file.name)
                    )
                file.write({"res_model": self._name, "res_id": version.id})

    def _missing_files(self):
        """Readers must be able to open them, and the search to look into them."""
        found = [(file.name, self._file_problem(file)) for file in self.file_ids]
        return [
            Point(self._file_words(kind, name), "file_ids")
            for name, kind in found
            if kind
        ]

    def _file_problem(self, file):
        if not self._is_placed(file) or file.type != "binary":
            return "elsewhere"
        return problem(file.name, file.raw)

    def _is_placed(self, file):
        return (file.res_model, file.res_id) == (self._name, self.id)

    def _missing_pictures(self):
        """What the text shows is approved with it: nothing that changes elsewhere."""
        shown = {picture_id(source) for source in picture_sources(self.text)}
        if not shown or shown <= self._own_file_ids(shown):
            return []
        words = self.env._(
            "pictures uploaded here: one in the text comes from elsewhere"
        )
        return [Point(words, "text")]

    def _missing_links(self):
        """Nor does a link or a part of the text lead to what changes elsewhere."""
        missing = []
        linked = {picture_id(address) for address in file_links(self.text)}
        if foreign_parts(self.text) or not linked <= self._own_file_ids(linked):
            missing.append(
                self.env._("files added above: one in the text lies elsewhere")
            )
        if version_links(self.text):
            missing.append(
                self.env._("a link to the document: one in the text leads to a version")
            )
        return [Point(words, "text") for words in missing]

    def _own_file_ids(self, ids):
        """Those of the files that one of the document's versions holds."""
        # sudo: where the pictures belong
        pictures = self.env["ir.attachment"].sudo()
        versions = self.sudo().document_id.version_ids
        own = pictures.search(
            [
                ("id", "in", list(ids - {None})),
                ("res_model", "=", self._name),
                ("res_id", "in", versions.ids),
                ("type", "=", "binary"),
                # else it is read by everybody, and for ever
                ("public", "=", False),
            ]
        )
        return set(own.ids)

    @api.model
    def _file_words(self, kind, name):
        if kind == "elsewhere":
            return self.env._("a file uploaded here: %s belongs elsewhere", name)
        if kind == "protected":
            return self.env._("a file without password: %s has one", name)
        if kind == "empty":
            return self.env._("a file that holds something: %s is empty", name)
        return self.env._("a file that can be opened: %s is damaged", name)

    @api.model
    def _text_of_files(self, files):
        """Names and contents, as far as a program can read them."""
        texts = []
        for file in files:
            content = file.index_content or ""
            if file.mimetype == "application/pdf" and content in ("", "application"):
                content = pdf_text(file.raw or b"")
            texts += [file.name or "", content]
        return "\n".join(texts).replace("\0", " ")
