import re
from datetime import date, timedelta
from itertools import combinations

from lxml import etree

from odoo.tests import tagged

from odoo.addons.qms_wheel.tools.lanes import INNER, OUTER, SMALL_INNER, Year
from odoo.addons.qms_wheel.tools.signs import COLORS

from .drawing_common import DrawingCase

SVG = "{http://www.w3.org/2000/svg}"
XLINK = ' xmlns:xlink="http://www.w3.org/1999/xlink"'


def luminance(color):
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
        for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@tagged("post_install", "-at_install", "qms")
class TestDrawing(DrawingCase):
    """Where things go, and that nothing covers anything."""

    def _parse(self, drawing):
        return etree.fromstring(str(drawing.svg).replace("<svg", f"<svg{XLINK}", 1))

    def _assert_apart(self, places):
        for one, other in combinations(places, 2):
            if one.inner < other.outer and other.inner < one.outer:
                (start, end), (begin, stop) = one.extent, other.extent
                self.assertTrue(end <= begin or stop <= start, f"{one}, {other}")

    def test_the_year_turns_clockwise_from_the_top(self):
        year = Year(2026)
        self.assertEqual(year.angle(date(2026, 1, 1)), 0)
        self.assertAlmostEqual(year.angle(date(2026, 7, 2)), 180, delta=0.6)
        self.assertEqual(year.month(13), 360)
        self.assertEqual(Year(2028).days, 366)

    def test_no_segment_lies_outside_its_ring(self):
        for seed in range(6):
            drawing = self._draw(self._items(40, seed))
            for place in drawing.places:
                self.assertGreaterEqual(place.inner, INNER)
                self.assertLessEqual(place.outer, OUTER)
                self.assertGreaterEqual(place.extent[0], 0)
                self.assertLessEqual(place.extent[1], 360)
                self.assertLess(place.start, place.end)

    def test_every_item_is_drawn_once(self):
        for count in (0, 1, 40, 150):
            items = self._items(count)
            drawn = [place.item.key for place in self._draw(items).places]
            self.assertCountEqual(drawn, [item.key for item in items])

    def test_forty_things_and_their_names_do_not_overlap(self):
        for seed in range(6):
            drawing = self._draw(self._items(40, seed))
            self._assert_apart(drawing.places)
            named = [place for place in drawing.places if place.text]
            self.assertEqual(len(named), 40)
            # on A4 a thousandth is a fifth of a millimetre
            self.assertGreaterEqual(drawing.style.size, 10.5)

    def test_many_more_lose_their_names_not_their_room(self):
        drawing = self._draw(self._items(150))
        self._assert_apart(drawing.places)

    def test_all_on_one_day_stand_beside_each_other(self):
        day = date(2026, 5, 4)
        items = [
            item._replace(planned=day, begins=day, ring=1) for item in self._items(12)
        ]
        self._assert_apart(self._draw(items).places)

    def test_a_segment_ends_on_its_day(self):
        [place] = self._draw(self._items(1)[:1]).places
        year = Year(2026)
        end = year.angle(place.item.planned + timedelta(days=1))
        self.assertAlmostEqual(place.end, end, delta=0.01)

    def test_what_lies_beyond_the_year_stands_at_its_edge(self):
        item = self._items(1)[0]
        for day in (date(2025, 11, 3), date(2027, 2, 1)):
            [place] = self._draw([item._replace(planned=day, begins=day)]).places
            self.assertGreater(place.start, 0)
            self.assertLess(place.end, 360)

    def test_the_small_picture_has_large_numbers_and_no_names(self):
        drawing = self._draw(self._items(40), is_small=True)
        self._assert_apart(drawing.places)
        self.assertFalse([place for place in drawing.places if place.text])
        # six pixels of 375
        self.assertGreaterEqual(drawing.style.size, 16)
        self.assertGreaterEqual(min(p.inner for p in drawing.places), SMALL_INNER)

    def test_few_things_are_written_large(self):
        few, many = self._draw(self._items(6)), self._draw(self._items(40))
        self.assertGreater(few.style.size, many.style.size)

    def test_names_stand_upright_above_and_below(self):
        item = self._items(1)[0]
        turns = {}
        for month in (1, 7):
            day = date(2026, month, 15)
            drawing = self._draw([item._replace(planned=day, begins=day)])
            [turn] = re.findall(r"rotate\(([\d.]+)\)", drawing.svg)
            turns[month] = float(turn) % 360
        for turn in turns.values():
            self.assertTrue(turn <= 90 or turn >= 270, turns)

    def test_what_people_wrote_stays_text(self):
        evil = """<script>alert("1")</script>"><img src=x onerror='y'>"""
        items = [
            item._replace(name=evil, label=evil, planned=date(2026, 5, 4))
            for item in self._items(1)
        ]
        drawing = self._draw(
            items,
            is_live=True,
            coming=[(1, evil, evil)],
            title=evil,
            label=evil,
            months=[evil] * 12,
        )
        tree = self._parse(drawing)
        names = {node.tag.removeprefix(SVG) for node in tree.iter()}
        self.assertFalse(names & {"script", "img", "foreignObject"})
        for node in tree.iter():
            self.assertFalse([name for name in node.attrib if name.startswith("on")])
        [title] = tree.findall(f".//{SVG}g[@data-id]/{SVG}title")
        self.assertEqual(title.text, evil)

    def test_ids_within_are_unique(self):
        tree = self._parse(self._draw(self._items(40)))
        ids = tree.xpath("//@id")
        self.assertEqual(len(ids), len(set(ids)))

    def test_a_reader_without_eyes_hears_each_item_and_no_ornament(self):
        tree = self._parse(self._draw(self._items(3), is_live=True))
        self.assertEqual(tree.get("role"), "group")
        self.assertEqual(tree.get("aria-label"), "Year wheel 2026")
        items = tree.xpath("//*[@data-id]")
        self.assertEqual(
            [(node.get("role"), node.findtext(f"{SVG}title")) for node in items],
            [("button", f"Label {number}") for number in (1, 2, 3)],
        )
        ground = tree.findall(f"{SVG}g")[0]
        self.assertEqual(ground.get("aria-hidden"), "true")

    def test_todays_needle_stands_only_in_its_year(self):
        items = self._items(1)
        self.assertIn("o_wheel_needle", self._draw(items, today=date(2026, 5, 2)).svg)
        self.assertNotIn("o_wheel_needle", self._draw(items).svg)

    def test_each_state_has_its_own_sign(self):
        shapes = {}
        for state in COLORS:
            items = [self._items(1)[0]._replace(state=state)]
            tree = self._parse(self._draw(items))
            [sign] = tree.xpath("//*[@data-id]/*[local-name()='g']/*[1]")
            shapes[state] = sign.get("d") or sign.tag
        self.assertEqual(len(set(shapes.values())), len(COLORS))

    def test_numbers_are_read_on_their_ground(self):
        for ground, ink, _light in COLORS.values():
            light, dark = sorted((luminance(ground), luminance(ink)), reverse=True)
            self.assertGreaterEqual((light + 0.05) / (dark + 0.05), 4.5)
