from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import freeze_time, tagged

from .meeting_common import MeetingCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestGroup(MeetingCase):
    """Who sits in a group, and what follows from it."""

    def test_chair_and_secretary_are_members(self):
        group = self._new_group(member_ids=[])
        self.assertEqual(group.member_ids.user_id, self.head | self.nurse)
        group.chair_id = self.leader
        self.assertIn(self.leader, group.member_ids.user_id)
        self.assertEqual(
            {member.user_id.login: member.office for member in group.member_ids},
            {"qms_head": "member", "qms_nurse": "secretary", "qms_leader": "chair"},
        )

    def test_a_member_is_an_employee_of_a_unit(self):
        member = self.group.member_ids.filtered(lambda m: m.user_id == self.nurse)
        self.assertEqual(member.employee_id.user_id, self.nurse)
        self.assertEqual(member.department_id, self.home_care)

    def test_an_employee_without_login_is_a_member(self):
        cleaner = self.env["hr.employee"].create(
            {"name": "Cleaner", "company_id": self.company.id}
        )
        self.group.member_ids = [Command.create({"employee_id": cleaner.id})]
        self.assertEqual(self.group.member_ids[-1].who, "Cleaner")
        self.assertFalse(self.group.member_ids[-1].has_role)

    def test_sitting_in_the_group_gives_no_role(self):
        """It shows who lacks it instead."""
        role = self.env.ref("qms.group_quality_team")
        self.assertFalse(self.nurse.has_group("qms.group_quality_team"))
        self.assertEqual(self.group.without_role, "Head, Nurse, Leader, Aide")
        self.nurse.group_ids += role
        self.group.invalidate_recordset()
        self.assertEqual(self.group.without_role, "Head, Leader, Aide")

    def test_members_come_from_its_companies(self):
        with self.assertRaisesRegex(ValidationError, "does not work here"):
            self.group.member_ids = [Command.create({"user_id": self.stranger.id})]

    def test_it_sits_over_companies_of_one_municipal_group_only(self):
        branch = self.env["res.company"].create(
            {"name": "Board", "parent_id": self.company.id}
        )
        self.group.company_ids = branch
        with self.assertRaisesRegex(ValidationError, "one municipal group"):
            self.group.company_ids = self.other_company

    def test_nobody_but_the_quality_manager_changes_it(self):
        for user in (self.head, self.nurse, self.team, self.leader):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.group.with_user(user).write({"chair_id": user.id})
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.group.member_ids[0].with_user(user).write({"active": False})
        self.group.with_user(self.manager).quorum = 60

    def test_everybody_sees_that_a_group_does_not_meet(self):
        group = self.group.with_user(self.aide)
        self.assertTrue(group.has_not_met and group.is_terms_late)
        names = group.search([("has_not_met", "=", True)])
        self.assertIn(self.group, names)
        meeting = self._new_meeting("2026-03-03")
        meeting.action_call()
        with freeze_time("2026-03-03 09:00"):
            self._there(meeting, self.head, self.nurse)
            meeting.action_begin()
            self.env.invalidate_all()
            self.assertFalse(group.has_not_met)
            self.assertNotIn(self.group, group.search([("has_not_met", "=", True)]))
            self.assertEqual(str(group.date_met), "2026-03-03")
        with freeze_time("2026-06-04"):
            self.env.invalidate_all()
            self.assertTrue(group.has_not_met)
            self.assertIn(self.group, group.search([("has_not_met", "=", True)]))

    def test_its_own_agenda_begins_as_a_copy(self):
        self.assertEqual(len(self.items), 7)
        self.assertFalse(self.items.company_id)
        self.group.with_user(self.manager).action_own_agenda()
        own = self.env["qms.agenda.item"]._agenda_of(self.group)
        self.assertEqual(own.mapped("code"), self.items.mapped("code"))
        self.assertEqual(own.group_id, self.group)
        other = self._new_group(name="Another")
        self.assertEqual(self.env["qms.agenda.item"]._agenda_of(other), self.items)

    def test_a_company_has_its_own_order(self):
        items = self.env["qms.agenda.item"].with_user(self.manager)
        items.with_company(self.company).action_own_order()
        own = items._agenda_of(self.group)
        self.assertEqual(own.company_id, self.company)
        own[0].sequence = 99
        self.assertEqual(items._agenda_of(self.group)[-1].code, "goals")
        self.assertEqual(self.items.sorted()[0].code, "goals")

    def test_who_leaves_leaves_his_seat(self):
        member = self.group.member_ids.filtered(lambda m: m.user_id == self.aide)
        holding = next(each for each in member._get_holdings() if each.ends)
        member._end_holding(holding, self.aide)
        self.assertFalse(member.active)
        self.assertNotIn(self.aide, self.group.member_ids.user_id)
        meeting = self._new_meeting()
        self.assertFalse(
            meeting.with_user(self.aide).with_context(active_test=False).search([])
        )

    def test_the_chair_does_not_go_to_the_secretary(self):
        held = self.env["qms.group"]
        holding = next(
            each for each in held._get_holdings() if each.field == "chair_id"
        )
        refused = held._refused_heir_domain(holding, self.nurse, self.head)
        self.assertEqual(held.search(refused), self.group)
        refused = held._refused_heir_domain(holding, self.leader, self.head)
        self.assertFalse(held.search(refused))

    def test_it_is_archived_not_deleted_once_it_met(self):
        self._new_meeting()
        with self.assertRaisesRegex(ValidationError, "archive it instead"):
            self.group.with_user(self.manager).unlink()
