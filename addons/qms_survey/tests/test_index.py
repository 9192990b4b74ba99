import random
from collections import Counter
from statistics import fmean, stdev

from odoo.tests import BaseCase, tagged

from odoo.addons.qms_survey.tools.index import (
    Index,
    all_alike,
    index,
    is_shown,
    scale_points,
    spread,
    together,
)


@tagged("post_install", "-at_install", "qms")
class TestIndex(BaseCase):
    """0 is the worst answer, 100 the best."""

    def test_answers_lie_evenly_between_worst_and_best(self):
        self.assertEqual(spread(5), [0, 25, 50, 75, 100])
        self.assertEqual(spread(3, downwards=True), [100, 50, 0])
        self.assertEqual(spread(1), [0])
        self.assertEqual(scale_points(7, 0, 10), 70)
        self.assertEqual(scale_points(1, 1, 5), 0)

    def test_it_is_the_mean_of_all_who_answered(self):
        values = [0, 25, 25, 100, 75, 50, 50]
        found = index(Counter(values))
        self.assertAlmostEqual(found.value, fmean(values))
        self.assertEqual(found.count, 7)
        self.assertIsNone(found.margin)
        self.assertIsNone(index(Counter()))

    def test_the_margin_is_that_of_a_sample_from_a_finite_population(self):
        values = [0, 25, 25, 100, 75, 50, 50, 100]
        error = stdev(values) / len(values) ** 0.5
        found = index(Counter(values), 20)
        self.assertAlmostEqual(found.margin, 1.96 * error * (12 / 19) ** 0.5)
        self.assertEqual(index(Counter(values), 8).margin, 0, "everybody answered")
        self.assertIsNone(index(Counter([50]), 20).margin)

    def test_over_several_questions_it_is_the_mean_of_what_is_shown(self):
        parts = [Index(20, 7, 4), Index(50, 9, 1), Index(50, 8, 1)]
        self.assertEqual(together(parts), (40, 9, 2))
        self.assertIsNone(together([*parts, Index(10, 5)]).margin)
        self.assertIsNone(together([]))

    def test_its_margin_is_at_least_that_of_the_persons_means(self):
        """However the answers of one person hang together: by lot, and the extremes."""
        chance = random.Random(5)
        first = [chance.choice((0, 25, 50, 75, 100)) for _person in range(40)]
        for second in (first, first[::-1], [100 - value for value in first]):
            parts = [index(Counter(values), 200) for values in (first, second)]
            means = [fmean(pair) for pair in zip(first, second, strict=True)]
            true = index(Counter(means), 200)
            found = together(parts)
            self.assertAlmostEqual(found.value, true.value)
            self.assertGreaterEqual(found.margin + 1e-9, true.margin)

    def test_a_group_is_shown_when_it_is_large_and_not_of_one_mind(self):
        self.assertTrue(is_shown(Counter({0: 3, 100: 2}), 5))
        self.assertFalse(is_shown(Counter({0: 3, 100: 1}), 5))
        self.assertFalse(is_shown(Counter({100: 9}), 5))
        self.assertTrue(all_alike(Counter({"a": 5, "b": 5}), 5), "several each")
        self.assertTrue(all_alike(Counter({"a": 5, "b": 2}), 5), "all ticked a")
        self.assertFalse(all_alike(Counter({"a": 4, "b": 5}), 6))
        self.assertTrue(all_alike(Counter({100: 9, 50: 0})))
