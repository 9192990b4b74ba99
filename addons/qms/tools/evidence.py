"""What evidence is asked for: whose, of which units, of which days."""

import datetime
import re
from typing import NamedTuple

# 'a', 'c 2'
POINT = re.compile(r"[a-z](?: ?\d{1,2})?")


class Frame(NamedTuple):
    """``units`` and those below them; empty: all. ``in_scope``: certified units alone.

    ``until_moment``, in UTC, leaves out what was entered later.
    """

    companies: object
    since: datetime.date
    until: datetime.date
    units: object = None
    in_scope: bool = False
    until_moment: datetime.datetime | None = None


def split_list(text):
    """The parts of 'a, b,c', without what is empty."""
    return [part.strip() for part in (text or "").split(",") if part.strip()]


def split_points(text):
    """``{'9.3.2': {'a', 'c 2'}}`` from '9.3.2 a, 9.3.2 c 2', and what is no point."""
    points, wrong = {}, []
    for part in split_list(text):
        number, _space, point = part.partition(" ")
        if POINT.fullmatch(point):
            points.setdefault(number, set()).add(point)
        else:
            wrong.append(part)
    return points, wrong
