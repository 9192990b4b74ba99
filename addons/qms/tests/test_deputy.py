from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged

from .common import QmsCase


@tagged("post_install", "-at_install", "qms")
@freeze_time("2026-03-02")
class TestDeputy(QmsCase):
    """Who stands in: named for a period and a scope, by those who may."""

    def _name(self, by=None, **kwargs):
        values = {
            "user_id": self.leader.id,
            "deputy_id": self.aide.id,
            "date_from": "2026-03-09",
            "date_to": "2026-03-13",
            "company_id": self.company.id,
            **kwargs,
        }
        return self.env["qms.deputy"].with_user(by or self.manager).create(values)

    def _sees(self, user, action):
        return bool(
            self.env["qms.action"].with_user(user).search([("id", "=", action.id)])
        )

    def test_a_deputy_sees_records_in_his_period_by_the_date_alone(self):
        action = self._new_action(owner_id=self.nurse.id)
        self.assertFalse(self._sees(self.aide, action))
        self._name()
        self.assertFalse(self._sees(self.aide, action))
        for day, seen in (
            ("2026-03-08", False),
            ("2026-03-09", True),
            ("2026-03-13", True),
            ("2026-03-14", False),
        ):
            with freeze_time(day):
                self.assertEqual(self._sees(self.aide, action), seen, day)

    def test_a_deputy_decides_in_his_period_by_the_date_alone(self):
        action = self._new_action(owner_id=self.nurse.id)
        action.action_submit()
        self._name()
        with self.assertRaises(AccessError):
            action.with_user(self.aide).action_approve()
        with freeze_time("2026-03-10"):
            action.with_user(self.aide).action_approve()
        self.assertEqual(action.sudo().state, "open")

    def test_a_deputy_loses_records_at_once_when_no_longer_named(self):
        action = self._new_action(owner_id=self.nurse.id)
        deputy = self._name(date_from="2026-03-01")
        self.assertTrue(self._sees(self.aide, action))
        deputy.deputy_id = self.head
        self.assertFalse(self._sees(self.aide, action))
        deputy.deputy_id = self.aide
        self.assertTrue(self._sees(self.aide, action))
        deputy.unlink()
        self.assertFalse(self._sees(self.aide, action))

    def test_a_deputy_of_a_leader_who_goes_is_none(self):
        action = self._new_action(owner_id=self.nurse.id)
        self._name(date_from="2026-03-01")
        self.home_care.manager_id = self.care.manager_id
        self.assertFalse(self._sees(self.aide, action))

    def test_a_scope_takes_in_a_unit_and_those_below(self):
        self._name(
            user_id=self.director.id,
            date_from="2026-03-01",
            department_ids=[Command.set(self.care.ids)],
        )
        below = self._new_action(owner_id=self.nurse.id)
        above = self._new_action(
            self.team, owner_id=self.team.id, department_id=self.administration.id
        )
        self.assertTrue(self._sees(self.aide, below))
        self.assertFalse(self._sees(self.aide, above))
        self.assertTrue(self.home_care._qms_mandate(self.company, self.aide))
        self.assertFalse(self.administration._qms_mandate(self.company, self.aide))

    def test_a_deputy_gets_the_leaders_menu_while_named(self):
        self.assertFalse(self.aide.has_group("qms.group_unit_leader"))
        deputy = self._name(date_from="2026-03-01")
        self.assertTrue(self.aide.has_group("qms.group_unit_leader"))
        deputy.unlink()
        self.assertFalse(self.aide.has_group("qms.group_unit_leader"))

    def test_an_ended_period_is_tidied_away_at_night(self):
        self._name(date_from="2026-03-01", date_to="2026-03-05")
        with freeze_time("2026-03-06"):
            self.env["qms.unit.reader"]._cron_refresh()
            self.assertFalse(self.aide.has_group("qms.group_unit_leader"))
        rows = self.env["qms.unit.reader"].search(
            [("user_id", "=", self.aide.id), ("kind", "=", "leader")]
        )
        self.assertFalse(rows)

    def test_named_by_the_person_a_leader_above_or_the_quality_manager(self):
        for user in (self.leader, self.head, self.director, self.manager):
            self._name(user)
        for user in (self.aide, self.nurse, self.team):
            with self.assertRaises(AccessError):
                self._name(user)

    def test_a_deputy_is_not_handed_to_others(self):
        deputy = self._name(self.leader)
        for values in ({"deputy_id": self.nurse.id}, {"user_id": self.aide.id}):
            with self.assertRaises(AccessError):
                deputy.with_user(self.aide).write(values)
        with self.assertRaises(AccessError):
            deputy.with_user(self.leader).user_id = self.head
        with self.assertRaises(AccessError):
            deputy.with_user(self.aide).unlink()

    def test_both_work_in_the_company(self):
        with self.assertRaises(ValidationError):
            self._name(deputy_id=self.stranger.id)
        with self.assertRaises(ValidationError):
            self._name(user_id=self.stranger.id)
        self.stranger.company_ids = [Command.link(self.company.id)]
        self._name(deputy_id=self.stranger.id)

    def test_a_deputy_is_somebody_who_can_log_in(self):
        portal = self._new_user("visitor")
        portal.group_ids = [Command.set(self.env.ref("base.group_portal").ids)]
        with self.assertRaises(ValidationError):
            self._name(deputy_id=portal.id)

    def test_the_units_are_of_the_company(self):
        foreign = self.env["hr.department"].create(
            {"name": "Grid", "company_id": self.other_company.id}
        )
        with self.assertRaises(UserError):
            self.env["qms.deputy"].create(
                {
                    "user_id": self.leader.id,
                    "deputy_id": self.aide.id,
                    "date_to": "2026-03-13",
                    "company_id": self.company.id,
                    "department_ids": [Command.set(foreign.ids)],
                }
            )

    def test_a_duty_goes_to_the_deputy_and_comes_back(self):
        action = self._new_action(owner_id=self.nurse.id)
        action.action_submit()
        self.assertEqual(self._duties(action).user_id, self.leader)
        absence = self.env["qms.absence"].create(
            {
                "user_id": self.leader.id,
                "date_from": "2026-03-01",
                "date_to": "2026-03-13",
            }
        )
        self.assertEqual(self._duties(action).user_id, self.head)
        self._name(date_from="2026-03-01")
        duty = self._duties(action)
        self.assertEqual((duty.user_id, duty.behalf_id), (self.aide, self.leader))
        absence.unlink()
        duty = self._duties(action)
        self.assertEqual(
            (duty.user_id, duty.behalf_id), (self.leader, self.env["res.users"])
        )
