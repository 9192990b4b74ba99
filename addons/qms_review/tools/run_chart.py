"""A run chart as SVG: a line through the months, gaps where there is no figure.

Plain numbers in, markup out; nothing of it comes from what people wrote.
"""

from statistics import median

from markupsafe import Markup

WIDTH, HEIGHT, MARGIN = 240, 70, 6


def draw(values):
    """The chart of ``values``, ``None`` where there is none; empty without any.

    The dashed line is the median; the dot is the latest figure.
    """
    known = [value for value in values if value is not None]
    if not known:
        return Markup("")
    low, high = min([*known, 0]), max([*known, 0])
    place = _scale(len(values), low, high if high > low else low + 1)
    parts = [
        Markup('<polyline points="{}" class="o_qms_run_line"/>').format(
            " ".join(f"{x:.1f},{y:.1f}" for x, y in run)
        )
        for run in _runs(values, place)
    ]
    _x, middle = place(0, median(known))
    last = max(index for index, value in enumerate(values) if value is not None)
    x, y = place(last, values[last])
    parts += [
        Markup(
            '<line x1="{}" x2="{}" y1="{:.1f}" y2="{:.1f}" class="o_qms_run_middle" stroke-dasharray="4 3" stroke-width="1"/>'
        ).format(MARGIN, WIDTH - MARGIN, middle, middle),
        Markup('<circle cx="{:.1f}" cy="{:.1f}" r="3.5" fill="#14507a" class="o_qms_run_last"/>').format(
            x, y
        ),
    ]
    # drawn with attributes too: a printed sheet has no style sheet of the screen
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" width="{}" '
        'height="{}" fill="none" stroke="#14507a" stroke-width="2" '
        'aria-hidden="true">{}</svg>'
    ).format(WIDTH, HEIGHT, WIDTH, HEIGHT, Markup("").join(parts))


def _scale(count, low, high):
    step = (WIDTH - 2 * MARGIN) / max(count - 1, 1)
    rise = (HEIGHT - 2 * MARGIN) / (high - low)

    def place(index, value):
        return MARGIN + index * step, HEIGHT - MARGIN - (value - low) * rise

    return place


def _runs(values, place):
    """Stretches without a gap, as points; a single month is a short stroke."""
    run = []
    for index, value in enumerate([*values, None]):
        if value is not None:
            run.append(place(index, value))
        elif run:
            yield run if len(run) > 1 else [run[0], (run[0][0] + 1, run[0][1])]
            run = []
