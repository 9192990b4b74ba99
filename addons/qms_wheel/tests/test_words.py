from odoo.tests import BaseCase, tagged

from odoo.addons.qms_wheel.tools.svg import point, sector, tag
from odoo.addons.qms_wheel.tools.words import shorten, width


@tagged("post_install", "-at_install", "qms")
class TestWords(BaseCase):
    """Names on a picture, and elements in which nothing breaks out."""

    def test_what_fits_stays_whole(self):
        self.assertEqual(shorten("Auditrunde", 10, 100), "Auditrunde")

    def test_whole_words_stay(self):
        long = "Revision af kommissoriet"
        self.assertEqual(shorten(long, 10, 90), "Revision af…")

    def test_a_long_danish_word_is_cut_where_it_still_says_something(self):
        short = shorten("Tilfredshedsundersøgelse blandt borgere", 10, 80)
        self.assertRegex(short, "^Tilfredsh[a-z]*…$")
        self.assertLessEqual(width(short, 10), 80)

    def test_nothing_rather_than_a_letter_and_dots(self):
        self.assertEqual(shorten("Tilfredshedsundersøgelse", 10, 20), "")

    def test_it_is_never_longer_than_the_room(self):
        name = "Hygiejnetilsyn på plejehjemmene, WC & MØRKE – 100 %"
        for room in range(1, 400, 7):
            self.assertLessEqual(width(shorten(name, 12, room), 12), room)

    def test_blanks_and_lines_are_one_blank(self):
        self.assertEqual(shorten(" Nye \n mål ", 10, 100), "Nye mål")

    def test_what_people_wrote_is_text_and_nothing_else(self):
        evil = """<script>alert("x")</script>' onload='y"""
        made = tag("text", evil, class_="a", aria_label=evil)
        self.assertNotIn("<script", made)
        self.assertEqual(made.count("<"), 2)
        self.assertEqual(made.count('"'), 4)
        self.assertNotIn("'", made)

    def test_clockwise_from_the_top(self):
        for angle, (x, y) in {0: (500, 100), 90: (900, 500), 180: (500, 900)}.items():
            found = point(angle, 400)
            self.assertAlmostEqual(found[0], x)
            self.assertAlmostEqual(found[1], y)

    def test_a_piece_of_more_than_half_the_ring_goes_the_long_way(self):
        self.assertEqual(sector(0, 200, 100, 200).count(" 0 1 1 "), 1)
        self.assertEqual(sector(0, 100, 100, 200).count(" 0 0 1 "), 1)
