from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from .context_common import ContextCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestContextPeople(ContextCase):
    """People leave, stand in for each other and have two accounts; units change."""

    def _hand_on(self, leaver, heir):
        self.env["qms.succession"].with_user(self.manager).create(
            {
                "user_id": leaver.id,
                "company_id": self.company.id,
                "heir_id": heir.id,
                "reason": "New job",
            }
        ).action_order()

    def _merge(self, unit, target=None):
        self.env["qms.unit.change"].with_user(self.manager).create(
            {
                "kind": "merge",
                "source_ids": unit.ids,
                "target_id": (target or self.home_care).id,
                "company_id": self.company.id,
                "reason": "Budget",
            }
        ).action_order()

    def _leaves(self, user):
        employees = self.env["hr.employee"].search([("user_id", "=", user.id)])
        employees.active = False

    def _twin(self, user, login):
        """A second account of the same person, in the same unit."""
        twin = self._new_user(login)
        twin.partner_id.email = user.email
        twin.name = user.name
        employee = self.env["hr.employee"].search([("user_id", "=", user.id)])
        self._new_employee(twin, employee.department_id)
        return twin

    # ------------------------------------------------------------
    # Leaving
    # ------------------------------------------------------------

    def test_whoever_leaves_hands_on_what_is_open_and_keeps_what_ended(self):
        opened = (
            self._factor(),
            self._risk(),
            self._consultation(),
            self._review(owner_id=self.nurse.id),
        )
        ended = (self._factor(), self._risk(), self._consultation())
        for record in ended[:2]:
            record.action_end(reason="Over")
        ended[2].action_cancel(reason="Later")
        self._hand_on(self.nurse, self.aide)
        for record in opened:
            with self.subTest(model=record._name):
                self.assertEqual(record.sudo().owner_id, self.aide)
                self.assertEqual(self._duties(record).user_id, self.aide)
                self.assertEqual(self._last(record)[0], "hand_on")
        for record in ended:
            with self.subTest(model=record._name, ended=True):
                self.assertEqual(record.sudo().owner_id, self.nurse)

    def test_until_it_is_handed_on_somebody_else_owes_it(self):
        """The leader of its unit; where there is none, the quality manager."""
        owed = {
            self._risk(): self.leader,
            self._factor(): self.manager,
            self._consultation(): self.manager,
        }
        self._leaves(self.nurse)
        for record, user in owed.items():
            with self.subTest(model=record._name):
                self.assertEqual(self._duties(record).user_id, user)

    def test_a_programme_goes_to_its_heir_who_decides_on_it_no_more(self):
        programme = self._running(
            steering_user_ids=[Command.set([self.head.id, self.team.id])]
        )
        self._hand_on(self.nurse, self.aide)
        self.assertEqual(programme.sudo().leader_id, self.aide)
        self.assertEqual(programme.sudo().led_by_ids, self.nurse | self.aide)
        self.assertEqual(self._duties(programme).user_id, self.aide)
        with self.assertRaises(AccessError):
            programme.with_user(self.aide).action_stop(reason="Mine")
        programme.with_user(self.team).action_stop(reason="No money")

    # ------------------------------------------------------------
    # Four eyes
    # ------------------------------------------------------------

    def test_a_second_account_judges_no_measure_of_the_same_person(self):
        risk = self._treated(owner_id=self.head.id)
        twin = self._twin(self.head, "head2")
        self.care.manager_id = twin.employee_ids
        self.home_care.manager_id = twin.employee_ids
        for user in (self.head, twin):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                risk.with_user(user).action_accept(reason="Fine")
        risk.with_user(self.director).action_accept(reason="Fine")
        self.assertEqual(self._last(risk), ("accept", "leader"))

    def test_a_second_account_starts_no_programme_of_its_own(self):
        twin = self._twin(self.nurse, "nurse2")
        seats = [Command.set([twin.id, self.head.id])]
        programme = self._programme(steering_user_ids=seats)
        with self.assertRaises(AccessError):
            programme.with_user(twin).action_start()
        programme.with_user(self.head).action_start()
        self.assertEqual(programme.state, "running")

    def test_a_deputy_judges_on_the_leader_s_behalf_unless_he_did_it(self):
        risk = self._assessed()
        for deputy, allowed in ((self.nurse, False), (self.aide, True)):
            self.env["qms.deputy"].create(
                {
                    "user_id": self.leader.id,
                    "deputy_id": deputy.id,
                    "date_from": "2026-03-01",
                    "date_to": "2026-03-31",
                    "company_id": self.company.id,
                }
            )
            act = risk.with_user(deputy).action_accept
            if not allowed:
                with self.assertRaises(AccessError):
                    act(reason="It costs too much")
                continue
            act(reason="It costs too much")
        decision = self._decisions(risk)[-1]
        self.assertEqual(decision.verb, "accept")
        detail = self.env["qms.decision.detail"].search(
            [("decision_ref", "=", decision.id)]
        )
        self.assertEqual(detail.user_ref, self.aide.id)

    def test_where_every_leader_took_part_a_quality_manager_judges(self):
        risk = self._treated()
        actions = risk.action_ids.sudo()
        for user in (self.leader, self.head):
            self._new_action(
                self.nurse, res_model="qms.risk", res_id=risk.id, owner_id=user.id
            ).action_cancel(reason="Done by the first")
        risk.invalidate_recordset()
        self.assertEqual(len(risk.action_ids - actions), 2)
        for user in (self.leader, self.head):
            with self.assertRaises(AccessError):
                risk.with_user(user).action_accept(reason="Fine")
        risk.with_user(self.director).action_accept(reason="Fine")
        self.assertEqual(risk.judge_id, self.director)

    # ------------------------------------------------------------
    # Units
    # ------------------------------------------------------------

    def test_a_merged_unit_leaves_its_place_in_a_committee(self):
        day_care = self._new_unit("Day care", self._new_user("day"), self.care)
        committee = self._committee(department_ids=[Command.set(day_care.ids)])
        self._merge(day_care)
        self.assertEqual(committee.department_ids, self.home_care)

    def test_the_map_of_a_unit_takes_in_what_was_merged_into_it(self):
        day_care = self._new_unit("Day care", self._new_user("day"), self.care)
        risk = self._assessed(department_id=day_care.id, user=self.manager)
        maps = self.env["qms.risk.map"].with_user(self.team)
        values = {"company_id": self.company.id}

        def shown(unit):
            return maps.create({**values, "department_id": unit.id}).risk_ids

        self.assertNotIn(risk.id, shown(self.home_care).ids)
        self._merge(day_care)
        self.assertIn(risk.id, shown(self.home_care).ids)
        self.assertEqual(self._duties(risk).user_id, self.nurse)

    def test_a_unit_without_a_leader_asks_the_next_one_up(self):
        risk = self._treated()
        self.assertEqual(self._duties(risk).user_id, self.leader)
        self.home_care.manager_id = False
        self.assertEqual(self._duties(risk).user_id, self.head)
        risk.with_user(self.head).action_accept(reason="Fine")
        self.assertEqual(self._last(risk), ("accept", "leader"))

    def test_without_anybody_to_answer_for_it_the_leader_is_asked(self):
        risk = self._risk(owner_id=False)
        self.assertEqual(self._duties(risk).user_id, self.leader)
        whole = self._risk(self.manager, owner_id=False, department_id=False)
        self.assertEqual(self._duties(whole).user_id, self.manager)
