"""States of an item: a ground, an ink, a light ground, and a sign in lines."""

from .svg import tag

# sign and number are read on the ground, names on the light one
COLORS = {
    "planned": ("#ffffff", "#2f3e4c", "#ffffff"),
    "due": ("#1c64a8", "#ffffff", "#d4e5f6"),
    "late": ("#a8231c", "#ffffff", "#f8d9d5"),
    "done": ("#2b7047", "#ffffff", "#d6ebdc"),
    "skipped": ("#eceff1", "#4a555f", "#f5f6f7"),
}
STROKES = {"planned": "#6b7c8c", "skipped": "#7d8993"}
# within a square of two by two around the middle
SHAPES = {
    "due": ("M -0.55 -0.8 L 0.75 0 L -0.55 0.8 Z", True),
    "late": ("M 0 -0.85 L 0 0.25 M 0 0.7 L 0 0.85", False),
    "done": ("M -0.75 0.05 L -0.2 0.6 L 0.8 -0.6", False),
    "skipped": ("M -0.7 0 L 0.7 0", False),
}


def stroke(state):
    return STROKES.get(state, COLORS[state][0])


def dashes(state):
    return "4 3" if state == "skipped" else None


def sign(state, x, y, size, ink):
    """The state's sign with its middle at a point."""
    half = size / 2
    if state == "planned":
        return tag(
            "circle",
            **{"cx": float(x), "cy": float(y), "r": half * 0.62},
            fill="none",
            stroke=ink,
            stroke_width=size * 0.15,
        )
    shape, is_full = SHAPES[state]
    return tag(
        "path",
        d=shape,
        transform=f"translate({x:.2f} {y:.2f}) scale({half:.2f})",
        fill=ink if is_full else "none",
        stroke=None if is_full else ink,
        stroke_width=None if is_full else 0.42,
        stroke_linecap="round",
        stroke_linejoin="round",
    )
