"""Whether somebody has what is required of him: plain data in, a verdict out."""

import datetime
from typing import NamedTuple

FOREVER = datetime.date.max
DAY = datetime.timedelta(days=1)
STATES = ("has", "more", "soon", "expired", "missing")
# those in which the work may be done
CLEARED = ("has", "more", "soon")


class Need(NamedTuple):
    """``level`` from 0 to 100; ``certificate``: only entries with a proof count."""

    level: int
    certificate: bool = False

    def both(self, other):
        """What satisfies this and ``other``."""
        return Need(max(self.level, other.level), self.certificate or other.certificate)


class Held(NamedTuple):
    """One confirmed entry; without ``valid_to`` it has no end."""

    level: int
    valid_from: datetime.date
    valid_to: datetime.date | None = None
    certificate: bool = False


class Verdict(NamedTuple):
    """One of ``STATES``, the best level held today, and the last day it is enough.

    ``until`` is empty where there is no end, and where it never was enough.
    """

    state: str
    level: int = 0
    until: datetime.date | None = None


def judge(need, held, today, soon_days=90):
    """What is held on ``today`` against what is needed.

    A higher level satisfies a lower requirement. The best valid entry counts; entries
    that overlap or follow without a gap carry on from each other. ``soon`` is a verdict
    whose last day lies at most ``soon_days`` ahead.
    """
    valid = [entry for entry in held if _covers(entry, today)]
    enough = [entry for entry in held if _satisfies(entry, need)]
    best = max((entry.level for entry in valid if _counts(entry, need)), default=0)
    until = _covered_until(enough, today)
    if until is None:
        ends = [entry.valid_to for entry in enough if _is_over(entry, today)]
        if ends:
            return Verdict("expired", best, max(ends))
        return Verdict("missing", best)
    if until != FOREVER and (until - today).days <= soon_days:
        return Verdict("soon", best, until)
    last = None if until == FOREVER else until
    return Verdict("more" if best > need.level else "has", best, last)


def _counts(entry, need):
    return entry.certificate or not need.certificate


def _satisfies(entry, need):
    return entry.level >= need.level and _counts(entry, need)


def _covers(entry, day):
    return entry.valid_from <= day and not _is_over(entry, day)


def _is_over(entry, day):
    return entry.valid_to is not None and entry.valid_to < day


def _covered_until(entries, today):
    """The last day up to which one entry takes over from another, if any holds now."""
    end = None
    for entry in sorted(entries, key=lambda each: each.valid_from):
        last = entry.valid_to or FOREVER
        if entry.valid_from <= today:
            if last >= today:
                end = max(end or last, last)
        elif end and end != FOREVER and entry.valid_from <= end + DAY:
            end = max(end, last)
    return end
