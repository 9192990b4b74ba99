"""Points, arcs and text on circles, as SVG."""

import math

from markupsafe import Markup, escape

from odoo.addons.qms.tools.svg import tag

CENTER = 500
FULL = 360


def point(angle, radius):
    """Where on the circle: degrees clockwise from the top."""
    turned = math.radians(angle)
    return CENTER + radius * math.sin(turned), CENTER - radius * math.cos(turned)


def degrees(length, radius):
    """The angle that ``length`` takes on a circle."""
    return math.degrees(length / radius)


def arc(start, end, radius):
    """A path along the circle; against the clock where ``end`` is before ``start``."""
    (x0, y0), (x1, y1) = point(start, radius), point(end, radius)
    far, clockwise = int(abs(end - start) > FULL / 2), int(end > start)
    way = f"A {radius:.2f} {radius:.2f} 0 {far} {clockwise}"
    return f"M {x0:.2f} {y0:.2f} {way} {x1:.2f} {y1:.2f}"


def sector(start, end, inner, outer):
    """A path round a piece of a ring."""
    back = arc(end, start, inner).replace("M", "L", 1)
    return f"{arc(start, end, outer)} {back} Z"


def is_upper(angle):
    """Whether text along the circle stands upright there when it runs clockwise."""
    return angle % FULL <= FULL / 4 or angle % FULL >= FULL * 3 / 4


def along(key, text, start, end, radius, size, anchor="middle", **attributes):
    """Text on the middle of a band, upright above and below.

    :param anchor: of the text between the two angles, seen clockwise
    """
    upper = is_upper((start + end) / 2)
    sink = 0.36 * size
    if upper:
        path = arc(start, end, radius - sink)
    else:
        path = arc(end, start, radius + sink)
        anchor = {"start": "end", "end": "start"}.get(anchor, anchor)
    offset = {"start": "0%", "middle": "50%", "end": "100%"}[anchor]
    words = f'<textPath xlink:href="#{key}" startOffset="{offset}">'
    inner = Markup(words) + escape(text) + Markup("</textPath>")
    return tag("path", id=key, d=path, fill="none") + tag(
        "text", inner, text_anchor=anchor, font_size=float(size), **attributes
    )
