import datetime
import io
import tempfile
import tracemalloc
import zipfile
from pathlib import Path
from unittest.mock import patch

import openpyxl
import pytz

from odoo.tests import BaseCase, tagged

from odoo.addons.qms.tools import xlsx
from odoo.addons.qms.tools.xlsx import Column, Link, Sheet, write_workbook


@tagged("post_install", "-at_install", "qms")
class TestXlsx(BaseCase):
    def open_book(self, *sheets):
        return openpyxl.load_workbook(io.BytesIO(write_workbook(sheets)))

    def read_cells(self, values, kind="text"):
        sheet = Sheet("Cases", [Column("Value", kind)], [[value] for value in values])
        page = self.open_book(sheet)["Cases"]
        return [page.cell(row, 1) for row in range(2, len(values) + 2)]

    def test_header_is_frozen_and_filtered(self):
        columns = [Column("Number"), Column("Days", "integer", width=8)]
        book = self.open_book(Sheet("Cases", columns, [["K-2026-00042", 3], ["x", 4]]))
        sheet = book["Cases"]
        self.assertEqual([cell.value for cell in sheet[1]], ["Number", "Days"])
        self.assertEqual(sheet.freeze_panes, "A2")
        self.assertEqual(sheet.auto_filter.ref, "A1:B3")
        self.assertAlmostEqual(sheet.column_dimensions["B"].width, 8, delta=1)

    def test_types(self):
        columns = [
            Column(kind, kind)
            for kind in ("text", "integer", "number", "boolean", "date", "datetime")
        ]
        moment = datetime.datetime(2026, 3, 1, 14, 30)
        row = ["Æøå 😀", 42, 1.5, False, moment.date(), moment]
        cells = next(
            self.open_book(Sheet("S", columns, [row]))["S"].iter_rows(min_row=2)
        )
        values = [cell.value for cell in cells]
        midnight = datetime.datetime(2026, 3, 1)
        self.assertEqual(values, ["Æøå 😀", 42, 1.5, False, midnight, moment])
        self.assertEqual([cell.data_type for cell in cells], list("snnbdd"))

    def test_no_value_is_an_empty_cell(self):
        for kind in ("text", "integer", "number", "date", "datetime", "link"):
            with self.subTest(kind=kind):
                cells = self.read_cells([None, False], kind)
                self.assertEqual([cell.value for cell in cells], [None, None])
        self.assertEqual(self.read_cells([0], "integer")[0].value, 0)

    def test_text_never_becomes_a_formula(self):
        hostile = [
            "=1+1",
            '=HYPERLINK("http://example.com","x")',
            "+1",
            "-1+2",
            "@SUM(A1)",
            "\t=1+1",
            "{=1+1}",
            "=cmd|' /C calc'!A0",
        ]
        for cell, text in zip(self.read_cells(hostile), hostile, strict=True):
            with self.subTest(text=text):
                self.assertEqual((cell.value, cell.data_type), (text, "s"))

    def test_text_stays_text(self):
        texts = ["0042", "1e5", "https://example.com", "mailto:a@example.com"]
        for cell, text in zip(self.read_cells(texts), texts, strict=True):
            self.assertEqual((cell.value, cell.data_type), (text, "s"))
            self.assertIsNone(cell.hyperlink)

    def test_a_formula_in_the_header_or_sheet_name_is_text(self):
        book = self.open_book(Sheet("=1+1", [Column("=2+2")], []))
        self.assertEqual(book.sheetnames, ["=1+1"])
        self.assertEqual(book["=1+1"]["A1"].data_type, "s")

    def test_what_xml_cannot_hold_is_dropped(self):
        cells = self.read_cells(["a\x00b\x1bc\ud800d\uffff", "line\nbreak\ttab"])
        self.assertEqual([cell.value for cell in cells], ["abcd", "line\nbreak\ttab"])

    def test_long_text_is_cut_where_excel_ends(self):
        long = self.read_cells(["x" * 40_000, "😀" * 20_000, "y" * 32_767])
        self.assertEqual(long[0].value, "x" * 32_766 + "…")
        self.assertEqual(long[1].value, "😀" * 16_383 + "…")
        self.assertEqual(len(long[2].value), 32_767)

    def test_numbers_that_are_none(self):
        values = [float("nan"), float("inf")]
        cells = self.read_cells(values, "number")
        self.assertEqual([cell.value for cell in cells], ["nan", "inf"])

    def test_dates_before_excel_counts_are_text(self):
        cells = self.read_cells([datetime.date(1899, 5, 1)], "date")
        self.assertEqual(cells[0].value, "1899-05-01")
        cells = self.read_cells([datetime.datetime(1899, 5, 1, 8)], "datetime")
        self.assertEqual(cells[0].value, "1899-05-01 08:00:00")

    def test_a_moment_is_written_as_it_stands_in_its_time_zone(self):
        zone = pytz.timezone("Europe/Copenhagen")
        moment = zone.localize(datetime.datetime(2026, 7, 1, 8, 15, 30, 999))
        cells = self.read_cells([moment], "datetime")
        self.assertEqual(cells[0].value, datetime.datetime(2026, 7, 1, 8, 15, 30))
        cells = self.read_cells([moment], "date")
        self.assertEqual(cells[0].value, datetime.datetime(2026, 7, 1))

    def test_links(self):
        links = [
            Link("https://example.com/a", "K-2026-00042"),
            Link("mailto:a@example.com", "Mail"),
            Link("files/a b#1 æ.pdf", "=evil"),
        ]
        cells = self.read_cells(links, "link")
        self.assertEqual([cell.value for cell in cells], [link.text for link in links])
        self.assertEqual(cells[0].hyperlink.target, "https://example.com/a")
        self.assertEqual(cells[2].hyperlink.target, "files/a%20b%231%20%C3%A6.pdf")
        self.assertEqual(cells[2].data_type, "s")

    def test_links_that_are_none(self):
        for url in (
            "javascript:alert(1)",
            "file:///etc/passwd",
            "C:/temp/x.exe",
            "//server/share",
            "\\\\server\\share",
            "/etc/passwd",
            "../up.pdf",
            "a/../../up.pdf",
            "external:x",
            "internal:Sheet1!A1",
            "https://example.com/" + "a" * 3000,
        ):
            with self.subTest(url=url):
                [cell] = self.read_cells([Link(url, "text")], "link")
                self.assertIsNone(cell.hyperlink)
                self.assertEqual(cell.value, f"text ({url})")

    def test_links_beyond_what_excel_takes_are_text(self):
        with patch.object(xlsx, "MOST_LINKS", 2):
            cells = self.read_cells([Link("https://e.com", "a")] * 3, "link")
        self.assertEqual([bool(c.hyperlink) for c in cells], [True, True, False])
        self.assertEqual(cells[2].value, "a (https://e.com)")

    def test_sixty_thousand_links_are_written_and_not_one_more(self):
        links = ([Link(f"files/{number}.pdf", "a")] for number in range(60_003))
        content = write_workbook([Sheet("Cases", [Column("File", "link")], links)])
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            sheet = book.read("xl/worksheets/sheet1.xml")
            targets = book.read("xl/worksheets/_rels/sheet1.xml.rels")
        self.assertEqual(sheet.count(b"<row "), 60_004)
        self.assertEqual(sheet.count(b"<hyperlink "), 60_000)
        self.assertEqual(targets.count(b"<Relationship "), 60_000)

    def test_memory_does_not_grow_with_the_rows(self):
        few, many = (self._peak(rows) for rows in (1000, 10_000))
        self.assertLess(many, few + (1 << 20))

    def _peak(self, count):
        """Of memory, while so many rows go to a file."""
        columns = [Column("Text"), Column("Days", "integer")]
        rows = ([f"Case {number} " * 20, number] for number in range(count))
        with tempfile.TemporaryDirectory() as folder:
            tracemalloc.start()
            self.addCleanup(tracemalloc.stop)
            write_workbook([Sheet("Cases", columns, rows)], f"{folder}/cases.xlsx")
            peak = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
        return peak

    def test_a_sheet_that_is_full_goes_on_in_a_second(self):
        with patch.object(xlsx, "MOST_ROWS", 3):
            book = self.open_book(
                Sheet("Cases", [Column("N", "integer")], ([n] for n in range(5)))
            )
        self.assertEqual(book.sheetnames, ["Cases", "Cases (2)", "Cases (3)"])
        self.assertEqual([book[name].max_row for name in book.sheetnames], [3, 3, 2])
        self.assertEqual(book["Cases (3)"]["A2"].value, 4)

    def test_sheet_names_are_legal_and_differ(self):
        names = [
            "A/B:C*?[x]\\",
            "a b c x",
            "'quoted'",
            "",
            "History",
            "é" * 40,
            "é" * 50,
        ]
        book = self.open_book(*(Sheet(name, [Column("A")], []) for name in names))
        self.assertEqual(
            book.sheetnames,
            [
                "A B C x",
                "a b c x (2)",
                "quoted",
                "Sheet",
                "History 1",
                "é" * 31,
                "é" * 27 + " (2)",
            ],
        )

    def test_a_row_has_one_value_per_column(self):
        with self.assertRaises(ValueError):
            write_workbook([Sheet("S", [Column("A")], [["a", "b"]])])

    def test_same_rows_same_bytes(self):
        sheet = Sheet("S", [Column("A"), Column("L", "link")], [["x", Link("a", "b")]])
        self.assertEqual(write_workbook([sheet]), write_workbook([sheet]))

    def test_where_the_rows_break_off_no_half_a_file_is_put_together(self):
        def rows():
            yield ["x"]
            raise ValueError

        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "cases.xlsx"
            with self.assertRaises(ValueError):
                write_workbook([Sheet("S", [Column("A")], rows())], path, folder=folder)
            self.assertEqual(list(Path(folder).iterdir()), [])

    def test_writes_to_a_file(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "cases.xlsx"
            sheet = Sheet("S", [Column("A")], [["x"]])
            self.assertIsNone(write_workbook([sheet], path))
            self.assertEqual(path.read_bytes(), write_workbook([sheet]))
            self.assertIsNone(zipfile.ZipFile(path).testzip())
