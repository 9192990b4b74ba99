from odoo.tests import tagged

from odoo.addons.qms.tests.axe_common import AxeCase

from .common import DeviationCase


@tagged("post_install", "-at_install", "qms")
class TestAccessible(DeviationCase, AxeCase):
    """The page on which staff report."""

    def test_the_report_page(self):
        self._assert_accessible(
            "/odoo/report-deviation", ".modal-content", self.nurse.login
        )


@tagged("post_install", "-at_install", "qms")
class TestAccessibleOnAPhone(TestAccessible):
    allow_inherited_tests_method = True
    browser_size = "375x667"
    touch_enabled = True
