from odoo.tests import tagged

from odoo.addons.qms.tests.axe_common import AxeCase

from .common import DeviationCase


@tagged("post_install", "-at_install", "qms")
class TestAccessibleCase(DeviationCase, AxeCase):
    """A case as its first reader sees it: the steps, and what is missing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # the short way is barred, which the form says
        cls.type_deviation.regulated = True
        cls.case = cls._case()

    def _assert_part(self, selector):
        path = f"/odoo/quality-first-reading/{self.case.id}"
        self._assert_accessible(path, selector, self.leader.login)

    def test_the_steps(self):
        self._assert_part(".o_form_statusbar .o_statusbar_buttons")

    def test_what_is_missing(self):
        self._assert_part(".o_qms_missing")


@tagged("post_install", "-at_install", "qms")
class TestAccessibleCaseOnAPhone(TestAccessibleCase):
    allow_inherited_tests_method = True
    browser_size = "375x667"
    touch_enabled = True
