import itertools
import random

from odoo.tests import BaseCase, tagged

from odoo.addons.qms_competence.tools.few import MINIMUM, hidden_parts


@tagged("post_install", "-at_install", "qms")
class TestFew(BaseCase):
    """What is hidden of the parts of a whole."""

    def test_nothing_where_all_are_enough(self):
        self.assertFalse(hidden_parts({1: (5, 0), 2: (0, 9), 3: (0, 0)}))
        self.assertFalse(hidden_parts({1: (5, 0), 2: (0, 9)}, "in"))

    def test_a_small_one_takes_the_smallest_other_with_it(self):
        self.assertEqual(hidden_parts({1: (4, 0), 2: (9, 0), 3: (7, 0)}), {1, 3})
        self.assertEqual(hidden_parts({1: (4, 0), 2: (3, 0), 3: (7, 0)}), {1, 2})
        self.assertEqual(hidden_parts({1: (2, 0), 2: (2, 0), 3: (7, 0)}), {1, 2, 3})

    def test_by_scope_both_sides_count(self):
        parts = {1: (6, 2), 2: (9, 9), 3: (8, 8)}
        self.assertFalse(hidden_parts(parts))
        self.assertEqual(hidden_parts(parts, "in"), {1, 3})

    def test_no_small_number_follows_whatever_the_numbers(self):
        draw = random.Random(8)
        for _round in range(500):
            parts = {
                key: (draw.randint(0, 9), draw.choice((0, draw.randint(0, 9))))
                for key in range(draw.randint(1, 6))
            }
            whole = [sum(side) for side in zip(*parts.values(), strict=True)]
            for scope, sides in (
                (None, [sum]),
                ("in", [lambda n: n[0], lambda n: n[1]]),
            ):
                hidden = hidden_parts(parts, scope)
                shown = parts.keys() - hidden
                for side in sides:
                    if 0 < side(whole) < MINIMUM:
                        continue
                    for number in range(len(shown) + 1):
                        for some in itertools.combinations(sorted(shown), number):
                            rest = side(whole) - sum(side(parts[key]) for key in some)
                            self.assertFalse(0 < rest < MINIMUM, (parts, hidden, some))
