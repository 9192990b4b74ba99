"""Files from outside, without what tells who made them, where and with what."""

import io
import secrets
from typing import NamedTuple

from odoo.tools.pdf import NameObject, PdfReader, PdfWriter

from .photo import UnreadableFile, clean_photo, strip_jpeg

MAX_PAGES = 300
PAGE_ASIDE = ("/AA", "/LastModified", "/Metadata", "/PieceInfo", "/Thumb")
NOTE_ASIDE = ("/A", "/AA", "/CreationDate", "/FS", "/M", "/NM", "/Popup", "/RC")


class CleanFile(NamedTuple):
    data: bytes
    extension: str
    mimetype: str


def clean_file(data):
    """``data``, a photo or a PDF, made anew with its content alone.

    :raise UnreadableFile: it is neither, or cannot be read
    :rtype: CleanFile
    """
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return CleanFile(clean_pdf(data), "pdf", "application/pdf")
    return CleanFile(clean_photo(data), "jpg", "image/jpeg")


def clean_pdf(data):
    """The pages in ``data``: no author, dates, scripts, files inside, place of a photo.

    :raise UnreadableFile: it is locked, damaged or too long
    """
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted or len(reader.pages) > MAX_PAGES:
            raise UnreadableFile("locked or too long")
        writer = PdfWriter()
        for page in reader.pages:
            _clean_page(page)
            writer.add_page(page)
        target = io.BytesIO()
        writer.write(target)
    except Exception as error:  # damaged files fail in every way there is
        raise UnreadableFile("not a PDF that can be read") from error
    # as with photos: the same file twice shares no fingerprint
    return target.getvalue() + b"%" + secrets.token_hex(16).encode() + b"\n"


def _clean_page(page):
    for name in PAGE_ASIDE:
        page.pop(name, None)
    for note in page.get("/Annots") or ():
        _clean_note(note.get_object())
    _clean_resources(page.get("/Resources"), set())


def _clean_note(note):
    for name in NOTE_ASIDE:
        note.pop(name, None)
    if note.get("/Subtype") != "/Widget":
        # who wrote the note; in a form it is the name of the field
        note.pop(NameObject("/T"), None)


def _clean_resources(resources, seen):
    """Pictures, also those in forms within the page, lose what the camera wrote."""
    objects = resources.get_object().get("/XObject") if resources else None
    for reference in (objects.get_object() if objects else {}).values():
        item = reference.get_object()
        if id(item) in seen:
            continue
        seen.add(id(item))
        item.pop("/Metadata", None)
        item.pop("/PieceInfo", None)
        if item.get("/Filter") in ("/DCTDecode", ["/DCTDecode"]):
            item._data = strip_jpeg(item._data)
        _clean_resources(item.get("/Resources"), seen)
