"""Days as people type them where the browser offers no calendar."""

import re
from datetime import date

YEAR_FIRST = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})")
DAY_FIRST = re.compile(r"(\d{1,2})[-./ ]+(\d{1,2})[-./ ]+(\d{4})")
EARLIEST = date(1990, 1, 1)


def read_day(text):
    """The day meant by ``text``: 2026-03-31 or 31.3.2026; None if it is none."""
    if found := YEAR_FIRST.fullmatch(text):
        parts = found.groups()
    elif found := DAY_FIRST.fullmatch(text):
        parts = found.groups()[::-1]
    else:
        return None
    try:
        day = date(*map(int, parts))
    except ValueError:
        return None
    return day if day >= EARLIEST else None
