from odoo.tests import tagged

from .test_tours import ToursCase
from .triage_common import TriageCase


@tagged("post_install", "-at_install", "qms")
class TestTriageTour(ToursCase, TriageCase):
    def test_the_quality_group_in_its_meeting(self):
        case = self._serious()
        second = self._serious()
        self._tour("triage", self.team)
        self.assertEqual(case.action_ids.name, "Tell it on Monday")
        self.assertEqual(case.action_ids.owner_id, self.leader)
        self.assertTrue(second.triaged_on)
        self.assertFalse(second.action_ids)
