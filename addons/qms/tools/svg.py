"""SVG as text: elements in which everything is escaped."""

from markupsafe import Markup, escape


def tag(element, *content, **attributes):
    """An element; ``_`` in the names of attributes stands for ``-``."""
    given = Markup("").join(
        Markup(' {}="{}"').format(name.strip("_").replace("_", "-"), _short(value))
        for name, value in attributes.items()
        if value is not None
    )
    inside = Markup("").join(escape(part) for part in content)
    return Markup("<{0}{1}>{2}</{0}>").format(Markup(element), given, inside)


def _short(value):
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else value
