import io
from contextlib import closing

from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from odoo import Command
from odoo.tools.pdf import PdfReader, PdfWriter

from .evidence_common import EvidenceCase


def new_pdf(*texts, size=(595, 842), turned=0, password=None):
    """A PDF with a page per text."""
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=size)
    for text in texts:
        canvas.drawString(72, 400, text)
        canvas.showPage()
    canvas.save()
    if not turned and not password:
        return target.getvalue()
    writer, result = PdfWriter(), io.BytesIO()
    for page in PdfReader(target).pages:
        writer.add_page(page.rotate(turned) if turned else page)
    if password:
        writer.encrypt(password)
    writer.write(result)
    return result.getvalue()


def new_picture(size=(120, 80)):
    target = io.BytesIO()
    Image.new("RGB", size, "teal").save(target, "PNG")
    return target.getvalue()


def read_pages(content):
    """The text of each page, words apart by single blanks."""
    pages = PdfReader(io.BytesIO(content), strict=False).pages
    return [" ".join(page.extract_text().split()) for page in pages]


class PaperCase(EvidenceCase):
    """An objective of the care, led by the head, and its papers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        objectives = cls.env["qms.objective"].with_user(cls.head)
        cls.objective = objectives.with_company(cls.company).create(
            {
                "name": "Færre fald på Østergård",
                "why": "Asked by 010203-1234, <b>often</b>",
                "owner_id": cls.leader.id,
                "department_id": cls.care.id,
                "unit_ids": [Command.set(cls.care.ids)],
                "target_words": "Half as many",
                "date_deadline": "2026-12-31",
                "resources": "Half a day a week",
                "evaluation": "By the run chart, in January",
            }
        )

    def _papers(self, user=None, **context):
        papers = self.env["qms.evidence.paper"].with_user(user or self.head)
        return papers.with_context(**context)

    def _record(self, user=None, record=None, **context):
        record = record or self.objective
        papers = self._papers(user, **context)
        return papers._paper_record(record._name, record.id)

    def _html(self, user=None, record=None, **context):
        """What stands on the pages that tell of the record, before it is a PDF."""
        record = self._record(user, record, **context)
        return self._papers(user, **context)._html(record, [], 0)

    def _content(self, user=None, record=None, **context):
        record = self._record(user, record, **context)
        with closing(self._papers(user, **context)._make(record)) as file:
            return file.read()

    def _pages(self, *args, **kwargs):
        return read_pages(self._content(*args, **kwargs))

    def _action_of(self, **kwargs):
        return self._new_action(
            self.head, res_model="qms.objective", res_id=self.objective.id, **kwargs
        )
