from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged

from .proposal_common import ProposalCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestProposalAccept(ProposalCase):
    """A person accepts it, whole or line by line, or changes it first."""

    def test_what_is_accepted_stands_on_the_audit(self):
        proposal = self._propose()
        proposal.action_accept()
        audit = self.first
        self.assertEqual(audit.lead_id, self.auditor)
        self.assertEqual(audit.member_ids.user_id, self.auditor | self.second)
        self.assertEqual(str(audit.date_planned), "2026-04-14")
        self.assertEqual(str(audit.date_start), "2026-04-14 07:00:00")
        self.assertEqual(str(audit.date_end), "2026-04-14 13:00:00")
        self.assertEqual(
            (self.first | self.later).mapped("state"), ["scheduled", "scheduled"]
        )
        self.assertEqual(proposal.outcome, "Accepted: 2")

    def test_it_is_the_ordinary_step_of_whoever_accepts(self):
        self._propose().action_accept()
        decision = self._decisions(self.first)
        self.assertEqual(decision.verb, "schedule")
        self.assertEqual(decision.role, "owner")

    def test_one_line_alone(self):
        proposal = self._propose()
        self._line(proposal, self.later).action_accept()
        self.assertFalse(self.first.lead_id)
        self.assertEqual(self.later.state, "scheduled")
        self.assertEqual(proposal.line_ids.filtered("is_ready").audit_id, self.first)

    def test_accepted_twice_nothing_happens_twice(self):
        proposal = self._propose()
        proposal.action_accept()
        proposal.action_accept()
        proposal.line_ids.action_accept()
        self.assertEqual(len(self._decisions(self.first)), 1)
        self.assertEqual(len(self.first.member_ids), 2)

    def test_a_changed_line_is_accepted_as_changed(self):
        proposal = self._propose()
        line = self._line(proposal, self.first)
        line.write(
            {"lead_id": self.second.id, "member_ids": False, "day": "2026-04-16"}
        )
        self.assertIn("The team has 1 of 2 auditors.", line.problems)
        line.despite = True
        proposal.action_accept()
        self.assertEqual(self.first.member_ids.user_id, self.second)
        self.assertEqual(str(self.first.date_start), "2026-04-16 07:00:00")

    def test_who_was_in_the_team_and_is_no_longer_leaves_it(self):
        self.first.write({"lead_id": self.auditor.id})
        member = {"audit_id": self.first.id, "user_id": self.second.id}
        self.env["qms.audit.member"].with_user(self.owner).create(member)
        observer = {**member, "user_id": self.nurse.id, "role": "observer"}
        self.env["qms.audit.member"].with_user(self.owner).create(observer)
        proposal = self._propose(team_size=1)
        line = self._line(proposal, self.first)
        line.member_ids = False
        proposal.action_accept()
        self.assertEqual(self.first.member_ids.user_id, self.auditor | self.nurse)

    def test_what_does_not_hold_needs_a_persons_word(self):
        proposal = self._propose()
        line = self._line(proposal, self.first)
        line.day = date(2026, 4, 11)
        self.assertEqual(line.problems.count("no working day"), 1)
        proposal.action_accept()
        self.assertEqual(self.first.state, "planned")
        line.despite = True
        proposal.action_accept()
        self.assertEqual(str(self.first.date_start), "2026-04-11 07:00:00")

    def test_where_something_is_missing_the_audit_stays_planned_and_says_what(self):
        self.first.objective = False
        proposal = self._propose()
        proposal.action_accept()
        line = self._line(proposal, self.first)
        self.assertTrue(line.is_accepted)
        self.assertEqual(self.first.state, "planned")
        self.assertEqual(self.first.lead_id, self.auditor)
        self.assertIn("still missing: the objective", line.left)

    def test_it_can_be_accepted_without_settling(self):
        self._propose(settle=False).action_accept()
        self.assertEqual(self.first.state, "planned")
        self.assertEqual(str(self.first.date_start), "2026-04-14 07:00:00")

    def test_the_night_the_clocks_change_moves_no_hour(self):
        self.first.date_planned = "2026-03-27"
        self.later.date_planned = "2026-03-30"
        self._propose().action_accept()
        self.assertEqual(str(self.first.date_start), "2026-03-27 08:00:00")
        self.assertEqual(str(self.later.date_start), "2026-03-30 07:00:00")

    # ------------------------------------------------------------
    # The world changes meanwhile
    # ------------------------------------------------------------

    def test_an_auditor_who_left_meanwhile_is_refused_the_others_are_accepted(self):
        proposal = self._propose(team_size=1)
        self.auditor.active = False
        proposal.line_ids.action_accept()
        self.assertFalse(self.first.lead_id)
        self.assertIn(
            "does not work here any more", self._line(proposal, self.first).refusal
        )
        self.assertEqual(self.later.lead_id, self.second)

    def test_who_is_no_auditor_any_more_is_refused(self):
        proposal = self._propose(team_size=1)
        self.env.ref("qms.group_auditor").user_ids = self.second
        proposal.line_ids.action_accept()
        self.assertFalse(self.first.lead_id)
        self.assertIn(
            "is not named as internal auditor",
            self._line(proposal, self.first).refusal,
        )

    def test_who_works_there_by_now_is_refused_whatever_one_says(self):
        proposal = self._propose(team_size=1)
        employee = self.env["hr.employee"].search([("user_id", "=", self.auditor.id)])
        employee.department_id = self.home_care
        line = self._line(proposal, self.first)
        line.despite = True
        line.action_accept()
        self.assertFalse(self.first.lead_id)
        self.assertIn("works in Home care", line.refusal)

    def test_a_day_taken_meanwhile_is_refused(self):
        proposal = self._propose(team_size=1)
        self._event(self.auditor, "2026-04-14")
        line = self._line(proposal, self.first)
        line.action_accept()
        self.assertFalse(self.first.lead_id)
        self.assertIn("Auditor: busy on 14 April", line.refusal)

    def test_an_audit_that_was_changed_meanwhile_is_left_alone(self):
        proposal = self._propose()
        self.first.lead_id = self.second
        line = self._line(proposal, self.first)
        line.action_accept()
        self.assertEqual(self.first.lead_id, self.second)
        self.assertIn("was changed meanwhile", line.refusal)

    def test_an_audit_that_was_cancelled_meanwhile_is_left_alone(self):
        proposal = self._propose()
        self.first.action_cancel(reason="The unit moves")
        self._line(proposal, self.first).action_accept()
        self.assertEqual(self.first.state, "cancelled")
        self.assertFalse(self.first.lead_id)

    def test_nobody_gets_into_two_audits_on_a_day(self):
        proposal = self._propose(team_size=1)
        lines = proposal.line_ids
        lines.write({"lead_id": self.auditor.id, "day": "2026-04-14", "despite": True})
        lines.action_accept()
        self.assertFalse(self.first.lead_id | self.later.lead_id)
        self.assertIn("in another audit on 14 April", lines[:1].refusal)

    def test_proposed_anew_what_was_accepted_stays(self):
        proposal = self._propose()
        self._line(proposal, self.first).action_accept()
        proposal.action_propose()
        self.assertTrue(self._line(proposal, self.first).is_accepted)
        self.assertEqual(self._line(proposal, self.later).lead_id, self.second)

    def test_what_is_accepted_no_longer_changes_here(self):
        proposal = self._propose()
        proposal.action_accept()
        with self.assertRaises(UserError):
            self._line(proposal, self.first).day = date(2026, 5, 5)


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestProposalRoles(ProposalCase):
    """Only who may plan may have a plan proposed, and reads it alone."""

    def test_who_answers_for_the_programme_and_the_quality_manager_may(self):
        for user in (self.owner, self.manager):
            self.assertEqual(len(self._propose(user).line_ids), 2)

    def test_others_may_not(self):
        for user in (self.nurse, self.leader, self.auditor, self.team, self.director):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._propose(user)

    def test_nor_who_is_of_another_company(self):
        stranger = self._new_user(
            "planner", "qms.group_quality_manager", self.other_company
        )
        with self.assertRaises(AccessError):
            self._propose(stranger)

    def test_nobody_else_reads_it(self):
        proposal = self._propose()
        for user in (self.manager, self.auditor, self.nurse):
            with self.subTest(user=user.login):
                self.assertFalse(proposal.with_user(user).has_access("read"))
                self.assertFalse(proposal.line_ids.with_user(user).has_access("read"))

    def test_who_answers_for_it_no_longer_does_not_accept_it(self):
        proposal = self._propose()
        self.programme.sudo().owner_id = self.director
        with self.assertRaises(AccessError):
            proposal.action_accept()
        with self.assertRaises(AccessError):
            proposal.line_ids.action_accept()
        self.assertFalse(self.first.sudo().lead_id)

    def test_an_audit_of_another_programme_is_refused(self):
        other = self._programme(line_ids=[])
        foreign = self._audit(programme_id=other.id)
        values = {"proposal_id": self._propose().id, "audit_id": foreign.id}
        lines = self.env["qms.audit.proposal.line"].with_user(self.owner)
        with self.assertRaises(ValidationError):
            lines.create(values)

    def test_a_line_goes_to_no_other_audit_or_proposal(self):
        line = self._line(self._propose(), self.first)
        for values in (
            {"audit_id": self.later.id},
            {"proposal_id": self._propose().id},
            {"seen": self.later._plan_mark()},
        ):
            with self.subTest(values=values), self.assertRaises(UserError):
                line.write(values)

    def test_a_programme_that_does_not_hold_is_not_planned(self):
        draft = self._programme().with_user(self.owner)
        with self.assertRaises(UserError):
            draft.action_propose_plan()

    def test_a_mark_of_one_s_own_opens_nothing(self):
        """A client that calls its line accepted has accepted nothing."""
        line = self._line(self._propose(), self.first)
        line.is_accepted = True
        self.assertFalse(self.first.lead_id)
