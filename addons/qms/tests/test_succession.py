from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger

from .succession_common import SuccessionCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestHandOn(SuccessionCase):
    """What a person has goes on to others in one step."""

    def test_it_shows_what_he_has_by_kind(self):
        self._open_action()
        self._open_action()
        succession = self._succession()
        self.assertEqual(
            [(line.name, line.open_count) for line in succession.line_ids],
            [("Action: Responsible", 2)],
        )

    def test_everything_open_goes_to_the_heir_with_a_decision_on_each(self):
        action = self._open_action()
        process = self.env["qms.process"].create(
            {"name": "Care", "company_id": self.company.id, "owner_id": self.aide.id}
        )
        succession = self._succession()
        succession.action_order()
        self.assertEqual(succession.state, "done")
        self.assertEqual(action.owner_id, self.nurse)
        self.assertEqual(process.owner_id, self.nurse)
        self.assertEqual(self._duties(action).user_id, self.nurse)
        decision = self._decisions(action)[-1]
        self.assertEqual((decision.verb, decision.role), ("hand_on", "leader"))
        detail = self.env["qms.decision.detail"].search(
            [("decision_ref", "=", decision.id)]
        )
        self.assertEqual(detail.user_ref, self.leader.id)
        self.assertEqual(detail.reason, f"{succession.number}: New job")

    def test_before_somebody_is_chosen_no_unit_is_shown(self):
        """Not that of some employee without login."""
        self.env["hr.employee"].create(
            {
                "name": "Temp",
                "department_id": self.home_care.id,
                "company_id": self.company.id,
            }
        )
        form = Form(self.env["qms.succession"].with_user(self.leader))
        self.assertFalse(form.department_id)
        form.user_id = self.aide
        self.assertEqual(form.department_id, self.home_care)

    def test_what_is_closed_keeps_his_name(self):
        done = self._open_action()
        done.with_user(self.leader).action_cancel(reason="Not needed")
        self._open_action()
        self._succession().action_order()
        self.assertEqual(done.owner_id, self.aide)
        self.assertEqual(self._decisions(done)[-1].verb, "cancel")

    def test_each_kind_may_have_an_heir_of_its_own(self):
        action = self._open_action()
        process = self.env["qms.process"].create(
            {"name": "Care", "company_id": self.company.id, "owner_id": self.aide.id}
        )
        succession = self._succession()
        self._line(succession, "qms.process", "owner_id").heir_id = self.head
        succession.action_order()
        self.assertEqual(action.owner_id, self.nurse)
        self.assertEqual(process.owner_id, self.head)

    def test_the_plan_of_a_leaver_is_gone_on_with_the_author_stays(self):
        action = self._new_action(self.aide, owner_id=self.team.id)
        self._succession().action_order()
        self.assertEqual((action.author_id, action.planner_id), (self.aide, self.nurse))
        self.assertEqual(self._duties(action).user_id, self.nurse)
        action.with_user(self.nurse).action_submit()
        with self.assertRaises(AccessError):
            action.with_user(self.nurse).action_approve()

    def test_who_stands_in_for_others_is_replaced_not_by_the_one_away(self):
        deputy = self.env["qms.deputy"].create(
            {
                "user_id": self.leader.id,
                "deputy_id": self.aide.id,
                "date_from": "2026-03-01",
                "date_to": "2026-03-31",
                "company_id": self.company.id,
            }
        )
        succession = self._succession(self.manager, heir_id=self.leader.id)
        with self.assertRaisesRegex(UserError, "an heir for 1"):
            succession.action_order()
        self._line(succession, "qms.deputy", "deputy_id").second_id = self.head
        succession.action_order()
        self.assertEqual(deputy.deputy_id, self.head)

    def test_each_company_has_its_own_owner_of_a_shared_requirement(self):
        requirement = self.env["qms.requirement"].create(
            {"name": "Law", "kind": "law", "company_id": False}
        )
        here = requirement.with_company(self.company)
        there = requirement.with_company(self.other_company)
        self.aide.company_ids += self.other_company
        here.owner_id = there.owner_id = self.aide
        self._succession().action_order()
        self.assertEqual(here.owner_id, self.nurse)
        self.assertEqual(there.owner_id, self.aide)

    def test_another_company_keeps_its_own(self):
        self.aide.company_ids += self.other_company
        process = self.env["qms.process"].create(
            {
                "name": "Elsewhere",
                "company_id": self.other_company.id,
                "owner_id": self.aide.id,
            }
        )
        self._open_action()
        self._succession().action_order()
        self.assertEqual(process.owner_id, self.aide)

    # ------------------------------------------------------------
    # Who is unit leader or safety representative
    # ------------------------------------------------------------

    def test_who_leads_next_is_named_by_a_quality_manager_only(self):
        succession = self._succession(
            self.head, user_id=self.leader.id, heir_id=self.nurse.id
        )
        line = self._line(succession, "hr.department", "manager_id")
        self.assertEqual(line.note, "For a quality manager to hand on")
        with self.assertRaisesRegex(UserError, "a quality manager"):
            succession.action_order()
        self.assertEqual(self.home_care.manager_id.user_id, self.leader)
        self._succession(self.manager, user_id=self.leader.id).action_order()
        self.assertEqual(self.home_care.manager_id.user_id, self.nurse)

    def test_who_is_elected_has_no_heir(self):
        self.home_care.qms_safety_rep_ids = self.aide
        succession = self._succession(self.manager)
        line = self._line(succession, "hr.department", "qms_safety_rep_ids")
        self.assertEqual(line.note, "Personal: it ends")
        succession.action_order()
        self.assertFalse(self.home_care.qms_safety_rep_ids)

    # ------------------------------------------------------------
    # Four eyes
    # ------------------------------------------------------------

    def test_who_approved_it_does_not_carry_it_out(self):
        mine, other = self._open_action(), self._submitted()
        succession = self._succession(self.manager, heir_id=self.leader.id)
        line = self._line(succession, "qms.action", "owner_id")
        self.assertEqual((line.open_count, line.refused_count), (2, 1))
        with self.assertRaisesRegex(UserError, "an heir for 1 who may have them"):
            succession.action_order()
        self.assertEqual((mine.owner_id, other.owner_id), (self.aide, self.aide))
        line.second_id = self.nurse
        succession.action_order()
        self.assertEqual((mine.owner_id, other.owner_id), (self.nurse, self.leader))

    def test_who_judges_the_effect_does_not_carry_it_out(self):
        action = self._new_action(owner_id=self.aide.id, verifier_id=self.nurse.id)
        succession = self._succession()
        with self.assertRaisesRegex(UserError, "an heir for 1"):
            succession.action_order()
        self.assertEqual(action.owner_id, self.aide)

    def test_who_carried_it_out_does_not_judge_its_effect(self):
        action = self._open_action(owner_id=self.nurse.id, verifier_id=self.aide.id)
        action.with_user(self.nurse).result = "Moved"
        action.with_user(self.nurse).action_complete()
        succession = self._succession()
        with self.assertRaisesRegex(UserError, "an heir for 1"):
            succession.action_order()
        succession.heir_id = self.team
        succession.action_order()
        self.assertEqual(action.verifier_id, self.team)

    def test_four_eyes_hold_for_all_accounts_of_a_person(self):
        twin = self._new_user("twin")
        twin.partner_id.email = self.leader.email
        twin.name = self.leader.name
        self._open_action()
        succession = self._succession(self.manager, heir_id=twin.id)
        line = self._line(succession, "qms.action", "owner_id")
        self.assertEqual(line.refused_count, 1)

    # ------------------------------------------------------------
    # Who may
    # ------------------------------------------------------------

    def test_leader_next_leader_and_quality_manager_hand_on(self):
        for user in (self.leader, self.head, self.manager):
            action = self._open_action()
            self._succession(user).action_order()
            self.assertEqual(action.owner_id, self.nurse)

    def test_a_colleague_hands_on_nothing(self):
        with self.assertRaises(AccessError):
            self._succession(self.team)
        succession = self._succession()
        with self.assertRaises(AccessError):
            succession.with_user(self.nurse).action_order()
        with self.assertRaises(AccessError):
            succession.with_user(self.nurse).read(["user_id"])

    def test_nobody_hands_on_his_own(self):
        with self.assertRaises(AccessError):
            self._succession(self.leader, user_id=self.leader.id)

    def test_a_quality_manager_of_elsewhere_hands_on_nothing(self):
        foreign = self._new_user(
            "foreign", "qms.group_quality_manager", self.other_company
        )
        with self.assertRaises(AccessError):
            self._succession(foreign)
        with self.assertRaises(AccessError):
            self._succession().with_user(foreign).action_order()

    def test_an_heir_is_here_and_somebody_else(self):
        for heir in (self.stranger, self.aide):
            with self.assertRaises(ValidationError):
                self._succession(heir_id=heir.id)
        self._archive(self.nurse)
        with self.assertRaises(ValidationError):
            self._succession()

    def test_an_heir_who_has_left_meanwhile_is_asked_for_again(self):
        action = self._open_action()
        succession = self._succession()
        self._archive(self.nurse)
        with self.assertRaisesRegex(UserError, "another heir: Nurse works here no"):
            succession.action_order()
        self.assertEqual(action.owner_id, self.aide)

    def test_without_reason_or_heir_nothing_moves(self):
        action = self._open_action()
        succession = self._succession(reason=False, heir_id=False)
        with self.assertRaisesRegex(UserError, "why(.|\n)*an heir for 1"):
            succession.action_order()
        self.assertEqual(action.owner_id, self.aide)

    def test_state_and_numbers_come_by_no_other_way(self):
        self._open_action()
        succession = self._succession()
        line = succession.line_ids
        other = self._succession()
        hostile = [
            lambda: succession.write({"state": "done"}),
            lambda: succession.write({"ordered_by_id": self.head.id}),
            lambda: succession.write({"user_id": self.team.id}),
            lambda: succession.write({"department_id": self.care.id}),
            lambda: succession.write({"line_ids": [(2, line.id)]}),
            lambda: succession.write(
                {"line_ids": [(0, 0, {"res_model": "res.users", "field_name": "id"})]}
            ),
            lambda: line.write({"field_name": "author_id"}),
            lambda: line.write({"res_model": "res.partner"}),
            lambda: line.write({"moved_count": 5}),
            lambda: line.write({"succession_id": other.id}),
            lambda: self._succession(state="running", ordered_by_id=self.head.id),
            succession.unlink,
        ]
        for attempt in hostile:
            with self.subTest(attempt), self.assertRaises(UserError):
                attempt()
        succession.action_order()
        with self.assertRaises(UserError):
            line.heir_id = self.head
        with self.assertRaises(UserError):
            succession.action_order()


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestManyHandedOn(SuccessionCase):
    """In slices, stopped anywhere."""

    def _many(self, count):
        values = {
            "name": "Move it",
            "owner_id": self.aide.id,
            "department_id": self.home_care.id,
            "company_id": self.company.id,
            "date_deadline": date(2030, 1, 31),
        }
        model = self.env["qms.action"].with_user(self.nurse)
        return model.create([values] * count)

    def _owners(self, actions):
        actions.invalidate_recordset()
        return actions.mapped("owner_id")

    def test_many_go_in_the_background(self):
        actions = self._many(101)
        succession = self._succession(heir_id=self.team.id)
        succession.action_order()
        self.assertEqual(succession.state, "running")
        self.assertEqual(self._owners(actions), self.aide)
        self._run_cron()
        self.assertEqual(succession.state, "done")
        self.assertEqual(succession.moved_count, 101)
        self.assertEqual(self._owners(actions), self.team)

    def test_stopped_in_the_middle_it_goes_on_and_nothing_moves_twice(self):
        actions = self._many(250)
        succession = self._succession(heir_id=self.team.id)
        succession.action_order()
        order = succession.sudo()._in_its_name()
        self.assertFalse(order._carry_out(lambda _count, _left: False))
        self.assertEqual((succession.moved_count, succession.left_count), (200, 50))
        self.assertEqual(succession.state, "running")
        self._run_cron()
        self._run_cron()
        self.assertEqual(succession.state, "done")
        self.assertEqual(self._owners(actions), self.team)
        for action in actions:
            self.assertEqual(self._decisions(action).mapped("verb"), ["hand_on"])

    def test_while_it_runs_it_is_not_finished_by_hand(self):
        self._many(101)
        succession = self._succession(heir_id=self.team.id)
        succession.action_order()
        with self.assertRaisesRegex(UserError, "still being moved"):
            succession.action_finish()

    def test_where_who_ordered_it_is_gone_another_goes_on(self):
        actions = self._many(101)
        succession = self._succession(heir_id=self.team.id)
        succession.action_order()
        self.leader.active = False
        self._run_cron()
        self.assertEqual(self._owners(actions), self.aide)
        succession.with_user(self.head).action_carry_on()
        self._run_cron()
        self.assertEqual(self._owners(actions), self.team)
        detail = self.env["qms.decision.detail"].search(
            [("decision_ref", "=", self._decisions(actions[0])[-1].id)]
        )
        self.assertEqual(detail.user_ref, self.head.id)

    def test_a_slice_costs_the_same_however_many_wait(self):
        self._many(20)
        self._many(100)
        succession = self._succession(heir_id=self.team.id)
        succession.action_order()
        line = succession.sudo()._in_its_name().line_ids[0]
        line._take_slice(10)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        line._take_slice(10)
        self.env.flush_all()
        few = self.cr.sql_log_count - before
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        line._take_slice(50)
        self.env.flush_all()
        self.assertLessEqual(self.cr.sql_log_count - before, few + 10)

    def test_one_order_that_fails_does_not_stop_the_others(self):
        self._many(101)
        first = self._succession(heir_id=self.team.id)
        first.action_order()
        values = {"owner_id": self.head.id, "department_id": self.home_care.id}
        process = self.env["qms.process"].create(
            {"name": "Care", "company_id": self.company.id, "owner_id": self.head.id}
        )
        self.env["qms.action"].with_user(self.nurse).create(
            [{**values, "name": "x", "company_id": self.company.id}] * 101
        )
        second = self._succession(
            self.manager, user_id=self.head.id, heir_id=self.team.id
        )
        second.action_order()
        model = self.env.registry["qms.succession"]
        take = model._take_slice

        def fail(order):
            if order.id == first.id:
                raise ValueError(order)
            return take(order)

        with self.env.cr.savepoint(), mute_logger("odoo.addons.qms"):
            self.patch(model, "_take_slice", fail)
            self.patch(type(self.env.cr), "rollback", lambda cursor: None)
            self._run_cron()
        self.assertEqual((first.state, second.state), ("running", "done"))
        self.assertEqual(process.owner_id, self.team)
