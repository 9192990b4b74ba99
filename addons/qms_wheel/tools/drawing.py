"""The year wheel as SVG: months clockwise from the top, rings, items, the middle.

Nothing here knows of records or languages: items and words in, elements out. Sizes are
in thousandths of the picture's width.
"""

from datetime import date
from typing import Any, NamedTuple

from markupsafe import Markup

from . import signs
from .lanes import Year, place
from .svg import CENTER, FULL, along, is_upper, point, sector, tag
from .words import shorten, width

RIM, EDGE = 453.0, 484.0
# of the circle in the middle, and of the quarters' names round it
CORE, SMALL_CORE, BAND = 164.0, 112.0, 23.0
INK, SOFT, LINE = "#26323d", "#566472", "#ffffff"
PAPER, MONTH = "#ffffff", ("#dfe7ee", "#eaf0f5")
RING = ("#f0f4f8", "#f8f4ec", "#eff6f0", "#f6f0f5", "#f3f3ee")
NEEDLE = "#8a1c4a"
FONT = "'Inter', 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
# sizes of what stands around, usual and in the small picture
MONTH_SIZE, SMALL_MONTH_SIZE = 18, 28


class Wheel(NamedTuple):
    """All that is drawn.

    :ivar rings: pairs of key and letter, from outside
    :ivar coming: rows of number, name, and when; they stand in the middle
    :ivar legend: pairs of state and word
    :ivar prefix: of the ids within, which are unique on a page
    :ivar is_live: somebody may choose and move the items
    """

    year: int
    title: str
    label: str
    months: list
    quarters: list
    rings: list
    items: list
    coming: list
    coming_title: str
    legend: list
    today: date | None = None
    today_label: str = ""
    prefix: str = "wheel"
    is_small: bool = False
    is_live: bool = False

    @property
    def core(self):
        return SMALL_CORE if self.is_small else CORE


class Drawing(NamedTuple):
    svg: Markup
    places: list
    style: Any


def draw(wheel):
    year = Year(wheel.year)
    keys = [key for key, _letter in wheel.rings]
    places, bands, style = place(wheel.items, keys, year, wheel.is_small)
    parts = [
        *_months(wheel, year),
        *_bands(bands),
        *_spokes(wheel, year, style),
        *([] if wheel.is_small else _quarters(wheel)),
        *_needle(wheel, year),
        *_letters(wheel, bands),
        *_middle(wheel),
        *([] if wheel.is_small else _legend(wheel)),
    ]
    ground = tag("g", *parts, aria_hidden="true")
    order = sorted(places, key=lambda each: each.item.number)
    shown = [_item(each, style, wheel) for each in order]
    svg = tag(
        "svg",
        tag("title", wheel.label) if not wheel.is_live else "",
        ground,
        tag("g", *shown, class_="o_wheel_items"),
        xmlns="http://www.w3.org/2000/svg",
        viewBox="0 0 1000 1000",
        width="100%",
        height="100%",
        class_="o_wheel_drawing",
        role="group" if wheel.is_live else "img",
        aria_label=wheel.label,
        font_family=FONT,
    )
    return Drawing(svg, places, style)


# ------------------------------------------------------------
# What stands around
# ------------------------------------------------------------


def _months(wheel, year):
    size = SMALL_MONTH_SIZE if wheel.is_small else MONTH_SIZE
    for number, name in enumerate(wheel.months, 1):
        start, end = year.month(number), year.month(number + 1)
        yield tag("path", d=sector(start, end, RIM, EDGE), fill=MONTH[number % 2])
        yield along(
            f"{wheel.prefix}m{number}",
            name,
            start,
            end,
            (RIM + EDGE) / 2,
            size,
            fill=INK,
            font_weight="600",
        )


def _bands(bands):
    for number, (inner, outer) in enumerate(bands):
        fill = RING[number % len(RING)]
        for start in (0, FULL / 2):
            yield tag(
                "path", d=sector(start, start + FULL / 2, inner, outer), fill=fill
            )


def _spokes(wheel, year, style):
    for number in range(1, 13):
        is_quarter = number % 3 == 1
        angle = year.month(number)
        from_radius = wheel.core if is_quarter else style.inner
        (x1, y1), (x2, y2) = point(angle, from_radius), point(angle, EDGE)
        yield tag(
            "line",
            **{"x1": x1, "y1": y1, "x2": x2, "y2": y2},
            stroke="#8fa1b2" if is_quarter else "#d3dce4",
            stroke_width=2.4 if is_quarter else 1.2,
        )


def _quarters(wheel):
    for number, name in enumerate(wheel.quarters):
        start = number * FULL / 4
        key = f"{wheel.prefix}q{number}"
        radius = CORE + BAND / 2
        yield along(key, name, start, start + 90, radius, 13, fill=SOFT)


def _needle(wheel, year):
    if not wheel.today:
        return
    angle = year.angle(wheel.today) + FULL / year.days / 2
    (x1, y1), (x2, y2) = point(angle, wheel.core), point(angle, EDGE + 2)
    ends = {"x1": x1, "y1": y1, "x2": x2, "y2": y2}
    corners = [
        point(angle, EDGE - 9),
        point(angle - 1.9, EDGE + 14),
        point(angle + 1.9, EDGE + 14),
    ]
    points = " ".join(f"{x:.2f},{y:.2f}" for x, y in corners)
    yield tag(
        "g",
        tag("title", wheel.today_label),
        tag("line", **ends, stroke=NEEDLE, stroke_width=2.2),
        tag("polygon", points=points, fill=NEEDLE),
        class_="o_wheel_needle",
    )


def _letters(wheel, bands):
    """The rings' letters, on the line of New Year."""
    radius = 15.0 if wheel.is_small else 11.0
    for (inner, outer), (_key, letter) in zip(bands, wheel.rings, strict=True):
        x, y = point(0, (inner + outer) / 2)
        yield tag("circle", cx=x, cy=y, r=radius, fill=INK)
        yield tag(
            "text",
            letter,
            x=x,
            y=y + radius * 0.44,
            fill=PAPER,
            font_size=radius * 1.25,
            font_weight="700",
            text_anchor="middle",
        )


# ------------------------------------------------------------
# The middle, and what the signs mean
# ------------------------------------------------------------


def _text(words, y, size, room, **attributes):
    return tag(
        "text",
        shorten(words, size, room),
        x=attributes.pop("x", CENTER),
        y=CENTER + y,
        font_size=size,
        text_anchor=attributes.pop("text_anchor", "middle"),
        **attributes,
    )


def _middle(wheel):
    radius = wheel.core - 3
    yield tag("circle", cx=CENTER, cy=CENTER, r=radius, fill=PAPER, stroke="#c3ced8")
    if wheel.is_small:
        yield _text(str(wheel.year), 23, 66, 300, fill=INK, font_weight="700")
        return
    yield _text(str(wheel.year), -84, 52, 220, fill=INK, font_weight="700")
    yield _text(wheel.title, -60, 14, 230, fill=SOFT)
    if wheel.coming:
        yield _text(wheel.coming_title, -28, 13, 260, fill=SOFT, font_weight="600")
    for row, (number, name, when) in enumerate(wheel.coming):
        y = row * 46
        room = 2 * ((CORE - 14) ** 2 - (y + 16) ** 2) ** 0.5
        yield _text(f"{number} · {name}", y, 15.5, room, fill=INK, font_weight="600")
        yield _text(when, y + 17, 13, room, fill=SOFT)


def _legend(wheel):
    """The corner below, left."""
    for row, (state, word) in enumerate(wheel.legend):
        y = 1000 - 16 - 25 * (len(wheel.legend) - row - 1)
        fill, ink, _tail = signs.COLORS[state]
        yield tag(
            "rect",
            **{"x": 8, "y": y - 14, "width": 26, "height": 19, "rx": 4},
            fill=fill,
            stroke=signs.stroke(state),
            stroke_width=1.4,
            stroke_dasharray=signs.dashes(state),
        )
        yield signs.sign(state, 21, y - 4.5, 12, ink)
        yield tag("text", word, x=42, y=y, font_size=14, fill=INK)


# ------------------------------------------------------------
# Items
# ------------------------------------------------------------


def _item(place, style, wheel):
    item = place.item
    fill, _ink, tail = signs.COLORS[item.state]
    inner, outer = place.inner + 1.5, place.outer - 1.5
    edge = {
        "stroke": signs.stroke(item.state),
        "stroke_width": 1.4,
        "stroke_dasharray": signs.dashes(item.state),
    }
    shapes = [tag("title", item.label)]
    if place.head - place.start > 0.01:
        way = sector(place.start, place.head, inner, outer)
        shapes.append(tag("path", d=way, fill=tail, **edge, class_="o_wheel_tail"))
    way = sector(place.head, place.end, inner, outer)
    shapes.append(tag("path", d=way, fill=fill, **edge, class_="o_wheel_head"))
    shapes.append(_head(place, style))
    if place.text:
        shapes.append(_name(place, style, wheel))
    live = {"tabindex": "-1", "role": "button"} if wheel.is_live else {}
    return tag(
        "g",
        *shapes,
        class_=f"o_wheel_item o_wheel_{item.state}",
        data_id=item.key,
        data_label=item.label if wheel.is_live else None,
        **live,
    )


def _head(place, style):
    """Sign and number, upright."""
    item, size = place.item, style.size
    ink = signs.COLORS[item.state][1]
    middle = (place.head + place.end) / 2
    x, y = point(middle, (place.inner + place.outer) / 2)
    turn = middle if is_upper(middle) else middle + FULL / 2
    number = str(item.number)
    wide = width(number, size)
    left = -(wide + size) / 2
    return tag(
        "g",
        signs.sign(item.state, left + size * 0.45, 0, size * 0.8, ink),
        tag(
            "text",
            number,
            x=float(left + size + wide / 2),
            y=float(size * 0.36),
            font_size=float(size),
            font_weight="700",
            text_anchor="middle",
            fill=ink,
        ),
        transform=f"translate({x:.2f} {y:.2f}) rotate({turn:.2f})",
    )


def _name(place, style, wheel):
    anchor = {"after": "start", "before": "end", "in": "middle"}[place.side]
    pad = FULL * 5 / (2 * 3.1416 * place.inner)
    start, end = place.text_start, place.text_end
    if place.side == "after":
        start += pad
    elif place.side == "before":
        end -= pad
    return along(
        f"{wheel.prefix}i{place.item.key}",
        place.text,
        start,
        end,
        (place.inner + place.outer) / 2,
        style.size,
        anchor,
        fill=INK,
        class_="o_wheel_name",
    )
