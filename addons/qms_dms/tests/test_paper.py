from odoo.tests import HttpCase, tagged

from odoo.addons.qms_document.tools.office_file import pdf_text

from .common import DmsCase


@tagged("post_install", "-at_install", "qms")
class TestPaper(DmsCase, HttpCase):
    """What stands in the DMS as paper is made by the program that prints."""

    def test_it_is_a_pdf_with_its_text_its_picture_and_who_approved_it(self):
        document = self._new_document(name="Løft på ære")
        picture = self._picture(self.nurse, document.draft_id).image_src
        text = f'<p>Altid to, aldrig én. <img src="{picture}" alt="red"/></p>'
        document.draft_id.text = text
        self._approve(document)
        rows = self._filing(document)
        rows.with_context(force_report_rendering=True)._work()
        self.assertEqual(rows.state, "placed", rows.reason)
        file = self._placed(document)
        self.assertEqual(file.name, f"{document.number} Løft på ære.pdf")
        self.assertEqual(file.mimetype, "application/pdf")
        content = file.with_user(self.nurse).content_file or file.content
        raw = self._raw(file)
        self.assertTrue(content and raw.startswith(b"%PDF"))
        shown = pdf_text(raw)
        for words in ("Altid to, aldrig én.", document.number, "Leader", "version 1"):
            self.assertIn(words, shown)
        self.assertNotIn("uncontrolled", shown)
        self.assertGreater(raw.count(b"/Subtype /Image"), 1)

    def _raw(self, file):
        attachments = self.env["ir.attachment"]
        return attachments.search(
            [
                ("res_model", "=", "dms.file"),
                ("res_id", "=", file.id),
                ("res_field", "=", "content_file"),
            ]
        ).raw
