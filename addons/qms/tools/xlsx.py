"""XLSX files that are safe to open, of any length, and the same each time.

Text stays text: nothing in it becomes a formula or a link when the file is opened. Rows
are streamed, so that the memory used does not grow with them. The same rows give the
same bytes.
"""

import datetime
import math
import re
import tempfile
from io import BytesIO
from typing import NamedTuple
from urllib.parse import quote

import xlsxwriter

CREATED = datetime.datetime(2000, 1, 1)
# Excel's limits; the links' is 65,530
LONGEST_TEXT = 32_767
LONGEST_NAME = 31
LONGEST_URL = 2_079
MOST_LINKS = 60_000
MOST_ROWS = 1_048_576
FIRST_DATE = datetime.date(1900, 3, 1)

OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
FORMATS = {
    "header": {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1},
    "text": {"text_wrap": True, "valign": "top"},
    "integer": {"num_format": "0", "valign": "top"},
    "number": {"num_format": "General", "valign": "top"},
    "boolean": {"valign": "top"},
    "date": {"num_format": "yyyy-mm-dd", "align": "left", "valign": "top"},
    "datetime": {"num_format": "yyyy-mm-dd hh:mm", "align": "left", "valign": "top"},
    "link": {"font_color": "#0563C1", "underline": 1, "valign": "top"},
}
WIDTHS = {"text": 30, "link": 30, "datetime": 17}
# what XML cannot hold
ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")


class Column(NamedTuple):
    """``kind`` is text, integer, number, boolean, date, datetime or link."""

    title: str
    kind: str = "text"
    width: float | None = None


class Link(NamedTuple):
    """``url`` is http(s), mailto, or a path relative to the file; others stay text."""

    url: str
    text: str


class SheetLink(NamedTuple):
    """``sheet`` is the name of a sheet of the same workbook, as it was written."""

    sheet: str
    text: str


class Sheet(NamedTuple):
    """``rows`` is any iterable of rows with one value per column. None and False leave
    a cell empty, except False in a column of booleans. Moments in time are written as
    they stand: bring them to the reader's time zone first."""

    name: str
    columns: list
    rows: object


def write_workbook(sheets, path=None, created=CREATED, folder=None):
    """Write ``sheets``, each with a frozen header row and a filter.

    A sheet with more rows than Excel takes goes on in a second one. Links beyond
    60,000 on a sheet are written as text.

    :param path: file to write to, or its path; without it the bytes are returned
    :param created: the date in the file's properties; the same for the same bytes
    :param folder: where the rows lie until the file is there; the system's own
    :rtype: bytes | None
    """
    target = (
        BytesIO() if path is None else path if hasattr(path, "write") else str(path)
    )
    with tempfile.TemporaryDirectory(dir=folder) as aside:
        # closed where all rows came, and else left: no half a file is put together
        book = xlsxwriter.Workbook(target, {**OPTIONS, "tmpdir": aside})
        book.set_properties({"created": created})
        formats = {name: book.add_format(spec) for name, spec in FORMATS.items()}
        names = set()
        for sheet in sheets:
            _write_sheet(book, sheet, formats, names)
        book.close()
    return target.getvalue() if path is None else None


def safe_sheet_name(name, taken):
    """A legal name that differs from those ``taken`` (in lower case), added to them."""
    base = re.sub(r"[\[\]:*?/\\]|" + ILLEGAL.pattern, " ", name or "")
    base = " ".join(base.split()).strip("'") or "Sheet"
    if base.lower() == "history":
        # reserved by Excel
        base = f"{base} 1"
    candidate, number = base[:LONGEST_NAME].strip(" '"), 1
    while candidate.lower() in taken:
        number += 1
        end = f" ({number})"
        candidate = base[: LONGEST_NAME - len(end)].strip(" '") + end
    taken.add(candidate.lower())
    return candidate


def _write_sheet(book, sheet, formats, names):
    rows = iter(sheet.rows)
    row = next(rows, None)
    while True:
        worksheet = book.add_worksheet(safe_sheet_name(sheet.name, names))
        page = _Page(worksheet, formats, sheet.columns)
        page.write_header()
        while row is not None and page.row < MOST_ROWS:
            page.write_row(row)
            row = next(rows, None)
        page.finish()
        if row is None:
            return


class _Page:
    """One worksheet, written from top to bottom."""

    def __init__(self, worksheet, formats, columns):
        self.worksheet = worksheet
        self.formats = formats
        self.columns = columns
        self.cells = [
            (place, getattr(self, f"_write_{column.kind}"), column.kind == "boolean")
            for place, column in enumerate(columns)
        ]
        self.row = 0
        self.links = 0

    def write_header(self):
        self.worksheet.freeze_panes(1, 0)
        for place, column in enumerate(self.columns):
            width = column.width or WIDTHS.get(column.kind, 12)
            self.worksheet.set_column(place, place, width)
            self.worksheet.write_string(
                0, place, _safe_text(column.title), self.formats["header"]
            )
        self.row = 1

    def write_row(self, values):
        for (place, write, is_boolean), value in zip(self.cells, values, strict=True):
            if value is None or value is False and not is_boolean:
                continue
            write(place, value)
        self.row += 1

    def finish(self):
        last = len(self.columns) - 1
        self.worksheet.autofilter(0, 0, max(self.row - 1, 0), last)

    def _write_text(self, place, value):
        text = _safe_text(value)
        if text:
            self.worksheet.write_string(self.row, place, text, self.formats["text"])

    def _write_number(self, place, value, kind="number"):
        if not math.isfinite(value):
            return self._write_text(place, value)
        self.worksheet.write_number(self.row, place, value, self.formats[kind])

    def _write_integer(self, place, value):
        self._write_number(place, value, "integer")

    def _write_boolean(self, place, value):
        self.worksheet.write_boolean(
            self.row, place, bool(value), self.formats["boolean"]
        )

    def _write_date(self, place, value):
        if isinstance(value, datetime.datetime):
            value = value.date()
        if value < FIRST_DATE:
            # Excel has no days before 1900, and counts 29 February of that year
            return self._write_text(place, value.isoformat())
        self.worksheet.write_datetime(self.row, place, value, self.formats["date"])

    def _write_datetime(self, place, value):
        value = value.replace(tzinfo=None, microsecond=0)
        if value.date() < FIRST_DATE:
            return self._write_text(place, value.isoformat(" "))
        self.worksheet.write_datetime(self.row, place, value, self.formats["datetime"])

    def _write_link(self, place, value):
        if isinstance(value, SheetLink):
            quoted = value.sheet.replace("'", "''")
            return self._write_url(
                place, f"internal:'{quoted}'!A1", _safe_text(value.text)
            )
        if not isinstance(value, Link):
            return self._write_text(place, value)
        url, text = _safe_url(value.url), _safe_text(value.text or value.url)
        if not url or self.links >= MOST_LINKS:
            shown = text if text == value.url else f"{text} ({value.url})"
            return self._write_text(place, shown)
        self._write_url(place, url, text)

    def _write_url(self, place, url, text):
        if self.links >= MOST_LINKS:
            return self._write_text(place, text)
        self.links += 1
        self.worksheet.write_url(
            self.row, place, url, self.formats["link"], string=text
        )


def _safe_text(value):
    text = ILLEGAL.sub("", str(value))
    if len(text) * 2 <= LONGEST_TEXT:
        return text
    units = text.encode("utf-16-le")
    if len(units) <= LONGEST_TEXT * 2:
        return text
    # Excel counts UTF-16 units; half a character at the cut is dropped
    cut = units[: (LONGEST_TEXT - 1) * 2]
    return cut.decode("utf-16-le", "ignore") + "…"


def _safe_url(url):
    """``url`` as it may stand in a link, empty if it may not."""
    if re.match(r"(?:https?://|mailto:)", url, re.IGNORECASE):
        safe = ILLEGAL.sub("", url)
    else:
        parts = url.replace("\\", "/").split("/")
        is_relative = parts[0] and not SCHEME.match(url) and ".." not in parts
        safe = quote("/".join(parts), errors="replace") if is_relative else ""
    # what xlsxwriter escapes counts too
    return safe if len(quote(safe, safe="%/:")) <= LONGEST_URL else ""
