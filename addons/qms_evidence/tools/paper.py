"""A record on paper: pages of several files as one, a line at the foot of each."""

import io

from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from odoo.tools.pdf import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    PdfReader,
    PdfWriter,
)

from odoo.addons.qms.tools.pdf_pages import UnusablePdf, open_pdf
from odoo.addons.qms.tools.photo import UnreadableFile, clean_photo

EDGE = 36
FONT = "/QmsPaper"
SIZE = 7
LEADING = 9
# characters of a line at the foot; narrow sheets lose its end
WIDEST = 130


def take_pdf(source, target, most):
    """Write the pages of the PDF ``source`` to ``target`` and return their number.

    :param most: how many it may have
    :raise UnusablePdf: it is damaged, asks for a password, or has more
    """
    pages = open_pdf(source, most)
    writer = PdfWriter()
    try:
        for page in pages:
            if not _has_size(page):
                raise UnusablePdf("broken")
            # what runs by itself when a page is opened
            page.pop("/AA", None)
            writer.add_page(page)
        writer.write(target)
    except Exception as error:  # damaged files fail in every way there is
        raise UnusablePdf("broken") from error
    return len(pages)


def _has_size(page):
    return float(page.mediabox.width) > 0 and float(page.mediabox.height) > 0


def take_picture(source, target, _most):
    """Write the picture ``source`` to ``target`` as a page and return 1.

    :raise UnusablePdf: it cannot be read
    """
    try:
        photo = clean_photo(source.read())
    except UnreadableFile as error:
        raise UnusablePdf("broken") from error
    image = ImageReader(io.BytesIO(photo))
    width, height = image.getSize()
    room = [side - 2 * EDGE for side in A4]
    scale = min(room[0] / width, room[1] / height, 1)
    page = Canvas(target, pagesize=A4)
    size = {"width": width * scale, "height": height * scale}
    page.drawImage(image, EDGE, A4[1] - EDGE - size["height"], **size)
    page.save()
    return 1


def bind(parts, foot, target):
    """Write all pages of ``parts`` to ``target``.

    :param parts: open files of PDFs
    :param foot: called with the places ``(part, page, page of all, pages in all)``,
        from 1 on; returns the lines at the foot of that page
    """
    readers = [PdfReader(part, strict=False) for part in parts]
    places = [
        (part, number)
        for part, reader in enumerate(readers, 1)
        for number in range(1, len(reader.pages) + 1)
    ]
    writer = PdfWriter()
    for reader in readers:
        for page in reader.pages:
            writer.add_page(page)
    font = writer._add_object(_font())
    for index, (part, number) in enumerate(places, 1):
        lines = foot(part, number, index, len(places))
        _stamp(writer, writer.pages[index - 1], font, lines)
    writer.write(target)


def _font():
    font = DictionaryObject()
    for key, value in (
        ("/Type", "/Font"),
        ("/Subtype", "/Type1"),
        ("/BaseFont", "/Helvetica"),
        ("/Encoding", "/WinAnsiEncoding"),
    ):
        font[NameObject(key)] = NameObject(value)
    return font


def _stamp(writer, page, font, lines):
    """Write ``lines`` over the foot of ``page``, whose own content is not read."""
    _with_font(page, font)
    before = writer._add_object(_stream(b"q\n"))
    after = writer._add_object(_stream(b"\nQ\n" + _foot(page, lines)))
    page[NameObject("/Contents")] = ArrayObject([before, *_contents(page), after])


def _contents(page):
    """The streams of its content, as references."""
    if "/Contents" not in page:
        return []
    content = page["/Contents"]
    return list(content) if isinstance(content, ArrayObject) else [_raw(page)]


def _raw(page):
    return page.raw_get("/Contents")


def _stream(data):
    stream = DecodedStreamObject()
    stream.set_data(data)
    return stream


def _with_font(page, font):
    if "/Resources" not in page:
        page[NameObject("/Resources")] = DictionaryObject()
    resources = page["/Resources"].get_object()
    if "/Font" not in resources:
        resources[NameObject("/Font")] = DictionaryObject()
    resources["/Font"].get_object()[NameObject(FONT)] = font


def _foot(page, lines):
    matrix = " ".join(f"{value:g}" for value in _upright(page))
    told = [f"q {matrix} cm 0.2 g BT {FONT} {SIZE} Tf {LEADING} TL".encode()]
    told.append(f"{EDGE / 2:g} {4 + LEADING * (len(lines) - 1)} Td".encode())
    told.append(b" T* ".join(b"<%s> Tj" % _hex(line) for line in lines))
    return b"\n".join([*told, b"ET Q\n"])


def _hex(line):
    return line[:WIDEST].encode("cp1252", "replace").hex().encode()


def _upright(page):
    """From the lower left corner as the page is shown, whichever way it is turned."""
    box = page.cropbox
    left, bottom, right, top = map(float, (box.left, box.bottom, box.right, box.top))
    turned = page.get("/Rotate", NumberObject(0)) or 0
    return {
        0: (1, 0, 0, 1, left, bottom),
        90: (0, 1, -1, 0, right, bottom),
        180: (-1, 0, 0, -1, right, top),
        270: (0, -1, 1, 0, left, top),
    }[int(turned) % 360 // 90 * 90]
