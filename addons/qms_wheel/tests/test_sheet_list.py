import re

from lxml import etree

from odoo.tests import BaseCase, tagged

from odoo.addons.qms_wheel.tools.sheet import ROOM, draw_list
from odoo.addons.qms_wheel.tools.words import width

SVG = "{http://www.w3.org/2000/svg}"


@tagged("post_install", "-at_install", "qms")
class TestSheetList(BaseCase):
    """What stands below the picture on paper."""

    def _rows(self, count):
        return [
            (number, f"{number % 28 + 1} Mar", f"Fire drill {number}")
            for number in range(1, count + 1)
        ]

    def _texts(self, listing):
        tree = etree.fromstring(listing.svg)
        return [
            (float(node.get("x")), float(node.get("y")), node.text)
            for node in tree.iter(f"{SVG}text")
        ]

    def test_letters_first_then_numbers_in_columns(self):
        texts = self._texts(draw_list([("A", "Audit round")], self._rows(6)))
        words = [text for _x, _y, text in texts]
        self.assertEqual(words[:2], ["A", "Audit round"])
        self.assertEqual(words[2:5], ["1", "2 Mar", "Fire drill 1"])
        left = {text: x for x, _y, text in texts}
        self.assertEqual(left["Fire drill 1"], left["Fire drill 2"])
        self.assertLess(left["Fire drill 2"], left["Fire drill 3"])

    def test_however_many_there_are_it_is_one_sheet(self):
        for count in (0, 1, 2, 30, 60, 120, 300):
            rings = [("A", "One"), ("B", "Two"), ("C", "Three")]
            listing = draw_list(rings, self._rows(count))
            self.assertLessEqual(listing.height, ROOM * 1.05)
            self.assertAlmostEqual(listing.share, listing.height / 10, delta=0.01)
            below = max(y for _x, y, _text in self._texts(listing))
            self.assertLessEqual(below, listing.height)

    def test_few_are_written_no_larger_than_it_reads_well(self):
        listing = draw_list([("A", "One")], self._rows(3))
        sizes = re.findall(r'font-size="([\d.]+)"', listing.svg)
        self.assertEqual(set(sizes), {"13"})

    def test_a_long_name_ends_before_the_next_column(self):
        name = "Hygiejnetilsyn på plejehjemmene i hele kommunen og i hjemmeplejen"
        listing = draw_list([], [(1, "2 Mar", name)])
        [(x, _y, shown)] = [text for text in self._texts(listing) if "…" in text[2]]
        self.assertTrue(name.startswith(shown.rstrip("…")))
        self.assertLessEqual(x + width(shown, 13), 1000 / 3)

    def test_what_people_wrote_stays_text(self):
        listing = draw_list([("A", "<b>&")], [(1, "<i>", '"<u>"')])
        tree = etree.fromstring(listing.svg)
        self.assertFalse(tree.xpath("//*[local-name()='b' or local-name()='u']"))
