import random
from fractions import Fraction

from odoo.tests import BaseCase, tagged

from odoo.addons.qms.tools.suppression import suppress


def table(**counts):
    return [{"unit": unit, "count": count} for unit, count in counts.items()]


def shown(result):
    return {row["unit"]: row["count"] for row in result.rows}


@tagged("post_install", "-at_install", "qms")
class TestSuppressionOneKey(BaseCase):
    def suppress(self, minimum=3, **counts):
        return suppress(table(**counts), "unit", "count", minimum)

    def test_nothing_small_nothing_hidden(self):
        result = self.suppress(north=3, south=12, east=0)
        self.assertEqual(shown(result), {"north": 3, "south": 12, "east": 0})
        self.assertEqual((result.total, result.totals), (15, ()))

    def test_a_second_one_so_that_the_first_cannot_be_computed(self):
        result = self.suppress(north=2, south=12, east=7)
        self.assertEqual(shown(result), {"north": None, "south": 12, "east": None})
        self.assertEqual(result.total, 21)

    def test_two_small_ones_protect_each_other(self):
        result = self.suppress(north=2, south=12, east=1)
        self.assertEqual(shown(result), {"north": None, "south": 12, "east": None})

    def test_hidden_ones_do_not_add_up_to_a_small_number(self):
        result = self.suppress(north=1, south=12, east=1, west=5)
        self.assertEqual(
            shown(result), {"north": None, "south": 12, "east": None, "west": None}
        )

    def test_zero_is_shown_and_protects_nobody(self):
        result = self.suppress(north=2, south=0, east=9)
        self.assertEqual(shown(result), {"north": None, "south": 0, "east": None})

    def test_a_small_total_is_hidden(self):
        result = self.suppress(north=2, south=0)
        self.assertEqual(shown(result), {"north": None, "south": 0})
        self.assertIsNone(result.total)

    def test_one_group_equals_its_total(self):
        result = self.suppress(north=2)
        self.assertEqual((shown(result), result.total), ({"north": None}, None))

    def test_another_minimum(self):
        result = self.suppress(minimum=5, north=4, south=5, east=6)
        self.assertEqual(shown(result), {"north": None, "south": None, "east": 6})
        result = self.suppress(minimum=1, north=1, south=0)
        self.assertEqual(shown(result), {"north": 1, "south": 0})

    def test_empty_table(self):
        self.assertEqual(suppress([], "unit", "count"), ([], (), 0))

    def test_rows_keep_order_and_columns_and_are_copied(self):
        rows = [{"unit": "a", "count": 1, "name": "A"}, {"unit": "b", "count": 9}]
        result = suppress(rows, "unit", "count")
        self.assertEqual(result.rows[0], {"unit": "a", "count": None, "name": "A"})
        self.assertEqual(rows[0]["count"], 1)

    def test_refuses_what_is_no_table(self):
        with self.assertRaises(ValueError):
            self.suppress(north=-1)
        with self.assertRaises(ValueError):
            suppress(table(north=1) + table(north=2), "unit", "count")


@tagged("post_install", "-at_install", "qms")
class TestSuppressionTwoKeys(BaseCase):
    def suppress(self, *lines, minimum=3):
        self.rows = [
            {"unit": unit, "type": kind, "count": count}
            for unit, line in enumerate(lines)
            for kind, count in enumerate(line)
            if count is not None
        ]
        return suppress(self.rows, ("unit", "type"), "count", minimum)

    def grid(self, result):
        grid = {}
        for row in result.rows:
            grid.setdefault(row["unit"], []).append(row["count"])
        return list(grid.values())

    def test_nothing_small_nothing_hidden(self):
        result = self.suppress([3, 4], [5, 0])
        self.assertEqual(self.grid(result), [[3, 4], [5, 0]])
        self.assertEqual(result.totals, ({0: 7, 1: 5}, {0: 8, 1: 4}))
        self.assertEqual(result.total, 12)

    def test_one_small_count_hides_a_rectangle(self):
        result = self.suppress([1, 10, 20], [10, 11, 30], [40, 50, 60])
        self.assertEqual(
            self.grid(result), [[None, None, 20], [None, None, 30], [40, 50, 60]]
        )
        self.assertEqual(result.totals[0], {0: 31, 1: 51, 2: 150})

    def test_a_row_with_a_small_total_has_no_total(self):
        result = self.suppress([1, None], [20, 30])
        self.assertIsNone(result.totals[0][0])
        self.assertUndetermined(result)

    def test_missing_combinations_are_not_invented(self):
        result = self.suppress([9, None], [None, 9])
        self.assertEqual(len(result.rows), 2)

    def test_no_hidden_figure_can_be_computed(self):
        source = random.Random(19)
        for _table in range(150):
            height, width = source.randint(1, 5), source.randint(1, 5)
            values = [0, 0, 1, 2, 3, 4, 8, 30, None]
            lines = [
                [source.choice(values) for _c in range(width)] for _r in range(height)
            ]
            with self.subTest(lines=lines):
                result = self.suppress(*lines)
                self.assertShownAreTrue(result)
                self.assertUndetermined(result)
                self.assertSumsAreLargeEnough(result)

    def assertShownAreTrue(self, result):
        for row, truth in zip(result.rows, self.rows, strict=True):
            self.assertIn(row["count"], (None, truth["count"]))
            if row["count"] is not None:
                self.assertFalse(0 < row["count"] < 3)
        for total in (*result.totals[0].values(), *result.totals[1].values()):
            self.assertFalse(0 < (total or 0) < 3)

    def assertSumsAreLargeEnough(self, result):
        for side, key in enumerate(("unit", "type")):
            for value, total in result.totals[side].items():
                line = [row["count"] for row in result.rows if row[key] == value]
                if total is not None and None in line:
                    self.assertGreaterEqual(total - sum(filter(None, line)), 3)

    def assertUndetermined(self, result):
        """By elimination over the equations that a reader of the table could write."""
        unknown, equations = self.read_equations(result)
        for tied in self.eliminate(equations, len(unknown)):
            self.assertGreater(len(tied), 1, f"{unknown[tied[0]]} can be computed")

    def read_equations(self, result):
        first, second = result.totals
        figures = {(r["unit"], r["type"]): r["count"] for r in result.rows}
        figures.update({(unit, "*"): total for unit, total in first.items()})
        figures.update({("*", kind): total for kind, total in second.items()})
        figures["*", "*"] = result.total
        unknown = [place for place, value in figures.items() if value is None]
        lines = [
            {(unit, kind): -1 if kind == "*" else 1 for kind in (*second, "*")}
            for unit in (*first, "*")
        ] + [
            {(unit, kind): -1 if unit == "*" else 1 for unit in (*first, "*")}
            for kind in (*second, "*")
        ]
        return unknown, [
            [Fraction(line.get(place, 0)) for place in unknown] for line in lines
        ]

    def eliminate(self, matrix, width):
        """Yield, for each row of the reduced echelon form, its unknowns."""
        row = 0
        for place in range(width):
            pivot = next((r for r in range(row, len(matrix)) if matrix[r][place]), None)
            if pivot is None:
                continue
            matrix[row], matrix[pivot] = matrix[pivot], matrix[row]
            lead = matrix[row][place]
            matrix[row] = [value / lead for value in matrix[row]]
            for other in range(len(matrix)):
                if other != row and matrix[other][place]:
                    factor = matrix[other][place]
                    matrix[other] = [
                        a - factor * b
                        for a, b in zip(matrix[other], matrix[row], strict=True)
                    ]
            row += 1
        for line in matrix[:row]:
            yield [place for place, value in enumerate(line) if value]
