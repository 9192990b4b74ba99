from odoo.tests import freeze_time, tagged

from odoo.addons.qms_deviation.tests.test_statements import StatementsCase

from .common import AuditCase

QUESTIONS = 150


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestAuditStatements(AuditCase, StatementsCase):
    """What an audit costs does not follow the number of its questions."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._report_before = cls._reported()
        cls.audit = cls._running(
            date_start="2026-04-20 07:00:00", date_end="2026-04-20 13:00:00"
        )
        cls._fill(cls.audit, QUESTIONS)

    @classmethod
    def _fill(cls, audit, count):
        values = {
            "audit_id": audit.id,
            "source": "bank",
            "requirement_id": cls.clause.id,
            "process_id": cls.process.id,
        }
        audit.answer_ids.create(
            [{**values, "question": f"Question {place}?"} for place in range(count)]
        )

    def _form(self, user):
        audit = self.audit.with_user(user)
        shown = self._specification(audit, "form")
        return self._spent(lambda: audit.web_read(shown))

    def test_the_form_of_an_audit_of_150_questions(self):
        for user in (self.auditor, self.manager, self.leader):
            with self.subTest(user=user.login):
                self.assertLessEqual(self._form(user), 45)

    def test_it_is_the_same_with_twice_as_many(self):
        before = self._form(self.auditor)
        self._fill(self.audit, QUESTIONS)
        self.assertEqual(self._form(self.auditor), before)

    def test_opening_the_questions_on_site(self):
        def cards():
            return self.audit.action_read_on_site()["cards"]

        before = self._spent(cards)
        self.assertLessEqual(before, 25)
        self._fill(self.audit, QUESTIONS)
        self.assertEqual(self._spent(cards), before)
        self.assertGreater(len(cards()), 2 * QUESTIONS)

    def test_a_checklist_is_drawn_in_statements_that_do_not_follow_its_length(self):
        def drawn(count):
            self._question_list(count)
            audits = [self._audit() for _round in range(2)]
            return self._spent(lambda: audits.pop().action_draw_checklist())

        self.assertLessEqual(drawn(150) - drawn(20), 12)

    def _question_list(self, count):
        self.env["qms.audit.question"].search([]).active = False
        self.env["qms.audit.question"].create(
            [
                {
                    "text": f"Question {place}?",
                    "requirement_ids": self.clause.ids,
                    "company_id": self.company.id,
                }
                for place in range(count)
            ]
        )

    def test_the_figures_of_a_programme_do_not_follow_its_lines(self):
        def figures(count):
            units = self.env["hr.department"].create(
                [
                    {"name": f"Unit {place}", "company_id": self.company.id}
                    for place in range(count)
                ]
            )
            lines = self._programme(
                line_ids=[(0, 0, {"department_id": unit.id}) for unit in units]
            ).line_ids
            # read together, as a form does; an emptied cache knows of no others
            lines = lines.browse(lines.ids)
            return self._spent(lambda: lines.read(["open_cases", "last_audit"]))

        self.assertLessEqual(figures(40) - figures(5), 10)

    def test_a_list_of_audits(self):
        audits = self.env["qms.audit"].with_user(self.manager)
        values = {
            "name": "x",
            "company_id": self.company.id,
            "department_ids": self.home_care.ids,
            "lead_id": self.auditor.id,
        }
        audits.create([values] * 60)
        shown = self._specification(audits, "list")
        spent = self._spent(lambda: audits.web_search_read([], shown, limit=80))
        self.assertLessEqual(spent, 20)
