from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged

from .succession_common import SuccessionCase


class UnitChangeCase(SuccessionCase):
    """The day care is merged into the home care, or otherwise changed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.old_leader = cls._new_user("old_leader")
        cls.day_care = cls._new_unit("Day care", cls.old_leader, cls.care)
        cls.cook = cls._new_user("cook")
        cls._new_employee(cls.cook, cls.day_care)

    def _change(self, user=None, **kwargs):
        values = {
            "kind": "merge",
            "source_ids": [Command.set(self.day_care.ids)],
            "target_id": self.home_care.id,
            "company_id": self.company.id,
            "reason": "Budget",
            **kwargs,
        }
        model = self.env["qms.unit.change"].with_user(user or self.manager)
        return model.create(values)

    def _action_there(self, **kwargs):
        values = {
            "owner_id": self.cook.id,
            "department_id": self.day_care.id,
            **kwargs,
        }
        return self._new_action(self.old_leader, **values)

    def _closed_there(self):
        action = self._action_there()
        action.action_cancel(reason="Not needed")
        return action

    def _sees(self, user, action):
        model = self.env["qms.action"].with_user(user)
        return bool(model.search([("id", "=", action.id)]))


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestMerge(UnitChangeCase):
    """What is open moves, what is closed keeps the old unit."""

    def test_it_shows_what_it_touches_and_moves_nothing_yet(self):
        action = self._action_there()
        self.day_care.qms_safety_rep_ids = self.cook
        change = self._change()
        self.assertEqual(
            [(line.name, line.open_count) for line in change.line_ids],
            [("Action: Unit", 1)],
        )
        self.assertEqual(change.touches, "Employees: 2\nSafety representatives: 1")
        self.assertEqual(action.department_id, self.day_care)
        self.assertEqual(self._employee(self.cook).department_id, self.day_care)

    def test_what_is_open_moves_with_a_decision_what_is_closed_stays(self):
        action, closed = self._action_there(), self._closed_there()
        change = self._change()
        change.action_order()
        self.assertEqual(change.state, "done")
        self.assertEqual(action.department_id, self.home_care)
        self.assertEqual(closed.department_id, self.day_care)
        self.assertEqual(self.day_care.name, "Day care")
        decision = self._decisions(action)[-1]
        self.assertEqual(
            (decision.verb, decision.role), ("change_unit", "quality_manager")
        )
        self.assertEqual(self._decisions(closed)[-1].verb, "cancel")

    def test_the_unit_is_archived_under_its_name_and_says_where_it_went(self):
        self._change().action_order()
        self.assertFalse(self.day_care.active)
        self.assertEqual(self.day_care.qms_successor_id, self.home_care)
        self.assertEqual(self.day_care.qms_today_id, self.home_care)
        self.assertEqual(self.home_care.qms_today_id, self.home_care)

    def test_people_follow(self):
        self.day_care.qms_safety_rep_ids = self.cook
        below = self._new_unit("Kitchen", None, self.day_care)
        self._change().action_order()
        self.assertEqual(self._employee(self.cook).department_id, self.home_care)
        self.assertEqual(below.parent_id, self.home_care)
        self.assertIn(self.cook, self.home_care.qms_safety_rep_ids)

    def test_processes_and_deputies_follow(self):
        process = self.env["qms.process"].create(
            {
                "name": "Care",
                "company_id": self.company.id,
                "department_ids": [Command.set((self.day_care + self.care).ids)],
            }
        )
        self._change().action_order()
        self.assertEqual(process.department_ids, self.home_care + self.care)

    def test_the_new_leader_sees_and_decides_on_the_old_ones(self):
        action, closed = self._action_there(), self._closed_there()
        self.assertFalse(self._sees(self.leader, closed))
        self.assertTrue(self._sees(self.old_leader, closed))
        self._change().action_order()
        self.assertTrue(self._sees(self.leader, closed))
        self.assertTrue(self._sees(self.leader, action))
        self.assertEqual(self.day_care._qms_decider(self.company)[0], self.leader)

    def test_the_old_leader_reads_no_more_than_he_wrote(self):
        closed = self._closed_there()
        other = self._new_action(
            self.cook, owner_id=self.cook.id, department_id=self.day_care.id
        )
        self.assertTrue(self._sees(self.old_leader, other))
        self._change().action_order()
        self.assertFalse(self._sees(self.old_leader, other))
        self.assertTrue(self._sees(self.old_leader, closed))
        self.assertFalse(self.old_leader.has_group("qms.group_unit_leader"))

    def test_whoever_leads_later_sees_them_too(self):
        closed = self._closed_there()
        self._change().action_order()
        self.home_care.manager_id = self._employee(self.nurse)
        self.assertTrue(self._sees(self.nurse, closed))
        self.assertFalse(self._sees(self.leader, closed))

    def test_what_was_merged_twice_is_part_of_the_last(self):
        closed = self._closed_there()
        self._change().action_order()
        self._change(
            source_ids=[Command.set(self.home_care.ids)], target_id=self.care.id
        ).action_order()
        self.assertEqual(self.day_care.qms_today_id, self.care)
        self.assertEqual(closed.unit_today_id, self.care)
        self.assertTrue(self._sees(self.head, closed))
        self.assertFalse(self._sees(self.leader, closed))

    def test_figures_are_read_in_the_old_and_in_the_new_structure(self):
        self._closed_there()
        self._action_there()
        self._change().action_order()
        model = self.env["qms.action"].with_user(self.manager)
        ours = [("company_id", "=", self.company.id)]
        then = dict(model._read_group(ours, ["department_id"], ["__count"]))
        now = dict(model._read_group(ours, ["unit_today_id"], ["__count"]))
        self.assertEqual(then, {self.day_care: 1, self.home_care: 1})
        self.assertEqual(now, {self.home_care: 2})

    def test_duties_go_to_the_new_leader(self):
        action = self._action_there()
        action.action_submit()
        self.assertEqual(self._duties(action).user_id, self.head)
        self._change().action_order()
        self.assertEqual(self._duties(action).user_id, self.leader)

    def test_many_go_in_the_background_and_it_goes_on_where_it_stopped(self):
        actions = self.env["qms.action"].union(
            *(self._action_there() for _number in range(101))
        )
        change = self._change()
        change.action_order()
        self.assertEqual(change.state, "running")
        self.assertTrue(self.day_care.active)
        line = change.sudo()._in_its_name().line_ids
        line._take_slice(40)
        self._run_cron()
        self._run_cron()
        self.assertEqual(change.state, "done")
        self.assertEqual(actions.department_id, self.home_care)
        self.assertFalse(self.day_care.active)
        for action in actions:
            self.assertEqual(self._decisions(action).mapped("verb"), ["change_unit"])

    def test_not_into_itself_nor_below_nor_into_what_is_closed(self):
        below = self._new_unit("Kitchen", None, self.day_care)
        for unit in (self.day_care, below):
            with self.assertRaisesRegex(UserError, "not one of those that change"):
                self._change(target_id=unit.id).action_order()
        self.home_care.active = False
        with self.assertRaisesRegex(UserError, "in use"):
            self._change().action_order()


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestOtherChanges(UnitChangeCase):
    def test_split_what_the_people_are_responsible_for_goes_with_them(self):
        goes, stays = self._action_there(), self._action_there(owner_id=self.nurse.id)
        closed = self._closed_there()
        change = self._change(
            kind="split",
            target_id=False,
            new_name="Kitchen",
            leader_id=self._employee(self.cook).id,
            employee_ids=[Command.set(self._employee(self.cook).ids)],
        )
        self.assertEqual(change.line_ids.mapped("open_count"), [1])
        change.action_order()
        unit = change.target_id
        self.assertEqual((unit.name, unit.parent_id), ("Kitchen", self.care))
        self.assertEqual(self._employee(self.cook).department_id, unit)
        self.assertEqual(goes.department_id, unit)
        self.assertEqual((stays | closed).department_id, self.day_care)
        self.assertTrue(self.day_care.active)
        self.assertTrue(self._sees(self.cook, goes))

    def test_move_changes_who_reads_not_what_belongs_where(self):
        action = self._action_there()
        self._change(
            kind="move", target_id=False, parent_id=self.home_care.id
        ).action_order()
        self.assertEqual(self.day_care.parent_id, self.home_care)
        self.assertEqual(action.department_id, self.day_care)
        self.assertTrue(self._sees(self.leader, action))

    def test_not_below_itself(self):
        below = self._new_unit("Kitchen", None, self.day_care)
        change = self._change(kind="move", target_id=False, parent_id=below.id)
        with self.assertRaisesRegex(UserError, "not one of those that change"):
            change.action_order()

    def test_rename_leaves_the_old_name_on_what_is_closed(self):
        action, closed = self._action_there(), self._closed_there()
        self._change(
            kind="rename", target_id=False, new_name="Activity centre"
        ).action_order()
        self.assertEqual(self.day_care.name, "Activity centre")
        self.assertEqual(closed.former_unit, "Day care")
        self.assertFalse(action.former_unit)

    def test_a_name_changed_in_the_app_for_employees_is_kept_as_well(self):
        closed = self._closed_there()
        self.day_care.name = "Activity centre"
        later = self._closed_there()
        self.day_care.name = "Meeting place"
        self.assertEqual(closed.former_unit, "Day care")
        self.assertEqual(later.former_unit, "Activity centre")

    def test_never_to_another_company(self):
        elsewhere = self.env["hr.department"].create(
            {"name": "There", "company_id": self.other_company.id}
        )
        self.manager.company_ids += self.other_company
        for values in (
            {"kind": "move", "parent_id": elsewhere.id, "target_id": False},
            {"target_id": elsewhere.id},
            {"source_ids": [Command.set(elsewhere.ids)]},
        ):
            with self.assertRaisesRegex(ValidationError, "within their company"):
                self._change(**values)

    def test_only_quality_managers_of_the_company_change_units(self):
        foreign = self._new_user(
            "foreign", "qms.group_quality_manager", self.other_company
        )
        for user in (self.leader, self.director, self.team, foreign):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self._change(user)
        change = self._change()
        for user in (self.leader, self.director, self.team, foreign):
            with self.subTest(user.login), self.assertRaises(AccessError):
                change.with_user(user).action_order()

    def test_what_is_missing_is_said_in_one_message(self):
        change = self._change(
            kind="split", source_ids=False, target_id=False, reason=False
        )
        with self.assertRaisesRegex(
            UserError, "why(.|\n)*Units(.|\n)*New Name(.|\n)*Who goes"
        ):
            change.action_order()

    def test_what_was_carried_out_is_not_changed(self):
        change = self._change()
        change.action_order()
        for values in ({"kind": "move"}, {"target_id": self.care.id}, {"reason": "x"}):
            with self.assertRaises(UserError):
                change.write(values)
        with self.assertRaises(UserError):
            change.unlink()

    def test_a_successor_is_set_by_a_merge_alone(self):
        clerk = self._new_user("clerk", "hr.group_hr_manager")
        unit = self.day_care.with_user(clerk)
        unit.color = 3
        with self.assertRaisesRegex(UserError, "by a change of units"):
            unit.qms_successor_id = self.care
        self.assertEqual(self.day_care.qms_today_id, self.day_care)
