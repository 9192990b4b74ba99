"""The index of a question: 0 for the worst answer, 100 for the best.

Pure functions over counts. A group is a ``Counter`` of points (0 to 100) -> answers;
don't-know and not-asked are no part of it.
"""

from math import sqrt
from statistics import fmean
from typing import NamedTuple

# 95 % of a normal distribution lie within so many standard deviations
DEVIATIONS = 1.96
# a share in percent that leaves nobody out
WHOLE = 100


class Index(NamedTuple):
    """``margin`` is half of the 95 % interval, and ``None`` where nobody drew lots."""

    value: float
    count: int
    margin: float | None = None


def spread(length, *, downwards=False):
    """Points of ``length`` answers in a row, evenly spread from worst to best.

    :rtype: list[float]
    """
    if length < 2:
        return [0.0] * length
    points = [100.0 * place / (length - 1) for place in range(length)]
    return points[::-1] if downwards else points


def scale_points(number, lowest, highest):
    """Points of one value of a scale."""
    return 100.0 * (number - lowest) / (highest - lowest)


def mean(group):
    """``(mean, number of answers)``; the mean of nothing is ``None``."""
    count = group.total()
    if not count:
        return None, 0
    return sum(points * times for points, times in group.items()) / count, count


def index(group, asked=None):
    """The index of a group of answers, or ``None`` where there are none.

    :param asked: how many the sample was drawn from, for a random sample; its margin
        takes into account that the population is finite (Cochran, Sampling
        Techniques, 2.6)
    """
    value, count = mean(group)
    if not count:
        return None
    return Index(value, count, _margin(group, value, count, asked) if asked else None)


def together(indices):
    """The index over several questions, put together of what is shown of each.

    Its count is that of the question most answered. Its margin is the mean of theirs:
    that of a mean is never larger, however the answers of one person hang together.
    """
    if not indices:
        return None
    margins = [each.margin for each in indices]
    return Index(
        fmean(each.value for each in indices),
        max(each.count for each in indices),
        None if None in margins else fmean(margins),
    )


def _margin(group, value, count, population):
    if count < 2 or population < 2:
        return None
    squares = sum(times * (points - value) ** 2 for points, times in group.items())
    left = max(population - count, 0) / (population - 1)
    return DEVIATIONS * sqrt(squares / (count - 1) / count * left)


def all_alike(group, persons=None):
    """Whether everybody in the group gave the same answer: then each of them is known.

    :param persons: how many they are, where each may have ticked several
    """
    if persons is None:
        return len(+group) == 1
    return any(count >= persons for count in group.values())


def is_shown(group, least):
    """Whether a figure over this group points to nobody's answer."""
    return group.total() >= least and not all_alike(group)
