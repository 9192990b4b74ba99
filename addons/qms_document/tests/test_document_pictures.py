from odoo import Command
from odoo.tests import HttpCase, tagged

from .common import DocumentCase


@tagged("post_install", "-at_install", "qms")
class TestDocumentPictures(HttpCase, DocumentCase):
    """What a text shows is read with it, by nobody else and no longer.

    Whatever token the address of a picture brings along: the editor puts one into each.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.document = cls._new_document()
        version = cls.document.draft_id
        cls.picture = cls._picture(cls.nurse, version)
        # drawn anew as it came in
        cls.content = cls.picture.raw
        [token] = cls.picture.generate_access_token()
        cls.address = f"{cls.picture.image_src}?access_token={token}"
        cls.text = f'<p>Like <img src="{cls.address}" alt="this"/></p>'
        version.text = cls.text

    def _sees(self, user=None):
        """Whether this address shows the picture to ``user``, or without login."""
        self.authenticate(user and user.login, user and user.login)
        return self.url_open(self.address).content == self.content

    def test_its_readers_see_it_and_nobody_else(self):
        self.assertTrue(self._sees(self.nurse))
        self.assertFalse(self._sees(self.aide), "a draft")
        self._approve(self.document)
        self.assertTrue(self._sees(self.aide))
        self.assertFalse(self._sees(self.stranger), "another company")
        self.assertFalse(self._sees())
        self.document.with_user(self.manager).confidentiality = "confidential"
        self.assertTrue(self._sees(self.aide), "of the unit")
        self.assertFalse(self._sees(self.team))

    def test_withdrawn_it_is_shown_to_nobody_who_kept_the_address(self):
        self._approve(self.document)
        version = self.document.valid_version_id
        version.with_user(self.leader).action_withdraw(reason="It shows a citizen")
        for user in (self.aide, self.stranger, None):
            self.assertFalse(self._sees(user), user and user.login)
        self.assertTrue(self._sees(self.nurse), "its owner reads what was")

    def test_it_goes_on_with_a_new_version_that_shows_it(self):
        self._approve(self.document)
        self._next(self.document, f"{self.text}<p>Twice.</p>")
        self._approve(self.document)
        self.assertTrue(self._sees(self.aide))
        self._next(self.document, "<p>Without.</p>")
        self._approve(self.document)
        self.assertFalse(self._sees(self.aide))

    def test_who_is_asked_to_approve_sees_what_he_approves(self):
        """Also a picture of a version that he was never asked about."""
        for text in (self.text, "<p>Without.</p>"):
            self._next(self.document, text)
            self._approve(self.document)
        step = {"who": "person", "user_id": self.aide.id}
        self.procedure.step_ids = [Command.clear(), Command.create(step)]
        version = self._next(self.document, self.text)
        shown = self.picture.with_user(self.aide)
        self.assertFalse(shown.has_access("read"))
        version.action_submit()
        self.assertTrue(shown.has_access("read"))
        version.with_user(self.aide).action_refuse(reason="Which one?")
        self.assertFalse(shown.has_access("read"))
