from odoo.tests import HttpCase, no_retry, tagged

from odoo.addons.web.tests.test_js import unit_test_error_checker

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


@tagged("post_install", "-at_install", "qms")
class TestTriageComponents(HttpCase):
    @no_retry
    def test_components(self):
        self.browser_js(
            "/web/tests?headless&loglevel=2&preset=desktop&timeout=15000"
            f"&id={hoot_id('@qms_deviation/triage')}",
            "",
            "",
            login="admin",
            timeout=300,
            success_signal="[HOOT] Test suite succeeded",
            error_checker=unit_test_error_checker,
        )


def hoot_id(suite):
    """How Hoot names a suite in its address."""
    number = 0
    for letter in suite:
        number = ((number << 5) - number + ord(letter)) & 0xFFFFFFFF
    return f"{number:08x}"
