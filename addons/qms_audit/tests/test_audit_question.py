from odoo.exceptions import AccessError, ValidationError
from odoo.tests import freeze_time, tagged
from odoo.tools import file_open

from .common import AuditCase

OPTIONS = {
    "quoting": '"',
    "separator": ",",
    "has_headers": True,
    "encoding": "utf-8",
    "float_thousand_separator": ",",
    "float_decimal_separator": ".",
}


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestAuditQuestion(AuditCase):
    """The question bank and how it is filled."""

    def _import(self, content, columns, user=None, dryrun=False):
        screen = (
            self.env["base_import.import"]
            .with_user(user or self.manager)
            .create(
                {
                    "res_model": "qms.audit.question",
                    "file": content,
                    "file_type": "text/csv",
                    "file_name": "questions.csv",
                }
            )
        )
        return screen.execute_import(columns, columns, dict(OPTIONS), dryrun)

    def test_a_clause_is_found_by_its_number(self):
        question = self._question("Who audits?", clauses="9.2.2, 9.2.1")
        self.assertEqual(
            question.requirement_ids,
            self.env.ref("qms.iso9001_2015_9_2_2")
            | self.env.ref("qms.iso9001_2015_9_2_1"),
        )
        question.invalidate_recordset()
        self.assertEqual(question.clauses, "9.2.1, 9.2.2")

    def test_unknown_clauses_are_named(self):
        with self.assertRaisesRegex(ValidationError, "99.1"):
            self._question("Who audits?", clauses="9.2.2, 99.1")

    def test_during_a_transition_the_clauses_of_both_editions_are_meant(self):
        edition = self.env.ref("qms.iso9001_2026")
        edition.active = True
        clause = (
            self.env["qms.requirement"]
            .with_context(active_test=False)
            .search([("standard_id", "=", edition.id), ("number", "=", "4.1")])
        )
        clause.active = True
        question = self._question("What changes around you?", clauses="4.1")
        self.assertEqual(len(question.requirement_ids), 2)

    def test_clauses_that_are_changed_leave_own_requirements_alone(self):
        question = self._question("x", requirement_ids=self.requirement.ids)
        question.clauses = "9.2.2"
        self.assertIn(self.requirement, question.requirement_ids)
        self.assertEqual(question.clauses, "9.2.2")

    def test_the_template_is_taken_in_by_odoos_import_screen(self):
        [template] = self.env["qms.audit.question"].get_import_templates()
        path = template["template"].removeprefix("/")
        with file_open(path, "rb") as file:
            content = file.read()
        result = self._import(content, ["clauses", "code", "text", "hint"])
        self.assertFalse([m for m in result["messages"] if m["type"] == "error"])
        self.env.invalidate_all()
        found = self.env["qms.audit.question"].browse(result["ids"])
        self.assertEqual(found.mapped("clauses"), ["9.2.1, 9.2.2", "8.4"])

    def test_the_columns_are_found_by_their_titles(self):
        screen = self.env["base_import.import"].create(
            {
                "res_model": "qms.audit.question",
                "file": b"clause,question\n4.1,What affects you?\n",
                "file_type": "text/csv",
                "file_name": "q.csv",
            }
        )
        preview = screen.parse_preview({**OPTIONS, "sheet": ""})
        self.assertEqual(preview["matches"], {0: ["clauses"], 1: ["text"]})

    def test_a_bad_clause_brings_nothing_in(self):
        result = self._import(
            b"clause,question\n4.1,What?\n77.7,Which?\n", ["clauses", "text"]
        )
        self.assertFalse(result["ids"])
        self.assertIn("77.7", result["messages"][0]["message"])

    def test_a_register_of_questions_is_filled_from_excel_in_the_first_month(self):
        sheet = self.env.ref("qms_audit.sheet_audit_questions").with_user(self.manager)
        self.assertEqual(list(sheet._labels()), ["clauses", "code", "text", "hint"])
        self.assertTrue(sheet._make_template())
        self.assertIn(sheet, sheet._usable())

    def test_auditors_read_and_quality_managers_write(self):
        self.assertEqual(
            self.question.with_user(self.auditor).text, "How is medicine stored?"
        )
        with self.assertRaises(AccessError):
            self.question.with_user(self.auditor).text = "x"
        with self.assertRaises(AccessError):
            self.question.with_user(self.nurse).read(["text"])
        self.question.with_user(self.manager).text = "Where is medicine kept?"

    def test_it_is_asked_in_the_language_of_the_company(self):
        self.env["res.lang"]._activate_lang("da_DK")
        self.question.with_context(lang="da_DK").text = "Hvordan opbevares medicin?"
        self.company.partner_id.lang = "da_DK"
        audit = self._audit()
        audit.action_draw_checklist()
        self.assertEqual(audit.answer_ids.question, "Hvordan opbevares medicin?")
