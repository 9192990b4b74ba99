from odoo.tests import tagged

from odoo.addons.qms.tests.hoot_common import HootCase

from .common import DeviationCase


@tagged("post_install", "-at_install", "qms")
class TestUnits(DeviationCase, HootCase):
    """The tests of our own components, in a browser."""

    def test_components(self):
        self._run_suites(self.nurse.login, "@qms_deviation")
