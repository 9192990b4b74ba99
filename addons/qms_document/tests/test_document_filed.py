from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from odoo.addons.qms.tests.filing_common import FilingMixin

from .common import DocumentCase

NOW = "2026-03-02 09:00:00"
ROUND = "odoo.addons.qms.models.filing_round"
APART = "odoo.addons.qms.tools.apart"


@freeze_time(NOW)
@tagged("post_install", "-at_install", "qms")
class TestDocumentFiled(FilingMixin, DocumentCase):
    """Valid documents stand in another system; it is told by the steps themselves."""

    def _filed(self, **kwargs):
        document = self._approved(**kwargs)
        self._round()
        return document

    # ------------------------------------------------------------
    # What stands there
    # ------------------------------------------------------------

    def test_what_is_approved_is_placed_with_the_next_round(self):
        with self._shelf() as shelf:
            document = self._approved(process_ids=self._process().ids)
            self.assertEqual(self._filing(document).state, "due")
            self.assertFalse(shelf.files)
            self._round()
            row = self._filing(document)
            self.assertEqual(row.state, "placed")
            self.assertEqual(row.reference, f"shelf {row.id}")
            self.assertTrue(row.checksum and row.date_placed)
            (file,) = shelf.files[row.id]
            self.assertTrue(file.name.startswith(f"{document.number} Medicine count."))
            self.assertIn(b"Count each box.", file.content)
            self.assertNotIn(b"uncontrolled", file.content)
            place = shelf.places[row.id]
            self.assertEqual(place.company, self.company)
            self.assertEqual(place.unit, self.home_care)
            self.assertEqual(place.processes, document.process_ids)
            self.assertEqual(shelf.audiences[row.id], self.env.ref("base.group_user"))

    def _process(self):
        values = {"name": "Medicine", "company_id": self.company.id}
        return self.env["qms.process"].create(values)

    def test_a_second_round_places_nothing_twice(self):
        with self._shelf() as shelf:
            self._filed()
            self._round()
            placed = [call for call in shelf.calls if call[0] == "place"]
            self.assertEqual(len(placed), 1)

    def test_what_is_no_longer_valid_leaves_with_the_step(self):
        with self._shelf() as shelf:
            document = self._filed()
            self.assertTrue(shelf.files)
            version = document.valid_version_id.with_user(self.leader)
            version.action_withdraw(reason="Replaced by a law")
            self.assertFalse(shelf.files)
            self.assertFalse(self._filing(document))

    def test_a_new_version_takes_the_old_text_away_at_once(self):
        with self._shelf() as shelf:
            document = self._filed()
            self._next(document)
            self.assertTrue(shelf.files)
            self._approve(document)
            self.assertFalse(shelf.files)
            self._round()
            content = shelf.files[self._filing(document).id][0].content
            self.assertIn(b"twice", content)

    def test_what_becomes_confidential_leaves_and_its_title_is_on_no_copy(self):
        with self._shelf() as shelf:
            document = self._approved()
            annex = self._approved(name="Secret list", parent_id=document.id)
            self._round()
            row = self._filing(document)
            self.assertIn(b"Secret list", shelf.files[row.id][0].content)
            annex.with_user(self.manager).confidentiality = "confidential"
            self.assertFalse(self._filing(annex))
            self.assertFalse(shelf.files, "the document named it")
            self._round()
            self.assertNotIn(b"Secret list", shelf.files[row.id][0].content)

    def test_an_error_in_the_program_quotes_no_text(self):
        with self._shelf() as shelf:
            document = self._approved()
            shelf.broken = ZeroDivisionError("Secret list")
            with self.assertLogs(ROUND, "ERROR") as log:
                self._round()
            row = self._filing(document)
            self.assertEqual(row.state, "failed")
            self.assertNotIn("Secret", f"{row.reason} {log.output}")

    def test_files_stand_there_as_they_were_approved(self):
        with self._shelf() as shelf:
            document = self._new_document(text="")
            name = "Løn/æøå: liste.docx"
            document.draft_id.file_ids = self._file(self.nurse, name)
            self._approve(document)
            self._round()
            self.assertEqual(shelf.names(), [f"{document.number} Løn æøå liste.docx"])

    def test_a_picture_in_the_text_stands_in_the_copy(self):
        with self._shelf() as shelf:
            document = self._new_document()
            picture = self._picture(self.nurse, document.draft_id)
            document.draft_id.text = f'<p>A <img src="/web/image/{picture.id}"/></p>'
            self._approve(document)
            self._round()
            (file,) = shelf.files[self._filing(document).id]
            self.assertIn(b'<img src="data:image/jpeg;base64,', file.content)

    # ------------------------------------------------------------
    # Where it stands
    # ------------------------------------------------------------

    def test_what_only_moves_stays_until_it_is_placed_anew(self):
        with self._shelf() as shelf:
            document = self._filed()
            document.with_user(self.manager).department_id = self.care
            self.assertTrue(shelf.files)
            self.assertEqual(self._filing(document).state, "due")
            self._round()
            row = self._filing(document)
            self.assertEqual(shelf.places[row.id].unit, self.care)

    def test_what_stood_before_the_system_came_is_found_by_night(self):
        document = self._approved()
        self.assertFalse(self._filing(document))
        with self._shelf() as shelf:
            self._round()
            self.assertEqual(len(shelf.files), 1)
            # what was changed past the steps is found as well
            self.env.cr.execute(
                "UPDATE qms_document SET state = 'withdrawn' WHERE id = %s",
                [document.id],
            )
            self.env.invalidate_all()
            self._round()
            self.assertFalse(shelf.files)

    def test_erased_text_is_on_no_copy(self):
        with self._shelf() as shelf:
            document = self._filed()
            version = document.valid_version_id.sudo()
            self.env["qms.erasure"]._empty_fields(version, ["text"])
            self.env["qms.filing"]._follow_all([version])
            self.assertFalse(shelf.files)
            self._round()
            self.assertNotIn(b"Count each box", next(iter(shelf.files.values()))[0][1])

    # ------------------------------------------------------------
    # What resists
    # ------------------------------------------------------------

    def test_one_that_fails_says_why_stops_no_other_and_is_tried_again(self):
        with self._shelf() as shelf:
            first, second = self._approved(), self._approved(name="Other")
            place = shelf._place

            def picky(filing, files, *rest):
                shelf.full = filing.res_id == first.id and "No room"
                return place(filing, files, *rest)

            shelf._place = picky
            self._round()
            row = self._filing(first)
            self.assertEqual((row.state, row.reason), ("failed", "No room"))
            self.assertEqual(self._filing(second).state, "placed")
            self.assertEqual(row.date_next, fields.Datetime.now() + timedelta(hours=1))
            shelf._place = place
            shelf.full = ""
            self._round()
            self.assertEqual(row.state, "failed", "not before its hour")
            row.with_user(self.manager).action_again()
            self._round()
            self.assertEqual((row.state, row.reason), ("placed", False))
            with self.assertRaises(AccessError):
                row.with_user(self.leader).action_again()

    def test_what_cannot_be_withdrawn_stops_no_step_and_is_tried_again(self):
        with self._shelf() as shelf:
            document = self._filed()
            shelf.broken = OSError("The line is dead")
            with self.assertLogs(APART, "ERROR"):
                version = document.valid_version_id.with_user(self.leader)
                version.action_withdraw(reason="Replaced by a law")
            self.assertEqual(document.state, "withdrawn")
            self.assertEqual(self._filing(document).state, "leaving")
            with self.assertLogs(ROUND, "ERROR"):
                self._round()
            self.assertEqual(self._filing(document).state, "leaving")
            shelf.broken = None
            self._filing(document).with_user(self.manager).action_again()
            self._round()
            self.assertFalse(shelf.files or self._filing(document))

    def test_a_system_elsewhere_is_told_once_the_step_is_stored(self):
        with self._shelf(_in_database=False) as shelf:
            document = self._filed()
            version = document.valid_version_id.with_user(self.leader)
            version.action_withdraw(reason="Replaced by a law")
            self.assertTrue(shelf.files)
            self.assertEqual(self._filing(document).state, "leaving")
            self._round()
            self.assertFalse(shelf.files or self._filing(document))

    def test_what_holds_again_before_it_left_stays(self):
        with self._shelf(_in_database=False) as shelf:
            document = self._filed()
            manager = document.with_user(self.manager)
            manager.confidentiality = "confidential"
            self.assertEqual(self._filing(document).state, "leaving")
            manager.confidentiality = "normal"
            self._round()
            self.assertEqual(self._filing(document).state, "placed")
            self.assertEqual(len(shelf.files), 1)

    # ------------------------------------------------------------
    # What it costs, and who sees it
    # ------------------------------------------------------------

    def test_without_another_system_nothing_is_noted_and_nothing_asked(self):
        with self._outlets():
            document = self._approved()
            document.flush_recordset()
            with self.assertQueryCount(0):
                document._refile()
                self.env["qms.filing"]._cron_file()
            self.assertFalse(self._filing(document))

    def test_many_are_followed_in_few_statements(self):
        documents = self.env["qms.document"].browse()
        for number in range(6):
            documents += self._approved(name=f"Document {number}")
        self.env.flush_all()
        with self._shelf():
            documents.read(["name"])
            start = self.env.cr.sql_log_count
            documents._refile()
            self.env.flush_all()
            self.assertLessEqual(self.env.cr.sql_log_count - start, 25)

    def test_rows_are_shown_to_the_quality_manager_and_written_by_nobody(self):
        with self._shelf():
            row = self._filing(self._filed())
            found = row.with_user(self.manager).search([("id", "=", row.id)])
            self.assertEqual(found.record_name, f"Procedure {self._number(row)}")
            for user in (self.nurse, self.leader, self.team):
                self.assertFalse(row.with_user(user).has_access("read"), user.login)
            for operation in ("write", "create", "unlink"):
                self.assertFalse(row.with_user(self.manager).has_access(operation))
            elsewhere = self._new_user(
                "elsewhere", "qms.group_quality_manager", self.other_company
            )
            self.assertFalse(row.with_user(elsewhere).has_access("read"))

    def _number(self, row):
        return self.env["qms.document"].browse(row.res_id).number
