from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .common import DocumentCase


@freeze_time("2026-03-02 09:00:00")
@tagged("post_install", "-at_install", "qms")
class TestDocumentImproved(DocumentCase):
    """Wrong or unclear? What a reader says reaches the owner and is answered."""

    def _remark(self, document, user, text="Which boxes?\nThe red ones?"):
        screen = document.with_user(user).action_remark()
        remarks = self.env["qms.document.remark"].with_user(user)
        remark = remarks.with_context(**screen["context"]).create({"text": text})
        remark.action_send()
        return self.env["qms.action"].search(document.action_proposals()["domain"])

    def test_a_reader_proposes_and_the_owner_owes_the_answer(self):
        document = self._approved()
        action = self._remark(document, self.aide)
        self.assertEqual((action.state, action.type_code), ("open", "improvement"))
        self.assertEqual((action.author_id, action.owner_id), (self.aide, self.nurse))
        self.assertEqual(action.name, f"{document.number}: Which boxes?")
        self.assertEqual(self._duties(action).user_id, self.nurse)
        self.assertEqual(action.origin_name, document.display_name)
        self.assertEqual(document.action_ids, action)
        self.assertTrue(action.with_user(self.aide).has_access("read"))
        action.with_user(self.nurse).result = "Version 2 says it"
        action.with_user(self.nurse).action_finish()
        self.assertEqual(action.state, "done")

    def test_a_remark_says_something(self):
        document = self._approved()
        with self.assertRaisesRegex(UserError, "wrong or unclear"):
            self._remark(document, self.aide, " \n ")

    def test_it_is_answered_whatever_becomes_of_the_document(self):
        document = self._approved()
        action = self._remark(document, self.aide)
        document.valid_version_id.with_user(self.leader).action_withdraw(reason="x")
        action.with_user(self.nurse).result = "It is withdrawn"
        action.with_user(self.nurse).action_finish()
        self.assertEqual(action.state, "done")

    def test_who_may_not_read_it_says_nothing_of_it(self):
        document = self._approved(confidentiality="confidential")
        action = self._remark(document, self.aide)
        self.assertTrue(action.confidential)
        for user in (self.team, self.stranger):
            with self.assertRaises(AccessError):
                document.with_user(user).action_remark()
            remarks = self.env["qms.document.remark"].with_user(user)
            with self.assertRaises(AccessError):
                remarks.create({"document_id": document.id, "text": "x"}).action_send()
