"""Reading a filled-in template: the cells of its first sheet, line by line."""

import datetime
import io
import zipfile

import openpyxl

MOST_LINES = 5_000
MOST_COLUMNS = 50
# unpacked; a few kilobytes of a zip file can become gigabytes
MOST_BYTES = 50_000_000
# as they are written by hand in Denmark, Norway and Sweden, the spreadsheet's own first
DAYS = ("%Y-%m-%d", "%d.%m.%Y", "%d-%m-%Y", "%d/%m/%Y", "%d.%m.%y")


class UnreadableFile(Exception):
    """It is no XLSX file, or a larger one than is taken."""


def read_sheet(content):
    """Lines that are not empty, as pairs of the spreadsheet's number and the cells."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > MOST_BYTES:
                raise UnreadableFile
        book = openpyxl.load_workbook(
            io.BytesIO(content), read_only=True, data_only=True
        )
        rows = list(
            book.worksheets[0].iter_rows(
                max_row=MOST_LINES + 2, max_col=MOST_COLUMNS, values_only=True
            )
        )
    except UnreadableFile:
        raise
    except Exception as error:  # whatever a broken file does to the library
        raise UnreadableFile from error
    lines = [
        (line, [to_text(cell) for cell in row]) for line, row in enumerate(rows, 1)
    ]
    lines = [(line, cells) for line, cells in lines if any(cells)]
    if len(lines) > MOST_LINES + 1:
        raise UnreadableFile
    return lines


def to_text(cell):
    """A cell as somebody would have typed it; days as ISO 8601."""
    if cell is None:
        return ""
    if isinstance(cell, datetime.datetime) and cell.time() == datetime.time():
        cell = cell.date()
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return str(cell).strip()


def to_day(text):
    """``text`` as a day in ISO 8601, or nothing."""
    for form in DAYS:
        try:
            return datetime.datetime.strptime(text, form).date().isoformat()
        except ValueError:
            continue
    return None


def normal(text):
    """Case, spacing and the mark of what must be filled in make no difference."""
    return " ".join((text or "").replace("*", " ").split()).casefold()
