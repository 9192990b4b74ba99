"""Run charts: whether a series of figures has changed, and the picture of it.

The rules are two of those of the run chart as health services use it (Perla, Provost,
Murray: "The run chart: a simple analytical tool for learning from variation in
healthcare processes", BMJ Quality & Safety 2011; 20: 46-51):

- *shift*: six or more points in a row on one side of the median; points on the median
  are passed over,
- *trend*: five or more points in a row that all rise or all fall; a point equal to the
  one before is passed over.

The median is that of the baseline, the points before something was done; where nothing
is said to have been done, of all points.
"""

import statistics
from typing import NamedTuple

SHIFT = 6
TREND = 5
# points of which a median says anything; without a baseline there must be more
BASE = 6
ENOUGH = 10


class Signal(NamedTuple):
    """Points that chance alone hardly puts so.

    :ivar kind: ``shift`` or ``trend``
    :ivar places: of the points, in the series
    :ivar upwards: whether above the median, or rising
    """

    kind: str
    places: tuple
    upwards: bool


class Verdict(NamedTuple):
    """What a series says.

    :ivar kind: ``better``, ``worse``, ``changed`` (neither is better), ``same``,
        ``early``
    :ivar median: of the baseline; ``None`` without points
    :ivar signals: in the order of their last points
    """

    kind: str
    median: float | None
    signals: tuple


def judge(values, direction, baseline=None):
    """What a series says.

    :param values: numbers in the order of time; ``None`` where there is none
    :param direction: ``more``, ``less`` or ``neither`` is better
    :param baseline: how many of ``values`` come before something was done; ``None``:
        nothing was, the median is that of all
    :rtype: Verdict
    """
    points = [(place, value) for place, value in enumerate(values) if value is not None]
    known = [value for place, value in points if baseline is None or place < baseline]
    if not known:
        return Verdict("early", None, ())
    median = statistics.median(known)
    since = [point for point in points if baseline is None or point[0] >= baseline]
    signals = tuple(
        sorted(
            [*_shifts(since, median), *_trends(since)], key=lambda each: each.places[-1]
        )
    )
    if _is_early(len(known), len(since), baseline, signals):
        return Verdict("early", median, ())
    if not signals:
        return Verdict("same", median, ())
    if direction == "neither":
        return Verdict("changed", median, signals)
    good = signals[-1].upwards == (direction == "more")
    return Verdict("better" if good else "worse", median, signals)


def _is_early(known, since, baseline, signals):
    if baseline is None:
        return since < ENOUGH
    return known < BASE or (since < SHIFT and not signals)


def _shifts(points, median):
    """Runs on one side of the median that are long enough."""
    sided = [(place, value > median) for place, value in points if value != median]
    for side, places in _runs(sided):
        if len(places) >= SHIFT:
            yield Signal("shift", tuple(places), side)


def _trends(points):
    """Runs of points that all rise or all fall, the first one counted along."""
    moving = []
    for place, value in points:
        if not moving or value != moving[-1][1]:
            moving.append((place, value))
    steps = [
        (place, value > before)
        for (_start, before), (place, value) in zip(moving, moving[1:], strict=False)
    ]
    before = {
        place: start
        for (start, _a), (place, _b) in zip(moving, moving[1:], strict=False)
    }
    for rising, places in _runs(steps):
        if len(places) + 1 >= TREND:
            yield Signal("trend", (before[places[0]], *places), rising)


def _runs(marked):
    """Places of one mark in a row, with the mark."""
    runs = []
    for place, mark in marked:
        if runs and runs[-1][0] == mark:
            runs[-1][1].append(place)
        else:
            runs.append((mark, [place]))
    return runs
