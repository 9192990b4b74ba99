"""Reading the cells of an old register: moments, words, and what is wrong with them."""

from datetime import date, datetime, time
from typing import NamedTuple

# columns that the import screen adds: where a row stands, how many cells are too many
LINE = ".line"
SURPLUS = ".surplus"
PSEUDO = (LINE, SURPLUS)
# columns whose words a company may explain
WORDS = ("state", "type_id")
# nothing that a municipality still handles is older
EARLIEST = 1900


class Column(NamedTuple):
    """How one field of a case is read.

    :ivar kind: ``_read_<kind>`` of ``qms.takeover`` reads its cells
    :ivar asked: no register is taken over without it
    :ivar filled: where the column is there, each row must have it
    """

    kind: str
    asked: bool = False
    filled: bool = False


class Unreadable(str):
    """What is wrong with a cell, in place of what it means."""


class Formats(NamedTuple):
    """How moments are written, besides ISO 8601."""

    moment: str | None
    day: str | None
    zone: object


def read_moment(cell, formats):
    """What ``cell`` says of a time: a day, a moment with its zone, or nothing.

    What carries no offset is meant in the zone of ``formats``.
    """
    found = cell if isinstance(cell, date) else _parse(cell, formats)
    if found is None or found.year < EARLIEST:
        return None
    if isinstance(found, datetime) and found.tzinfo is None:
        return formats.zone.localize(found)
    return found


def _parse(text, formats):
    for form, whole in ((formats.moment, True), (formats.day, False)):
        try:
            found = datetime.strptime(text, form) if form else None
        except ValueError:
            continue
        if found:
            return found if whole else found.date()
    for parse in (date.fromisoformat, datetime.fromisoformat):
        try:
            return parse(text)
        except ValueError:
            continue
    return None


def to_day(moment, zone):
    """The day of ``moment`` in ``zone``."""
    return moment.astimezone(zone).date() if isinstance(moment, datetime) else moment


def to_utc(moment, zone):
    """``moment`` as Odoo stores it; a mere day begins at midnight in ``zone``."""
    if not isinstance(moment, datetime):
        moment = zone.localize(datetime.combine(moment, time()))
    offset = moment.utcoffset()
    return moment.replace(tzinfo=None) - offset


def spans(numbers):
    """``[2, 3, 4, 9]`` as '2-4, 9'."""
    runs = []
    for number in sorted(numbers):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(
        str(first) if first == last else f"{first}-{last}" for first, last in runs
    )


class Problems:
    """All that is wrong with a register: the same thing once, with all its lines."""

    def __init__(self, labels):
        self._labels = labels
        self._lines = {}

    def __bool__(self):
        return bool(self._lines)

    def add(self, line, sentence, column=None, cell=None):
        key = column, str(sentence), "" if cell is None else str(cell)
        self._lines.setdefault(key, []).append(line)

    def messages(self, env):
        """In the form in which Odoo's import screen shows them, the sum first."""
        lines = {line for found in self._lines.values() for line in found}
        total = env._(
            "Nothing was taken over. Rows to put right: %(count)s, in the lines "
            "%(lines)s.",
            count=len(lines),
            lines=spans(lines),
        )
        top = {"type": "error", "message": total, "rows": self._rows(lines)}
        return [top, *(self._message(env, *item) for item in self._lines.items())]

    def _message(self, env, key, lines):
        column, sentence, cell = key
        what = {"lines": spans(lines), "problem": sentence}
        if len(lines) > 1:
            text = env._("Lines %(lines)s: %(problem)s", **what)
        else:
            text = env._("Line %(lines)s: %(problem)s", **what)
        message = {
            "type": "error",
            "message": text,
            "record": spans(lines),
            "rows": self._rows(lines),
            "value": cell or env._("(empty)"),
        }
        if column:
            message |= {"field": column, "field_name": self._labels[column]}
        if column in WORDS:
            message["moreinfo"] = env._(
                "Enter what the words of the old register mean under Configuration > "
                "Words of old registers."
            )
        return message

    def _rows(self, lines):
        """The screen adds one to what it is given."""
        return {"from": min(lines) - 1, "to": max(lines) - 1}
