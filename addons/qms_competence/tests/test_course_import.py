import base64

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..tools.course_rows import read_catalogue
from .common import CompetenceCase

# as a catalogue is exported: a row for each time a course is held
CATALOGUE = """source,name,area,for_role,start,duration,description
a,Lifting,Care,Nurses; Aides,2026-01-05,3.5,
a,Lifting,Care,Aides; Cooks,2026-02-05,3.5,How to lift
a,Lifting,Kitchen,,2026-02-05,2,
a,,Care,,2026-02-05,2,Nameless
"""


@tagged("post_install", "-at_install", "qms")
class TestCourseImport(CompetenceCase):
    """A catalogue comes in with each course once."""

    def _import(self, text=CATALOGUE, user=None):
        imports = self.env["qms.course.import"].with_user(user or self.manager)
        return imports.create(
            {
                "file": base64.b64encode(text.encode()),
                "company_id": self.company.id,
            }
        )

    def _courses(self):
        return self.env["qms.course"].search([("company_id", "=", self.company.id)])

    def test_what_is_held_several_times_is_one_course_for_all_it_is_for(self):
        screen = self._import()
        screen.action_import()
        care, kitchen = self._courses()
        self.assertEqual((care.area, kitchen.area), ("Care", "Kitchen"))
        self.assertEqual(care.for_whom, "Nurses; Aides; Cooks")
        self.assertEqual((care.duration, care.description), ("3.5", "How to lift"))
        for told in ("2 new", "1 rows repeat", "line 5"):
            self.assertIn(told, screen.result)

    def test_a_second_import_changes_nothing(self):
        self._import().action_import()
        care, kitchen = self._courses()
        care.description = "Corrected by hand"
        kitchen.active = False
        again = self._import(CATALOGUE.replace("Lifting", "LIFTING"))
        again.action_import()
        self.assertIn("0 new", again.result)
        self.assertEqual(self._courses(), care)
        self.assertEqual(care.description, "Corrected by hand")

    def test_trying_imports_nothing(self):
        screen = self._import()
        screen.action_try()
        self.assertIn("2 new", screen.result)
        self.assertFalse(self._courses())

    def test_a_quality_manager_imports_and_nobody_else(self):
        for user in (self.nurse, self.leader, self.team):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._import(user=user)

    def test_what_is_no_catalogue_says_what_it_lacks(self):
        for text in ("a,b\n1,2\n", ""):
            with self.assertRaisesRegex(UserError, "name"):
                self._import(text or " ").action_try()

    def test_a_catalogue_has_its_limit(self):
        rows = "\n".join(f"Course {number}" for number in range(20_001))
        with self.assertRaisesRegex(UserError, "20000"):
            self._import(f"name\n{rows}").action_try()

    def test_whatever_its_separators_and_encoding(self):
        content = "Course;For whom\nLøft;Sygeplejersker\n".encode("cp1252")
        [course] = read_catalogue(content).courses
        self.assertEqual(
            (course["name"], course["for_whom"]), ("Løft", "Sygeplejersker")
        )

    def test_hundreds_are_imported_in_few_statements(self):
        rows = "\n".join(f"Course {number},Care" for number in range(500))
        screen = self._import(f"name,area\n{rows}")
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        screen.action_import()
        self.env.flush_all()
        self.assertLess(self.env.cr.sql_log_count - before, 30)
        self.assertEqual(len(self._courses()), 500)
