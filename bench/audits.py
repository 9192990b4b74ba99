"""A year's plan proposed and accepted, and the coverage of a cycle.

60 audits, 40 auditors, 12 months, with half of the days of everybody's calendar taken
by a meeting; 200 processes by 150 requirements.
"""

import random
from datetime import timedelta

from odoo import Command, fields

AUDITS, AUDITORS, UNITS = 60, 40, 60
PROCESSES, REQUIREMENTS = 200, 150
MEETINGS = 120


class Cycle:
    def __init__(self, env):
        env = env(context={**env.context, "no_reset_password": True})
        self.env, self.random = env, random.Random(19)
        self.company = env.company
        self.company.country_id = env.ref("base.dk")
        self.today = fields.Date.today()
        self.units = env["hr.department"].create(
            [{"name": f"Unit {number}"} for number in range(UNITS)]
        )
        self.manager = self._users("manager", 1, "qms.group_quality_manager")
        self.director = self._users("director", 1, "qms.group_quality_manager")
        self.auditors = self._users("auditor", AUDITORS, "qms.group_auditor")
        leaders = self._users("leader", UNITS)
        staff = self._employ(self.auditors) + self._employ(leaders)
        for unit, leader in zip(self.units, staff[AUDITORS:], strict=True):
            unit.manager_id = leader
        self._fill_calendars(self.auditors | leaders)
        self.requirements = env["qms.requirement"].create(
            [{"name": f"Rule {n}", "kind": "procedure"} for n in range(REQUIREMENTS)]
        )
        self.processes = env["qms.process"].create(
            [
                {
                    "name": f"Process {number}",
                    "requirement_ids": [Command.set(self.requirements.ids)],
                }
                for number in range(PROCESSES)
            ]
        )
        self.programme = self._programme()

    def _users(self, name, count, group="base.group_user"):
        groups = self.env.ref("base.group_user") | self.env.ref(group)
        return self.env["res.users"].create(
            [
                {
                    "name": f"{name} {number}",
                    "login": f"plan_{name}{number}@bench.example",
                    "email": f"plan_{name}{number}@bench.example",
                    "group_ids": [Command.set(groups.ids)],
                }
                for number in range(count)
            ]
        )

    def _employ(self, users):
        return self.env["hr.employee"].create(
            [
                {
                    "name": user.name,
                    "user_id": user.id,
                    "department_id": self.units[place % UNITS].id,
                }
                for place, user in enumerate(users)
            ]
        )

    def _fill_calendars(self, users):
        events = self.env["calendar.event"].with_context(
            no_mail_to_attendees=True, tracking_disable=True
        )
        events.create(
            [
                {
                    "name": "Meeting",
                    "start": f"{day} 09:00:00",
                    "stop": f"{day} 10:00:00",
                    "user_id": user.id,
                    "partner_ids": [Command.set(user.partner_id.ids)],
                }
                for user in users
                for day in self._some_days()
            ]
        )

    def _some_days(self):
        places = self.random.sample(range(365), MEETINGS)
        return [self.today + timedelta(days=place) for place in places]

    def _programme(self):
        values = {
            "name": "Cycle",
            "owner_id": self.manager.id,
            "approver_id": self.director.id,
            "date_from": self.today.replace(month=1, day=1),
            "date_to": self.today.replace(month=1, day=1) + timedelta(days=3 * 365),
            **dict.fromkeys(
                ("objective", "scope", "methods", "responsibilities", "risks"), "Bench"
            ),
            "line_ids": [Command.create({"department_id": self.units[0].id})],
        }
        programmes = self.env["qms.audit.programme"].with_user(self.manager)
        programme = programmes.create(values)
        programme.with_user(self.director).action_approve()
        year = self.today.year + 1
        self.env["qms.audit"].with_user(self.manager).create(
            [
                {
                    "name": f"Audit {number}",
                    "programme_id": programme.id,
                    "objective": "Bench",
                    "scope": "Bench",
                    "department_ids": self.units[number].ids,
                    "process_ids": self.processes[number * 3 : number * 3 + 3].ids,
                    "requirement_ids": self.requirements[number::2].ids,
                    "date_planned": fields.Date.to_date(f"{year}-01-01")
                    + timedelta(days=number * 6),
                }
                for number in range(AUDITS)
            ]
        )
        self.year = year
        return programme

    def propose(self):
        proposal = (
            self.env["qms.audit.proposal"]
            .with_user(self.manager)
            .create({"programme_id": self.programme.id, "year": self.year})
        )
        proposal.action_propose()
        return proposal

    def accept(self):
        proposal = self.propose()
        proposal.action_accept()
        return proposal


def run(bench):
    cycle = Cycle(bench.env)
    size = f"{AUDITS} audits, {AUDITORS} auditors, 12 months"
    proposed = len(cycle.propose().line_ids.filtered("day"))
    bench.measure(
        f"propose a plan: {size}", cycle.propose, runs=3, note=f"{proposed} proposed"
    )
    bench.measure(f"propose and accept it: {size}", cycle.accept, runs=1)
    bench.measure(
        f"coverage: {PROCESSES} processes, {REQUIREMENTS} requirements",
        lambda: cycle.programme.action_read_coverage(),
        runs=3,
    )
    bench.measure("coverage as an Excel file", cycle.programme._write_coverage, runs=3)
