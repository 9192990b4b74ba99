import re
from pathlib import PurePosixPath
from xml.etree import ElementTree

from odoo import Command
from odoo.tests import freeze_time, tagged

from .evidence_common import HOSTILE, NOW, EvidenceCase

# what Windows keeps for itself, with any extension
DEVICES = re.compile(
    r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])\s*(\.|$)", re.IGNORECASE
)
# its longest path, less a folder such as C:\Users\Somebody Longname\Downloads\Audit\
ROOM = 260 - 60
TITLES = (
    "CON",
    "nul.txt",
    "COM1.docx",
    "lpt² .pdf",
    "aux .tar.gz",
    "Ends with dots...",
    "Ends with blanks   ",
    'Æ/ø:å "x"?*<|>.txt',
    "..\\..\\up.txt",
    "../../up.txt",
    "/etc/passwd",
    "C:\\temp\\x.txt",
    "tab\tand\nline.txt",
    "Ø" * 200 + ".docx",
    "😀" * 200 + ".pdf",
    "a" * 200,
    "." * 200,
    "same.txt",
    "SAME.txt",
    # å in one letter and in two
    "r\u00e5d.txt",
    "ra\u030ad.txt",
)


@freeze_time(NOW)
@tagged("post_install", "-at_install", "qms")
class TestPackHostile(EvidenceCase):
    """Whatever people write: a text is a text, and a name can be unpacked anywhere."""

    def _assert_unpacks_on_windows(self, path):
        self.assertLess(len(path.encode("utf-16-le")) // 2, ROOM, path)
        self.assertFalse(path.startswith("/"))
        for part in path.split("/"):
            with self.subTest(part=part):
                self.assertNotRegex(part, r'[<>:"\\|?*\x00-\x1f]')
                self.assertNotRegex(part, r"(^$|[. ]$|^ )")
                self.assertIsNone(DEVICES.match(part))
                # of Linux
                self.assertLessEqual(len(part.encode()), 255)

    def _assert_all_unpack(self, pack, count):
        with self._zip(pack) as packed:
            infos = packed.infolist()
        files = [info for info in infos if info.filename.startswith("files/")]
        self.assertEqual(len(files), count)
        self.assertEqual(len({info.filename.casefold() for info in infos}), len(infos))
        for info in infos:
            self._assert_unpacks_on_windows(info.filename)
            # letters beyond ASCII are told to be UTF-8
            self.assertTrue(info.filename.isascii() or info.flag_bits & 0x800)
        return [info.filename for info in files]

    # ------------------------------------------------------------
    # Names
    # ------------------------------------------------------------

    def test_files_of_any_name_unpack_on_windows(self):
        self.source.has_files = True
        action = self._actions(1)
        for number, title in enumerate(TITLES):
            self._attach(action, title, f"{number}".encode())
        pack = self._made(**self._opened())
        names = self._assert_all_unpack(pack, len(TITLES))
        with self._zip(pack) as packed:
            contents = {packed.read(name).decode() for name in names}
        self.assertEqual(contents, {str(n) for n in range(len(TITLES))})
        endings = {PurePosixPath(name).suffix for name in names}
        self.assertLessEqual({".docx", ".pdf", ".txt", ".gz"}, endings)
        self.assertTrue(any("Øø" in n or "ØØ" in n for n in names))

    def test_records_and_sources_of_any_title_unpack_on_windows(self):
        titles = [title for title in TITLES if title.strip()]
        processes = self.env["qms.process"].create(
            [{"name": title, "company_id": self.company.id} for title in titles]
        )
        for process in processes:
            self._attach(process, f"{'å' * 200}.pdf")
        for number, title in enumerate(("CON", "😀" * 200, "Ends. . ")):
            self._new_source(
                name=title,
                res_model="qms.process",
                holds="standing",
                date_field=False,
                department_field=False,
                domain=f"[('id', 'in', {processes.ids[number::3]})]",
                columns="name",
                has_files=True,
            )
        self._assert_all_unpack(self._made(**self._opened()), len(titles))

    # ------------------------------------------------------------
    # Texts
    # ------------------------------------------------------------

    def test_no_text_becomes_a_formula(self):
        self._make_hostile()
        units = [Command.set(self.home_care.ids)]
        pack = self._made(**self._opened(open_reason=HOSTILE[0], unit_ids=units))
        self._assert_no_formula(pack)
        rows = self._rows(pack, "=Actions")
        self.assertEqual({row["Why"] for row in rows}, set(HOSTILE))
        reasons = {row["Reason"] for row in self._rows(pack, "Decisions")}
        self.assertLessEqual({text.strip() for text in HOSTILE}, reasons)

    def test_no_text_of_a_masked_pack_becomes_a_formula(self):
        self._make_hostile()
        self._assert_no_formula(self._made(drawn="all"))

    def _make_hostile(self):
        """In every place that reaches the workbook."""
        self.source.write({"name": "=Actions", "has_files": True})
        self.one.write({"name": "=1+1", "number": "-1"})
        self.company.name = "=Town"
        self.home_care.name = "@Home"
        for text in HOSTILE:
            action = self._actions(1, name=text, why=text)
            self._attach(action, text)
            action.with_user(self.nurse).action_cancel(reason=text)

    def _assert_no_formula(self, pack):
        """Neither for who reads the cells, nor anywhere in the file itself."""
        for sheet in self._book(pack):
            for row in sheet.iter_rows():
                for cell in row:
                    self.assertNotEqual(cell.data_type, "f", cell.value)
        parts = self._parts(pack)
        sheets = [name for name in parts if name.startswith("xl/worksheets/sheet")]
        self.assertEqual(len(sheets), 5)
        for name in sheets:
            found = {each.tag.rpartition("}")[2] for each in parts[name].iter()}
            self.assertIn("t", found)
            self.assertFalse(found & {"f", "extLst", "oleObject", "control"})
        outside = [name for name in parts if "external" in name.lower()]
        self.assertFalse(outside)

    def _parts(self, pack):
        """The XML files of the workbook by name."""
        with self._open_zip(pack, "evidence.xlsx") as packed:
            return {
                name: ElementTree.fromstring(packed.read(name))
                for name in packed.namelist()
            }
