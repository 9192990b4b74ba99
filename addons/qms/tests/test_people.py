from datetime import date

from odoo import Command
from odoo.tests import freeze_time, tagged

from .common import QmsCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestPeopleMove(QmsCase):
    """Who moves sees and loses records at once, read again in the same process."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.school = cls._new_unit("School", cls._new_user("principal"))
        cls.principal = cls.school.manager_id.user_id
        cls.action = cls._new_action(
            cls.nurse, owner_id=cls.aide.id, department_id=cls.home_care.id
        )
        cls.school_action = cls._new_action(
            cls.principal, owner_id=cls.principal.id, department_id=cls.school.id
        )

    def _sees(self, user, action=None):
        action = action or self.action
        return bool(
            self.env["qms.action"].with_user(user).search([("id", "=", action.id)])
        )

    def _is_leader(self, user):
        return user.has_group("qms.group_unit_leader")

    def _employee(self, user):
        return self.env["hr.employee"].search([("user_id", "=", user.id)])

    def test_a_leader_reads_his_unit_and_those_below_no_other(self):
        for user in (self.leader, self.head, self.director):
            self.assertTrue(self._sees(user))
        self.assertFalse(self._sees(self.principal))
        self.assertFalse(self._sees(self.leader, self.school_action))

    def test_a_new_leader_takes_over_at_once(self):
        self.assertTrue(self._sees(self.leader))
        self.home_care.manager_id = self._employee(self.principal)
        self.assertFalse(self._sees(self.leader))
        self.assertTrue(self._sees(self.principal))
        self.assertFalse(self._is_leader(self.leader))

    def test_a_unit_that_moves_changes_readers_below_it_too(self):
        self.assertTrue(self._sees(self.head))
        self.home_care.parent_id = self.school
        self.assertFalse(self._sees(self.head))
        self.assertTrue(self._sees(self.principal))
        self.care.parent_id = self.school
        self.assertTrue(self._sees(self.leader))

    def test_a_new_unit_is_read_from_above(self):
        unit = self.env["hr.department"].create(
            {
                "name": "Night",
                "parent_id": self.home_care.id,
                "company_id": self.company.id,
            }
        )
        action = self._new_action(self.principal, department_id=unit.id)
        self.assertTrue(self._sees(self.leader, action))
        self.assertTrue(self._sees(self.director, action))

    def test_a_unit_that_goes_leaves_those_below_to_its_own_line(self):
        self.assertTrue(self._sees(self.director))
        self.care.manager_id = False
        self._employee(self.head).department_id = self.administration
        self.care.unlink()
        self.assertFalse(self._sees(self.head))
        self.assertTrue(self._sees(self.leader))

    def test_a_leader_changes_with_his_employees_account(self):
        self.assertTrue(self._sees(self.leader))
        self._employee(self.leader).user_id = self._new_user("successor")
        self.assertFalse(self._sees(self.leader))
        self.assertTrue(self._sees(self.home_care.manager_id.user_id))

    def test_an_archived_leader_is_none(self):
        self._employee(self.leader).action_archive()
        self.assertFalse(self._sees(self.leader))
        self.assertFalse(self._is_leader(self.leader))

    def test_the_resource_behind_an_employee_counts_too(self):
        resource = self._employee(self.leader).resource_id
        resource.active = False
        self.assertFalse(self._sees(self.leader))
        resource.active = True
        self.assertTrue(self._sees(self.leader))
        resource.user_id = self._new_user("successor")
        self.assertFalse(self._sees(self.leader))

    def test_an_archived_account_leads_nothing(self):
        self.leader.action_archive()
        rows = self.env["qms.unit.reader"].search([("user_id", "=", self.leader.id)])
        self.assertFalse(rows)
        self.assertFalse(self._is_leader(self.leader))
        self.leader.action_unarchive()
        self.assertTrue(self._sees(self.leader))

    def test_who_is_no_longer_internal_leads_nothing(self):
        portal = self.env.ref("base.group_portal")
        self.leader.group_ids = [Command.set(portal.ids)]
        rows = self.env["qms.unit.reader"].search([("user_id", "=", self.leader.id)])
        self.assertFalse(rows)

    def test_nobody_is_made_leader_by_hand(self):
        group = self.env.ref("qms.group_unit_leader")
        group.user_ids = [Command.link(self.aide.id)]
        self.env["qms.unit.reader"]._cron_refresh()
        self.assertFalse(self._is_leader(self.aide))
        self.assertTrue(self._is_leader(self.leader))

    def test_a_deleted_employee_leads_nothing(self):
        self._employee(self.leader).unlink()
        self.assertFalse(self._sees(self.leader))
        self.assertTrue(self._sees(self.head))

    # ------------------------------------------------------------
    # Members
    # ------------------------------------------------------------

    def _hired(self, user):
        """His employee, there since the start of the year."""
        employee = self._employee(user)
        employee.version_id.date_version = date(2026, 1, 1)
        return employee

    def _units(self, user):
        """Units this user belongs to, through what record rules go by."""
        rows = self.env["qms.unit.reader"].search(
            [("user_id", "=", user.id), ("kind", "=", "member")]
        )
        return rows.department_id

    def test_a_member_follows_his_employee(self):
        self.assertEqual(self._units(self.nurse), self.home_care)
        self._employee(self.nurse).department_id = self.school
        self.assertEqual(self._units(self.nurse), self.school)

    def test_a_member_follows_a_change_of_his_version(self):
        self._employee(self.nurse).version_id.department_id = self.school
        self.assertEqual(self._units(self.nurse), self.school)

    def test_a_version_that_begins_today_counts_today(self):
        self._hired(self.nurse).create_version(
            {"date_version": date(2026, 3, 2), "department_id": self.school.id}
        )
        self.assertEqual(self._units(self.nurse), self.school)

    def test_a_version_that_begins_later_counts_then(self):
        employee = self._hired(self.nurse)
        employee.create_version(
            {"date_version": date(2026, 4, 1), "department_id": self.school.id}
        )
        self.assertEqual(self._units(self.nurse), self.home_care)
        with freeze_time("2026-04-01"):
            employee._cron_update_current_version_id()
            self.assertEqual(self._units(self.nurse), self.school)

    def test_a_version_on_the_screen_is_not_the_present(self):
        employee = self._hired(self.nurse)
        later = employee.create_version(
            {"date_version": date(2026, 4, 1), "department_id": self.home_care.id}
        )
        employee.with_context(version_id=later.id).department_id = self.school
        self.assertEqual(self._units(self.nurse), self.home_care)
        later.date_version = date(2026, 2, 1)
        self.assertEqual(self._units(self.nurse), self.school)

    def test_a_withdrawn_version_counts_no_more(self):
        version = self._hired(self.nurse).create_version(
            {"date_version": date(2026, 3, 1), "department_id": self.school.id}
        )
        self.assertEqual(self._units(self.nurse), self.school)
        version.unlink()
        self.assertEqual(self._units(self.nurse), self.home_care)

    def test_an_employee_gets_an_account(self):
        employee = self.env["hr.employee"].create(
            {"name": "Cleaner", "department_id": self.home_care.id}
        )
        user = self._new_user("cleaner")
        employee.user_id = user
        self.assertEqual(self._units(user), self.home_care)

    # ------------------------------------------------------------
    # What follows
    # ------------------------------------------------------------

    def test_who_loses_a_unit_follows_its_records_no_longer(self):
        self.action.message_subscribe(self.leader.partner_id.ids)
        self.assertIn(self.leader.partner_id, self.action.sudo().message_partner_ids)
        self.home_care.manager_id = self._employee(self.principal)
        self.assertNotIn(self.leader.partner_id, self.action.sudo().message_partner_ids)
        self.assertIn(self.nurse.partner_id, self.action.sudo().message_partner_ids)

    def test_who_loses_a_company_loses_its_records(self):
        self.leader.company_ids = [Command.link(self.other_company.id)]
        self.assertTrue(self._sees(self.leader))
        self.leader.write(
            {
                "company_id": self.other_company.id,
                "company_ids": [Command.set(self.other_company.ids)],
            }
        )
        self.assertFalse(self._sees(self.leader))
        self.action.action_submit()
        self.assertEqual(self._duties(self.action).user_id, self.head)

    def test_the_number_of_statements_does_not_grow_with_people_and_units(self):
        def grow(units):
            for number in range(units):
                self._new_unit(f"U{number}", False, self.care)
            self._people(
                self.env["hr.department"].search([], limit=units, order="id desc")
            )
            self.env.flush_all()
            self.env.invalidate_all()
            self.env["qms.unit.reader"].search([]).unlink()
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            self.env["qms.unit.reader"]._refresh()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        few, many = grow(5), grow(60)
        self.assertLess(many, 45)
        self.assertLessEqual(many - few, 10)

    def _people(self, units):
        """A leader and a colleague for each unit, made in one go."""
        users = (
            self.env["res.users"]
            .with_context(no_reset_password=True)
            .create(
                [
                    {
                        "name": f"P{unit.id}-{number}",
                        "login": f"qms_p{unit.id}_{number}",
                        "company_id": self.company.id,
                        "company_ids": [Command.set(self.company.ids)],
                        "image_1920": False,
                    }
                    for unit in units
                    for number in range(2)
                ]
            )
        )
        employees = self.env["hr.employee"].create(
            [
                {
                    "name": user.name,
                    "user_id": user.id,
                    "company_id": self.company.id,
                    "department_id": units[place // 2].id,
                }
                for place, user in enumerate(users)
            ]
        )
        for place, unit in enumerate(units):
            unit.manager_id = employees[place * 2]
