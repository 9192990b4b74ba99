import io
import shutil
import subprocess
import tempfile
from pathlib import Path

import openpyxl

from odoo.tests import freeze_time, tagged

from .evidence_common import HOSTILE, NOW, EvidenceCase

# how LibreOffice writes what is no formula to us
BOOLEANS = {"=TRUE()": True, "=FALSE()": False}
OFFICE = "soffice"
WRITER = "xlsx:Calc MS Excel 2007 XML"


@freeze_time(NOW)
@tagged("post_install", "-at_install", "qms")
class TestPackOffice(EvidenceCase):
    """LibreOffice opens the workbook as it is, and finds in it what was written."""

    def setUp(self):
        super().setUp()
        if not shutil.which(OFFICE):
            self.skipTest("LibreOffice (soffice) is not installed")
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.desk = Path(folder.name)

    def _converted(self, content):
        """What LibreOffice writes after it has opened ``content``; None if it cannot.

        It asks nobody, so what needed a repair would not be opened.
        """
        (self.desk / "book.xlsx").write_bytes(content)
        own = f"-env:UserInstallation=file://{self.desk}/profile"
        out = self.desk / "out"
        subprocess.run(
            [OFFICE, own, "--headless", "--norestore", "--convert-to", WRITER]
            + ["--outdir", str(out), str(self.desk / "book.xlsx")],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=300,
        )
        made = out / "book.xlsx"
        return made.read_bytes() if made.exists() else None

    def _cells(self, content):
        """Value and kind of every cell, by sheet and place."""
        book = openpyxl.load_workbook(io.BytesIO(content))
        return {
            (sheet.title, cell.coordinate): self._told(cell)
            for sheet in book
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None
        }

    def _told(self, cell):
        if cell.data_type == "f" and cell.value in BOOLEANS:
            return BOOLEANS[cell.value], "b"
        return cell.value, cell.data_type

    def _workbook(self, pack):
        with self._zip(pack) as packed:
            return packed.read("evidence.xlsx")

    def _made_of_everything(self):
        self.source.write(
            {
                "has_files": True,
                "columns": "name, why, level, owner_id, create_date, date_deadline, "
                "confidential",
            }
        )
        for text in (*HOSTILE, "0042", "1e5", "2026-01-01", "Æøå 😀", "TRUE", "l\nf"):
            action = self._actions(1, name=text, why=text)
            self._attach(action, f"{text}.txt")
            action.with_user(self.nurse).action_cancel(reason=text)
        return self._made(**self._opened())

    def test_every_cell_is_what_was_written(self):
        written = self._workbook(self._made_of_everything())
        opened = self._converted(written)
        self.assertIsNotNone(opened)
        expected, found = self._cells(written), self._cells(opened)
        self.assertEqual(found, expected)
        kinds = {kind for _value, kind in found.values()}
        self.assertEqual(kinds, {"s", "n", "d", "b"})
        texts = {value for value, kind in found.values() if kind == "s"}
        self.assertLessEqual(set(HOSTILE), texts)

    def test_links_lead_where_they_led(self):
        written = self._workbook(self._made_of_everything())
        opened = openpyxl.load_workbook(io.BytesIO(self._converted(written)))
        self.assertEqual(opened["Index"]["D2"].hyperlink.location, "'Actions'!A1")
        targets = [
            cell.hyperlink.target
            for [cell] in opened["Files"].iter_rows(2, None, 2, 2)
            if cell.hyperlink
        ]
        self.assertEqual(len(targets), 12)
        for target in targets:
            # relative to where it was converted
            self.assertIn("files/Actions/", target)

    def test_a_workbook_that_is_broken_is_not_opened(self):
        """Else the other tests would prove nothing."""
        written = self._workbook(self._made(**self._opened()))
        self.assertIsNone(self._converted(written[: len(written) // 2]))
