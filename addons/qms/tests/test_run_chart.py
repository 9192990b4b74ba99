import xml.etree.ElementTree as ET

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..tools import run_picture
from ..tools.run_chart import BASE, ENOUGH, SHIFT, TREND, judge

CALM = settings(derandomize=True, deadline=None, max_examples=100, database=None)
figures = st.lists(st.integers(0, 40) | st.none(), max_size=40)
directions = st.sampled_from(["more", "less", "neither"])
MIRRORED = {"better": "worse", "worse": "better"}


@tagged("post_install", "-at_install", "qms")
class TestRunChart(BaseCase):
    """What a series says: a pure function of its figures."""

    def test_too_few_figures_say_nothing(self):
        for values in ([], [5], [1, 2, 3, 4, 5, 6, 7, 8, 9]):
            self.assertEqual(judge(values, "more").kind, "early")
        # six before and five since, none of them a trend
        before, since = [4, 6, 5, 4, 6, 5], [9, 8, 9, 8, 9]
        self.assertEqual(judge(before + since, "more", len(before)).kind, "early")
        self.assertEqual(judge(before[:5] + since * 2, "more", 5).kind, "early")

    def test_six_on_one_side_of_the_median_are_a_shift(self):
        before = [4, 6, 5, 4, 6, 5]
        verdict = judge([*before, 9, 8, 9, 8, 9, 8], "more", 6)
        self.assertEqual((verdict.kind, verdict.median), ("better", 5))
        [signal] = verdict.signals
        self.assertEqual((signal.kind, signal.upwards), ("shift", True))
        self.assertEqual(signal.places, tuple(range(6, 12)))
        self.assertEqual(judge([*before, 9, 8, 9, 8, 9, 8], "less", 6).kind, "worse")
        self.assertEqual(
            judge([*before, 9, 8, 9, 8, 9, 8], "neither", 6).kind, "changed"
        )
        # five and one on the other side are none
        self.assertEqual(judge([*before, 9, 8, 9, 8, 9, 4], "more", 6).kind, "same")

    def test_points_on_the_median_are_passed_over(self):
        before = [4, 6, 5, 4, 6, 5]
        verdict = judge([*before, 9, 8, 5, 9, 8, 5, 9, 8], "more", 6)
        self.assertEqual(verdict.kind, "better")
        self.assertNotIn(8, verdict.signals[0].places)

    def test_five_that_rise_or_fall_are_a_trend(self):
        before = [4, 6, 5, 4, 6, 5]
        verdict = judge([*before, 9, 7, 6, 6, 4, 3], "less", 6)
        self.assertEqual(verdict.kind, "better")
        self.assertEqual(verdict.signals[-1].kind, "trend")
        # equal ones are passed over, and do not make the five
        self.assertEqual(verdict.signals[-1].places, (6, 7, 8, 10, 11))
        self.assertEqual(judge([*before, 9, 7, 6, 6, 4, 9], "less", 6).kind, "same")

    def test_the_last_signal_counts(self):
        up, down = [8, 9, 8, 9, 8, 9], [2, 1, 2, 1, 2, 1]
        before = [4, 6, 5, 4, 6, 5]
        self.assertEqual(judge([*before, *up, *down], "more", 6).kind, "worse")
        self.assertEqual(judge([*before, *down, *up], "more", 6).kind, "better")

    def test_gaps_are_no_figures(self):
        before = [4, None, 6, 5, 4, None, 6, 5]
        verdict = judge([*before, 9, None, 8, 9, 8, None, 9, 8], "more", 8)
        self.assertEqual(verdict.kind, "better")
        self.assertNotIn(9, verdict.signals[0].places)

    @CALM
    @given(figures, directions)
    def test_it_depends_on_order_alone_not_on_the_scale(self, values, direction):
        scaled = [None if value is None else 3 * value + 7 for value in values]
        plain, other = judge(values, direction), judge(scaled, direction)
        self.assertEqual((plain.kind, plain.signals), (other.kind, other.signals))

    @CALM
    @given(figures, st.sampled_from(["more", "less"]))
    def test_what_is_better_one_way_is_worse_the_other(self, values, direction):
        mirrored = [None if value is None else -value for value in values]
        kind = judge(values, direction).kind
        self.assertEqual(judge(mirrored, direction).kind, MIRRORED.get(kind, kind))

    @CALM
    @given(figures, directions, st.none() | st.integers(0, 40))
    def test_signals_are_made_of_what_the_rule_names(self, values, direction, base):
        verdict = judge(values, direction, base)
        known = [value for value in values if value is not None]
        if base is None and len(known) < ENOUGH:
            self.assertEqual(verdict.kind, "early")
        if base is not None and len([v for v in values[:base] if v is not None]) < BASE:
            self.assertEqual(verdict.kind, "early")
        for signal in verdict.signals:
            told = [values[place] for place in signal.places]
            self.assertNotIn(None, told)
            self.assertGreaterEqual(
                len(told), SHIFT if signal.kind == "shift" else TREND
            )
            self.assertGreaterEqual(signal.places[0], base or 0)
            if signal.kind == "shift":
                sides = {value > verdict.median for value in told}
                self.assertEqual(sides, {signal.upwards})
            else:
                moves = zip(told, told[1:], strict=False)
                self.assertEqual({b > a for a, b in moves}, {signal.upwards})

    @CALM
    @given(
        st.lists(st.floats(-1e6, 1e6) | st.none(), max_size=40),
        st.none() | st.floats(-1e6, 1e6),
        st.none() | st.integers(0, 40),
    )
    def test_the_picture_is_whole_and_within_its_frame(self, values, target, base):
        rows = [(f"2026-{n:02}", value, "<5>") for n, value in enumerate(values)]
        words = {"title": "A & B <i>", "median": "M", "target": "T", "start": "S"}
        verdict = judge(values, "more", base)
        picture = run_picture.draw(rows, words, verdict.median, target, {0, 1}, base)
        root = ET.fromstring(str(picture))
        self.assertEqual(root[0].text, "A & B <i>")
        shown = [node for node in root if node.find("*") is not None]
        self.assertEqual(len(shown), sum(value is not None for value in values))
        for node in root.iter():
            for name, limit in (("cx", 640), ("x", 660), ("cy", 240), ("y", 240)):
                if name in node.attrib:
                    self.assertTrue(-1 <= float(node.attrib[name]) <= limit)

    @CALM
    @given(st.lists(st.floats(0, 1e6) | st.none(), max_size=15))
    def test_the_small_picture_is_whole(self, values):
        root = ET.fromstring(str(run_picture.draw_spark(values, "Sick leave")))
        self.assertEqual(root[0].text, "Sick leave")
