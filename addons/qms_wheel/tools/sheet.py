"""What stands below the picture on paper: its letters and numbers in words."""

from typing import NamedTuple

from markupsafe import Markup

from .drawing import FONT, INK, SOFT
from .svg import tag
from .words import shorten

WIDE = 1000
# what a sheet of paper has below the square of the picture
ROOM = 420
COLUMNS = 3
SIZE, TOP = 13.0, 14
# from one line to the next, in sizes of the letters
CLOSE, WIDE_APART = 1.4, 1.75


class Listing(NamedTuple):
    svg: Markup
    height: float

    @property
    def share(self):
        """Its height, in percent of its width."""
        return round(100 * self.height / WIDE, 2)


def draw_list(rings, rows):
    """Rings as pairs of letter and name, items as rows of number, day and name."""
    high = -(-len(rows) // COLUMNS)
    lines = len(rings) + high + 1
    size = min(SIZE, (ROOM - TOP) / lines / CLOSE)
    step = min(size * WIDE_APART, (ROOM - TOP) / lines)
    y = TOP + size
    parts = []
    for letter, name in rings:
        parts.append(_words(letter, 14, y, size, 20, font_weight="700"))
        parts.append(_words(name, 36, y, size, WIDE - 40))
        y += step
    ends = {"x1": 0, "x2": WIDE, "y1": y - size / 2, "y2": y - size / 2}
    parts.append(tag("line", **ends, stroke="#8fa1b2"))
    y += step * 0.8
    for at, row in enumerate(rows):
        column, line = divmod(at, high)
        parts += _row(row, column * WIDE / COLUMNS, y + line * step, size)
    height = y + high * step
    svg = tag(
        "svg",
        *parts,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {WIDE} {height:.1f}",
        width="100%",
        height="100%",
        font_family=FONT,
    )
    return Listing(svg, height)


def _row(row, left, y, size):
    number, day, name = row
    start = left + size * 7
    yield _words(
        str(number),
        left + size * 2.2,
        y,
        size,
        60,
        text_anchor="end",
        font_weight="700",
    )
    yield _words(day, left + size * 2.8, y, size, size * 4.4, fill=SOFT)
    yield _words(name, start, y, size, left + WIDE / COLUMNS - 8 - start)


def _words(words, x, y, size, room, **attributes):
    return tag(
        "text",
        shorten(words, size, room),
        **{"x": float(x), "y": float(y), "font_size": float(size), "fill": INK}
        | attributes,
    )
