from odoo.tests import BaseCase, tagged

from odoo.addons.qms.tools import form_token


@tagged("post_install", "-at_install", "qms")
class TestFormToken(BaseCase):
    def test_a_sheet_is_signed(self):
        token = form_token.make_form_token("secret")
        self.assertTrue(form_token.is_form_token("secret", token))
        self.assertFalse(form_token.is_form_token("other", token))
        self.assertFalse(form_token.is_form_token("secret", f"x{token}"))
