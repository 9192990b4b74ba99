"""A town with its people and units, and cases that are open."""

import random
from datetime import timedelta

from odoo import Command, fields

TEXT = "The evening medicine came two hours late because the list was not up to date. "
OPEN_STATES = ("reported", "analysis", "treatment", "verification")
UNITS = 20
PEOPLE = 50


class Town:
    """20 units with a leader each, 50 employees, a quality group and its manager."""

    def __init__(self, env):
        self.random = random.Random(19)
        env = env(context={**env.context, "no_reset_password": True})
        self.env = env
        self.company = env.company
        self.company.country_id = env.ref("base.dk")
        self.manager = self._users("manager", 1, "qms.group_quality_manager")
        self.member = self._users("member", 1, "qms.group_quality_team")
        self.leaders = self._users("leader", UNITS)
        self.people = self._users("employee", PEOPLE)
        # whoever reported before: no longer here
        self.former = self._users("former", 1)
        self.units = env["hr.department"].create(
            [{"name": f"Unit {number}"} for number in range(UNITS)]
        )
        staff = self.leaders + self.people + self.manager + self.member + self.former
        employees = env["hr.employee"].create(
            [
                {
                    "name": user.name,
                    "user_id": user.id,
                    "department_id": self.units[place % UNITS].id,
                }
                for place, user in enumerate(staff)
            ]
        )
        for unit, employee in zip(self.units, employees[:UNITS], strict=True):
            unit.manager_id = employee
        self.requirement = env["qms.requirement"].create(
            {"name": "Medicine on time", "kind": "procedure"}
        )
        self.roles = {
            "employee": self.people[5],
            "leader": self.leaders[3],
            "quality group": self.member,
            "quality manager": self.manager,
        }

    def _users(self, name, count, group="base.group_user"):
        groups = self.env.ref("base.group_user") | self.env.ref(group)
        return self.env["res.users"].create(
            [
                {
                    "name": f"{name} {number}",
                    "login": f"{name}{number}@bench.example",
                    "email": f"{name}{number}@bench.example",
                    "group_ids": [Command.set(groups.ids)],
                }
                for number in range(count)
            ]
        )

    def values(self, count, units=None):
        today = fields.Date.today()
        return [
            {
                "description": f"{TEXT * 3} Round {number}",
                "department_id": self.random.choice(units or self.units).id,
                "occurred_on": today - timedelta(days=self.random.randint(0, 90)),
                "requirement_id": self.requirement.id,
            }
            for number in range(count)
        ]

    def report(self, count, units=None, user=None):
        user = user or self.random.choice(self.people)
        reports = self.env["qms.report"].with_user(user)
        return reports.create(self.values(count, units))

    def open_cases(self, count):
        """Reported as people do it, then spread over the states of an open case."""
        for _each in range(PEOPLE):
            self.report(count // PEOPLE).sudo().deviation_ids.filtered(
                lambda case: case.id % 2
            )._write_guarded({"confidentiality": "normal"})
            self.env.flush_all()
            self.env.invalidate_all()
        self.env.cr.execute(
            """UPDATE qms_deviation
                  SET date_reported = CURRENT_DATE - (id %% 90 * 7919 %% 90)::int,
                      state = (%s::text[])[1 + id / 2 %% 4],
                      responsible_id = (%s::int[])[1 + id %% 50 * 13 %% 50]""",
            (list(OPEN_STATES), self.people.ids),
        )
        self.env.invalidate_all()
