from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from .common import AuditCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestAuditPrint(AuditCase):
    """Report and checklist on paper, in the reader's language."""

    def _html(self, name, record, user, **context):
        reports = self.env["ir.actions.report"].with_user(user).with_context(**context)
        html, _kind = reports._render_qweb_html(f"qms_audit.{name}", record.ids)
        return html.decode()

    def test_the_report_says_what_was_found_and_both_verdicts(self):
        audit = self._reported()
        html = self._html("action_report_audit_report", audit.report_ids, self.leader)
        for words in (
            "Medicine is handled safely, but for one cabinet",
            "The procedure fits the work",
            "One cabinet stood open",
            "The cabinet stood open",
            "Minor nonconformity",
            audit.finding_ids.number,
            "8.5.1",
            "Home care",
            "Auditor",
        ):
            with self.subTest(words=words):
                self.assertIn(words, html)

    def test_with_the_whole_record_its_report_is_printed(self):
        audit = self._followed_up().with_user(self.leader)
        [(name, reports)] = audit._get_print_reports()
        self.assertEqual(reports.audit_id, audit)
        printer = self.env["ir.actions.report"].with_user(self.leader)
        html, _kind = printer._render_qweb_html(name, reports.ids)
        self.assertIn("The cabinet stood open", html.decode())

    def test_a_finding_that_is_no_case_says_nothing_of_one(self):
        finding = self._reported().finding_ids
        self.assertFalse(finding.case_state)
        finding.action_raise()
        self.assertIn("Reported", finding.case_state)

    def test_what_was_withdrawn_is_not_in_it(self):
        audit = self._concluded()
        audit.finding_ids.action_withdraw(reason="No")
        html = self._html("action_report_audit_report", audit.report_ids, self.auditor)
        self.assertNotIn(audit.finding_ids.number, html)
        self.assertIn("None.", html)

    def test_who_may_not_read_it_does_not_print_it(self):
        audit = self._concluded()
        for user in (self.leader, self.nurse):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                audit.report_ids.with_user(user)._print_facts()

    def test_everybody_in_the_unit_prints_it_once_it_stands(self):
        audit = self._followed_up()
        html = self._html("action_report_audit_report", audit.report_ids, self.nurse)
        self.assertIn("The cabinet stood open", html)

    def test_the_checklist_is_printed_blank(self):
        audit = self._running()
        audit.answer_ids.write({"answer": "minor", "note": "The cabinet stood open"})
        html = self._html("action_report_checklist", audit, self.auditor)
        self.assertIn("How is medicine stored?", html)
        self.assertIn("Not applicable", html)
        self.assertNotIn("The cabinet stood open", html)

    def test_whoever_reads_no_notes_prints_no_questions(self):
        audit = self._running()
        html = self._html("action_report_checklist", audit, self.leader)
        self.assertNotIn("How is medicine stored?", html)

    def test_an_audit_and_a_programme_are_printed_with_their_decisions(self):
        audit = self._reported()
        html = self._html("action_report_audit", audit, self.leader)
        self.assertIn("Report sent", html)
        programme = self._programme()
        programme.with_user(self.director).action_approve()
        html = self._html("action_report_programme", programme, self.owner)
        self.assertIn("See whether the system works", html)


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestAuditLanguages(AuditCase):
    """Each reads it in his own language."""

    WORDS = {
        "da_DK": ("Er det egnet?", "Mindre afvigelse", "Konklusion"),
        "nb_NO": ("Er det egnet?", "Mindre avvik", "Konklusjon"),
        "sv_SE": ("Är det lämpligt?", "Mindre avvikelse", "Slutsats"),
    }

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        languages = cls.env["res.lang"].with_context(active_test=False)
        missing = languages.search(
            [("code", "in", list(cls.WORDS)), ("active", "=", False)]
        )
        wizard = cls.env["base.language.install"]
        wizard.create({"lang_ids": [(6, 0, missing.ids)]}).lang_install()
        cls.report = cls._reported().report_ids

    def test_the_report_on_paper(self):
        for lang, words in self.WORDS.items():
            self.leader.lang = lang
            reports = self.env["ir.actions.report"].with_user(self.leader)
            html, _kind = reports.with_context(lang=lang)._render_qweb_html(
                "qms_audit.action_report_audit_report", self.report.ids
            )
            for word in words:
                with self.subTest(lang=lang, word=word):
                    self.assertIn(word, html.decode())

    def test_what_is_owed(self):
        duty = self._duties(self.report.audit_id.sudo())
        expected = {
            "da_DK": "Accepter eller kommenter rapporten",
            "nb_NO": "Aksepter eller kommenter rapporten",
            "sv_SE": "Godta eller kommentera rapporten",
        }
        for lang, words in expected.items():
            with self.subTest(lang=lang):
                self.assertIn(words, duty.with_context(lang=lang).display_name)
