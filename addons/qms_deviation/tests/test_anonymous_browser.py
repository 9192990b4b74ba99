import tempfile
from pathlib import Path

from odoo.tests import tagged

from odoo.addons.qms.tests.test_photo import photo

from .browser_common import BrowserCase


@tagged("post_install", "-at_install", "qms")
class TestAnonymousOnPhone(BrowserCase):
    def test_a_nurse_who_is_logged_in_reports_as_nobody_and_reads_the_answer(self):
        devices = self.env["res.device.log"].search_count([])
        with self._browser("qms_nurse"), tempfile.TemporaryDirectory() as folder:
            picture = Path(folder, "Nurse.jpg")
            picture.write_bytes(photo())
            self._visit(f"/qms/report/{self.page.key}")
            self._fill(description="The door stood open", place="Room 4")
            self._fill(department_id=str(self.home_care.id), occurred_on="2026-03-01")
            self._choose_file(picture)
            self._press()
            self.assertIn("It has arrived", self._read())
            code = self._read(".code")
            report = self._reports()
            report.deviation_ids.with_user(self.leader)._ask("Which door?")
            self.env.flush_all()
            self._visit("/qms/receipt")
            self._fill(code=code.lower())
            self._press()
            self.assertIn("Which door?", self._read())
            self._fill(body="The one to the yard")
            self._press()
            self.assertIn("Sent. It stands below.", self._read())
        self.assertEqual(report.place, "Room 4")
        self.assertEqual(len(report.attachment_ids), 1)
        self.assertFalse(report.reporter_id)
        self.assertEqual(
            report.dialogue_ids.mapped("body"), ["Which door?", "The one to the yard"]
        )
        self.assertEqual(self.env["res.device.log"].search_count([]), devices)

    def test_what_is_wrong_stands_on_top_and_has_the_focus(self):
        with self._browser():
            self._visit(f"/qms/report/{self.page.key}")
            self._fill(description="x", place="Room 4")
            self._evaluate("document.querySelector('form').noValidate = true")
            self._fill(description=" ")
            self._press()
            self.assertIn("Write what happened", self._read("[role=alert]"))
            self.assertTrue(
                self._evaluate("document.activeElement.getAttribute('role') == 'alert'")
            )
            self.assertEqual(
                self._evaluate("document.querySelector('#place').value"), "Room 4"
            )
            self.assertTrue(self._evaluate("document.title").startswith("Error"))
            self._assert_fits()
            self._assert_accessible()

    def test_every_page_fits_a_phone_and_everybody(self):
        _report, code = self._sent()
        with self._browser():
            for path in (f"/qms/report/{self.page.key}", "/qms/report/x"):
                self._visit(path)
                self._assert_fits()
                self._assert_accessible()
            self._visit("/qms/receipt")
            self._assert_accessible()
            self._fill(code=code)
            self._press()
            self._assert_fits()
            self._assert_accessible()
            self._visit(f"/qms/report/{self.page.key}")
            self._fill(description="One more")
            self._press()
            self._assert_fits()
            self._assert_accessible()
