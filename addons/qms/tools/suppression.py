"""Small-number suppression: figures that could point to persons are left out.

A count from 1 to just under the minimum is hidden. Where a hidden one could be computed
from what is shown (a total less the others), more are hidden until it cannot; totals
under the minimum are hidden themselves. A count of 0 is shown: it points to nobody.

Contract:

- What is shown are the counts, for two keys the total of each row and column, and the
  grand total; whoever prints a table prints no totals but those returned here.
- No hidden figure follows from those shown by adding and subtracting, and no hidden
  counts of a row or column whose total is shown add up to less than the minimum.
- Small figures are hidden before large ones, and the same table gives the same answer;
  it need not be the least possible. There is no protection against what is known from
  elsewhere: two tables over the same persons can tell what neither tells alone.
"""

import heapq
from dataclasses import dataclass
from itertools import count as counter
from typing import NamedTuple

TOTAL = object()


class Suppressed(NamedTuple):
    """What may be shown; a hidden figure is ``None``.

    :ivar rows: the rows given, as new dicts
    :ivar totals: for two keys a pair of dicts, value of the key -> total; else empty
    :ivar total: the grand total
    """

    rows: list
    totals: tuple
    total: int | None


@dataclass(eq=False)
class _Figure:
    """A count or a total, which stands in the sums of two lines of the table.

    Lines and hidden figures form a graph: a hidden figure follows from those shown if
    and only if no other hidden figures lead from one of its lines to the other.
    """

    lines: tuple
    value: int
    is_total_of: tuple = ()
    hidden: bool = False

    def cost(self, highest):
        """What hiding it costs: large ones more, totals and empty ones last."""
        if self.hidden:
            return 0
        return 2 * (self.value or highest + 1) + bool(self.is_total_of)


def suppress(rows, key, count, minimum=3):
    """Hide what is too small in a table of groups with counts.

    :param rows: list of dicts, one per group
    :param key: name of the column that names the group, or a pair of two such
    :param count: name of the column with the count, an integer from 0
    :param minimum: the smallest count that is shown
    :rtype: Suppressed
    :raise ValueError: for a negative count, or a group that comes twice
    """
    keys = (key,) if isinstance(key, str) else tuple(key)
    cells = {tuple(row[name] for name in keys): row[count] for row in rows}
    if len(cells) < len(rows) or any(value < 0 for value in cells.values()):
        raise ValueError("Groups come once each, with a count from 0")
    figures = _build_two_keys(cells) if len(keys) == 2 else _build_one_key(cells)
    _hide(list(figures.values()), minimum)
    shown = {
        place: None if figure.hidden else figure.value
        for place, figure in figures.items()
    }
    return Suppressed(
        [{**row, count: shown[place]} for row, place in zip(rows, cells, strict=True)],
        _pick_totals(shown) if len(keys) == 2 else (),
        shown[TOTAL, TOTAL],
    )


def _pick_totals(shown):
    by_first = {a: value for (a, b), value in shown.items() if b is TOTAL}
    by_second = {b: value for (a, b), value in shown.items() if a is TOTAL}
    del by_first[TOTAL], by_second[TOTAL]
    return by_first, by_second


def _build_one_key(cells):
    """One line of counts; the other ends of all its figures are one and the same."""
    lines = ("line", "elsewhere")
    figures = {place: _Figure(lines, value) for place, value in cells.items()}
    figures[TOTAL, TOTAL] = _Figure(lines, sum(cells.values()), ("line",))
    return figures


def _build_two_keys(cells):
    """The counts with a row and a column of totals, which have the grand total."""
    values = dict(cells)
    for (first, second), value in cells.items():
        for place in ((first, TOTAL), (TOTAL, second), (TOTAL, TOTAL)):
            values[place] = values.get(place, 0) + value
    values.setdefault((TOTAL, TOTAL), 0)
    figures = {}
    for (first, second), value in values.items():
        row, column = ("row", first), ("column", second)
        total_of = (row,) * (second is TOTAL) + (column,) * (first is TOTAL)
        figures[first, second] = _Figure((row, column), value, total_of)
    return figures


def _hide(figures, minimum):
    by_line = {}
    for figure in figures:
        figure.hidden = 0 < figure.value < minimum
        for line in figure.lines:
            by_line.setdefault(line, []).append(figure)
    highest = max(figure.value for figure in figures)
    while True:
        for figure in [figure for figure in figures if figure.hidden]:
            _close_circle(figure, by_line, highest)
        more = [_weakest(line, by_line[line], minimum) for line in by_line]
        if not any(more):
            return
        for figure in filter(None, more):
            figure.hidden = True


def _weakest(line, figures, minimum):
    """The next figure to hide in a line whose hidden ones add up to too little."""
    counts = [figure for figure in figures if line not in figure.is_total_of]
    hidden = sum(figure.value for figure in counts if figure.hidden)
    total_shown = any(
        line in figure.is_total_of and not figure.hidden for figure in figures
    )
    if not total_shown or not 0 < hidden < minimum:
        return None
    left = [figure for figure in counts if figure.value and not figure.hidden]
    return min(left, key=lambda figure: figure.value)


def _close_circle(figure, by_line, highest):
    """Hide the cheapest figures that lead from one line of ``figure`` to the other.

    There always are some: its row's total, its column's total and the grand total.
    """
    start, end = figure.lines
    order = counter()
    queue, came_by = [(0, next(order), start, None)], {}
    while queue:
        cost, _place, line, step = heapq.heappop(queue)
        if line in came_by:
            continue
        came_by[line] = step
        if line == end:
            break
        for other in by_line[line]:
            if other is not figure:
                after = other.lines[other.lines[0] == line]
                cost_after = cost + other.cost(highest)
                heapq.heappush(queue, (cost_after, next(order), after, other))
    line = end
    while line != start:
        step = came_by[line]
        step.hidden = True
        line = step.lines[step.lines[0] == line]
