from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .common import AuditCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestAuditAcceptance(AuditCase):
    """The audited unit accepts or comments the report in time; then it stands."""

    def _verbs(self, audit):
        return set(self._duties(audit).mapped("verb"))

    def test_whoever_sends_it_decides_from_when_it_stands(self):
        audit = self._reported()
        # ten working days, as the company has it
        self.assertEqual(str(audit.date_stands), "2026-03-16")
        decision = self._decisions(audit)[-1:]
        content = decision.sudo()._details()[decision.id].content
        self.assertIn('"date_stands": "2026-03-16"', content)

    def test_the_days_are_the_companys(self):
        self.company.qms_audit_accept_days = 3
        self.assertEqual(str(self._reported().date_stands), "2026-03-05")

    def test_the_leader_of_the_unit_owes_an_answer_until_then(self):
        audit = self._reported()
        duty = self._duties(audit)
        self.assertEqual(
            (duty.verb, duty.user_id, str(duty.date_deadline)),
            ("accept_report", self.leader, "2026-03-16"),
        )
        target = duty.with_user(self.leader).action_open()
        self.assertEqual(
            (target["res_model"], target["res_id"]),
            ("qms.audit.report", audit.report_ids.id),
        )

    def test_accepting_it_begins_the_follow_up(self):
        audit = self._reported()
        audit.report_ids.with_user(self.leader).action_accept()
        self.assertEqual(audit.state, "follow_up")
        self.assertEqual(audit.accepted_unit_ids, self.home_care)
        self.assertEqual(self._verbs(audit), {"follow_up_audit"})

    def test_a_leader_above_or_a_deputy_may_too_and_nobody_else(self):
        audit = self._reported()
        for user in (self.nurse, self.manager, self.auditor, self.team):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                audit.with_user(user).action_accept()
        audit.with_user(self.head).action_accept()
        self.assertEqual(audit.state, "follow_up")

    def test_an_auditor_accepts_nothing_though_he_leads_the_unit(self):
        audit = self._reported()
        self.home_care.manager_id = self._employee(self.auditor)
        with self.assertRaises(AccessError):
            audit.action_accept()

    def test_with_several_units_all_their_leaders_accept(self):
        kitchen = self._new_unit("Kitchen", self._new_user("cook"), self.care)
        audit = self._reported(department_ids=(self.home_care | kitchen).ids)
        self.assertEqual(
            self._duties(audit).user_id, self.leader | kitchen.manager_id.user_id
        )
        audit.with_user(self.leader).action_accept()
        self.assertEqual(audit.state, "reported")
        self.assertEqual(self._duties(audit).user_id, kitchen.manager_id.user_id)
        audit.with_user(kitchen.manager_id.user_id).action_accept()
        self.assertEqual(audit.state, "follow_up")

    def test_after_the_time_it_stands_without_anybody_doing_anything(self):
        audit = self._reported()
        self.assertFalse(audit.is_standing)
        with self.assertRaisesRegex(UserError, "that it stands"):
            audit.action_follow_up()
        with freeze_time("2026-03-16"):
            audit.invalidate_recordset()
            self.assertTrue(audit.is_standing)
            with self.assertRaises(AccessError):
                audit.with_user(self.leader).action_comment(reason="Too late")
            audit.action_follow_up()
        self.assertEqual(audit.state, "follow_up")

    def test_then_the_nightly_run_asks_the_lead_instead_of_the_leader(self):
        audit = self._reported()
        with freeze_time("2026-03-16"), self.enter_registry_test_mode():
            self.env.ref("qms.ir_cron_resync_duties").method_direct_trigger()
            duty = self._duties(audit)
            self.assertEqual(
                (duty.verb, duty.user_id), ("follow_up_audit", self.auditor)
            )
            self.env.ref("qms.ir_cron_resync_duties").method_direct_trigger()
            self.assertEqual(self._duties(audit), duty)

    def test_a_comment_keeps_it_from_standing_until_the_lead_answers(self):
        audit = self._reported()
        with self.assertRaises(AccessError):
            audit.action_uphold(reason="There is nothing to answer")
        audit.with_user(self.leader).action_comment(reason="The cabinet was locked")
        self.assertEqual(self._duties(audit).user_id, self.auditor)
        self.assertEqual(self._verbs(audit), {"answer_comment"})
        with freeze_time("2026-06-01"):
            with self.assertRaisesRegex(UserError, "answer to the comment"):
                audit.action_follow_up()
        audit.action_uphold(reason="The photo shows it open")
        self.assertEqual(audit.state, "follow_up")

    def test_a_comment_needs_its_words(self):
        audit = self._reported()
        window = audit.with_user(self.leader).action_comment()
        self.assertEqual(window["res_model"], "qms.reason")
        self.assertFalse(audit.commented)

    def test_written_anew_it_is_accepted_anew(self):
        kitchen = self._new_unit("Kitchen", self._new_user("cook"), self.care)
        audit = self._reported(department_ids=(self.home_care | kitchen).ids)
        audit.with_user(self.leader).action_accept()
        audit.with_user(kitchen.manager_id.user_id).action_comment(reason="Not ours")
        audit.action_revise(reason="The kitchen is right")
        self.assertEqual(audit.state, "reporting")
        self.assertFalse(
            audit.accepted_unit_ids or audit.commented or audit.date_stands
        )
        audit.report_ids.conclusion = "The kitchen has nothing to do with it"
        audit.action_report()
        self.assertEqual(
            self._duties(audit).user_id, self.leader | kitchen.manager_id.user_id
        )

    def test_a_unit_without_leader_is_answered_for_by_the_next_one_up(self):
        self.home_care.manager_id = False
        audit = self._reported()
        self.assertEqual(self._duties(audit).user_id, self.head)
        audit.with_user(self.head).action_accept()
        self.assertEqual(audit.state, "follow_up")

    def test_where_nobody_can_accept_it_stands_by_its_day(self):
        audit = self._reported(department_ids=False, process_ids=self.process.ids)
        duty = self._duties(audit)
        self.assertEqual(
            (duty.verb, duty.user_id, str(duty.date_deadline)),
            ("follow_up_audit", self.auditor, "2026-03-16"),
        )
        with freeze_time("2026-03-16"):
            audit.action_follow_up()
        self.assertEqual(audit.state, "follow_up")

    def test_the_superuser_accepts_nothing(self):
        audit = self._reported()
        with self.assertRaises(AccessError):
            audit.with_user(1).action_accept()
