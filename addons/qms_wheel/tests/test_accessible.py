from odoo.tests import tagged

from odoo.addons.qms.tests.axe_common import AxeCase
from odoo.addons.qms.tests.wheel_common import WheelCase


@tagged("post_install", "-at_install", "qms")
class TestAccessible(WheelCase, AxeCase):
    """The picture with its table, judged by axe-core."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._new_year(cls.company._qms_today().year + 1)

    def test_the_wheel_and_its_table(self):
        self._assert_accessible(
            "/odoo/quality-year-wheel", ".o_wheel_picture", self.manager.login
        )


@tagged("post_install", "-at_install", "qms")
class TestAccessibleOnAPhone(TestAccessible):
    allow_inherited_tests_method = True
    browser_size = "375x667"
    touch_enabled = True
