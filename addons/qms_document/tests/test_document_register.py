from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .common import DocumentCase


@freeze_time("2026-03-02 09:00:00")
@tagged("post_install", "-at_install", "qms")
class TestDocumentRegister(DocumentCase):
    """An existing register comes in by its Excel template."""

    TITLES = ("Title", "Number", "Type", "Unit", "Owner", "Annex of")

    def _bring_in(self, *rows):
        sheet = self.env.ref("qms_document.sheet_documents")
        lines = [(1, self.TITLES), *enumerate(rows, 2)]
        return sheet.with_user(self.manager)._bring_in(lines)

    def test_rows_become_documents_with_their_old_numbers(self):
        rows = (
            ("Hygiene", "H 1.2", "Procedure", "Home care", "Nurse", ""),
            ("Hygiene", "H 1.3", "Form", "Home care", "Nurse", "H 1.2"),
        )
        documents, problems = self._bring_in(*rows)
        self.assertFalse(problems)
        self.assertEqual(documents.mapped("number"), ["H 1.2", "H 1.3"])
        self.assertEqual(documents[0].annex_ids, documents[1])
        self.assertEqual(documents.mapped("draft_id.state"), ["draft", "draft"])
        self.assertEqual(documents.owner_id, self.nurse)

    @mute_logger("odoo.sql_db")
    def test_every_bad_row_is_named(self):
        self._new_document(number="H 7")
        _documents, problems = self._bring_in(
            ("Hygiene", "=1+1", "Procedure", "Home care", "Nurse", ""),
            ("Fire", "H 2", "No such type", "Home care", "Nurse", ""),
            ("Falls", "H 7", "Procedure", "Home care", "Nurse", ""),
            ("", "H 4", "Procedure", "Home care", "Nurse", ""),
            ("Wounds", "H 5", "Procedure", "Home care", "Nobody known", ""),
        )
        self.assertEqual({line for line, _title, _text in problems}, {2, 3, 4, 5, 6})
