from odoo.tests import tagged

from odoo.addons.qms.tests.common import QmsCase
from odoo.addons.qms.tests.hoot_common import HootCase


@tagged("post_install", "-at_install", "qms")
class TestComponents(QmsCase, HootCase):
    """The tests of our own components, in a browser."""

    def test_components(self):
        self._run_suites(self.nurse.login, "@qms_competence")
