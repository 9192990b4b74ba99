from datetime import date, timedelta

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from .common import QmsCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestDecider(QmsCase):
    """Nothing waits for nobody: whose turn it is, and who may."""

    def _decider(self, *excluded, unit=None, company=None, day=None):
        unit = self.home_care if unit is None else unit
        users = self.env["res.users"].union(*excluded)
        return unit._qms_decider(company or self.company, users, day)

    def _may(self, user, *excluded, unit=None):
        users = self.env["res.users"].union(*excluded)
        unit = self.home_care if unit is None else unit
        return unit._qms_mandate(self.company, user, users)

    def _employee(self, user):
        return self.env["hr.employee"].search([("user_id", "=", user.id)])

    def _away(self, user, start="2026-03-01", end="2026-03-31"):
        self.env["qms.absence"].create(
            {"user_id": user.id, "date_from": start, "date_to": end}
        )

    def _deputy(self, user, deputy, **kwargs):
        return self.env["qms.deputy"].create(
            {
                "user_id": user.id,
                "deputy_id": deputy.id,
                "date_from": "2026-03-01",
                "date_to": "2026-03-31",
                "company_id": self.company.id,
                **kwargs,
            }
        )

    def test_a_team_of_three(self):
        self.assertEqual(self._decider(self.nurse, self.aide)[0], self.leader)
        self.assertEqual(self._decider(self.leader, self.aide)[0], self.head)
        self.assertEqual(self._decider(self.nurse, self.leader)[0], self.head)

    def test_a_vacant_post_passes_to_the_next_leader_up(self):
        self.home_care.manager_id = False
        user, mandate = self._decider(self.nurse)
        self.assertEqual((user, mandate.role), (self.head, "leader"))

    def test_a_leader_without_login_passes_it_on(self):
        self.home_care.manager_id = self.env["hr.employee"].create({"name": "On paper"})
        self.assertEqual(self._decider(self.nurse)[0], self.head)

    def test_an_archived_leader_passes_it_on(self):
        self.leader.action_archive()
        self.assertEqual(self._decider(self.nurse)[0], self.head)

    def test_an_archived_employee_does_not_lead(self):
        self._employee(self.leader).action_archive()
        self.assertEqual(self._decider(self.nurse)[0], self.head)

    def test_a_leader_who_does_not_reach_the_company_passes_it_on(self):
        self.leader.write(
            {
                "company_id": self.other_company.id,
                "company_ids": [Command.set(self.other_company.ids)],
            }
        )
        self.assertEqual(self._decider(self.nurse)[0], self.head)

    def test_a_leader_on_leave_without_deputy_passes_it_on(self):
        self._away(self.leader)
        self.assertEqual(self._decider(self.nurse)[0], self.head)
        later = self._decider(self.nurse, day=date(2026, 4, 1))[0]
        self.assertEqual(later, self.leader)

    def test_a_leader_out_of_office_is_away(self):
        self.leader.write(
            {
                "out_of_office_from": "2026-03-01 08:00:00",
                "out_of_office_to": "2026-03-05 08:00:00",
            }
        )
        self.assertEqual(self._decider(self.nurse)[0], self.head)
        self.assertEqual(self._decider(day=date(2026, 3, 5))[0], self.leader)

    def test_a_leader_on_leave_is_stood_in_for(self):
        self._away(self.leader)
        self._deputy(self.leader, self.aide)
        user, mandate = self._decider(self.nurse)
        self.assertEqual(user, self.aide)
        self.assertEqual(mandate, ("deputy", self.leader.id))

    def test_a_deputy_who_wrote_it_or_does_it_passes_it_on(self):
        self._away(self.leader)
        self._deputy(self.leader, self.aide)
        self.assertEqual(self._decider(self.nurse, self.aide)[0], self.head)
        self.assertIsNone(self._may(self.aide, self.nurse, self.aide))

    def test_a_deputy_who_is_away_passes_it_on_to_another_or_up(self):
        self._away(self.leader)
        self._away(self.aide)
        self._deputy(self.leader, self.aide)
        self.assertEqual(self._decider()[0], self.head)
        self._deputy(self.leader, self.nurse)
        self.assertEqual(self._decider()[0], self.nurse)

    def test_nobody_decides_on_behalf_of_the_author(self):
        self._deputy(self.leader, self.aide)
        self.assertEqual(self._may(self.aide).behalf_of, self.leader.id)
        self.assertIsNone(self._may(self.aide, self.leader))
        self._away(self.leader)
        self.assertEqual(self._decider(self.leader)[0], self.head)

    def test_any_leader_above_may(self):
        for user in (self.leader, self.head, self.director):
            self.assertEqual(self._may(user, self.nurse).role, "leader")
        for user in (self.aide, self.team, self.manager, self.stranger):
            self.assertIsNone(self._may(user, self.nurse))

    def test_at_the_top_it_passes_to_the_quality_manager(self):
        top = self.administration
        user, mandate = self._decider(self.director, unit=top)
        self.assertEqual((user, mandate.role), (self.manager, "quality_manager"))
        self.assertTrue(self._may(self.manager, self.director, unit=top))
        self.assertIsNone(self._may(self.manager, unit=top))

    def test_where_the_quality_manager_wrote_it_another_decides(self):
        top = self.administration
        excluded = self.director, self.manager
        self.assertEqual(
            self._decider(*excluded, unit=top), (self.env["res.users"], None)
        )
        second = self._new_user("second_manager", "qms.group_quality_manager")
        self.assertEqual(self._decider(*excluded, unit=top)[0], second)

    def test_a_quality_manager_who_is_here_comes_before_one_who_is_away(self):
        nowhere = self.env["hr.department"]
        self._away(self.manager)
        self.assertEqual(self._decider(unit=nowhere)[0], self.manager)
        second = self._new_user("second_manager", "qms.group_quality_manager")
        self.assertEqual(self._decider(unit=nowhere)[0], second)

    def test_a_quality_manager_of_the_group_decides_where_he_reaches_the_records(self):
        none, mandate = self._decider(
            unit=self.env["hr.department"], company=self.other_company
        )
        self.assertFalse(none)
        self.assertIsNone(mandate)
        self.manager.company_ids = [Command.link(self.other_company.id)]
        user, _mandate = self._decider(
            unit=self.env["hr.department"], company=self.other_company
        )
        self.assertEqual(user, self.manager)

    def test_units_in_a_ring_end(self):
        self.env.cr.execute(
            "UPDATE hr_department SET parent_id = %s WHERE id = %s",
            [self.home_care.id, self.administration.id],
        )
        self.env.invalidate_all()
        self.assertEqual(self._decider()[0], self.leader)
        self.assertEqual(len(self.home_care._qms_line()), 3)

    # ------------------------------------------------------------
    # One person, several accounts
    # ------------------------------------------------------------

    def _second_account(self, user, **kwargs):
        return self._new_user(f"{user.login}_2", company=self.other_company, **kwargs)

    def test_two_accounts_with_one_contact_are_one_person(self):
        second = self._second_account(self.leader)
        self.assertFalse(self.leader._qms_is_one_of(second))
        self._new_employee(
            second, self.env["hr.department"]
        ).work_contact_id = self.leader.partner_id
        self.assertTrue(self.leader._qms_is_one_of(second))
        self.assertTrue(second._qms_is_one_of(self.leader | self.nurse))
        self.assertEqual(self._decider(second)[0], self.head)

    def test_an_archived_employee_tells_too(self):
        second = self._second_account(self.leader)
        employee = self._new_employee(second, self.env["hr.department"])
        employee.work_contact_id = self.leader.partner_id
        employee.action_archive()
        self.assertEqual(self._decider(second)[0], self.head)

    def test_two_employees_with_one_identity_number_are_one_person(self):
        second = self._second_account(self.leader)
        employee = self._new_employee(second, self.env["hr.department"])
        (employee | self._employee(self.leader)).identification_id = "010170-1234"
        self.assertEqual(self._decider(second)[0], self.head)

    def test_one_name_and_address_is_one_person_an_address_alone_is_not(self):
        second = self._second_account(self.leader)
        second.email = self.leader.email
        self.assertFalse(second._qms_is_one_of(self.leader))
        second.name = "leader "
        self.assertTrue(second._qms_is_one_of(self.leader))

    # ------------------------------------------------------------
    # In batches
    # ------------------------------------------------------------

    def test_deciding_for_many_asks_once(self):
        def statements(count):
            actions = (
                self.env["qms.action"]
                .with_user(self.nurse)
                .union(*(self._new_action() for _number in range(count)))
            )
            actions.action_submit()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            actions.with_user(self.head)._check_mandates(
                actions._get_transition("approve")
            )
            return self.env.cr.sql_log_count - before

        few, many = statements(2), statements(40)
        self.assertLessEqual(many - few, 2)

    def test_what_is_known_of_people_is_forgotten_with_the_call(self):
        self.assertEqual(self._decider()[0], self.leader)
        self._away(self.leader)
        self.assertEqual(self._decider()[0], self.head)

    def test_nobody_says_from_outside_what_is_known_of_people(self):
        unit = self.home_care.with_context(qms_people={"leaders": [self.aide.id]})
        self.assertEqual(unit._qms_decider(self.company)[0], self.leader)

    def test_everyone_notes_his_own_absence(self):
        values = {"date_from": "2026-03-02", "date_to": "2026-03-06"}
        absences = self.env["qms.absence"]
        own = absences.with_user(self.aide).create(values)
        self.assertEqual(own.user_id, self.aide)
        with self.assertRaises(AccessError):
            absences.with_user(self.aide).create({**values, "user_id": self.nurse.id})
        noted = absences.with_user(self.manager).create(
            {**values, "user_id": self.leader.id}
        )
        self.assertTrue(self.leader._qms_is_away(date(2026, 3, 6)))
        self.assertFalse(self.leader._qms_is_away(noted.date_to + timedelta(days=1)))
        with self.assertRaises(AccessError):
            own.with_user(self.nurse).read(["date_from"])

    def test_a_leave_system_is_hooked_in(self):
        users = self.env.registry["res.users"]
        original = users._qms_away

        def _qms_away(users, day):
            return original(users, day) | users.filtered(
                lambda user: user.login == "qms_nurse"
            )

        self.patch(users, "_qms_away", _qms_away)
        self.assertTrue(self.nurse._qms_is_away(date(2026, 3, 2)))
        self.assertFalse(self.aide._qms_is_away(date(2026, 3, 2)))
