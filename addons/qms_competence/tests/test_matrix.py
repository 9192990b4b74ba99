import io

import openpyxl

from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from .requirement_common import RequirementCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestMatrix(RequirementCase):
    """Whom are we missing, who is alone with what?"""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._require(process_id=cls.process.id)
        cls._require(cls.passed)
        cls._confirmed(cls.nurse, cls.expert)
        cls._confirmed(
            cls.nurse, cls.passed, valid_from="2020-01-01", valid_to="2026-02-28"
        )
        cls._confirmed(cls.aide, cls.passed, valid_to="2026-04-01")

    def _read(self, user=None, **kwargs):
        matrix = self.env["qms.competence.matrix"].with_user(user or self.leader)
        return matrix.action_read_matrix(**kwargs)

    def _cells(self, matrix, skill):
        return {
            row["name"]: row["cells"][skill.id]
            for row in matrix["rows"]
            if skill.id in row["cells"]
        }

    def test_people_by_competences_with_level_and_state(self):
        matrix = self._read(unit_id=self.home_care.id)
        self.assertTrue(matrix["persons"])
        medicine = self._cells(matrix, self.medicine)
        self.assertEqual(medicine["Nurse"], ["more", 3, False, True, 100])
        self.assertEqual(medicine["Aide"], ["missing", 0, False, True, 0])
        aid = self._cells(matrix, self.first_aid)
        self.assertEqual(aid["Nurse"], ["expired", 0, "2026-02-28", True, 0])
        # nobody asks it of the aide, but she has it
        self.assertEqual(aid["Aide"], ["soon", 1, "2026-04-01", False, 100])
        gaps = {row["name"]: row["gaps"] for row in matrix["rows"]}
        self.assertEqual(gaps, {"Aide": 1, "Leader": 1, "Nurse": 1})

    def test_who_is_alone_with_it(self):
        columns = self._read(unit_id=self.home_care.id)["columns"]
        alone = {column["id"]: column["only"] for column in columns}
        self.assertEqual(alone, {self.medicine.id: "Nurse", self.first_aid.id: "Aide"})
        counts = {c["id"]: (c["have"], c["missing"]) for c in columns}
        self.assertEqual(counts[self.medicine.id], (1, 2))

    def test_both_populations_stand_side_by_side(self):
        self.person[self.nurse].qms_scope = "in"
        columns = self._read(unit_id=self.home_care.id)["columns"]
        names = ("have", "have_in", "missing", "missing_in")
        counts = {c["id"]: tuple(c[name] for name in names) for c in columns}
        self.assertEqual(counts[self.medicine.id], (1, 1, 2, 0))
        self.assertEqual(counts[self.first_aid.id], (1, 0, 1, 1))

    def test_filters_by_process_and_certified_scope(self):
        matrix = self._read(unit_id=self.home_care.id, process_id=self.process.id)
        self.assertEqual([c["id"] for c in matrix["columns"]], self.medicine.ids)
        self.person[self.aide].qms_scope = "in"
        for scope, names in (("in", ["Aide"]), ("out", ["Leader", "Nurse"])):
            matrix = self._read(unit_id=self.home_care.id, scope=scope)
            self.assertEqual([row["name"] for row in matrix["rows"]], names)

    def test_a_leader_sees_his_own_units_alone(self):
        units = {unit["id"] for unit in self._read()["units"]}
        self.assertEqual(units, set(self.home_care.ids))
        head = {unit["id"] for unit in self._read(self.head)["units"]}
        self.assertEqual(head, {self.home_care.id, self.care.id})
        with self.assertRaises(AccessError):
            self._read(unit_id=self.care.id)
        people = self._read(self.head, unit_id=self.care.id)["rows"]
        self.assertEqual(len(people), 4)

    def test_an_employee_is_shown_nobody(self):
        answer = self._read(self.nurse)
        self.assertFalse(answer["units"] or answer["rows"] or answer["columns"])
        with self.assertRaises(AccessError):
            self._read(self.nurse, unit_id=self.home_care.id)

    def test_a_quality_manager_sees_names_in_his_companies_only(self):
        self.assertTrue(self._read(self.manager, unit_id=self.home_care.id)["rows"])
        foreign = self._new_user(
            "foreign", "qms.group_quality_manager", self.other_company
        )
        with self.assertRaises(AccessError):
            self._read(foreign, unit_id=self.home_care.id)

    def test_who_may_not_see_persons_gets_numbers_from_five_up(self):
        insight = self._new_user("insight", "qms.group_insight")
        for user in (insight, self.team):
            few = self._read(user, unit_id=self.home_care.id)
            self.assertEqual((few["persons"], few["too_few"]), (False, True))
            self.assertFalse(few["columns"] or few["rows"])
        for number in range(10):
            person = self._new_employee(self._new_user(f"p{number}"), self.home_care)
            self.person[person.user_id] = person
            if number % 2:
                self._confirmed(person.user_id)
        self._fill_units_above()
        many = self._read(insight, unit_id=self.home_care.id)
        self.assertFalse(many["rows"])
        self.assertFalse([c["only"] for c in many["columns"] if c["only"]])
        shown = {c["id"]: (c["have"], c["missing"]) for c in many["columns"]}
        self.assertEqual(shown[self.medicine.id], (6, 7))
        self.assertEqual(shown[self.first_aid.id], (None, None))
        inside = {column["missing_in"] for column in many["columns"]}
        self.assertEqual(inside, {None})
        self.assertNotIn("Nurse", str(many))

    def _work_in(self, unit, count):
        place = {"department_id": unit.id, "company_id": self.company.id}
        employees = self.env["hr.employee"]
        return employees.create(
            [{"name": f"Worker {number}", **place} for number in range(count)]
        )

    def _fill_units_above(self):
        """So many that the difference to the unit below tells of nobody."""
        self._work_in(self.care, 4)
        self._work_in(self.administration, 2)

    def test_nobody_is_singled_out_by_a_difference(self):
        insight = self._new_user("insight", "qms.group_insight")

        def few(**kwargs):
            choice = {"unit_id": self.home_care.id, **kwargs}
            return self._read(insight, **choice)["too_few"]

        team = self._work_in(self.home_care, 9)
        # the unit above less this one is the head alone
        self.assertTrue(few())
        self._fill_units_above()
        self.assertFalse(few())
        team.qms_scope = "in"
        # the whole unit less those in scope are three
        self.assertTrue(few(scope="in"))
        self.assertTrue(few(scope="out"))
        team[:2].qms_scope = "out"
        self.assertFalse(few(scope="in"))
        self.assertFalse(few(scope="out"))

    def test_a_small_unit_does_not_follow_from_several_others(self):
        insight = self._new_user("insight", "qms.group_insight")
        parent = self._new_unit("School", None, self.administration)
        self._work_in(self.care, 9)
        units = {
            name: self._new_unit(name, None, parent) for name in ("A", "B", "C", "D")
        }
        for name, count in (("A", 8), ("B", 9), ("C", 4), ("D", 12)):
            self._work_in(units[name], count)
        deep = self._new_unit("A below", None, units["A"])
        self._work_in(deep, 6)

        def shown(unit, **kwargs):
            answer = self._read(insight, unit_id=unit.id, **kwargs)
            return not answer["too_few"]

        self.assertTrue(shown(parent))
        seen = {name for name, unit in units.items() if shown(unit)}
        # C would be the whole less the other three, so the smallest of these goes too
        self.assertEqual(seen, {"A", "D"})
        self._work_in(units["B"], 20)
        seen = {name for name, unit in units.items() if shown(unit)}
        self.assertEqual(seen, {"A", "B"})
        # and nothing below what is hidden
        self._work_in(units["D"], 20)
        self.assertFalse(shown(units["A"]) or shown(deep))
        self._work_in(units["C"], 1)
        self.assertTrue(shown(units["A"]) and shown(deep) and shown(units["C"]))

    def test_a_click_opens_the_person_for_who_sees_him(self):
        matrix = self.env["qms.competence.matrix"]
        person = self.person[self.nurse].id
        action = matrix.with_user(self.leader).action_open_person(person)
        self.assertEqual(action["domain"], [("employee_id", "=", person)])
        for user in (self.aide, self.team, self.stranger):
            with self.assertRaises(AccessError):
                matrix.with_user(user).action_open_person(person)

    def test_the_file_holds_what_the_screen_shows(self):
        matrix = self.env["qms.competence.matrix"]
        content = matrix.with_user(self.leader)._workbook(self.home_care.id, None, None)
        book = openpyxl.load_workbook(io.BytesIO(content))
        lines = list(book.worksheets[0].iter_rows(values_only=True))
        nurse = next(line for line in lines if line[0] == "Nurse")
        self.assertIn("3 has more", nurse)
        self.assertIn("expired", nurse)
        self.assertEqual(lines[-1][0], "Alone with it")
        for user in (self.aide, self.team):
            with self.assertRaises(AccessError):
                matrix.with_user(user)._workbook(self.home_care.id, None, None)

    def test_sixty_by_sixty_in_one_request(self):
        kind = self.env["hr.skill.type"].create(
            {
                "name": "Many",
                "skill_ids": [(0, 0, {"name": f"Skill {n}"}) for n in range(60)],
                "skill_level_ids": [(0, 0, {"name": "Can", "level_progress": 50})],
            }
        )
        self.env["qms.competence.requirement"].create(
            [
                {
                    "skill_type_id": kind.id,
                    "skill_id": skill.id,
                    "skill_level_id": kind.skill_level_ids.id,
                    "process_id": self.process.id,
                    "company_id": self.company.id,
                }
                for skill in kind.skill_ids
            ]
        )
        self.env["hr.employee"].create(
            [
                {
                    "name": f"Person {number}",
                    "department_id": self.home_care.id,
                    "company_id": self.company.id,
                }
                for number in range(57)
            ]
        )
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        matrix = self._read(unit_id=self.home_care.id)
        self.assertLess(self.env.cr.sql_log_count - before, 60)
        self.assertEqual((len(matrix["rows"]), len(matrix["columns"])), (60, 62))

    def test_what_is_too_large_for_a_picture_says_so(self):
        self.env["hr.employee"].create(
            [
                {
                    "name": f"Person {number}",
                    "department_id": self.home_care.id,
                    "company_id": self.company.id,
                }
                for number in range(120)
            ]
        )
        answer = self._read(unit_id=self.home_care.id)
        self.assertEqual(answer["too_large"]["people"], 123)
        self.assertFalse(answer["rows"])
