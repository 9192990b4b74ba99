"""Where the items of a year go on the rings, so that nothing covers anything."""

import datetime
import math
from bisect import bisect_left
from typing import Any, NamedTuple

from .svg import FULL, degrees
from .words import shorten, shortened, width

OUTER, INNER, SMALL_INNER = 449.0, 188.0, 120.0
RING_GAP = 5.0
# half of the room kept free at New Year, where the rings' letters stand
NEW_YEAR = 15.0
PAD = 5.0
# above and below the lanes of a ring, in heights of a lane
MARGIN = 0.12
# a name within its segment may be shorter than one that has all the room
SHARE = 0.6


class Item(NamedTuple):
    """What is drawn of one thing in the year.

    :ivar row: those alike stand beside each other, as far as there is room
    """

    key: Any
    number: int
    name: str
    begins: datetime.date
    planned: datetime.date
    state: str
    ring: Any
    row: int = 0
    label: str = ""


class Place(NamedTuple):
    """An item's place: its segment in degrees, and its words in or beside it."""

    item: Item
    inner: float
    outer: float
    start: float
    head: float
    end: float
    text: str
    text_start: float
    text_end: float
    side: str

    @property
    def extent(self):
        if not self.text:
            return self.start, self.end
        return min(self.start, self.text_start), max(self.end, self.text_end)


class Style(NamedTuple):
    """How large things are.

    :ivar letters: the longest name, in sizes of its letters
    :ivar ahead: days before the planned one that are shown at most
    :ivar inner: radius of the last ring
    """

    height: float
    size: float
    letters: float
    ahead: int
    inner: float = INNER


class Year:
    """Days of a year as degrees."""

    def __init__(self, year):
        self.first = datetime.date(year, 1, 1)
        self.days = (datetime.date(year + 1, 1, 1) - self.first).days

    def angle(self, day):
        """Where the day begins; within the year."""
        passed = min(max((day - self.first).days, 0), self.days)
        return passed * FULL / self.days

    def month(self, number):
        if number > 12:
            return float(FULL)
        return self.angle(self.first.replace(month=number))


def styles(is_small):
    """Groups of styles, from large, long and whole to small and nameless.

    Within a group only the size differs: what does not fit in the last fits in none.
    """
    if is_small:
        yield [
            Style(high, high * 0.54, 0, 0, SMALL_INNER) for high in range(64, 30, -2)
        ]
    else:
        for letters, ahead in ((15, 366), (12, 366), (15, 21), (12, 21), (12, 0)):
            yield [
                Style(high, min(high * 0.5, 15), letters, ahead)
                for high in range(32, 23, -1)
            ]
        for letters in (15, 12, 10, 8):
            yield [Style(22, 11.5, letters, 0)]
        for letters in (8, 6, 4.5):
            yield [Style(19, 10.5, letters, 0)]
    height, inner = 30.0 if is_small else 22.0, SMALL_INNER if is_small else INNER
    while True:
        yield [Style(height, height * 0.5, 0, 0, inner)]
        height *= 0.9


def place(items, rings, year, is_small=False):
    """The places of all items, and per ring its inner and outer radius.

    :param rings: keys, from outside
    :return: (places, bands, style), as large as everything fits
    """
    for group in styles(is_small):
        if _place_rings(items, rings, year, group[-1], 0):
            break
    at = bisect_left(
        group,
        True,
        hi=len(group) - 1,
        key=lambda style: bool(_place_rings(items, rings, year, style, 0)),
    )
    style = group[at]
    places, bands = _place_rings(items, rings, year, style, 0)
    # what is left over goes between the lanes and the edges of the rings
    more = (bands[-1][0] - style.inner) / len(bands) / 2
    spread = _place_rings(items, rings, year, style, more)
    places, bands = spread or (places, bands)
    return places, [*bands[:-1], (style.inner, bands[-1][1])], style


def _place_rings(items, rings, year, style, more):
    places, bands, outer = [], [], OUTER
    for ring in rings:
        own = [item for item in items if item.ring == ring]
        placed, inner = _place_ring(own, outer, year, style, more)
        if inner < style.inner - 0.001:
            return None
        places += placed
        bands.append((inner, outer))
        outer = inner - RING_GAP
    return places, bands


def _place_ring(items, outer, year, style, more):
    """Lane by lane, at least one; an inner radius of 0 says that it is too much."""
    margin = style.height * MARGIN + more
    waiting = sorted(items, key=lambda item: (item.row, item.planned, item.number))
    placed, lane = [], outer - margin
    while True:
        inner = lane - style.height
        if inner < style.inner:
            return placed, 0.0
        taken = _fill_lane(waiting, inner, lane, year, style)
        placed += taken
        known = {each.item.number for each in taken}
        waiting = [item for item in waiting if item.number not in known]
        lane = inner
        if not waiting:
            return placed, lane - margin


def _fill_lane(items, inner, outer, year, style):
    placed, taken = [], []
    for item in items:
        for found in _variants(item, inner, outer, year, style):
            if _is_free(found, taken):
                placed.append(found)
                taken.append(found.extent)
                break
    return placed


def _is_free(found, taken):
    start, end = found.extent
    pad = degrees(PAD, found.inner)
    return all(end + pad <= begin or start >= stop + pad for begin, stop in taken)


def _variants(item, inner, outer, year, style):
    """The ways to draw it in this lane: its name within, behind, before it."""
    radius = (inner + outer) / 2
    free = degrees(NEW_YEAR, radius)
    head = degrees(style.size * (1.75 + 0.65 * len(str(item.number))), radius)
    end = year.angle(item.planned + datetime.timedelta(days=1))
    end = min(max(end, free + head), FULL - free)
    begins = max(item.begins, item.planned - datetime.timedelta(days=style.ahead))
    start = min(max(year.angle(begins), free), end - head)
    at = (item, inner, outer, start, end - head, end)
    if not style.letters:
        yield Place(*at, "", end, end, "none")
        return
    # the letters' feet stand on the smaller circle
    within = math.radians(end - head - start) * inner - 2 * PAD
    text = shortened(item.name, style.letters)
    needed = width(text, style.size)
    if within >= SHARE * needed:
        short = text if within >= needed else shorten(item.name, style.size, within)
        if width(short, style.size) >= SHARE * needed:
            yield Place(*at, short, start, end - head, "in")
    long = degrees(needed + 2 * PAD, inner)
    if end + long <= FULL - free:
        yield Place(*at, text, end, end + long, "after")
    if start - long >= free:
        yield Place(*at, text, start - long, start, "before")
