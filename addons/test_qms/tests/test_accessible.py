from urllib.parse import urlsplit

from odoo.tests import tagged

from odoo.addons.qms.tests.axe_common import AxeCase

from .test_personal_link import LinkCase


@tagged("post_install", "-at_install", "qms")
class TestAccessible(LinkCase, AxeCase):
    """The page behind a personal link, which anybody may open."""

    def _path(self, url):
        return urlsplit(url).path

    def test_the_page_with_its_question(self):
        self._assert_accessible(self._path(self.make()))

    def test_a_field_without_its_label_is_found(self):
        with self.assertRaises(AssertionError) as error:
            self._assert_accessible(
                self._path(self.make()),
                before="document.querySelector('label').remove()",
            )
        self.assertIn("label", str(error.exception))

    def test_the_page_that_asks_nothing(self):
        self._assert_accessible(self._path(self.make(purpose="test_confirm")))


@tagged("post_install", "-at_install", "qms")
class TestAccessibleOnAPhone(TestAccessible):
    allow_inherited_tests_method = True
    browser_size = "375x667"
    touch_enabled = True
