from datetime import date

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .review_common import ReviewCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestCourse(ReviewCase):
    """Courses there are, and who was there."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.course = (
            cls.env["qms.course"]
            .with_user(cls.manager)
            .create(
                {
                    "name": "First aid",
                    "for_whom": "Everybody in home care",
                    "company_id": cls.company.id,
                    "gives_ids": [
                        (
                            0,
                            0,
                            {
                                "skill_type_id": cls.certificate_type.id,
                                "skill_id": cls.first_aid.id,
                                "skill_level_id": cls.passed.id,
                                "months": 24,
                            },
                        )
                    ],
                }
            )
        )

    def _attend(self, person=None, user=None, day="2026-02-27"):
        rows = self.env["qms.course.attendance"].with_user(user or self.manager)
        return rows.create(
            {
                "course_id": self.course.id,
                "employee_id": (person or self.person[self.nurse]).id,
                "date": day,
                "company_id": self.company.id,
            }
        )

    def test_who_was_there_has_it_once_the_leader_confirms(self):
        self._attend()
        own = [("employee_id", "=", self.person[self.nurse].id)]
        line = self.env["hr.resume.line"].search([*own, ("name", "=", "First aid")])
        entry = self.env["hr.employee.skill"].search(own)
        self.assertEqual((line.state, entry.state), ("claimed", "claimed"))
        self.assertEqual((line.date_start, line.date_end), (date(2026, 2, 27),) * 2)
        self.assertEqual(
            (entry.valid_from, entry.valid_to), (date(2026, 2, 27), date(2028, 2, 27))
        )
        self.assertEqual(self._duties(entry).user_id, self.leader)
        (entry.with_user(self.leader)).action_confirm()
        self.assertEqual(self._verdict(self.nurse, self.first_aid), None)
        self.assertEqual(entry.state, "confirmed")

    def test_a_course_on_a_leap_day_is_valid_to_the_end_of_february(self):
        with freeze_time("2028-03-01"):
            self._attend(day="2028-02-29")
        entry = self.env["hr.employee.skill"].search(
            [("employee_id", "=", self.person[self.nurse].id)]
        )
        self.assertEqual(entry.valid_to, date(2030, 2, 28))

    def test_a_line_comes_in_once_and_stands(self):
        row = self._attend()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            with self.env.cr.savepoint():
                self._attend()
        with self.assertRaises(UserError):
            row.sudo().date = "2026-02-26"
        with self.assertRaises(AccessError):
            row.unlink()
        with self.assertRaises(UserError):
            self._attend(day="2026-03-03")

    def test_leaders_enter_their_own_people_and_nobody_else_anybody(self):
        self._attend(user=self.leader)
        for user in (self.nurse, self.aide, self.team, self.stranger):
            with self.assertRaises(AccessError, msg=user.login):
                self._attend(user=user, day="2026-02-26")
        with self.assertRaises(AccessError):
            self._attend(self.person[self.director], self.leader)
        rows = self.env["qms.course.attendance"]
        self.assertTrue(rows.with_user(self.nurse).search_count([]))
        self.assertFalse(rows.with_user(self.aide).search_count([]))

    def test_a_course_that_was_agreed_on_is_taken(self):
        agreed = self._course(course_id=self.course.id, name="First aid")
        self._hold()
        self._attend(self.person[self.aide])
        self.assertFalse(agreed.date_taken)
        self._attend()
        self.assertEqual(agreed.date_taken, date(2026, 2, 27))
        verbs = self._duties(self.review).mapped("verb")
        self.assertNotIn("take_course", verbs)
        self.assertIn("judge_course", verbs)

    def test_a_catalogue_and_an_attendance_list_come_in_from_excel(self):
        sheet = self.env.ref("qms_competence.sheet_courses").with_user(self.manager)
        sheet = sheet.with_company(self.company)
        titles = ["Course", "Area", "For Whom"]
        lines = [
            (1, titles),
            (2, ["Lifting", "Care", "Nurses"]),
            (3, ["Lifting", "Kitchen", "Cooks"]),
        ]
        records, problems = sheet._bring_in(lines)
        self.assertEqual((len(records), problems), (2, []))
        self.assertEqual(records.company_id, self.company)
        _records, problems = sheet._bring_in(lines)
        self.assertEqual([line for line, *_rest in problems], [2, 3])
        sheet = self.env.ref("qms_competence.sheet_attendance").with_user(self.manager)
        sheet = sheet.with_company(self.company)
        lines = [
            (1, ["Course", "Who", "Taken on"]),
            (2, ["First aid", "nurse@example.test", "2026-02-27"]),
            (3, ["First aid", "Nobody", "2026-02-27"]),
        ]
        self.person[self.nurse].work_email = "nurse@example.test"
        records, problems = sheet._bring_in(lines)
        self.assertEqual(records.employee_id, self.person[self.nurse])
        self.assertEqual([line for line, *_rest in problems], [3])
