from odoo.tests import HttpCase, tagged

from odoo.addons.qms.tests.common import QmsCase
from odoo.addons.web.tests.test_js import unit_test_error_checker

SUITE = "@qms_wheel"


@tagged("post_install", "-at_install", "qms")
class TestComponents(QmsCase, HttpCase):
    """The tests of the view and of its picture, in a browser."""

    def _suite_id(self):
        """How Hoot calls the suite of this module in an address."""
        number = 0
        for char in SUITE:
            number = ((number << 5) - number + ord(char)) & 0xFFFFFFFF
        return f"{number:08x}"

    def test_components(self):
        self.browser_js(
            "/web/tests?headless&loglevel=2&preset=desktop&timeout=30000"
            f"&id={self._suite_id()}",
            "",
            login=self.nurse.login,
            timeout=300,
            success_signal="[HOOT] Test suite succeeded",
            error_checker=unit_test_error_checker,
        )
