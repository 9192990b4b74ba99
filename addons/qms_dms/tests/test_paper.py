import io

from PIL import Image
from PyPDF2 import PdfReader

from odoo.tests import HttpCase, tagged

from .common import DmsCase


@tagged("post_install", "-at_install", "qms")
class TestPaper(DmsCase, HttpCase):
    """What stands in the DMS as paper is made by the program that prints.

    It may draw letters as shapes: their text is looked for where it is HTML.
    """

    def test_it_is_a_pdf_with_the_picture_of_its_text(self):
        plain, shown = (self._new_document(name="Løft på ære") for _ in range(2))
        noise = io.BytesIO()
        Image.effect_noise((40, 40), 80).save(noise, "PNG")
        picture = self._file(
            self.nurse, "Noise.png", noise.getvalue(), res_id=shown.draft_id.id
        ).image_src
        shown.draft_id.text = f'<p>Always two <img src="{picture}" alt="dots"/></p>'
        pictures = [self._pictures(document) for document in (plain, shown)]
        self.assertGreater(pictures[1], pictures[0])

    def _pictures(self, document):
        """How many there are on the first page of what stands in the DMS."""
        self._approve(document)
        row = self._filing(document)
        row.with_context(force_report_rendering=True)._work()
        self.assertEqual(row.state, "placed", row.reason)
        file = self._placed(document)
        self.assertEqual(file.name, f"{document.number} Løft på ære.pdf")
        self.assertEqual(file.mimetype, "application/pdf")
        attachment = self.env["ir.attachment"].search(
            [
                ("res_model", "=", "dms.file"),
                ("res_id", "=", file.id),
                ("res_field", "=", "content_file"),
            ]
        )
        page = PdfReader(io.BytesIO(attachment.raw)).pages[0]
        drawn = page["/Resources"].get("/XObject", {}).values()
        return sum(each.get_object()["/Subtype"] == "/Image" for each in drawn)
