"""A CSV file of whatever origin: which column is what."""

import csv
import io

LONGEST = 1_000


class UnreadableRegister(Exception):
    """It is no file with the columns needed; the message names those."""


def decode(content):
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def read_table(content, columns, needed):
    """Rows of a CSV file, as bytes.

    :param columns: {field: titles it may have}
    :param needed: fields without which it is another file
    :return: pairs of a line and what says the value of a field in it
    :raise UnreadableRegister: with the columns that are missing, or what is wrong
    """
    text = decode(content)
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        names = {(name or "").strip().lower(): name for name in rows.fieldnames or ()}
        places = {
            field: next((names[name] for name in known if name in names), None)
            for field, known in columns.items()
        }
        if missing := [field for field in needed if not places[field]]:
            raise UnreadableRegister(", ".join(missing))
        # what is beyond the titles stands under None
        return [
            (
                rows.line_num,
                lambda field, row=row: places[field] and row.get(places[field]),
            )
            for row in rows
        ]
    except csv.Error as error:
        raise UnreadableRegister(str(error)) from None


def cell_text(cell, longest=LONGEST):
    # some exports write the end of a line as two characters
    text = " ".join((cell or "").replace("\\n", " ").split())
    return text[:longest]
