"""Whether a file can be read by whoever opens it, and the text of a PDF."""

import io
import zipfile

from PyPDF2 import PdfReader

from odoo.addons.qms.tools.pdf_pages import UnusablePdf, open_pdf

OFFICE = (".docx", ".xlsx", ".pptx", ".docm", ".xlsm", ".odt", ".ods", ".odp")
# how Office keeps a file with a password, and older files
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# unpacked: beyond that nobody reads it, and a program only at great cost
MOST_BYTES = 500_000_000
# pages of a PDF whose text is looked for
PAGES = 300


def problem(name, content):
    """'broken', 'protected', 'empty' or nothing."""
    ending = f".{(name or '').lower().rpartition('.')[2]}"
    if not content:
        return "empty"
    if ending == ".pdf":
        return _pdf_problem(content)
    if ending in OFFICE:
        return _office_problem(content)
    return None


def _office_problem(content):
    if content.startswith(COMPOUND):
        return "protected" if ENCRYPTED in content else "broken"
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            if any(entry.flag_bits & 1 for entry in archive.infolist()):
                return "protected"
            if _unpacked(archive) > MOST_BYTES:
                return "broken"
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return "broken"
    known = {"[Content_Types].xml", "mimetype", "content.xml"}
    return None if names & known else "broken"


def _unpacked(archive):
    return sum(entry.file_size for entry in archive.infolist())


def is_bomb(content):
    """Whether a packed file holds more than is ever read."""
    if not (content or b"").startswith(b"PK"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _unpacked(archive) > MOST_BYTES
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False


def _pdf_problem(content):
    try:
        open_pdf(io.BytesIO(content))
    except UnusablePdf as error:
        return str(error)
    return None


def pdf_text(content):
    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        return "\n".join(page.extract_text() for page in reader.pages[:PAGES])
    except Exception:  # found by its name then
        return ""
