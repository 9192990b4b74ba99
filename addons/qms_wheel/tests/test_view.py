from odoo.exceptions import ValidationError
from odoo.tests import tagged

from odoo.addons.qms.tests.common import QmsCase


@tagged("post_install", "-at_install", "qms")
class TestView(QmsCase):
    """A type of view of its own."""

    def _new(self, arch, model="qms.wheel.occurrence"):
        return self.env["ir.ui.view"].create(
            {"name": "wheel", "model": model, "type": "wheel", "arch": arch}
        )

    def test_an_employee_gets_it_with_its_search(self):
        occurrences = self.env["qms.wheel.occurrence"].with_user(self.aide)
        views = occurrences.get_views([(False, "wheel"), (False, "search")])["views"]
        self.assertIn('rings="kind"', views["wheel"]["arch"])
        self.assertIn("kind_id", views["search"]["arch"])

    def test_it_stands_first_in_the_menus_window(self):
        windows = self.env["ir.actions.act_window"].with_user(self.aide)
        action = windows._for_xml_id("qms.qms_wheel_occurrence_action")
        self.assertEqual(action["views"][0][1], "wheel")
        self.assertEqual(action["mobile_view_mode"], "wheel")

    def test_it_has_an_icon(self):
        self.assertIn("wheel", self.env["ir.ui.view"].get_view_info())

    def test_its_attributes_are_known_ones(self):
        self._new('<wheel rings="team"/>')
        for arch in ('<wheel rings="owner"/>', '<wheel turns="left"/>'):
            with self.assertRaises(ValidationError):
                self._new(arch)

    def test_it_holds_nothing(self):
        with self.assertRaisesRegex(ValidationError, "holds nothing"):
            self._new('<wheel><field name="name"/></wheel>')

    def test_only_what_draws_itself_is_a_wheel(self):
        with self.assertRaisesRegex(ValidationError, "qms.action"):
            self._new("<wheel/>", "qms.action")
