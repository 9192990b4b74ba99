import hashlib
import io
from contextlib import ExitStack
from pathlib import Path

from odoo.tests import freeze_time, tagged
from odoo.tools.pdf import PdfReader

from ..models import paper_files
from ..tools.paper import WIDEST
from .evidence_common import NOW
from .paper_common import PaperCase, new_pdf, new_picture


@freeze_time(NOW)
@tagged("post_install", "-at_install", "qms")
class TestPaperFiles(PaperCase):
    """PDFs and pictures follow as pages; every file is listed."""

    def _notes(self, user=None):
        """What is said of each file, as it stands on the paper."""
        record = self._record(user)
        with ExitStack() as stack:
            rows, _more = self._papers(user)._paper_files(record, stack)
            return {row["name"]: row["note"] for row in rows}

    def test_pages_of_a_pdf_follow_with_its_name_at_their_foot(self):
        self._attach(self.objective, "Målt på Østergård.pdf", new_pdf("One", "Two"))
        *_head, first, second = pages = self._pages()
        self.assertIn("One", first)
        self.assertIn("Målt på Østergård.pdf, 1", first)
        self.assertIn("Two", second)
        self.assertIn("Målt på Østergård.pdf, 2", second)
        self.assertIn(f"Page {len(pages)} of {len(pages)}. Printed on", second)
        self.assertIn(self.objective.number, second)
        self.assertIn("appended, pages: 2", pages[0])

    def test_a_picture_follows_as_a_page(self):
        self._attach(self.objective, "Hall.png", new_picture())
        content = self._content()
        page = PdfReader(io.BytesIO(content)).pages[-1]
        drawn = page["/Resources"]["/XObject"].values()
        kinds = [each.get_object()["/Subtype"] for each in drawn]
        self.assertIn("/Image", kinds)
        self.assertIn("Hall", page.extract_text())

    def test_every_file_is_listed_with_size_and_fingerprint(self):
        contents = {"Plan.txt": b"The plan" * 300, "Plan.pdf": new_pdf("One")}
        for name, content in contents.items():
            self._attach(self.objective, name, content)
        text = " ".join(self._pages())
        plain = text.replace(" ", "")
        for name, content in contents.items():
            self.assertIn(name, text)
            self.assertIn(hashlib.sha256(content).hexdigest(), plain)
        self.assertIn("2.34 Kb", text)

    def test_what_cannot_be_appended_is_listed_and_stops_nothing(self):
        whole = new_pdf("One")
        for name, content in (
            ("Locked.pdf", new_pdf("Secret", password="x")),
            ("Cut.pdf", whole[: len(whole) // 2]),
            ("Empty.pdf", b"%PDF-1.4\n"),
            ("Other.pdf", b"no such thing"),
            ("Whole.pdf", whole),
        ):
            self._attach(self.objective, name, content)
        cannot = "not appended: it cannot be read"
        self.assertEqual(
            self._notes(),
            {
                "Locked.pdf": "not appended: it asks for a password",
                "Cut.pdf": cannot,
                "Empty.pdf": cannot,
                "Other.pdf": cannot,
                "Whole.pdf": "appended, pages: 1",
            },
        )
        pages = self._pages()
        self.assertIn("Locked.pdf", " ".join(pages))
        self.assertIn("Whole.pdf, 1", pages[-1])
        self.assertNotIn("Secret", " ".join(pages))

    def test_a_broken_picture_is_listed(self):
        file = self._attach(self.objective, "Hall.png", new_picture())
        path = Path(file._full_path(file.store_fname))
        path.chmod(0o600)
        path.write_bytes(b"\x89PNG no more")
        self.assertEqual(self._notes(), {"Hall.png": "not appended: it cannot be read"})

    def test_a_file_whose_bytes_are_gone_and_a_link_are_listed(self):
        file = self._attach(self.objective, "Gone.pdf", new_pdf("Bytes of its own"))
        Path(file._full_path(file.store_fname)).unlink()
        self._attach(
            self.objective, "Site", False, type="url", url="https://example.test"
        )
        gone = {"Gone.pdf": "its content is no longer there", "Site": "a link"}
        self.assertEqual(self._notes(), gone)
        self.assertIn("Gone.pdf", " ".join(self._pages()))

    def test_a_file_in_the_database_is_taken_too(self):
        self.env["ir.config_parameter"].set_param("ir_attachment.location", "db")
        file = self._attach(self.objective, "Plan.pdf", new_pdf("One"))
        self.assertFalse(file.store_fname)
        self.assertIn("One", self._pages()[-1])

    def test_beyond_so_many_bytes_and_pages_files_are_listed_only(self):
        for name in ("A.pdf", "B.pdf", "C.pdf"):
            self._attach(self.objective, name, new_pdf(f"{name} 1", f"{name} 2"))
        appended = "appended, pages: 2"
        self.patch(paper_files, "MOST_PAGES", 3)
        self.assertEqual(
            self._notes(),
            {
                "A.pdf": appended,
                "B.pdf": "not appended: it has too many pages",
                "C.pdf": "not appended: it has too many pages",
            },
        )
        self.patch(paper_files, "MOST_PAGES", 2)
        much = "not appended: too much for one paper"
        self.assertEqual(self._notes()["B.pdf"], much)
        self.patch(paper_files, "MOST_PAGES", 100)
        size = self.env["ir.attachment"].search([("name", "=", "A.pdf")]).file_size
        self.patch(paper_files, "MOST_BYTES", size + 10)
        self.assertEqual(
            self._notes(), {"A.pdf": appended, "B.pdf": much, "C.pdf": much}
        )

    def test_of_very_many_files_the_first_are_listed_and_the_rest_counted(self):
        for number in range(4):
            self._attach(self.objective, f"Plan {number}.txt", b"x")
        self.patch(paper_files, "MOST_FILES", 3)
        text = " ".join(self._pages())
        self.assertIn("Plan 2.txt", text)
        self.assertNotIn("Plan 3.txt", text)
        self.assertIn("Not on this paper, as there are too many: 1.", text)

    def test_fingerprints_are_reckoned_of_so_many_bytes(self):
        self._attach(self.objective, "Small.txt", b"x" * 5)
        self._attach(self.objective, "Large.txt", b"x" * 50)
        self.patch(paper_files, "MOST_HASHED", 20)
        record = self._record()
        with ExitStack() as stack:
            rows, _more = self._papers()._paper_files(record, stack)
        self.assertEqual([bool(row["digest"]) for row in rows], [True, False])

    def test_the_foot_stands_upright_on_pages_turned_and_of_any_size(self):
        for turned in (0, 90, 180, 270):
            name = f"Turned {turned}.pdf"
            content = new_pdf("One", size=(842, 595), turned=turned)
            self._attach(self.objective, name, content)
        content = self._content()
        reader = PdfReader(io.BytesIO(content))
        for turned, page in zip((0, 90, 180, 270), reader.pages[-4:], strict=True):
            with self.subTest(turned=turned):
                self.assertEqual(page.get("/Rotate", 0), turned)
                self.assertIn("One", page.extract_text())
                x, y, upright = self._foot_place(page)
                self.assertTrue(0 < x < 40 and 0 < y < 40, (x, y))
                self.assertTrue(upright)

    def _foot_place(self, page):
        """Where the foot begins as the page is shown, and whether it reads from
        left to right."""
        found = []

        def visit(text, cm, tm, _font, _size):
            if "Printed on" in text:
                a, b, c, d, e, f = cm
                x, y = tm[4], tm[5]
                found.append((a * x + c * y + e, b * x + d * y + f, (a, b)))

        page.extract_text(visitor_text=visit)
        [(x, y, along)] = found
        width, height = float(page.mediabox.width), float(page.mediabox.height)
        return {
            0: (x, y, along == (1, 0)),
            90: (y, width - x, along == (0, 1)),
            180: (width - x, height - y, along == (-1, 0)),
            270: (height - y, x, along == (0, -1)),
        }[page.get("/Rotate", 0)]

    def test_a_long_name_is_cut_at_the_foot_alone(self):
        name = f"{'ø' * 200}.pdf"
        self._attach(self.objective, name, new_pdf("One"))
        pages = self._pages()
        self.assertIn("ø" * 60, pages[-1])
        self.assertNotIn("ø" * WIDEST, pages[-1])
        self.assertEqual("".join(pages).replace(" ", "").count("ø" * 200), 1)

    def test_a_letter_the_foot_has_not_stops_nothing(self):
        self.head.name = "Łukasz 李"
        self.assertIn("?ukasz ?", self._pages()[0])

    def test_files_of_other_records_are_not_on_it(self):
        other = self.objective.copy()
        self._attach(other, "Elsewhere.pdf", new_pdf("Elsewhere"))
        self.assertEqual(self._notes(), {})
