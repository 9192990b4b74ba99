from datetime import date, timedelta

from odoo.tests import tagged

from odoo.addons.qms_wheel.tools.lanes import (
    INNER,
    OUTER,
    RING_GAP,
    Year,
    place,
    styles,
)
from odoo.addons.qms_wheel.tools.svg import degrees
from odoo.addons.qms_wheel.tools.words import width

from .drawing_common import DrawingCase


@tagged("post_install", "-at_install", "qms")
class TestLanes(DrawingCase):
    """Which lane, which side, how large."""

    def _place(self, items, rings=(1, 2, 3), **kwargs):
        return place(items, list(rings), Year(2026), **kwargs)

    def _item(self, day, days_ahead=0, name="Auditrunde", **kwargs):
        item = self._items(1)[0]
        begins = day - timedelta(days=days_ahead)
        values = {"planned": day, "begins": begins, "name": name, "ring": 1}
        return item._replace(**(values | kwargs))

    def test_rings_lie_beside_each_other_from_outside_to_the_middle(self):
        _places, bands, _style = self._place(self._items(20))
        self.assertEqual(bands[0][1], OUTER)
        self.assertEqual(bands[-1][0], INNER)
        for (inner, _), (_, outer) in zip(bands, bands[1:], strict=False):
            self.assertAlmostEqual(inner - outer, RING_GAP)

    def test_an_empty_ring_is_there_all_the_same(self):
        _places, bands, _style = self._place([self._item(date(2026, 5, 4))])
        self.assertEqual(len(bands), 3)
        for inner, outer in bands:
            self.assertGreater(outer, inner)

    def test_each_stands_in_its_own_ring(self):
        places, bands, _style = self._place(self._items(40))
        for each in places:
            inner, outer = bands[each.item.ring - 1]
            self.assertGreaterEqual(each.inner, inner)
            self.assertLessEqual(each.outer, outer)

    def test_a_long_segment_holds_its_name(self):
        [found], _bands, _style = self._place([self._item(date(2026, 5, 4), 60)])
        self.assertEqual((found.side, found.text), ("in", "Auditrunde"))
        self.assertLessEqual(found.text_end, found.head)

    def test_a_short_one_has_it_behind(self):
        [found], _bands, _style = self._place([self._item(date(2026, 5, 4))])
        self.assertEqual((found.side, found.text_start), ("after", found.end))

    def test_in_december_it_stands_before(self):
        [found], _bands, _style = self._place([self._item(date(2026, 12, 28))])
        self.assertEqual((found.side, found.text_end), ("before", found.start))

    def test_the_room_of_a_name_is_what_it_needs_at_its_feet(self):
        [found], _bands, style = self._place([self._item(date(2026, 5, 4))])
        needed = degrees(width(found.text, style.size), found.inner)
        self.assertGreaterEqual(found.text_end - found.text_start, needed)

    def test_a_segment_has_room_for_its_number(self):
        items = [self._item(date(2026, 5, 4), number=number) for number in (7, 188)]
        heads = [self._place([item])[0][0] for item in items]
        lengths = [head.end - head.head for head in heads]
        self.assertGreater(lengths[1], lengths[0])

    def test_those_alike_share_a_lane(self):
        days = [date(2026, month, 12) for month in range(1, 13, 3)]
        items = [
            self._item(day, key=(row, day), row=row, number=number)
            for number, day in enumerate(days)
            for row in (1, 2)
        ]
        items = [item._replace(number=at) for at, item in enumerate(items)]
        places, _bands, _style = self._place(items)
        for row in (1, 2):
            lanes = {each.inner for each in places if each.item.row == row}
            self.assertEqual(len(lanes), 1)

    def test_sizes_are_tried_from_large_to_small(self):
        for is_small in (False, True):
            groups = styles(is_small)
            first = next(groups)
            sizes = [style.size for style in first]
            self.assertEqual(sizes, sorted(sizes, reverse=True))
            later = [next(groups)[-1].height for _each in range(30)]
            self.assertLess(later[-1], 5)

    def test_a_leap_year_has_a_day_more(self):
        year = Year(2028)
        self.assertAlmostEqual(year.angle(date(2028, 3, 1)), 60 * 360 / 366)
