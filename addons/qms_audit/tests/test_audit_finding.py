from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .common import NEXT_DAY, AuditCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestAuditFinding(AuditCase):
    """A finding becomes a case of the audited unit, linked both ways."""

    def _raised(self, answer="minor"):
        finding = self._reported(answer=answer).finding_ids
        finding.action_raise()
        return finding, finding.sudo().deviation_id

    def test_a_nonconformity_becomes_a_deviation_reported_like_any_other(self):
        finding, case = self._raised()
        report = case.report_ids
        self.assertEqual(case.type_id, self.type_deviation)
        self.assertEqual(case.department_id, self.home_care)
        self.assertEqual(case.requirement_id, self.clause)
        self.assertEqual(report.reporter_id, self.auditor)
        self.assertIn("The cabinet stood open", case.description)
        self.assertIn(finding.number, case.description)
        self.assertEqual(self._duties(case).user_id, self.leader)

    def test_it_is_linked_both_ways(self):
        finding, case = self._raised()
        report = case.report_ids.with_user(self.auditor)
        self.assertEqual(
            (report.origin_model, report.origin_id), (finding._name, finding.id)
        )
        self.assertEqual(report.action_open_origin()["res_id"], finding.id)
        self.assertEqual(case.audit_finding_ids, finding)
        self.assertIn(case.number, finding.case_state)
        self.assertIn(case.number, finding.message_ids[0].body)

    def test_a_minor_one_is_due_in_the_days_of_the_company(self):
        _finding, case = self._raised("minor")
        # thirty working days after 2 March 2026, Easter among them
        self.assertEqual(str(case.date_deadline), "2026-04-16")

    def test_a_major_one_is_due_sooner(self):
        _finding, case = self._raised("major")
        self.assertEqual(str(case.date_deadline), "2026-03-16")

    def test_an_observation_becomes_a_proposal_if_wanted(self):
        _finding, case = self._raised("observation")
        self.assertEqual(case.flow, "proposal")

    def test_an_opportunity_becomes_a_proposal_if_wanted(self):
        _finding, case = self._raised("opportunity")
        self.assertEqual(case.flow, "proposal")

    def test_good_practice_becomes_no_case(self):
        finding = self._reported(answer="good").finding_ids
        with self.assertRaises(AccessError):
            finding.action_raise()

    def test_it_becomes_one_case_however_often_it_is_asked(self):
        finding, case = self._raised()
        with self.assertRaises(UserError):
            finding.action_raise()
        finding.action_withdraw(reason="No")
        finding.action_reinstate(reason="Yes")
        finding.action_raise()
        self.assertEqual(finding.sudo().deviation_id, case)

    def test_it_may_become_a_case_before_the_report_is_written(self):
        audit = self._running()
        audit.answer_ids.write({"answer": "major", "note": "No lock"})
        window = audit.answer_ids.action_note_finding()
        finding = self.env["qms.audit.finding"].browse(window["res_id"])
        finding.with_user(self.auditor).action_raise()
        self.assertTrue(finding.deviation_id)
        audit.action_conclude()
        self.assertEqual(audit.finding_ids, finding)

    def test_an_answer_has_one_finding(self):
        audit = self._running()
        audit.answer_ids.write({"answer": "minor", "note": "No lock"})
        audit.answer_ids.action_note_finding()
        audit.answer_ids.action_note_finding()
        self.assertEqual(len(audit.finding_ids), 1)

    def test_a_free_finding_needs_no_question(self):
        audit = self._running()
        finding = audit.finding_ids.create(
            {
                "audit_id": audit.id,
                "grade": "good",
                "statement": "The new folder is used",
            }
        )
        self.assertTrue(finding.number)
        self.assertEqual(finding.company_id, self.company)

    def test_it_needs_the_unit_it_belongs_to(self):
        finding = self._reported().finding_ids
        finding.sudo().department_id = False
        with self.assertRaisesRegex(UserError, "the unit it belongs to"):
            finding.action_raise()

    def test_findings_are_worded_until_the_report_is_sent(self):
        finding = self._concluded().finding_ids
        finding.statement = "One of three cabinets stood open"
        self._write_report(finding.audit_id)
        finding.audit_id.action_report()
        with self.assertRaises(UserError):
            finding.statement = "Nothing"
        with self.assertRaises(UserError):
            finding.create(
                {
                    "audit_id": finding.audit_id.id,
                    "grade": "minor",
                    "statement": "Late",
                }
            )

    def test_what_became_a_case_keeps_its_words(self):
        finding = self._concluded().finding_ids
        finding.action_raise()
        with self.assertRaises(UserError):
            finding.statement = "Nothing"

    def test_the_lead_alone_withdraws_and_says_why(self):
        finding = self._reported().finding_ids
        for user in (self.leader, self.manager):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                finding.with_user(user).action_withdraw(reason="No")
        self.assertEqual(finding.action_withdraw()["res_model"], "qms.reason")
        finding.action_withdraw(reason="The cabinet was empty")
        self.assertTrue(finding._is_settled())

    def test_outsiders_make_no_case_of_it(self):
        finding = self._reported().finding_ids
        for user in (self.leader, self.team, self.nurse, self.second):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                finding.with_user(user).action_raise()

    def test_an_answer_of_another_audit_is_not_borrowed(self):
        audit = self._running()
        other = self._running(**NEXT_DAY)
        with self.assertRaisesRegex(UserError, "belongs to another audit"):
            audit.finding_ids.create(
                {
                    "audit_id": audit.id,
                    "answer_id": other.answer_ids.id,
                    "grade": "minor",
                    "statement": "x",
                }
            )

    def test_its_case_is_never_settled_the_short_way(self):
        _finding, case = self._raised()
        case.with_user(self.leader).write(
            {"correction": "Locked", "enough_because": "It was once"}
        )
        with self.assertRaisesRegex(UserError, "an audit found it"):
            case.with_user(self.leader).action_settle()
        with self.assertRaisesRegex(UserError, "follows by itself"):
            case.with_user(self.leader).is_audit_finding = False

    def test_a_dismissed_case_is_no_proof(self):
        finding, case = self._raised()
        case.with_user(self.leader).action_dismiss(reason="No")
        self.assertFalse(finding._is_settled())

    def test_an_action_without_effect_is_no_proof(self):
        finding, case = self._raised()
        self._settle_case(case)
        self.assertTrue(finding._is_settled())
        case.action_ids.sudo()._write_guarded({"state": "ineffective"})
        self.assertFalse(finding._is_settled())
