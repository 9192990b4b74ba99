"""The matrix of 60 people by 60 competences within 10,000 employees x 200 competences,
everybody judged at once, 10,000 certificates that end soon, and one law update for
5,000 people."""

from support.growth import without_indexes
from support.staff import copy_person

from odoo import Command, fields
from odoo.tools import SQL

EMPLOYEES, COMPETENCES = 10_000, 200
UNITS = 160
SHOWN = 60
HELD_EACH = 30
READERS = 5_000
ENDING = 10_000


class Town:
    def __init__(self, env):
        self.env = env(context={**env.context, "tracking_disable": True})
        self.company = self.env.company
        self.today = fields.Date.today()
        self.units = self.env["hr.department"].create(
            [{"name": f"Unit {number}"} for number in range(UNITS)]
        )
        self.people = self._hire()
        self.kind = self.env["hr.skill.type"].create(
            {
                "name": "Bench",
                "is_certification": True,
                "skill_ids": [
                    Command.create({"name": f"Skill {number}"})
                    for number in range(COMPETENCES)
                ],
                "skill_level_ids": [
                    Command.create({"name": f"Level {level}", "level_progress": level})
                    for level in (20, 60, 100)
                ],
            }
        )
        self.skills = self.kind.skill_ids
        self._require()
        self._confirm_past_the_orm()

    def _hire(self):
        """The first unit has as many as are shown, the others the rest."""
        units = [self.units[0].id] * SHOWN
        others = self.units[1:].ids
        units += [others[number % len(others)] for number in range(EMPLOYEES - SHOWN)]
        model = self.env["hr.employee"]
        one = model.create({"name": "Person", "department_id": self.units[0].id})
        copy_person(self.env, one, units)
        one.active = False
        self.env.invalidate_all()
        return model.search([("department_id", "in", self.units.ids)], order="id")

    def _require(self):
        """The first process asks for what is shown, of half of all units."""
        self.processes = self.env["qms.process"].create(
            [
                {"name": "Shown", "department_ids": [Command.set(self.units[:80].ids)]},
                {"name": "Rest", "department_ids": [Command.set(self.units[80:].ids)]},
            ]
        )
        self.env["qms.competence.requirement"].create(
            [
                {
                    "skill_type_id": self.kind.id,
                    "skill_id": skill.id,
                    "skill_level_id": self.kind.skill_level_ids[1].id,
                    "process_id": self.processes[number >= SHOWN].id,
                }
                for number, skill in enumerate(self.skills)
            ]
        )

    def _confirm_past_the_orm(self):
        """Everybody holds some of them; a fifth are over, none ends soon."""
        self.env.flush_all()
        with without_indexes(self.env.cr, "hr_employee_skill"):
            self.env.cr.execute(
                SQL(
                    """INSERT INTO hr_employee_skill (employee_id, skill_id,
                            skill_level_id, skill_type_id, valid_from, valid_to, state,
                            company_id)
                       SELECT person, (%(skills)s::int[])[1 + (person * 7 + place * 13)
                                                          %% %(count)s],
                              (%(levels)s::int[])[1 + (person + place) %% 3], %(kind)s,
                              %(today)s::date - 1000,
                              %(today)s::date + CASE (person + place) %% 5
                                  WHEN 0 THEN -200 ELSE 200 + (person + place) %% 900
                              END,
                              'confirmed', %(company)s
                         FROM unnest(%(people)s::int[]) person,
                              generate_series(1, %(each)s) place""",
                    skills=self.skills.ids,
                    count=COMPETENCES,
                    levels=self.kind.skill_level_ids.ids,
                    kind=self.kind.id,
                    today=self.today,
                    company=self.company.id,
                    people=self.people.ids,
                    each=HELD_EACH,
                )
            )
        self.env.cr.execute("ANALYZE hr_employee_skill")
        self.env.invalidate_all()

    def read(self):
        matrix = self.env["qms.competence.matrix"]
        unit, process = self.units[0].id, self.processes[0].id
        answer = matrix.action_read_matrix(unit_id=unit, process_id=process)
        return len(answer["rows"]), len(answer["columns"])

    def let_end(self):
        """So many entries that no other carries on end within the next weeks."""
        self.env.cr.execute(
            SQL(
                """UPDATE hr_employee_skill SET valid_to = %s::date + id %% 60
                    WHERE id IN (SELECT id FROM hr_employee_skill
                                  WHERE skill_type_id = %s ORDER BY id LIMIT %s)""",
                self.today,
                self.kind.id,
                ENDING,
            )
        )
        self.env.cr.execute("ANALYZE hr_employee_skill")
        self.env.invalidate_all()

    def ask_renewal(self):
        entries = self.env["hr.employee.skill"].sudo()
        while entries._ask_renewal(self.company):
            pass

    def law(self):
        units, count = self.units.browse(), 0
        for unit in self.units:
            if count >= READERS:
                break
            units |= unit
            count += self.people.search_count([("department_id", "=", unit.id)])
        return self.env["qms.law.update"].create(
            {
                "name": "Bench",
                "reference": "Bench",
                "unit_ids": units.ids,
                "effect_ids": [Command.create({"user_id": self.manager.id})],
            }
        )


def run(bench):
    user = bench.env.ref("base.user_admin")
    town = Town(bench.env(user=user))
    town.manager = user
    size = f"{EMPLOYEES} employees x {COMPETENCES} competences"
    rows, columns = town.read()
    note = f"{rows} x {columns} shown"
    bench.measure(f"the matrix of one unit within {size}", town.read, runs=3, note=note)
    bench.measure(f"everybody judged: {size}", town.people._competence_verdicts, runs=1)
    town.let_end()
    note = f"{ENDING} certificates"
    bench.measure("those that end soon", town.ask_renewal, runs=1, warm=0, note=note)
    law = town.law()
    law.action_assign()
    effect = law.effect_ids

    def say():
        effect.action_say("changes", "Bench")

    say_note = f"{READERS} asked to read"
    bench.measure("one law update goes out", say, runs=1, warm=0, note=say_note)
