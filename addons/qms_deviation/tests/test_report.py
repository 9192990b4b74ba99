from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .common import DeviationCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestReport(DeviationCase):
    def test_a_report_makes_its_case_under_the_same_number(self):
        report = self._report()
        case = report.sudo().deviation_ids
        self.assertEqual(len(case), 1)
        self.assertEqual(case.number, report.number)
        self.assertEqual(case.state, "reported")
        self.assertEqual(case.confidentiality, "confidential")
        self.assertEqual(case.description, "The medicine cabinet stood open")

    def test_a_thousand_reports_cost_no_query_each(self):
        values = {
            "description": "The medicine cabinet stood open",
            "department_id": self.home_care.id,
            "company_id": self.company.id,
        }
        model = self.env["qms.report"].with_user(self.nurse)
        model.create([values] * 10)
        self.env.flush_all()

        def statements(count):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            model.create([values] * count)
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        few, many = statements(50), statements(1000)
        # Odoo inserts a hundred rows at once
        self.assertLess(many, few + 60, f"{few} for 50, {many} for 1,000")
        self.assertLessEqual(many, 100)

    def test_the_reporter_sees_state_and_answer_not_the_handling(self):
        report = self._report()
        case = report.sudo().deviation_ids
        self.assertEqual(report.case_state, "Reported")
        self.assertIn("Leader", report.reader_line)
        with self.assertRaises(AccessError):
            case.with_user(self.nurse).read(["cause"])

    def test_the_reporter_reads_the_answer_when_it_is_closed(self):
        case = self._closed()
        report = case.sudo().report_ids.with_user(self.nurse)
        self.assertEqual(report.answer, "Thank you, the lock is new.")

    def test_a_colleague_does_not_read_the_report(self):
        report = self._report()
        with self.assertRaises(AccessError):
            report.with_user(self.aide).read(["description"])

    def test_a_report_stays_as_it_was_sent(self):
        report = self._report()
        for user in (self.nurse, self.leader, self.manager):
            with self.assertRaises(UserError):
                report.with_user(user).write({"description": "Something else"})
        with self.assertRaises(UserError):
            report.sudo().unlink()

    def test_a_report_cannot_choose_its_case_or_its_reporter(self):
        other = self._case()
        report = self._report(reporter_id=self.aide.id, deviation_ids=[(4, other.id)])
        self.assertEqual(report.reporter_id, self.nurse)
        self.assertNotEqual(report.sudo().deviation_ids, other.sudo())

    def test_not_my_own_leader_goes_one_up_and_stays_hidden(self):
        report = self._report(not_own_leader=True)
        case = report.sudo().deviation_ids
        self.assertEqual(case.reading_department_id, self.care)
        self.assertFalse(case.with_user(self.leader).has_access("read"))
        self.assertFalse(
            self.env["qms.register"]
            .with_user(self.leader)
            .search([("id", "=", case.id)])
        )
        self.assertTrue(case.with_user(self.head).has_access("read"))
        self.assertEqual(self._duties(case).user_id, self.head)

    def test_the_reporter_is_told_by_mail_without_the_text(self):
        case = self._closed()
        mail = self.env["mail.mail"].search(
            [
                ("recipient_ids", "in", self.nurse.partner_id.ids),
                ("subject", "ilike", "answer"),
            ]
        )
        self.assertEqual(len(mail), 1)
        for word in ("cabinet", "the lock is new"):
            self.assertNotIn(word, mail.body_html.lower())
        self.assertIn(case.number, mail.subject)
