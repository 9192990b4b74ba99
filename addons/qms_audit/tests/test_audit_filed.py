from odoo import fields
from odoo.tests import freeze_time, tagged

from odoo.addons.qms.tests.filing_common import FilingMixin

from .common import AuditCase


@tagged("post_install", "-at_install", "qms")
class TestAuditFiled(FilingMixin, AuditCase):
    """A report that stands is in another system too, for the quality group."""

    def test_it_is_placed_once_it_stands_and_not_before(self):
        with self._shelf() as shelf:
            audit = self._reported()
            report = audit.sudo().report_ids
            self._round()
            self.assertFalse(shelf.files)
            audit.with_user(self.leader).action_accept()
            self.assertEqual(self._filing(report).state, "due")
            self._round()
            row = self._filing(report)
            (file,) = shelf.files[row.id]
            self.assertTrue(file.name.startswith(report.display_name))
            self.assertIn(b"Medicine is handled safely", file.content)
            self.assertEqual(shelf.places[row.id].company, self.company)
            self.assertFalse(shelf.places[row.id].unit)
            self.assertEqual(
                shelf.audiences[row.id],
                self.env.ref("qms.group_quality_team")
                | self.env.ref("qms.group_quality_manager"),
            )
            # what a finding says no longer is on no copy
            audit.sudo().finding_ids.statement = "Another word"
            report._refile()
            self.assertFalse(shelf.files)

    def test_one_nobody_answered_is_found_on_its_day(self):
        with self._shelf() as shelf:
            audit = self._reported()
            day = fields.Date.add(audit.date_stands, days=-1)
            for moment, count in ((day, 0), (audit.date_stands, 1)):
                with self.subTest(day=moment), freeze_time(f"{moment} 03:30:00"):
                    self._round()
                    self.assertEqual(len(shelf.files), count)

    def test_its_text_leaves_when_it_is_no_longer_kept(self):
        with self._shelf() as shelf:
            audit = self._followed_up()
            self._round()
            self.assertTrue(shelf.files)
            self.env["qms.removal"]._remove(audit.sudo().report_ids)
            self.assertFalse(shelf.files)
