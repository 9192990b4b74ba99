"""Answers of a survey that was carried out elsewhere, as a table of numbers.

One file has a column per question and a line per person; the other, the key, says of
each column what was asked and what its numbers mean, such as
``1 Poor .. 5 Excellent, 9 Don't know``. Pure functions over texts.
"""

import csv
import io
import re
from typing import NamedTuple

NOT_ASKED = ("", "NA", "N/A", ".")
SCALE = re.compile(
    r"\s*(?P<low>\d+)\s+(?P<worst>[^.]+?)\s*\.\.\s*(?P<high>\d+)\s+(?P<best>[^,]+?)"
    r"\s*(?:,\s*(?P<unknown>\d+)\s+.+)?\s*"
)
MOST_PERSONS = 100_000
MOST_QUESTIONS = 200
MOST_WRONG = 10
# Odoo's scale goes from 0 to 10
HIGHEST = 10
COLUMNS = {"column", "label", "scale"}


class Asked(NamedTuple):
    """A question: ``unknown`` is the number that stands for not knowing, if any."""

    column: str
    label: str
    low: int
    high: int
    worst: str
    best: str
    unknown: int | None

    def decode(self, cell):
        """``(number, is_unknown)``, or ``None`` where it was not asked.

        :raise ValueError: for what means nothing
        """
        cell = cell.strip()
        if cell in NOT_ASKED:
            return None
        number = float(cell)
        if self.unknown is not None and number == self.unknown:
            return 0.0, True
        if not number.is_integer() or not self.low <= number <= self.high:
            raise ValueError(cell)
        return number, False


class WrongTable(Exception):
    """``problems``: pairs of what is wrong and where it stands."""

    def __init__(self, problems):
        super().__init__(problems)
        self.problems = problems


def read_key(text):
    """Questions of the key; lines without a scale are no questions that count.

    :rtype: list[Asked]
    """
    rows = _rows(text, "scale")
    if not rows or not set(rows[0]) >= COLUMNS:
        raise WrongTable([("titles", "column, label, scale")])
    found, wrong = [], []
    for line, row in enumerate(rows, 2):
        scale = (row["scale"] or "").strip()
        if not scale:
            continue
        match = SCALE.fullmatch(scale)
        low, high = (int(match["low"]), int(match["high"])) if match else (0, 0)
        if not 0 <= low < high <= HIGHEST or not row["column"] or not row["label"]:
            wrong.append(("scale", line))
            continue
        unknown = match["unknown"]
        found.append(
            Asked(
                row["column"].strip(),
                row["label"].strip(),
                low,
                high,
                match["worst"],
                match["best"],
                int(unknown) if unknown else None,
            )
        )
    if wrong:
        raise WrongTable(wrong[:MOST_WRONG])
    if not 0 < len(found) <= MOST_QUESTIONS:
        raise WrongTable([("questions", len(found))])
    return found


def read_answers(text, questions):
    """Per person a dict: column -> ``(number, is_unknown)``; who said nothing is left
    out.

    :rtype: list[dict]
    """
    rows = _rows(text, "answer")
    if not 0 < len(rows) <= MOST_PERSONS:
        raise WrongTable([("persons", len(rows))])
    missing = [each.column for each in questions if each.column not in rows[0]]
    if missing:
        raise WrongTable([("column", name) for name in missing[:MOST_WRONG]])
    found, wrong = [], []
    for line, row in enumerate(rows, 2):
        person = {}
        for question in questions:
            try:
                read = question.decode(row[question.column] or "")
            except ValueError:
                wrong.append(("answer", f"{line} ({question.column})"))
                continue
            if read:
                person[question.column] = read
        if person:
            found.append(person)
    if wrong:
        raise WrongTable(wrong[:MOST_WRONG])
    return found


def _rows(text, what):
    rows = csv.DictReader(io.StringIO(text.lstrip("\ufeff")))
    try:
        return list(rows)
    except csv.Error as error:
        raise WrongTable([(what, rows.reader.line_num)]) from error
