from odoo.tests import HttpCase, tagged
from odoo.tools.misc import file_open

from .common import QmsCase


class NeutralizeCase(QmsCase):
    """What a copy of the database to practise on must not do."""

    def _neutralize(self, module):
        self.env.flush_all()
        with file_open(f"{module}/data/neutralize.sql") as file:
            self.env.cr.execute(file.read())
        self.env.invalidate_all()


@tagged("post_install", "-at_install", "qms")
class TestNeutralize(NeutralizeCase):
    def test_waiting_mails_are_not_sent(self):
        mails = self.env["mail.mail"].create(
            [{"state": state} for state in ("outgoing", "exception", "sent")]
        )
        self._neutralize("qms")
        self.assertEqual(mails.mapped("state"), ["cancel", "cancel", "sent"])

    def test_personal_links_are_ended(self):
        link = self.env["qms.personal.link"].create(
            {
                "purpose": "x",
                "res_model": "qms.action",
                "res_id": self._new_action().id,
                "email": "a@example.test",
                "token_hash": "x",
                "expires_at": "2100-01-01",
            }
        )
        self.assertFalse(link.revoked_at)
        self._neutralize("qms")
        self.assertTrue(link.revoked_at)

    def test_keys_of_programs_and_what_was_signed_are_no_longer_valid(self):
        keys = self.env["res.users.apikeys"].with_user(self.manager)
        keys.sudo()._generate("rpc", "x", "2100-01-01")
        secret = self._secret()
        self._neutralize("qms")
        self.assertFalse(keys.sudo().search_count([]))
        self.assertNotEqual(self._secret(), secret)

    def _secret(self):
        parameters = self.env["ir.config_parameter"]
        return parameters.search([("key", "=", "database.secret")]).value


@tagged("post_install", "-at_install", "qms")
class TestPracticeBanner(QmsCase, HttpCase):
    TEXT = "Practice: nothing here counts"

    def test_a_copy_to_practise_on_says_so_and_the_original_does_not(self):
        self.assertNotIn(self.TEXT, self.url_open("/web/login").text)
        self.env.ref("web.neutralize_banner").active = True
        self.assertIn(self.TEXT, self.url_open("/web/login").text)
