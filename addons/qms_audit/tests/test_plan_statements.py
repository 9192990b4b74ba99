from datetime import date, timedelta

from odoo import Command
from odoo.tests import freeze_time, tagged

from .proposal_common import ProposalCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestPlanStatements(ProposalCase):
    """A year's plan is read at once: the cost is not that of auditors times days."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.units = cls.env["hr.department"].create(
            [
                {
                    "name": f"Unit {number}",
                    "company_id": cls.company.id,
                    "parent_id": cls.administration.id,
                }
                for number in range(20)
            ]
        )
        for unit in cls.units:
            leader = cls._new_user(f"leader_{unit.id}")
            unit.manager_id = cls._new_employee(leader, unit)

    def _auditors(self, count):
        group = self.env.ref("base.group_user") | self.env.ref("qms.group_auditor")
        users = self.env["res.users"].create(
            [
                {
                    "name": f"Auditor {number}",
                    "login": f"plan_auditor_{number}",
                    "company_id": self.company.id,
                    "company_ids": [Command.set(self.company.ids)],
                    "group_ids": [Command.set(group.ids)],
                }
                for number in range(count)
            ]
        )
        self.env["hr.employee"].create(
            [
                {
                    "name": user.name,
                    "user_id": user.id,
                    "company_id": self.company.id,
                    "department_id": self.units[place % len(self.units)].id,
                }
                for place, user in enumerate(users)
            ]
        )
        for place, user in enumerate(users):
            self._event(user, date(2026, 4, 1) + timedelta(days=place))
        return users

    def _many(self, count):
        values = {
            "company_id": self.company.id,
            "programme_id": self.programme.id,
            "requirement_ids": self.clause.ids,
        }
        return self.env["qms.audit"].create(
            [
                {
                    **values,
                    "name": f"Audit {number}",
                    "department_ids": self.units[number % len(self.units)].ids,
                    "date_planned": date(2026, 4, 1) + timedelta(days=number * 4),
                }
                for number in range(count)
            ]
        )

    def _spent(self, function):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        result = function()
        self.env.flush_all()
        return result, self.env.cr.sql_log_count - before

    def test_a_proposal_for_60_audits_and_40_auditors(self):
        self._auditors(38)
        self._many(58)
        self._propose()
        proposal, spent = self._spent(self._propose)
        self.assertEqual(len(proposal.line_ids), 60)
        self.assertLessEqual(spent, 160)
        _lines, read = self._spent(lambda: proposal.line_ids.mapped("reasons"))
        self.assertLessEqual(read, 70)
        self._assert_it_holds(proposal)

    def test_accepting_60_of_them_at_once_with_their_invitations(self):
        self._auditors(38)
        audits = self._many(58)
        audits.write({"objective": "Does it work?", "scope": "This year"})
        proposal = self._propose()
        self.env.cr.flush()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        proposal.action_accept()
        self.env.cr.flush()
        spent = self.env.cr.sql_log_count - before
        self.assertEqual(proposal.outcome, "Accepted: 60")
        self.assertEqual(set(audits.mapped("state")), {"scheduled"})
        invited = audits.sudo().invitation_ids
        self.assertEqual(len(invited.filtered("is_told")), len(invited))
        self.assertGreaterEqual(len(invited), 3 * 58)
        self.assertLess(spent, 600)

    def _assert_it_holds(self, proposal):
        """Asked of the records themselves, one by one."""
        taken = set()
        for line in proposal.line_ids:
            people = line.lead_id | line.member_ids
            self.assertTrue(line.lead_id and line.day)
            self.assertTrue(self.company._qms_is_workday(line.day))
            audit = line.audit_id
            self.assertFalse(any(audit._obstacles(people).values()))
            busy = self.env["calendar.event"].search(
                [
                    ("partner_ids", "in", people.partner_id.ids),
                    ("start", ">=", f"{line.day} 07:00:00"),
                    ("start", "<", f"{line.day} 13:00:00"),
                ]
            )
            self.assertFalse(busy)
            days = {(user.id, line.day) for user in people}
            self.assertTrue(days.isdisjoint(taken))
            taken |= days

    def test_more_audits_and_auditors_cost_no_more_statements(self):
        self._auditors(4)
        self._many(4)
        self._propose()
        proposal, few = self._spent(self._propose)
        _lines, few_read = self._spent(lambda: proposal.line_ids.mapped("reasons"))
        self._many(30)
        self._propose()
        proposal, many = self._spent(self._propose)
        _lines, many_read = self._spent(lambda: proposal.line_ids.mapped("reasons"))
        self.assertLessEqual(many - few, 10)
        self.assertLessEqual(many_read - few_read, 5)

    def test_the_coverage_of_200_processes_and_150_requirements(self):
        requirements = self.env["qms.requirement"].create(
            [
                {"name": f"Rule {number}", "kind": "procedure", "company_id": False}
                for number in range(150)
            ]
        )
        processes = self.env["qms.process"].create(
            [
                {
                    "name": f"Process {number}",
                    "company_id": self.company.id,
                    "requirement_ids": [Command.set(requirements.ids)],
                }
                for number in range(200)
            ]
        )
        audits = self._many(40)
        for place, audit in enumerate(audits):
            audit.process_ids = processes[place * 5 : place * 5 + 5]
            audit.requirement_ids = requirements[place:]
        programme = self.programme.with_user(self.owner)
        coverage, spent = self._spent(programme.action_read_coverage)
        rows = coverage["processes"]["rows"]
        self.assertGreaterEqual(len(rows), 200)
        cells = [state for row in rows for state in row["cells"].values()]
        self.assertGreaterEqual(len(cells), 200 * 150)
        self.assertEqual(
            cells.count("planned") - len(coverage["processes"]["rows"][-1]["cells"]),
            sum(5 * (150 - place) for place in range(40)),
        )
        self.assertLessEqual(spent, 40)
