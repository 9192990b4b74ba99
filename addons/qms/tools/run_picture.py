"""The picture of a series: points, line, median and target, as SVG."""

from .svg import tag

WIDTH, HEIGHT = 640, 240
LEFT, RIGHT, TOP, BOTTOM = 52, 12, 16, 34
# as many names of months as stand side by side on a phone
NAMED = 6
SPARK = (120, 28)


class _Scale:
    """From numbers to places in the picture."""

    def __init__(self, count, numbers, box):
        left, right, top, bottom = box
        low, high = min(numbers, default=0), max(numbers, default=0)
        low = min(low, 0) if low < 0 or low < high / 2 else low
        if low == high:
            low, high = low - 1, high + 1
        self.low, self.high = low, high
        self._left, self._step = left, (right - left) / max(count - 1, 1)
        self._bottom, self._rise = bottom, (bottom - top) / (high - low)

    def x(self, place):
        return float(self._left + place * self._step)

    def y(self, value):
        return float(self._bottom - (value - self.low) * self._rise)


def draw(points, words, median=None, target=None, marked=(), baseline=None):
    """The chart of a series.

    :param points: a list of (name of the period, value or ``None``, value as text)
    :param words: texts per key: ``title``, ``median``, ``target``, ``start``
    :param marked: places that belong to a signal; they have another shape
    :param baseline: place of the first point after something was done
    """
    numbers = [value for _name, value, _text in points if value is not None]
    numbers += [line for line in (median, target) if line is not None]
    box = LEFT, WIDTH - RIGHT, TOP, HEIGHT - BOTTOM
    scale = _Scale(len(points), numbers, box)
    return tag(
        "svg",
        tag("title", words["title"]),
        *_axes(points, scale),
        *(_line(scale, median, words["median"], None) if median is not None else ()),
        *(_line(scale, target, words["target"], "6 4") if target is not None else ()),
        *(_start(scale, baseline, words["start"]) if baseline else ()),
        *_paths(points, scale),
        *_points(points, scale, set(marked)),
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        role="img",
        class_="o_qms_run_chart",
        xmlns="http://www.w3.org/2000/svg",
        font_size=12,
        fill="currentColor",
    )


def draw_spark(values, title):
    """A small line without words, for a card."""
    numbers = [value for value in values if value is not None]
    width, height = SPARK
    scale = _Scale(len(values), numbers, (3, width - 3, 3, height - 3))
    points = [("", value, "") for value in values]
    last = next((p for p in range(len(values) - 1, -1, -1) if values[p] is not None), 0)
    dot = ()
    if numbers:
        x, y = scale.x(last), scale.y(values[last])
        dot = (tag("circle", cx=x, cy=y, r=3, fill="currentColor"),)
    return tag(
        "svg",
        tag("title", title),
        *_paths(points, scale),
        *dot,
        viewBox=f"0 0 {width} {height}",
        role="img",
        class_="o_qms_spark",
        xmlns="http://www.w3.org/2000/svg",
    )


def _axes(points, scale):
    low, high = scale.y(scale.low), scale.y(scale.high)
    yield tag(
        "path",
        d=f"M {LEFT} {high:.2f} V {low:.2f} H {WIDTH - RIGHT}",
        fill="none",
        stroke="currentColor",
        stroke_opacity=0.4,
    )
    for number in (scale.low, scale.high):
        yield tag(
            "text",
            f"{number:.4g}",
            x=LEFT - 6,
            y=scale.y(number) + 4,
            text_anchor="end",
        )
    every = -(-len(points) // NAMED) or 1
    for place in range(len(points) - 1, -1, -every):
        anchor = "end" if place == len(points) - 1 else "middle"
        yield tag(
            "text",
            points[place][0],
            x=scale.x(place),
            y=HEIGHT - 12,
            text_anchor=anchor if place else "start",
        )


def _line(scale, value, words, dashes):
    y = scale.y(value)
    yield tag(
        "path",
        d=f"M {LEFT} {y:.2f} H {WIDTH - RIGHT}",
        fill="none",
        stroke="currentColor",
        stroke_opacity=0.7,
        stroke_dasharray=dashes,
    )
    # the target's word stands left, the median's right: they may lie close together
    at, anchor = (LEFT + 4, "start") if dashes else (WIDTH - RIGHT, "end")
    yield tag("text", words, x=at, y=y - 4, text_anchor=anchor)


def _start(scale, baseline, words):
    x = min(scale.x(baseline - 0.5), WIDTH - RIGHT)
    yield tag(
        "path",
        d=f"M {x:.2f} {TOP} V {HEIGHT - BOTTOM}",
        fill="none",
        stroke="currentColor",
        stroke_opacity=0.5,
        stroke_dasharray="2 3",
    )
    yield tag("text", words, x=x + 4, y=TOP + 2)


def _paths(points, scale):
    """The line breaks where there is no figure."""
    stretch = []
    for place, (_name, value, _text) in [*enumerate(points), (None, ("", None, ""))]:
        if value is not None:
            stretch.append(f"{scale.x(place):.2f} {scale.y(value):.2f}")
            continue
        if len(stretch) > 1:
            yield tag(
                "path",
                d="M " + " L ".join(stretch),
                fill="none",
                stroke="currentColor",
                stroke_width=2,
                stroke_opacity=0.6,
            )
        stretch = []


def _points(points, scale, marked):
    for place, (name, value, text) in enumerate(points):
        if value is None:
            continue
        x, y = scale.x(place), scale.y(value)
        told = tag("title", f"{name}: {text}")
        if place in marked:
            shape = f"M {x:.2f} {y - 6:.2f} l 6 6 l -6 6 l -6 -6 Z"
            yield tag("path", told, d=shape)
        else:
            yield tag("circle", told, cx=x, cy=y, r=3.5)
