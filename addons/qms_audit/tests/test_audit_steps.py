from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .common import DAY, AuditCase

REASON = {"reason": "Because"}


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestAuditSteps(AuditCase):
    """Who may take which step, and what has to be there."""

    def _may(self, audit, step, *users):
        """Those of ``users`` to whom the step is offered."""
        offered = {
            user
            for user in users
            if step in (audit.with_user(user).sudo(False)._allowed_transitions())
        }
        return {user.login.removeprefix("qms_") for user in offered}

    def _everybody(self):
        return (
            self.auditor,
            self.second,
            self.owner,
            self.manager,
            self.team,
            self.leader,
            self.head,
            self.nurse,
        )

    def _assert_may(self, audit, **expected):
        for step, logins in expected.items():
            with self.subTest(step=step):
                found = self._may(audit, step, *self._everybody())
                self.assertEqual(found, set(logins.split()))

    def _missing(self, audit, step):
        transition = audit._get_transition(step)
        return "\n".join(map(str, audit.sudo()._missing_for(transition)))

    def _with_programme(self, **kwargs):
        programme = self._programme()
        line = programme.line_ids
        return self._audit(
            programme_id=programme.id, programme_line_id=line.id, **kwargs
        )

    # ------------------------------------------------------------
    # Planning
    # ------------------------------------------------------------

    def test_the_lead_or_whoever_plans_settles_dates_and_team(self):
        audit = self._with_programme()
        self._assert_may(
            audit, schedule="auditor owner manager", cancel="owner manager"
        )

    def test_dates_team_objective_scope_and_criteria_are_there_first(self):
        audit = self._audit(
            lead_id=False, objective=False, scope=False, requirement_ids=False
        )
        missing = self._missing(audit, "schedule")
        for text in ("begins and ends", "lead auditor", "objective", "scope"):
            self.assertIn(text, missing)
        self.assertIn("criteria", missing)
        with self.assertRaisesRegex(UserError, "when it begins and ends"):
            audit.with_user(self.manager).action_schedule()
        self.assertEqual(audit.state, "planned")

    def test_it_is_said_what_is_audited(self):
        audit = self._audit(department_ids=False)
        self.assertIn("units or processes", self._missing(audit, "schedule"))
        audit.with_user(self.manager).process_ids = self.process
        self.assertNotIn("units or processes", self._missing(audit, "schedule"))

    def test_nobody_is_in_two_audits_at_once(self):
        self._scheduled()
        other = self._audit(
            department_ids=self.care.ids,
            date_start="2026-04-14 12:00:00",
            date_end="2026-04-14 15:00:00",
        )
        self.assertIn("at that time", self._missing(other, "schedule"))
        other.date_start = DAY[1]
        self.assertNotIn("at that time", self._missing(other, "schedule"))

    def test_back_to_planning_needs_a_reason(self):
        audit = self._scheduled()
        action = audit.action_unschedule()
        self.assertEqual(action["res_model"], "qms.reason")
        self.assertEqual(audit.state, "scheduled")
        audit.action_unschedule(**REASON)
        self.assertEqual(audit.state, "planned")

    def test_whoever_plans_cancels_with_a_reason_and_plans_again(self):
        audit = self._scheduled()
        with self.assertRaises(AccessError):
            audit.action_cancel(**REASON)
        audit.with_user(self.manager).action_cancel(**REASON)
        self.assertEqual(audit.state, "cancelled")
        self.assertEqual(str(audit.date_closed), "2026-03-02")
        audit.with_user(self.manager).action_plan_again(**REASON)
        self.assertEqual((audit.state, audit.date_closed), ("planned", False))

    def test_what_is_settled_about_its_place_in_the_programme_stays(self):
        audit = self._scheduled()
        programme = self._programme()
        with self.assertRaises(UserError):
            audit.with_user(self.manager).programme_id = programme
        with self.assertRaises(UserError):
            audit.with_user(self.manager).kind = "authority"

    def test_the_lead_does_not_choose_what_he_audits(self):
        audit = self._audit()
        audit.write({"scope": "Storage only", "place": "Ward 2"})
        for values in (
            {"department_ids": self.care.ids},
            {"process_ids": self.process.ids},
            {"lead_id": self.second.id},
            {"kind": "other"},
        ):
            with self.subTest(values=values), self.assertRaises(AccessError):
                audit.write(values)

    def test_its_company_stays(self):
        audit = self._audit()
        self.manager.company_ids |= self.branch
        with self.assertRaises(UserError):
            audit.with_user(self.manager).company_id = self.branch

    # ------------------------------------------------------------
    # Carrying it out
    # ------------------------------------------------------------

    def test_the_lead_alone_starts_concludes_and_reports(self):
        audit = self._scheduled()
        self._assert_may(audit, start="auditor")
        audit.action_start()
        self._assert_may(audit, conclude="auditor", cancel="manager")
        audit.answer_ids.answer = "conform"
        audit.action_conclude()
        self._assert_may(audit, report="auditor", resume="auditor")

    def test_an_audit_starts_with_a_checklist(self):
        audit = self._audit(date_start=DAY[0], date_end=DAY[1])
        audit.action_schedule()
        with self.assertRaisesRegex(UserError, "a checklist"):
            audit.action_start()

    def test_every_question_is_answered_first(self):
        audit = self._running()
        with self.assertRaisesRegex(UserError, "1 of 1 answers"):
            audit.action_conclude()

    def test_what_was_seen_is_said_at_a_nonconformity(self):
        audit = self._running()
        audit.answer_ids.answer = "minor"
        with self.assertRaisesRegex(UserError, "what was seen"):
            audit.action_conclude()

    def test_both_verdicts_need_their_reasons(self):
        audit = self._concluded()
        audit.report_ids.write({"conclusion": "Fine", "suitable": "yes"})
        missing = self._missing(audit, "report")
        self.assertIn("'suitable', with its reasons", missing)
        self.assertIn("'effective', with its reasons", missing)
        self._write_report(audit)
        self.assertFalse(self._missing(audit, "report"))

    def test_back_on_site_answers_may_change_and_findings_follow(self):
        audit = self._concluded()
        audit.action_resume(**REASON)
        audit.answer_ids.answer = "major"
        audit.action_conclude()
        self.assertEqual(audit.finding_ids.grade, "major")
        self.assertEqual(len(audit.finding_ids), 1)

    def test_a_finding_without_its_answer_is_withdrawn_before_the_report(self):
        audit = self._concluded()
        audit.action_resume(**REASON)
        audit.answer_ids.answer = "conform"
        audit.action_conclude()
        self._write_report(audit)
        with self.assertRaisesRegex(UserError, "withdrawn"):
            audit.action_report()
        audit.finding_ids.action_withdraw(**REASON)
        audit.action_report()
        self.assertEqual(audit.state, "reported")

    # ------------------------------------------------------------
    # Following up
    # ------------------------------------------------------------

    def test_it_closes_when_each_nonconformity_is_a_deviation_with_proven_effect(self):
        audit = self._followed_up()
        with self.assertRaisesRegex(UserError, "a deviation of the unit"):
            audit.action_close()
        audit.finding_ids.action_raise()
        with self.assertRaisesRegex(UserError, "closed, with its effect verified"):
            audit.action_close()
        self._settle_case(audit.finding_ids.sudo().deviation_id)
        audit.action_close()
        self.assertEqual(audit.state, "closed")

    def test_observations_close_with_the_audit(self):
        audit = self._followed_up(answer="observation")
        audit.action_close()
        self.assertEqual(audit.state, "closed")

    def test_closed_is_closed_all_round(self):
        audit = self._closed_audit()
        for record, values in (
            (audit, {"place": "x"}),
            (audit.report_ids, {"conclusion": "x"}),
            (audit.answer_ids, {"note": "x"}),
            (audit.finding_ids, {"statement": "x"}),
            (audit.member_ids, {"role": "auditor"}),
        ):
            with self.subTest(model=record._name), self.assertRaises(UserError):
                record.write(values)

    def test_whoever_plans_reopens_with_a_reason(self):
        audit = self._closed_audit()
        with self.assertRaises(AccessError):
            audit.action_reopen(**REASON)
        audit.with_user(self.manager).action_reopen(**REASON)
        self.assertEqual(audit.state, "follow_up")

    # ------------------------------------------------------------
    # No other way
    # ------------------------------------------------------------

    def test_the_state_changes_in_no_other_way(self):
        audit = self._audit()
        for values in (
            {"state": "closed"},
            {"date_stands": "2026-03-03"},
            {"accepted_unit_ids": self.home_care.ids},
            {"commented": True},
        ):
            with self.subTest(values=values), self.assertRaises(UserError):
                audit.sudo().write(values)
        with self.assertRaises(UserError):
            self._audit(state="reported")

    def test_a_step_of_the_others_is_none_of_an_internal_audit(self):
        audit = self._audit(date_start=DAY[0], date_end=DAY[1])
        with self.assertRaisesRegex(UserError, "not possible"):
            audit.action_receive()

    def test_the_superuser_decides_nothing(self):
        audit = self._audit(date_start=DAY[0], date_end=DAY[1])
        with self.assertRaises(AccessError):
            audit.with_user(1).action_schedule()

    def test_an_audit_is_not_deleted(self):
        audit = self._audit()
        with self.assertRaises(UserError):
            audit.with_user(self.manager).unlink()

    def test_it_ends_after_it_begins_and_the_report_is_due_after_that(self):
        audit = self._audit(date_start=DAY[0], date_end=DAY[1])
        # ten working days after 14 April 2026
        self.assertEqual(str(audit.date_report_due), "2026-04-28")
        self.assertIn("9:00", audit.with_context(lang="en_US").when_line)

    def test_a_new_one_is_offered_to_who_may_make_it(self):
        self._programme()
        for user, offered in (
            (self.manager, True),
            (self.owner, True),
            (self.auditor, False),
            (self.leader, False),
        ):
            model = self.env["qms.audit"].with_user(user)
            arch = model.get_views([(False, "list")])["views"]["list"]["arch"]
            with self.subTest(user=user.login):
                self.assertEqual('create="0"' not in arch, offered)

    def test_the_hour_of_the_night_the_clocks_change_is_that_of_the_company(self):
        audit = self._audit(
            date_start="2026-03-27 12:00:00", date_end="2026-03-30 07:00:00"
        )
        self.assertEqual(audit._local(audit.date_start).hour, 13)
        self.assertEqual(audit._local(audit.date_end).hour, 9)
