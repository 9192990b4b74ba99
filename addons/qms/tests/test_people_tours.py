from odoo.tests import HttpCase, tagged

from .test_unit_change import UnitChangeCase


@tagged("post_install", "-at_install", "qms")
class TestPeopleTours(UnitChangeCase, HttpCase):
    """What is really done on the screen, in a browser."""

    def test_a_leader_hands_on_what_a_leaver_had(self):
        action = self._open_action()
        self._archive(self.aide)
        self.start_tour("/odoo", "qms_hand_on", login=self.leader.login)
        self.assertEqual(action.owner_id, self.nurse)
        self.assertEqual(self._asked(self.aide).state, "done")

    def test_a_quality_manager_merges_two_units(self):
        action = self._action_there()
        self.start_tour("/odoo", "qms_merge_units", login=self.manager.login)
        self.assertEqual(action.department_id, self.home_care)
        self.assertFalse(self.day_care.active)
