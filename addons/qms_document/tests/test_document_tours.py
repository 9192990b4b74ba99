from odoo.tests import HttpCase, tagged

from .common import DocumentCase, docx


@tagged("post_install", "-at_install", "qms")
class TestDocumentOnAPhone(DocumentCase, HttpCase):
    """Written, approved and read, each by another and on a phone."""

    browser_size = "375x667"
    touch_enabled = True

    def test_write_approve_read(self):
        self.start_tour("/odoo", "qms_document_write", login=self.nurse.login)
        document = self.env["qms.document"].search([("owner_id", "=", self.nurse.id)])
        version = document.version_ids
        self.assertEqual((version.state, version.edition), ("submitted", 1))
        document.reader_unit_ids = self.home_care
        path = f"/odoo/qms.document.version/{version.id}"
        self.start_tour(path, "qms_document_approve", login=self.leader.login)
        self.assertEqual((document.state, version.state), ("valid", "valid"))
        path = f"/odoo/quality-documents/{document.id}"
        self.start_tour(path, "qms_document_read", login=self.aide.login)
        rows = document.reading_round_ids.reading_ids
        read = rows.filtered(lambda row: row.state == "read")
        self.assertEqual(read.employee_id.user_id, self.aide)


@tagged("post_install", "-at_install", "qms")
class TestDocumentFoundOnScreen(DocumentCase, HttpCase):
    def test_by_a_word_that_stands_only_in_the_file_of_an_annex(self):
        document = self._approved()
        annex = self._new_document(
            name="Counting sheet", parent_id=document.id, type_id=self.form.id, text=""
        )
        file = self._file(self.nurse, content=docx("Morphine"))
        annex.draft_id.file_ids = file
        self._approve(annex)
        self.start_tour("/odoo", "qms_document_find", login=self.aide.login)
