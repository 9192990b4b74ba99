from odoo.tests import freeze_time, tagged

from .common import DeviationCase


@freeze_time("2026-03-02 08:30:15")
@tagged("post_install", "-at_install", "qms")
class TestPrintedCase(DeviationCase):
    """A case on paper, asked for as the client does: by the report's name alone."""

    def _html(self, name, case):
        report = self.env["ir.actions.report"].with_user(self.leader)
        html, _kind = report._render_qweb_html(name, case.ids)
        return html.decode()

    def test_a_case_is_printed_and_not_an_action_of_the_same_id(self):
        case = self._case()
        for name in ("qms_deviation.report_case", "qms_deviation.report_case_masked"):
            html = self._html(name, case)
            self.assertIn(case.number, html)
            self.assertIn("The medicine cabinet stood open", html)

    def test_a_moment_is_told_without_seconds(self):
        html = self._html("qms_deviation.report_case", self._case())
        self.assertIn(":30", html)
        self.assertNotIn(":30:15", html)
