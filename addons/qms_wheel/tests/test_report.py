import io

from odoo.tests import freeze_time, tagged
from odoo.tools.pdf import PdfFileReader

from odoo.addons.qms.tests.wheel_common import WheelCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestSheet(WheelCase):
    """The wheel on paper."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.survey.name = """<b>Survey</b> "A" & 'B'"""
        cls.edition = cls._new_year()

    def _reports(self, lang="en_US"):
        reports = self.env["ir.actions.report"].with_user(self.aide)
        return reports.with_context(lang=lang, force_report_rendering=True)

    def _html(self, paper, lang="en_US"):
        html, _kind = self._reports(lang)._render_qweb_html(
            f"qms_wheel.action_report_{paper}", self.edition.ids
        )
        return html.decode()

    def test_it_is_printed_on_one_sheet_of_each_size(self):
        for paper, width in (("a4", 595), ("a3", 842)):
            pdf, kind = self._reports()._render_qweb_pdf(
                f"qms_wheel.action_report_{paper}", self.edition.ids
            )
            self.assertEqual((kind, pdf[:5]), ("pdf", b"%PDF-"))
            self.assertEqual(self._pages(pdf), [width])

    def _pages(self, pdf):
        reader = PdfFileReader(io.BytesIO(pdf), strict=False)
        return [round(float(page.mediabox[2])) for page in reader.pages]

    def test_its_letters_and_numbers_are_told(self):
        html = self._html("a4")
        for words in ("Audit round, Management review", "10 Sep", "Law review"):
            self.assertIn(words, html)

    def test_in_the_readers_language(self):
        self.env["res.lang"]._activate_lang("nb_NO")
        html = self._html("a3", "nb_NO")
        self.assertIn("desember", html)
        self.assertNotIn("December", html)

    def test_what_people_wrote_stays_text(self):
        html = self._html("a4")
        self.assertNotIn("<b>Survey</b>", html)
        self.assertIn("&lt;b&gt;Survey", html)

    def test_nothing_to_choose_on_paper(self):
        html = self._html("a4")
        self.assertNotIn("tabindex", html)
        self.assertIn('role="img"', html)
