from datetime import date

from odoo import Command
from odoo.tests import freeze_time, tagged

from .proposal_common import ProposalCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestProposal(ProposalCase):
    """What is proposed, and what is said about it."""

    def test_each_audit_gets_a_lead_a_team_and_a_day_with_reasons(self):
        line = self._line(self._propose(), self.first)
        self.assertEqual(line.lead_id, self.auditor)
        self.assertEqual(line.member_ids, self.second)
        self.assertEqual(line.day, date(2026, 4, 14))
        self.assertFalse(line.problems)
        self.assertTrue(line.is_ready)
        self.assertIn(
            "Auditor: independent and qualified, no audit so far, free 14 April",
            line.reasons,
        )
        self.assertIn("Leader of what is audited: free 14 April", line.reasons)

    def test_who_led_less_leads_the_next(self):
        proposal = self._propose()
        self.assertEqual(self._line(proposal, self.later).lead_id, self.second)

    def test_audits_so_far_in_the_cycle_are_counted(self):
        before = self._planned("Before", "2026-01-12", self.care)
        before.lead_id = self.auditor
        before.date_start, before.date_end = "2026-01-12 08:00", "2026-01-12 12:00"
        line = self._line(self._propose(), self.first)
        self.assertEqual(line.lead_id, self.second)
        self.assertIn(
            "Auditor: independent and qualified, 1 audit so far", line.reasons
        )

    def test_audits_that_are_complete_or_of_another_year_are_left_alone(self):
        self.later.lead_id = self.auditor
        self.later.date_start, self.later.date_end = (
            "2026-04-21 08:00",
            "2026-04-21 12:00",
        )
        self._planned("Another year", "2027-04-21", self.care)
        self.assertEqual(self._propose().line_ids.audit_id, self.first)

    def test_what_is_settled_is_kept(self):
        self.first.lead_id = self.second
        line = self._line(self._propose(), self.first)
        self.assertEqual((line.lead_id, line.member_ids), (self.second, self.auditor))

    def test_the_programme_asks_for_missing_audits_too(self):
        self.programme.line_ids.sudo().frequency = 4
        action = self.programme.action_propose_plan()
        proposal = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual(len(self.programme.audit_ids), 4)
        self.assertEqual(len(proposal.line_ids), 4)

    # ------------------------------------------------------------
    # Independent
    # ------------------------------------------------------------

    def test_nobody_audits_his_own_unit(self):
        own = self._auditor("own", self.home_care)
        line = self._line(self._propose(team_size=3), self.first)
        self.assertNotIn(own, line.lead_id | line.member_ids)
        line.lead_id = own
        self.assertIn("Own: works in Home care", line.problems)
        self.assertTrue(line.is_hard)

    def test_nobody_audits_his_own_process(self):
        self.process.owner_id = self.auditor
        self.first.process_ids = self.process
        line = self._line(self._propose(team_size=1), self.first)
        self.assertEqual(line.lead_id, self.second)

    def test_nobody_audits_where_he_handles_a_case(self):
        case = self._case()
        case.action_release()
        case.write({"handler_ids": [Command.link(self.auditor.id)]})
        line = self._line(self._propose(team_size=1), self.first)
        self.assertEqual(line.lead_id, self.second)

    def test_a_leader_above_is_not_independent(self):
        self.env.ref("qms.group_auditor").user_ids = self.head
        line = self._line(self._propose(), self.first)
        self.assertFalse(line.lead_id)
        self.assertIn("None of the 1 auditors is independent here.", line.problems)

    def test_after_a_merger_the_successors_people_are_not_independent(self):
        """The unit was merged into another in the middle of the cycle."""
        district = self._new_unit("District", self._new_user("chief"), self.care)
        worker = self._auditor("worker", district)
        self.home_care.sudo().write({"qms_successor_id": district.id, "active": False})
        line = self._line(self._propose(team_size=4), self.first)
        self.assertNotIn(worker, line.lead_id | line.member_ids)

    # ------------------------------------------------------------
    # Free
    # ------------------------------------------------------------

    def test_who_is_busy_in_the_calendar_is_asked_for_another_day(self):
        self._event(self.auditor, "2026-04-14")
        line = self._line(self._propose(), self.first)
        self.assertEqual(line.day, date(2026, 4, 13))

    def test_what_was_declined_or_leaves_one_free_does_not_count(self):
        self._event(self.auditor, "2026-04-14").attendee_ids.do_decline()
        self._event(self.second, "2026-04-14", show_as="free")
        self._event(self.second, "2026-04-14", hours=(14, 15))
        line = self._line(self._propose(), self.first)
        self.assertEqual(line.day, date(2026, 4, 14))

    def test_the_leader_of_the_audited_unit_is_free_too(self):
        self._event(self.leader, "2026-04-14")
        line = self._line(self._propose(), self.first)
        self.assertEqual(line.day, date(2026, 4, 13))

    def test_what_stands_in_a_calendar_is_told_to_nobody(self):
        self._event(self.auditor, "2026-04-14")
        line = self._line(self._propose(), self.first)
        line.day = date(2026, 4, 14)
        self.assertIn("Auditor: busy on 14 April", line.problems)
        self.assertNotIn("private", line.problems + (line.reasons or ""))

    def test_who_is_away_is_not_asked(self):
        self.env["qms.absence"].create(
            {
                "user_id": self.auditor.id,
                "date_from": "2026-04-01",
                "date_to": "2026-05-31",
            }
        )
        line = self._line(self._propose(team_size=1), self.first)
        self.assertEqual(line.lead_id, self.second)
        line.lead_id = self.auditor
        self.assertIn("Auditor: away on 14 April", line.problems)

    def test_working_hours_hold(self):
        hours = self.env["resource.calendar"].create(
            {
                "name": "Not on Tuesdays",
                "company_id": self.company.id,
                "attendance_ids": [
                    Command.create(
                        {
                            "name": day,
                            "dayofweek": day,
                            "hour_from": 8,
                            "hour_to": 16,
                            "day_period": "morning",
                        }
                    )
                    for day in "0234"
                ],
            }
        )
        employee = self.env["hr.employee"].search([("user_id", "=", self.auditor.id)])
        employee.resource_calendar_id = hours
        line = self._line(self._propose(), self.first)
        self.assertEqual(line.day, date(2026, 4, 13))

    def test_closing_weeks_and_holidays_hold(self):
        self.env["qms.closing.day"].create(
            {
                "name": "Closed",
                "company_id": self.company.id,
                "date_from": "2026-04-13",
                "date_to": "2026-04-17",
            }
        )
        line = self._line(self._propose(), self.first)
        self.assertEqual(line.day, date(2026, 4, 10))

    def test_another_audit_takes_the_day(self):
        self._audit(date_start="2026-04-14 07:00", date_end="2026-04-14 13:00")
        line = self._line(self._propose(), self.first)
        self.assertNotEqual(line.day, date(2026, 4, 14))
        line.day = date(2026, 4, 14)
        self.assertIn("Auditor: in another audit on 14 April", line.problems)
        self.assertTrue(line.is_hard)

    def test_days_are_offered_where_odoo_knows_no_calendar(self):
        self._event(self.second, "2026-03-20")
        self._event(self.leader, "2026-03-20")
        line = self._line(self._propose(), self.first)
        self.assertIn(
            "Nothing in Odoo's calendar: Auditor. Days to offer:", line.reasons
        )

    # ------------------------------------------------------------
    # Bounds
    # ------------------------------------------------------------

    def test_nobody_is_asked_at_short_notice(self):
        soon = self._planned("Soon", "2026-03-04", self.care)
        self.assertEqual(soon._proposal_bounds()[0], date(2026, 3, 16))
        line = self._line(self._propose(), soon)
        self.assertEqual(line.day, date(2026, 3, 16))

    def test_the_cycle_is_the_limit(self):
        last = self._planned("Last", "2026-12-30", self.care)
        self.assertEqual(last._proposal_bounds()[1], date(2026, 12, 31))

    def test_no_free_day(self):
        self._event(self.leader, "2026-03-01", hours=(6, 7), stop="2026-07-01 12:00:00")
        line = self._line(self._propose(), self.first)
        self.assertFalse(line.lead_id or line.day or line.is_ready)
        self.assertIn("No working day from 16 March to 14 May", line.problems)

    def test_no_auditor_at_all(self):
        self.env.ref("qms.group_auditor").user_ids = False
        proposal = self._propose()
        line = self._line(proposal, self.first)
        self.assertIn("There is no internal auditor yet.", line.problems)
        proposal.action_accept()
        self.assertFalse(self.first.lead_id)
        self.assertEqual(
            proposal.summary,
            "Audits: 2. Accepted: 0. Can be accepted: 0. Need a person's eye: 2.",
        )

    def test_a_team_that_is_too_small_is_said(self):
        line = self._line(self._propose(team_size=3), self.first)
        self.assertIn("The team has 2 of 3 auditors.", line.problems)
        self.assertFalse(line.is_ready or line.is_hard)

    def test_who_left_and_was_lead_is_replaced(self):
        self.first.lead_id = self.auditor
        self.auditor.active = False
        line = self._line(self._propose(team_size=1), self.first)
        self.assertEqual(line.lead_id, self.second)
