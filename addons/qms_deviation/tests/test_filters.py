from odoo import Command
from odoo.tests import freeze_time, tagged

from .common import DeviationCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestFilters(DeviationCase):
    """What people look for first."""

    def _found(self, user, name):
        cases = self.env["qms.deviation"].with_user(user)
        found = cases.search([(name, "=", True), ("company_id", "=", self.company.id)])
        self.assertEqual(found.filtered(name), found)
        others = cases.search(
            [(name, "=", False), ("company_id", "=", self.company.id)]
        )
        self.assertFalse(found & others)
        self.assertFalse(others.filtered(name))
        return found

    def test_a_new_report_waits_for_its_first_reader(self):
        case = self._case()
        self.assertEqual(self._found(self.leader, "waits_for_me"), case)
        case.action_release()
        self.assertFalse(self._found(self.team, "waits_for_me"))

    def test_a_case_waits_for_me_when_its_action_does(self):
        case = self._analysed()
        case.action_release()
        case.action_treat()
        action = self._new_action(
            self.leader, res_model="qms.deviation", res_id=case.id
        )
        action.action_submit()
        self.assertEqual(self._found(self.head, "waits_for_me"), case.sudo())
        action.with_user(self.head).action_approve()
        self.assertFalse(self._found(self.head, "waits_for_me"))

    def test_what_waits_is_not_read_without_the_right_to(self):
        """A duty on a confidential case's action does not open the case."""
        case = self._analysed()
        case.action_treat()
        action = self._new_action(
            self.leader, res_model="qms.deviation", res_id=case.id
        )
        action.action_submit()
        action.with_user(self.head).action_approve()
        self.assertEqual(self._duties(action).user_id, self.aide)
        self.assertFalse(self._found(self.aide, "waits_for_me"))

    def test_my_unit_is_where_i_belong_or_what_i_lead(self):
        case = self._case()
        elsewhere = self._case(department_id=self.administration.id)
        (case | elsewhere).sudo().handler_ids = [Command.link(self.team.id)]
        self.assertEqual(self._found(self.leader, "is_my_unit"), case)
        self.assertIn(case, self._found(self.head, "is_my_unit"))
        self.assertEqual(self._found(self.team, "is_my_unit"), elsewhere)
