"""A register of laws, CSV or feed: which column is what, and what each row says."""

import datetime
from typing import NamedTuple

from .csv_table import UnreadableRegister, cell_text, read_table
from .law_feed import is_feed, read_feed

# as the gazettes' own exports call them, in any order, and as we would
COLUMNS = {
    "reference": ("reference", "legacy_id", "accession", "ref"),
    "name": ("title", "name"),
    "date_issued": ("date_issued", "issued_date", "published", "date"),
    "valid_from": ("valid_from", "in_force", "in force from"),
    "source": ("source", "ministry", "authority"),
    "url": ("url", "link"),
    "subject": ("subject", "legal_area"),
}
NEEDED = ("reference", "name")
MOST_ROWS = 20_000


class Law(NamedTuple):
    """``line`` is the file's own; ``problem`` a key of what is wrong, or nothing."""

    line: int
    values: dict
    subject: str
    problem: str = ""


def read_register(content):
    """The laws in a CSV file, or in a feed (RSS, Atom), as bytes.

    :rtype: list[Law]
    :raise UnreadableRegister: with the columns that are missing, or what is wrong
    """
    if is_feed(content):
        try:
            entries = read_feed(content)
        except ValueError as error:
            raise UnreadableRegister(str(error)) from None
        return _to_laws((line, entry.get) for line, entry in entries)
    return _to_laws(read_table(content, COLUMNS, NEEDED))


def _to_laws(rows):
    """:param rows: pairs of a line and what says the value of a field in it"""
    laws, seen = [], set()
    for line, value_of in rows:
        laws.append(_to_law(line, value_of, seen))
        if len(laws) > MOST_ROWS:
            raise UnreadableRegister(f"> {MOST_ROWS}")
    return laws


def _to_law(line, value_of, seen):
    cells = {field: cell_text(value_of(field)) for field in COLUMNS}
    subject = cells.pop("subject")
    values = {name: cells[name] or False for name in ("reference", "name", "source")}
    values["url"] = cells["url"] if _is_link(cells["url"]) else False
    for name in ("date_issued", "valid_from"):
        values[name] = to_day(cells[name])
    problem = ""
    if not values["reference"] or not values["name"]:
        problem = "empty"
    elif values["reference"] in seen:
        problem = "twice"
    seen.add(values["reference"])
    return Law(line, values, subject, problem)


def _is_link(text):
    return text.startswith(("https://", "http://"))


def to_day(text):
    """The day that ``text`` begins with in ISO 8601, or nothing."""
    try:
        return datetime.date.fromisoformat(text[:10])
    except ValueError:
        return None


def matches(text, keywords):
    """Whether one of ``keywords`` begins a word of ``text``."""
    words = f" {_plain(text)}"
    return any(f" {_plain(word)}" in words for word in keywords if word.strip())


def _plain(text):
    kept = (each if each.isalnum() else " " for each in text.casefold())
    return " ".join("".join(kept).split())
