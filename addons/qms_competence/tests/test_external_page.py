import re

from odoo.tests import HttpCase, freeze_time, tagged

from odoo.addons.qms.tests.mail_common import SmtpCase

from .external_common import ExternalCase


@tagged("post_install", "-at_install", "qms")
class TestExternalPage(ExternalCase, SmtpCase, HttpCase):
    """What somebody from outside sees and does, without an account."""

    def _path(self, external=None):
        external = external or self.external
        action = external.with_user(self.leader).action_make_link()
        return "/qms/link/" + action["context"]["default_address"].rpartition("/")[2]

    def _press(self, path, **data):
        return self.url_open(path, data={"choice": "confirm", **data})

    def test_asked_by_mail_read_and_confirmed(self):
        self._assignment()
        self.external.action_ask()
        [mail] = self._deliver()
        self.assertEqual(mail.recipients, ["vera@outside.test"])
        text = self._texts(mail)
        for secret in ("Wash", "Elm Street", "Vera"):
            self.assertNotIn(secret, text)
        [token] = set(re.findall(r"/qms/link/([\w-]+)", text))
        page = self.url_open(f"/qms/link/{token}")
        for shown in ("Wash your hands", "Elm Street", "Trains citizens", "Vera"):
            self.assertIn(shown, page.text)
        self.assertEqual(self._rounds().state, "asked")
        done = self._press(f"/qms/link/{token}", comment="Gladly")
        self.assertEqual(done.status_code, 200)
        self.env.invalidate_all()
        self.assertEqual(self._rounds().state, "confirmed")
        self.assertEqual(self._rounds().words, "Gladly")
        self.assertTrue(self.external._is_confirmed())
        again = self._press(f"/qms/link/{token}")
        self.assertEqual(again.status_code, 410)

    def test_the_page_works_without_script_and_names_nobody_who_works_here(self):
        self._assignment(description="With Nurse and Aide")
        response = self.url_open(self._path())
        self.assertNotIn("<script", response.text)
        self.assertIn("default-src 'none'", response.headers["Content-Security-Policy"])
        self.assertNotIn("Set-Cookie", response.headers)
        for user in (self.leader, self.head, self.nurse, self.manager):
            self.assertNotIn(user.name, response.text)
        self.assertRegex(response.text, r'<html[^>]* lang="en')
        self.assertRegex(response.text, r"<h1[^>]*>.+</h1>")
        self.assertRegex(response.text, r'<label for="comment"')

    def test_scripts_in_it_stay_text(self):
        self.external.write({"rules": "<script>alert(1)</script>", "task": "<b>x</b>"})
        page = self.url_open(self._path()).text
        self.assertNotIn("<script", page)
        self.assertNotIn("<b>x", page)

    def test_forged_used_expired_and_withdrawn_links_open_nothing(self):
        path = self._path()
        forged = path[:-1] + ("A" if path[-1] != "A" else "B")
        for method in (self.url_open, self._press):
            self.assertEqual(method(forged).status_code, 404)
        second = self._path()
        self.assertEqual(self.url_open(path).status_code, 410)
        self.assertEqual(self._press(path).status_code, 410)
        link = self.env["qms.personal.link"]._find_link(second.rpartition("/")[2])
        with freeze_time(link.expires_at):
            response = self._press(second)
        self.assertEqual(response.status_code, 410)
        self.assertNotIn("Wash", response.text)
        self.env.invalidate_all()
        self.assertNotIn("confirmed", self._rounds().mapped("state"))

    def test_a_link_of_another_purpose_confirms_nothing(self):
        path = self._path()
        response = self.url_open(path, data={"choice": "read"})
        self.assertEqual(response.status_code, 400)
        self.assertEqual(self.url_open(f"{path}/1").status_code, 410)
        self.env.invalidate_all()
        self.assertEqual(self._rounds().state, "asked")

    def test_who_was_archived_cannot_use_it(self):
        path = self._path()
        self.external.active = False
        response = self._press(path)
        self.assertEqual(response.status_code, 410)
        self.assertNotIn("Wash", response.text)

    def test_passed_on_it_still_speaks_for_its_recipient_alone(self):
        """Whoever holds it is taken for its recipient, whatever session comes along;
        nothing else of ours opens with it."""
        path = self._path()
        self.authenticate(self.nurse.login, self.nurse.login.ljust(8, "x"))
        self.assertEqual(self._press(path).status_code, 200)
        self.env.invalidate_all()
        self.assertEqual(self._rounds().external_id.partner_id, self.partner)
        self.assertEqual(self._rounds().state, "confirmed")
        self.assertNotEqual(self._rounds().write_uid, self.nurse)
