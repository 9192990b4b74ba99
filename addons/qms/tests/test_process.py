from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .framework_common import FrameworkCase


@tagged("post_install", "-at_install", "qms")
class TestProcess(FrameworkCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.processes = cls._as(cls.manager, "qms.process")
        cls.process = cls.processes.create({"name": "Home care", "code": "2"})

    def _sub(self, **values):
        return self.processes.create(
            {"name": "Assessment", "parent_id": self.process.id, **values}
        )

    def test_employee_reads_only(self):
        self.assertCrud(self._seen_by(self.employee, self.process), "r")

    def test_quality_manager_keeps_them(self):
        self.assertCrud(self.process, "crwu")

    def test_other_company_sees_none(self):
        self.assertCrud(self._seen_by(self.other_manager, self.process), "")
        visible = self._as(self.other_manager, "qms.process").search([])
        self.assertNotIn(self.process.id, visible.ids)

    def test_natural_order_with_sub_processes_below_their_own(self):
        tenth = self.processes.create({"name": "Roads", "code": "10"})
        sub = self._sub(code="2.10")
        earlier = self._sub(code="2.9")
        found = self.processes.search([("company_id", "=", self.company.id)])
        self.assertEqual(list(found), [self.process, earlier, sub, tenth])

    def test_tree_takes_no_cycle(self):
        sub = self._sub()
        with self.assertRaises(UserError):
            self.process.parent_id = sub

    def test_list_shows_the_depth(self):
        sub = self._sub()
        self.assertEqual(self.process.outline_name, "Home care")
        self.assertEqual(sub.outline_name.lstrip(), "Assessment")
        self.assertNotEqual(sub.outline_name, "Assessment")

    def test_number_is_unique_in_the_company(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.processes.create({"name": "Twin", "code": "2"})
        twin = {"name": "Twin", "code": "2"}
        self._as(self.other_manager, "qms.process").create(twin)

    def test_meets_shared_and_own_requirements(self):
        requirements = self._clause("8.2.1") | self._rule("Policy")
        self.process.requirement_ids = requirements
        seen = self._seen_by(self.employee, requirements)
        self.assertEqual(seen.process_ids.ids, self.process.ids)

    def test_shared_requirement_shows_no_process_of_another_company(self):
        clause = self._clause("8.2.1")
        self.process.requirement_ids = clause
        seen = self._seen_by(self.other_manager, clause)
        self.assertNotIn(self.process.id, seen.process_ids.ids)

    def test_takes_no_requirement_of_another_company(self):
        theirs = self._as(self.other_manager, "qms.requirement").create(
            {"name": "Theirs", "kind": "policy"}
        )
        with self.assertRaises(UserError):
            self.process.sudo().requirement_ids = theirs

    def test_owner_belongs_to_the_company(self):
        self.process.owner_id = self.employee
        with self.assertRaises(UserError):
            self.process.owner_id = self.other_manager

    def test_new_process_starts_as_its_parent(self):
        self.process.in_certified_scope = True
        self.assertTrue(self._sub().in_certified_scope)
        self.assertFalse(self._sub(in_certified_scope=False).in_certified_scope)

    def test_form_proposes_the_scope_of_the_parent(self):
        self.process.in_certified_scope = True
        with Form(self.processes) as form:
            form.name = "Assessment"
            form.parent_id = self.process
            self.assertTrue(form.in_certified_scope)

    def test_moving_a_process_leaves_its_scope(self):
        self.process.in_certified_scope = True
        sub = self._sub(in_certified_scope=False)
        sub.parent_id = False
        sub.parent_id = self.process
        self.assertFalse(sub.in_certified_scope)


@tagged("post_install", "-at_install", "qms")
class TestCertifiedScope(FrameworkCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        departments = cls.env["hr.department"]
        cls.area = departments.create({"name": "Care", "company_id": cls.company.id})
        cls.unit = departments.create(
            {
                "name": "Home care north",
                "parent_id": cls.area.id,
                "company_id": cls.company.id,
            }
        )
        cls.person = cls.env["hr.employee"].create(
            {
                "name": "Kim",
                "department_id": cls.unit.id,
                "company_id": cls.company.id,
            }
        )

    def _public(self, user):
        return self._as(user, "hr.employee.public").browse(self.person.id)

    def test_quality_manager_sets_a_unit_and_those_below(self):
        self.area.with_user(self.manager).action_qms_scope_in()
        self.assertTrue(self.unit.qms_in_scope)
        self.unit.with_user(self.manager).action_qms_scope_out()
        self.assertEqual((self.area | self.unit).mapped("qms_in_scope"), [True, False])

    def test_employee_may_not_set_the_scope(self):
        with self.assertRaises(AccessError):
            self.area.with_user(self.employee).action_qms_scope_in()
        with self.assertRaises(AccessError):
            self._public(self.employee).action_qms_scope_in()

    def test_other_company_may_not_set_the_scope(self):
        self.area.with_user(self.other_manager).action_qms_scope_in()
        self._public(self.other_manager).action_qms_scope_in()
        self.assertFalse(self.area.qms_in_scope)
        self.assertFalse(self.person.qms_scope)

    def test_new_unit_starts_as_its_parent_and_stays_when_moved(self):
        self.area.qms_in_scope = True
        new = self.env["hr.department"].create(
            {"name": "South", "parent_id": self.area.id, "company_id": self.company.id}
        )
        self.assertTrue(new.qms_in_scope)
        new.parent_id = False
        self.assertTrue(new.qms_in_scope)

    def test_person_follows_the_department(self):
        self.assertFalse(self.person.qms_in_scope)
        self.unit.qms_in_scope = True
        self.assertTrue(self.person.qms_in_scope)
        self.person.department_id = self.area
        self.assertFalse(self.person.qms_in_scope)

    def test_person_may_differ_from_the_department(self):
        self.unit.qms_in_scope = True
        self._public(self.manager).action_qms_scope_out()
        self.assertFalse(self.person.qms_in_scope)
        self._public(self.manager).action_qms_scope_as_unit()
        self.assertTrue(self.person.qms_in_scope)

    def test_every_employee_sees_who_is_in_the_scope(self):
        person = self._public(self.employee)
        self._public(self.manager).action_qms_scope_in()
        self.assertTrue(person.qms_in_scope)
        domain = [("qms_in_scope", "=", True), ("id", "=", person.id)]
        self.assertEqual(person.search(domain), person)
        private = self._as(self.employee, "hr.employee").search(domain)
        self.assertEqual(private.ids, person.ids)
        self.assertTrue(private.qms_in_scope)
