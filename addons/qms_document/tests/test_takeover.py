import base64
import io
import struct
import zipfile

import openpyxl

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from ..tools import file_box, office_file
from ..tools.file_box import FileBox, UnreadableArchive
from .common import DocumentCase, docx

TITLES = ("Number", "Title", "Type", "Unit", "Owner", "State", "Version", "Valid since")
TITLES += ("Review by", "Approved by", "Annex of", "Files", "Text")


def archive(*files, unmarked=None, mode=zipfile.ZIP_DEFLATED):
    """A ZIP archive; its names in the code page ``unmarked``, as old programs do."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", mode) as packed:
        for name, data in files:
            info = zipfile.ZipInfo(name)
            info.compress_type = mode
            if unmarked:
                info = _Unmarked(name)
                info.page = unmarked
            packed.writestr(info, data)
    return content.getvalue()


class _Unmarked(zipfile.ZipInfo):
    __slots__ = ("page",)

    def _encodeFilenameFlags(self):  # noqa: N802
        return self.filename.encode(self.page), self.flag_bits & ~file_box.UTF8


def protected(content):
    """The same archive with the mark of a password on its entries."""
    marked = bytearray(content)
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = marked.find(sign)
        while start >= 0:
            [flags] = struct.unpack_from("<H", marked, start + place)
            struct.pack_into("<H", marked, start + place, flags | 1)
            start = marked.find(sign, start + 4)
    return bytes(marked)


class TakeoverCase(DocumentCase):
    """The quality manager takes over an old register with its folder of files."""

    def _row(self, name="Medicine count", **kwargs):
        values = {"Title": name, "Type": "Procedure", "Unit": "Home care", **kwargs}
        values.setdefault("Text", "Count." if "Files" not in kwargs else None)
        return tuple(values.get(title) for title in TITLES)

    def _upload(self, name, content, user=None):
        files = self.env["ir.attachment"].with_user(user or self.manager)
        return files.create(
            {"name": name, "raw": content, "res_model": "qms.start.import"}
        )

    def _screen(self, *rows, files=(), user=None):
        book = openpyxl.Workbook()
        for row in (TITLES, *rows):
            book.active.append(row)
        target = io.BytesIO()
        book.save(target)
        uploads = self.env["ir.attachment"].with_user(user or self.manager)
        for name, content in files:
            uploads |= self._upload(name, content, user)
        screens = self.env["qms.start.import"].with_user(user or self.manager)
        return screens.with_company(self.company).create(
            {
                "sheet_id": self.env.ref("qms_document.sheet_takeover").id,
                "file": base64.b64encode(target.getvalue()),
                "file_name": "Register.xlsx",
                "upload_ids": uploads.ids,
            }
        )

    def _problems(self, *rows, files=()):
        with mute_logger("odoo.sql_db"):
            return self._screen(*rows, files=files)._run(keep=False)[1]

    def _taken(self, *rows, files=()):
        screen = self._screen(*rows, files=files)
        action = screen.action_bring_in()
        self.assertEqual(action["res_model"], "qms.document", screen.outcome)
        documents = self.env["qms.document"].search(action["domain"], order="id")
        return documents.with_user(self.manager)


@freeze_time("2026-03-02 09:00:00")
@tagged("post_install", "-at_install", "qms")
class TestTakeover(TakeoverCase):
    """An old register comes in as it holds, by one decision of whoever brings it in."""

    def test_what_is_valid_is_valid_by_one_decision_of_the_importer(self):
        rows = (
            self._row(
                Number="D 7",
                Version=4,
                Owner="Nurse",
                **{"Valid since": "1.5.2024", "Approved by": "The old head"},
                Files="Medicin/Optælling.docx",
            ),
            self._row("Keys", State="Draft", Text=None),
            self._row("Doors"),
        )
        packed = archive(("Mappe/Medicin/Optælling.docx", docx("Paracetamol")))
        counted, keys, doors = self._taken(*rows, files=[("Mappe.zip", packed)])
        self.assertEqual((counted.number, counted.state), ("D 7", "valid"))
        self.assertEqual((counted.edition, str(counted.date_valid)), (4, "2024-05-01"))
        self.assertEqual(counted.approved_by, "The old head")
        self.assertEqual(counted.owner_id, self.nurse)
        self.assertEqual(counted.file_ids.mapped("name"), ["Optælling.docx"])
        self.assertEqual((keys.state, doors.state), ("draft", "valid"))
        self.assertEqual(doors.approved_by, "Taken over by Manager")
        self.assertEqual(doors.owner_id, self.leader)
        versions = counted.version_ids | doors.version_ids
        takeover = versions.takeover_id
        decision = self._decisions(takeover)
        self.assertEqual((decision.verb, len(versions)), ("take_over", 2))
        self.assertEqual(takeover.user_id, self.manager)
        self.assertFalse(self._decisions(counted.version_ids))
        self.assertIn("Register.xlsx", decision._details()[decision.id].content)
        found = self.env["qms.document"].with_user(self.aide)
        self.assertEqual(found.search([("search_words", "ilike", "paracet")]), counted)
        self.assertFalse(self.env["qms.decision.check"]._run()[1])
        self.assertEqual(self._next(counted.with_user(self.nurse)).edition, 5)

    def test_nobody_is_asked_and_the_own_rule_stands_in_the_register(self):
        taken = self._taken(self._row())
        self.assertFalse(taken.reading_round_ids)
        self.assertEqual(taken.own_rule_id.name, "Medicine count")

    def test_a_new_version_takes_the_place_of_what_was_taken_over(self):
        taken = self._taken(self._row(Owner="Nurse"))
        old = taken.version_ids
        self._next(taken.with_user(self.nurse))
        self._approve(taken.with_user(self.nurse))
        self.assertEqual((old.state, taken.edition), ("withdrawn", 2))
        self.assertFalse(self.env["qms.decision.check"]._run()[1])

    def test_a_test_writes_nothing(self):
        before = self.env["qms.document"].search_count([])
        screen = self._screen(self._row(), self._row("Keys"))
        screen.action_test()
        self.assertIn("All rows are fine", screen.outcome)
        self.assertEqual(self.env["qms.document"].search_count([]), before)
        self.assertFalse(self.env["qms.document.takeover"].search([]))

    def test_dates_that_say_until_further_notice(self):
        words = ("Indtil videre", "inntil videre", "Tills vidare", None)
        words += ("Until further notice",)
        rows = [
            self._row(f"Document {place}", **{"Review by": word})
            for place, word in enumerate(words)
        ]
        rows += [self._row("Dated", **{"Review by": "31.12.2025"})]
        *lasting, dated = self._taken(*rows)
        own = self._approved().date_review
        self.assertEqual([each.date_review for each in lasting], [own] * len(words))
        self.assertEqual(str(dated.date_review), "2025-12-31")

    def test_every_bad_row_is_named(self):
        self._approved(number="TAKEN")
        rows = (
            self._row("A", Unit="Nowhere"),
            self._row("B", **{"Review by": "some day"}),
            self._row("C", **{"Valid since": "ukendt"}),
            self._row("D", **{"Valid since": "2026-03-03"}),
            self._row("E", Number="taken"),
            self._row("F", Number="a;b"),
            self._row("G", **{"Annex of": "Nothing"}),
            self._row("H", Text=None),
            self._row("I", Files="Gone.docx"),
            self._row("J", Version="-1"),
            self._row("K", Owner="Nobody"),
            self._row("Fine"),
            self._row(None),
        )
        problems = self._problems(*rows)
        expected = [
            (2, "Unit", "no 'Nowhere'"),
            (3, "Review by", "no day"),
            (4, "Valid since", "no day"),
            (5, "Valid since", "still to come"),
            (6, "Number", "there already"),
            (7, "Number", "Letters"),
            (8, "Annex of", "no 'Nothing'"),
            (9, "Files", "a file or a text"),
            (10, "Files", "no file 'Gone.docx'"),
            (11, "Version", "from 1"),
            (12, "Owner", "no 'Nobody'"),
            (14, "Title", "nothing in it"),
        ]
        self.assertEqual([p[:2] for p in problems], [e[:2] for e in expected])
        for problem, (_line, _column, words) in zip(problems, expected, strict=True):
            self.assertIn(words, problem[2])

    def test_several_with_the_same_title_are_told_apart_by_their_numbers(self):
        problems = self._problems(self._row(), self._row())
        self.assertEqual([problem[:2] for problem in problems], [(3, "Title")])
        one, other = self._taken(self._row(Number="A"), self._row(Number="B"))
        self.assertEqual(one.name, other.name)
        problems = self._problems(self._row("C", **{"Annex of": "Medicine count"}))
        self.assertIn("several", problems[0][2])
        taken = self._taken(
            self._row("Form", **{"Annex of": "B"}),
            self._row("List", **{"Annex of": "Form"}),
        )
        self.assertEqual(taken.parent_id, other | taken[0])

    def test_the_same_register_does_not_come_in_twice(self):
        self._taken(self._row())
        self.assertIn("several", self._problems(self._row())[0][2])

    def test_only_a_quality_manager_takes_over(self):
        for user in (self.leader, self.team):
            with self.assertRaises(AccessError):
                self._screen(self._row(), user=user).action_bring_in()
            for model in ("qms.document.takeover", "qms.document.takeover.row"):
                with self.assertRaises(AccessError):
                    self.env[model].with_user(user).create({"name": "x"})
        with self.assertRaises(AccessError):
            self.env["qms.document.takeover"].with_user(self.manager).create(
                {"name": "x", "company_id": self.company.id}
            )

    def test_an_author_does_not_say_that_his_draft_was_taken_over(self):
        taken = self._taken(self._row()).version_ids
        version = self._new_document().draft_id
        claim = {"takeover_id": taken.takeover_id.id, "former_approval": "The head"}
        with self.assertRaises(UserError):
            version.write(claim)
        document = self._approved()
        version = self.env["qms.document.version"].with_user(self.nurse)
        version = version.create(
            {"document_id": document.id, "name": "x", "state": "draft", **claim}
        )
        self.assertFalse(version.takeover_id or version.former_approval)

    def test_uploads_go_when_all_is_in_or_after_a_day(self):
        screen = self._screen(self._row(Files="A.docx"), files=[("A.docx", docx("A"))])
        upload = screen.upload_ids
        screen.action_test()
        self.assertTrue(upload.exists())
        screen.action_bring_in()
        self.assertFalse(upload.exists())
        left = self._upload("B.docx", docx("B"))
        self.env["qms.start.import"]._gc_uploads()
        self.assertTrue(left.exists())
        # what PostgreSQL stamps does not follow the frozen clock
        self.env.cr.execute(
            "UPDATE ir_attachment SET create_date = '2026-02-28' WHERE id = %s",
            [left.id],
        )
        self.env["qms.start.import"]._gc_uploads()
        self.assertFalse(left.exists())


@freeze_time("2026-03-02 09:00:00")
@tagged("post_install", "-at_install", "qms")
class TestTakeoverFiles(TakeoverCase):
    """Files are judged by what they hold, and no archive is a trap."""

    def _wrong(self, name, *files):
        """What is said of the file ``name`` out of ``files``."""
        problems = self._problems(self._row(Files=name), files=files)
        return " ".join(words for _line, _column, words in problems)

    def test_a_bad_file_is_named(self):
        secret = office_file.COMPOUND + b"\0" * 500 + office_file.ENCRYPTED
        for name, content, words in (
            ("Broken.docx", b"PK\x03\x04 no zip", "damaged"),
            ("Æøå.xlsx", secret, "has one"),
            ("Empty.pdf", b"", "is empty"),
            ("Tool.exe", b"MZ" + b"x" * 100, "program"),
            ("Tool.docx", b"MZ" + b"x" * 100, "program"),
        ):
            for files in ((name, content), ("All.zip", archive((name, content)))):
                with self.subTest(name=name, file=files[0]):
                    self.assertIn(words, self._wrong(name, files))

    def test_names_with_nordic_letters_are_found_however_they_were_written(self):
        name = "Føde/Måltid på stuen ÆØÅ äö.docx"
        split = "Føde/Ma\u030altid pa\u030a stuen ÆØA\u030a a\u0308o\u0308.docx"
        content = docx("Æbler")
        for label, packed in (
            ("marked", archive((name, content))),
            ("cp850", archive((name, content), unmarked="cp850")),
            ("utf-8 without a mark", archive((name, content), unmarked="utf-8")),
            ("two letters for one", archive((split, content))),
            ("windows", archive((name.replace("/", "\\"), content))),
        ):
            for wanted in (name, name.split("/")[1], name.upper(), split):
                box = FileBox()
                box.add_archive(packed)
                with self.subTest(label=label, wanted=wanted):
                    [entry] = box.find(wanted)
                    self.assertEqual(entry.read(10**6), content)
        packed = archive((name, content), unmarked="cp850")
        taken = self._taken(self._row(Files=name), files=[("Alt.zip", packed)])
        self.assertEqual(taken.file_ids.name, name.split("/")[1])

    def test_of_several_alike_the_folder_decides(self):
        packed = archive(("A/List.txt", b"a"), ("B/List.txt", b"b"), ("List.txt", b"c"))
        files = ("All.zip", packed)
        box = FileBox()
        box.add_archive(packed)
        [entry] = box.find("List.txt")
        self.assertEqual(entry.read(10), b"c")
        self.assertEqual(len(box.find("B/List.txt")), 1)
        packed = archive(("A/List.txt", b"a"), ("B/List.txt", b"b"))
        self.assertIn("Several", self._wrong("List.txt", ("All.zip", packed)))
        rows = [self._row("A", Files="List.txt"), self._row("B", Files="A/List.txt")]
        problems = self._problems(*rows, files=[files])
        self.assertEqual([problem[0] for problem in problems], [])
        rows = [self._row("A", Files="B/List.txt"), self._row("B", Files="b\\list.txt")]
        problems = self._problems(*rows, files=[files])
        self.assertIn("line 2 has it already", problems[0][2])

    def test_a_name_leads_nowhere(self):
        for name in ("../../etc/passwd", "/etc/passwd", "C:\\passwd", "a/../passwd"):
            with self.subTest(name=name):
                files = ("All.zip", archive((name, b"x")))
                self.assertIn("leads out", self._wrong("passwd", files))

    def test_an_archive_with_a_password_or_none_at_all_is_named(self):
        packed = protected(archive(("A.txt", b"a")))
        self.assertIn("has one", self._wrong("A.txt", ("All.zip", packed)))
        self.assertIn("no ZIP archive", self._wrong("A.txt", ("All.zip", b"nothing")))
        broken = bytearray(archive(("A.txt", b"a" * 99), mode=zipfile.ZIP_STORED))
        broken[broken.find(b"aaa")] = ord("b")
        files = ("All.zip", bytes(broken))
        self.assertIn("damaged", self._wrong("A.txt", files))

    def test_what_would_unpack_to_gigabytes_is_not_unpacked(self):
        bomb = archive(("A.txt", b"0" * 3_000_000))
        self.patch(file_box, "MOST_BYTES", 2_999_999)
        with self.assertRaises(UnreadableArchive):
            FileBox().add_archive(bomb)
        self.assertIn("too large", self._wrong("A.txt", ("All.zip", bomb)))
        self.patch(file_box, "MOST_BYTES", 10**9)
        self.patch(file_box, "MOST_FILES", 1)
        many = archive(("A.txt", b"a"), ("B.txt", b"b"))
        with self.assertRaises(UnreadableArchive):
            FileBox().add_archive(many)
        self.company.qms_upload_limit = 1
        self.assertIn("too large", self._wrong("A.txt", ("All.zip", bomb)))

    def test_an_office_file_that_is_a_bomb_is_neither_read_nor_submitted(self):
        bomb = docx("x" * 200_000)
        self.patch(office_file, "MOST_BYTES", 100_000)
        file = self._file(self.nurse, "Bomb.docx", bomb)
        self.assertFalse(file.index_content)
        version = self._new_document().draft_id
        version.file_ids = file
        with self.assertRaisesRegex(UserError, "damaged"):
            version.action_submit()

    def test_a_file_of_a_hundred_megabytes(self):
        """It comes in where the company takes such files, else it is named."""
        large = bytes(100 * 1024 * 1024)
        packed = archive(("Film.bin", large))
        self.assertIn("too large", self._wrong("Film.bin", ("All.zip", packed)))
        self.company.qms_upload_limit = 100
        rows = (self._row(Files="Film.bin"),)
        taken = self._taken(*rows, files=[("All.zip", packed)])
        self.assertEqual(taken.file_ids.file_size, len(large))
