import io

from lxml import html

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
        content, _kind = self._reports(lang)._render_qweb_html(
            f"qms_wheel.action_report_{paper}", self.edition.ids
        )
        return content.decode()

    def test_it_is_printed_on_one_sheet_of_each_size(self):
        for paper, width in (("a4", 595), ("a3", 842)):
            self.assertEqual(self._pages(self._pdf(paper)), [width])

    def _pdf(self, paper):
        """As the program makes it; nothing on the sheet waits for the server."""
        page = html.fromstring(self._html(paper))
        [sheet] = page.find_class("o_wheel_sheet")
        body = f"<!DOCTYPE html><meta charset='utf-8'>{html.tostring(sheet).decode()}"
        return self._reports()._run_wkhtmltopdf(
            [body], report_ref=f"qms_wheel.action_report_{paper}"
        )

    def _pages(self, pdf):
        reader = PdfFileReader(io.BytesIO(pdf), strict=False)
        return [round(float(page.mediabox[2])) for page in reader.pages]

    def test_its_letters_and_numbers_are_told(self):
        page = self._html("a4")
        for words in ("Audit round, Management review", "Sep 10", "Law review"):
            self.assertIn(words, page)

    def test_in_the_readers_language(self):
        self.env["res.lang"]._activate_lang("nb_NO")
        page = self._html("a3", "nb_NO")
        self.assertIn("desember", page)
        self.assertNotIn("December", page)

    def test_what_people_wrote_stays_text(self):
        page = self._html("a4")
        self.assertNotIn("<b>Survey</b>", page)
        self.assertIn("&lt;b&gt;Survey", page)

    def test_nothing_to_choose_on_paper(self):
        page = self._html("a4")
        self.assertNotIn("tabindex", page)
        self.assertIn('role="img"', page)
