import csv
from datetime import date

from odoo.tests import BaseCase, tagged

from odoo.addons.qms_competence.tools.law_rows import (
    UnreadableRegister,
    matches,
    read_register,
)

REGISTER = """legacy_id,title,ministry,published,in_force,url
A-1,"Regulation on waste, in towns",Ministry,2026-01-05 10:00,2026-04-01,https://example.test/1
A-2,Regulation on wasteland,Ministry,2026-01-05,2026-02-01,https://example.test/2
A-3,Act on bees,Ministry,2026-01-05,The King decides,javascript:alert(1)
A-1,Regulation on waste again,Ministry,2026-01-05,2026-04-01,
,Without a reference,Ministry,2026-01-05,2026-04-01,
"""


@tagged("post_install", "-at_install", "qms")
class TestLawRows(BaseCase):
    """A register of laws, read."""

    def test_columns_are_found_by_their_names(self):
        first, *_rest = read_register(REGISTER.encode())
        self.assertEqual(first.values["reference"], "A-1")
        self.assertEqual(first.values["name"], "Regulation on waste, in towns")
        self.assertEqual(first.values["date_issued"], date(2026, 1, 5))
        self.assertEqual(first.values["valid_from"], date(2026, 4, 1))
        self.assertEqual(first.values["source"], "Ministry")

    def test_a_day_that_is_none_and_a_link_that_is_none_are_left_out(self):
        bees = read_register(REGISTER.encode())[2]
        self.assertFalse(bees.values["valid_from"] or bees.values["url"])

    def test_a_row_longer_than_its_titles_is_read_as_far_as_they_go(self):
        [law] = read_register(b"reference,title\nA-1,Waste,and,more\n")
        self.assertEqual(law.values["name"], "Waste")
        self.assertFalse(law.values["source"] or law.subject)

    def test_bad_rows_are_named(self):
        rows = read_register(REGISTER.encode())
        problems = [(row.line, row.problem) for row in rows if row.problem]
        self.assertEqual(problems, [(5, "twice"), (6, "empty")])

    def test_other_separators_and_encodings(self):
        text = "reference;title\nB-1;Støj\n"
        for content in (text.encode("utf-8-sig"), text.encode("cp1252")):
            [row] = read_register(content)
            self.assertEqual(row.values["name"], "Støj")

    def test_a_feed_is_read_like_a_table(self):
        rss = """<?xml version="1.0" encoding="iso-8859-1"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/terms/"><channel><title>Laws</title>
<item><title>St\u00f8j i byer</title><link>https://example.test/1</link>
<guid>F-1</guid><pubDate>Mon, 05 Jan 2026 10:00:00 +0100</pubDate>
<dc:valid>2026-04-01</dc:valid><category>Milj\u00f8</category>
<category>Byer</category></item>
<item><title>Bees</title><guid>F-1</guid></item></channel></rss>"""
        first, second = read_register(rss.encode("iso-8859-1"))
        self.assertEqual(first.values["reference"], "F-1")
        self.assertEqual(first.values["name"], "St\u00f8j i byer")
        self.assertEqual(first.values["url"], "https://example.test/1")
        self.assertEqual(first.values["date_issued"], date(2026, 1, 5))
        self.assertEqual(first.values["valid_from"], date(2026, 4, 1))
        self.assertEqual(first.subject, "Milj\u00f8 Byer")
        self.assertEqual(second.problem, "twice")
        atom = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Laws</title>
<entry><title>Bees</title><id>urn:2</id><updated>2026-01-05T10:00:00Z</updated>
<link href="https://example.test/2"/><author><name>Ministry</name></author>
<category term="Nature"/></entry></feed>"""
        [entry] = read_register(atom.encode())
        self.assertEqual(entry.values["reference"], "urn:2")
        self.assertEqual(entry.values["url"], "https://example.test/2")
        self.assertEqual(entry.values["source"], "Ministry")
        self.assertEqual(entry.values["date_issued"], date(2026, 1, 5))
        self.assertEqual(entry.subject, "Nature")

    def test_a_feed_reaches_for_nothing_outside(self):
        feed = b"""<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname">]>
<rss><channel><item><guid>1</guid><title>A&x;B</title></item></channel></rss>"""
        [row] = read_register(feed)
        self.assertEqual(row.values["name"], "A&x;B")
        for broken in (b"<rss><channel/></rss>", b"<rss>", b"<html>no</html>"):
            with self.assertRaises(UnreadableRegister):
                read_register(broken)

    def test_no_register_at_all(self):
        # Python's own limit, which Odoo's import screen lifts where it is loaded
        self.addCleanup(csv.field_size_limit, csv.field_size_limit(131_072))
        endless = b"reference,title\n1," + b"x" * 131_073
        for content in (b"", b"a,b\n1,2\n", b"\x00\x01", endless, endless[16:]):
            with self.assertRaises(UnreadableRegister):
                read_register(content)

    def test_a_keyword_begins_a_word(self):
        self.assertTrue(matches("Regulation on WASTE-water", ["waste"]))
        self.assertTrue(matches("Bekendtgørelse om affald", ["Affald"]))
        self.assertFalse(matches("Embedded software", ["bed", " "]))
        self.assertTrue(matches("Om åbne data", ["åbne data"]))
