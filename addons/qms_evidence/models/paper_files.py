import io
import tempfile
from hashlib import sha256

from odoo import models
from odoo.tools import format_date, human_size

from odoo.addons.qms.tools.pdf_pages import UnusablePdf

from ..tools.pack_file import file_digest
from ..tools.paper import take_pdf, take_picture

# what is appended to one paper; the rest is listed
MOST_BYTES = 40_000_000
MOST_PAGES = 400
# what is listed, and of how many bytes a fingerprint is reckoned
MOST_FILES = 500
MOST_HASHED = 1_000_000_000


class QmsEvidencePaperFiles(models.AbstractModel):
    """The files of a record on paper: PDFs and pictures as pages, the others listed."""

    _name = "qms.evidence.paper.files"
    _description = "Files of a record on paper"
    _inherit = ["qms.evidence.belongings"]

    def _paper_files(self, record, stack):
        """A row per file; ``pages`` of those that are appended is an open file."""
        room = {"bytes": MOST_BYTES, "pages": MOST_PAGES, "hashed": MOST_HASHED}
        files = self._files_on(record)
        rows = [self._paper_file(file, room, stack) for file in files[:MOST_FILES]]
        return rows, max(0, len(files) - MOST_FILES)

    def _paper_file(self, file, room, stack):
        path = self._stored_path(file)
        content = b"" if path else self._stored_bytes(file)
        row = {
            "name": file.name,
            "date": format_date(file.env, file.create_date.date()),
            "size": human_size(file.file_size) or "",
            "digest": "",
            "pages": None,
            "note": "",
        }
        if file.type == "url":
            return {**row, "note": file.env._("a link")}
        if not path and not content:
            return {**row, "note": file.env._("its content is no longer there")}
        if file.file_size <= room["hashed"]:
            room["hashed"] -= file.file_size
            row["digest"] = file_digest(path) if path else sha256(content).hexdigest()
        if take := self._taking(file):
            source = stack.enter_context(
                path.open("rb") if path else io.BytesIO(content)
            )
            row |= self._take_pages(file, source, take, room, stack)
        return row

    def _taking(self, file):
        """How its pages are taken; nothing for what is listed only."""
        kind = file.mimetype or ""
        if kind == "application/pdf" or file.name.lower().endswith(".pdf"):
            return take_pdf
        is_picture = kind.startswith("image/") and "svg" not in kind
        return take_picture if is_picture else None

    def _take_pages(self, file, source, take, room, stack):
        """The pages, as far as there is room for them, and what is said of them."""
        env = file.env
        if file.file_size > room["bytes"] or room["pages"] < 1:
            return {"note": env._("not appended: too much for one paper")}
        pages = stack.enter_context(tempfile.TemporaryFile())
        try:
            count = take(source, pages, room["pages"])
        except UnusablePdf as error:
            return {"note": self._unusable_text(env, str(error))}
        room["bytes"] -= file.file_size
        room["pages"] -= count
        return {"pages": pages, "note": env._("appended, pages: %s", count)}

    def _unusable_text(self, env, kind):
        return {
            "broken": env._("not appended: it cannot be read"),
            "protected": env._("not appended: it asks for a password"),
            "long": env._("not appended: it has too many pages"),
        }[kind]
