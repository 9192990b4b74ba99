"""The order of a year: dates may shift, what needs another's result comes after it.

Nothing here knows of records. A plan is worked out from stops and says what would
move; whoever asked decides what to do with it.
"""

import calendar
import datetime
from typing import Any, NamedTuple

LAST = 5


class Stop(NamedTuple):
    """One thing of the year.

    :ivar key: by which others name it
    :ivar date: when it is planned
    :ivar after: keys of what it has to follow
    :ivar is_open: still to be done; what is done binds nobody any more
    :ivar is_movable: may be pushed; what runs already is not
    :ivar is_skipped: given up: whatever follows it follows what it followed
    :ivar limits: last days of periods it leaves only if somebody says so
    """

    key: Any
    date: datetime.date
    after: frozenset = frozenset()
    is_open: bool = True
    is_movable: bool = True
    is_skipped: bool = False
    limits: tuple = ()


class Plan(NamedTuple):
    """What a move would bring.

    :ivar dates: the new date per key, of what is moved and of what it pushes
    :ivar before: keys of what it would come before, though it has to follow them
    :ivar stuck: keys of what would have to be pushed and cannot be
    :ivar beyond: keys of what would leave a period, with its last day
    """

    dates: dict
    before: frozenset
    stuck: frozenset
    beyond: dict

    @property
    def keeps_order(self):
        return not self.before and not self.stuck


# ------------------------------------------------------------
# Who follows whom
# ------------------------------------------------------------


def links(stops):
    """Per key of what is open, the open ones it follows; past what was skipped."""
    known = {stop.key: stop for stop in stops}
    return {
        stop.key: frozenset(_open_before(stop, known)) for stop in stops if stop.is_open
    }


def _open_before(stop, known):
    waiting, seen = list(stop.after), set()
    while waiting:
        key = waiting.pop()
        if key in seen or key not in known:
            continue
        seen.add(key)
        if known[key].is_open:
            yield key
        elif known[key].is_skipped:
            waiting += known[key].after


def in_turn(after):
    """Keys so that each comes after those it follows.

    :param dict after: per key, the keys it follows
    :raise ValueError: when they go round in a circle
    """
    turn, open_keys = [], dict.fromkeys(after)
    left = {key: {k for k in keys if k in after} for key, keys in after.items()}
    followers = {key: [] for key in after}
    for key, keys in left.items():
        for before in keys:
            followers[before].append(key)
    ready = [key for key in open_keys if not left[key]]
    while ready:
        key = ready.pop(0)
        turn.append(key)
        for follower in followers[key]:
            left[follower].discard(key)
            if not left[follower]:
                ready.append(follower)
    if len(turn) != len(after):
        raise ValueError("What follows each other goes round in a circle.")
    return turn


def broken(stops):
    """Pairs of open ones of which the second comes before the first, and must not."""
    dates = {stop.key: stop.date for stop in stops}
    return [
        (before, key)
        for key, keys in links(stops).items()
        for before in sorted(keys, key=str)
        if dates[before] > dates[key]
    ]


# ------------------------------------------------------------
# Plans
# ------------------------------------------------------------


def plan_move(stops, key, date, workday=lambda day: day):
    """What follows when the stop ``key`` is moved to ``date``.

    What follows it is pushed only as far as it has to be, to the day that ``workday``
    makes of it: the same or a later one.
    """
    after = links(stops)
    known = {stop.key: stop for stop in stops}
    before = {each for each in after[key] if known[each].date > date}
    dates, stuck = _push(known, after, {key: date}, frozenset(), workday)
    return Plan(dates, frozenset(before), frozenset(stuck), _beyond(known, dates))


def plan_insert(stops, keys, workday=lambda day: day):
    """Where the new stops ``keys`` go, and what they push.

    Each stands at its own date, or later if it has to.
    """
    known = {stop.key: stop for stop in stops}
    dates, stuck = _push(known, links(stops), {}, frozenset(keys), workday)
    return Plan(dates, frozenset(), frozenset(stuck), _beyond(known, dates))


def _push(known, after, moved, new, workday):
    dates, stuck = dict(moved), set()
    for key in in_turn(after):
        if key in moved:
            continue
        stop = known[key]
        earliest = max(
            (dates.get(each, known[each].date) for each in after[key]),
            default=stop.date,
        )
        if key in new:
            dates[key] = workday(max(stop.date, earliest))
        elif earliest > stop.date and not dates.keys().isdisjoint(after[key]):
            if stop.is_movable:
                dates[key] = workday(earliest)
            else:
                stuck.add(key)
    return dates, stuck


def _beyond(known, dates):
    """Per key the last day of the first period that is left."""
    return {
        key: min(limits)
        for key, date in dates.items()
        if (limits := [d for d in known[key].limits if known[key].date <= d < date])
    }


def latest(stops):
    """Per key of what is open, the last day on which it pushes nothing.

    ``None`` where nothing follows it.
    """
    dates = {stop.key: stop.date for stop in stops}
    last = {}
    for key, keys in links(stops).items():
        last.setdefault(key, None)
        for before in keys:
            last[before] = min(last.get(before) or dates[key], dates[key])
    return last


def release(stops, key, dates):
    """What the stop ``key`` still follows once the order was given up for it.

    :param dict dates: new dates, per key
    :return: keys; instead of those that come after it now, what these follow
    """
    after = links(stops)
    at = {stop.key: stop.date for stop in stops} | dates
    kept, waiting, seen = set(), list(after[key]), set()
    while waiting:
        before = waiting.pop()
        if before in seen:
            continue
        seen.add(before)
        if at[before] <= at[key]:
            kept.add(before)
        else:
            waiting += after[before]
    return kept


# ------------------------------------------------------------
# Days
# ------------------------------------------------------------


def nth_weekday(year, month, nth, weekday):
    """The ``nth`` such weekday of a month; the fifth is the last."""
    days = [
        day
        for day in range(1, calendar.monthrange(year, month)[1] + 1)
        if datetime.date(year, month, day).weekday() == weekday
    ]
    return datetime.date(year, month, days[-1] if nth >= LAST else days[nth - 1])


def same_weekday(date, year):
    """The day of ``year`` that is the same weekday of the same month as ``date``."""
    nth = (date.day - 1) // 7 + 1
    return nth_weekday(year, date.month, nth, date.weekday())


def day_of(year, month, day):
    """That day, or the last one of a shorter month."""
    return datetime.date(year, month, min(day, calendar.monthrange(year, month)[1]))


def months_of(month, step):
    """The months of a year that are a multiple of ``step`` months from ``month``."""
    return [each for each in range(1, 13) if (each - month) % step == 0]
