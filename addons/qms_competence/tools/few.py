"""Which parts of a whole are hidden, so that no number of too few people follows."""

# figures under it are not shown to who may not see persons
MINIMUM = 5


def hidden_parts(parts, scope=None):
    """Keys of the parts whose numbers are not shown beside those of the whole.

    A part with 1 to 4 people is hidden, and others with it, the smallest first, until
    at least two are hidden and all of these are enough people together: the whole less
    what is shown then tells of no small one. By scope, people inside and outside of it
    each count for themselves, and what is hidden is hidden of both.

    :param parts: {key: (people inside, people outside)}
    :param scope: whether numbers are told apart by scope
    """
    parts = {key: numbers for key, numbers in parts.items() if any(numbers)}
    hidden = _widen(parts, set(), lambda numbers: (sum(numbers),))
    if scope:
        hidden = _widen(parts, hidden, lambda numbers: numbers)
    return hidden


def _widen(parts, hidden, figures):
    def is_small(numbers):
        return any(0 < figure < MINIMUM for figure in figures(numbers))

    hidden = hidden | {key for key, numbers in parts.items() if is_small(numbers)}
    left = sorted(
        (key for key in parts if key not in hidden), key=lambda key: sum(parts[key])
    )
    while hidden and left and (len(hidden) < 2 or is_small(_together(parts, hidden))):
        hidden.add(left.pop(0))
    return hidden


def _together(parts, keys):
    inside, outside = zip(*(parts[key] for key in keys), strict=True)
    return sum(inside), sum(outside)
