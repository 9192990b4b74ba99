from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .common import DocumentCase


@freeze_time("2026-03-02 09:00:00")
@tagged("post_install", "-at_install", "qms")
class TestApproval(DocumentCase):
    """Four eyes: who wrote it does not approve it, and nothing waits for nobody."""

    def _submitted(self, user=None, **kwargs):
        version = self._new_document(user, **kwargs).draft_id
        version.action_submit()
        return version

    def _assert_approved_by(self, version, user):
        duty = self._duties(version)
        self.assertEqual((duty.verb, duty.user_id), ("approve", user))
        version.with_user(user).action_approve()
        self.assertEqual(version.state, "valid")

    def test_the_units_leader_approves_and_nobody_else(self):
        version = self._submitted()
        for user in (self.nurse, self.aide, self.team, self.stranger, self.manager):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                version.with_user(user).action_approve()
            with self.assertRaises(AccessError):
                version.with_user(user).action_refuse(reason="x")
        self._assert_approved_by(version, self.leader)

    def test_a_leaders_own_document_passes_to_the_next_leader(self):
        version = self._submitted(self.leader)
        with self.assertRaises(AccessError):
            version.with_user(self.leader).action_approve()
        self._assert_approved_by(version, self.head)

    def test_who_changed_a_word_has_written_it(self):
        document = self._new_document()
        document.draft_id.with_user(self.leader).text = "<p>Count the boxes.</p>"
        version = document.draft_id
        version.action_submit()
        self.assertEqual(version.author_ids, self.nurse | self.leader)
        with self.assertRaises(AccessError):
            version.with_user(self.leader).action_approve()
        self._assert_approved_by(version, self.head)

    def test_who_changed_a_file_has_written_it(self):
        document = self._new_document()
        version = document.draft_id
        file = self._file(self.nurse)
        version.file_ids = file
        file.with_user(self.leader).name = "Another.docx"
        self.assertIn(self.leader, version.author_ids)

    def test_the_author_does_not_leave_the_list_of_authors(self):
        version = self._submitted(self.leader)
        version.action_take_back()
        for change in ({"author_ids": [Command.clear()]}, {"create_uid": self.aide.id}):
            try:
                version.with_user(self.leader).write(change)
            except UserError:
                continue
            self.assertIn(self.leader, version.author_ids)
        version.action_submit()
        with self.assertRaises(AccessError):
            version.with_user(self.leader).action_approve()

    def test_at_the_top_it_is_the_quality_manager(self):
        version = self._submitted(self.director, department_id=self.administration.id)
        self._assert_approved_by(version, self.manager)

    def test_several_steps_by_several_people(self):
        version = self._submitted(type_id=self.policy.id)
        with self.assertRaises(AccessError):
            version.with_user(self.manager).action_endorse()
        with self.assertRaises(AccessError):
            version.with_user(self.leader).action_approve()
        version.with_user(self.leader).action_endorse()
        self.assertEqual(version.state, "submitted")
        with self.assertRaises(AccessError):
            version.with_user(self.leader).action_approve()
        self._assert_approved_by(version, self.manager)
        self.assertEqual(version.approver_ids, self.leader | self.manager)
        verbs = self._decisions(version).mapped("verb")
        self.assertEqual(verbs, ["submit", "endorse", "approve"])

    def test_refused_all_steps_begin_again(self):
        version = self._submitted(type_id=self.policy.id)
        version.with_user(self.leader).action_endorse()
        version.with_user(self.manager).action_refuse(reason="Too long")
        version.action_submit()
        self.assertFalse(version.approver_ids)
        with self.assertRaises(AccessError):
            version.with_user(self.manager).action_approve()
        version.with_user(self.leader).action_endorse()

    def test_a_manager_who_wrote_it_leaves_it_to_the_leaders(self):
        document = self._new_document(type_id=self.policy.id)
        document.draft_id.with_user(self.manager).change_note = "New"
        version = document.draft_id
        version.action_submit()
        version.with_user(self.leader).action_endorse()
        with self.assertRaises(AccessError):
            version.with_user(self.manager).action_approve()
        self._assert_approved_by(version, self.head)

    def test_a_certain_person_reads_what_he_is_asked_to_approve(self):
        kind = self.form.copy({"code": "drawing", "prefix": "DRW"})
        kind.step_ids = [
            Command.create({"who": "person", "user_id": self.aide.id}),
        ]
        document = self._new_document(type_id=kind.id, confidentiality="confidential")
        version = document.draft_id
        self.assertFalse(version.with_user(self.aide).has_access("read"))
        version.action_submit()
        self.assertTrue(version.with_user(self.aide).has_access("read"))
        self.assertTrue(document.with_user(self.aide).has_access("read"))
        self._assert_approved_by(version, self.aide)
        self.assertEqual(self._decisions(version)[-1].role, "approver")

    def test_a_process_owner_approves_or_the_leader_where_he_is_gone(self):
        kind = self.form.copy({"code": "map", "prefix": "MAP"})
        kind.step_ids = [Command.create({"who": "process_owner"})]
        process = self.env["qms.process"].create(
            {"name": "P", "owner_id": self.aide.id, "company_id": self.company.id}
        )
        asked = {"type_id": kind.id, "process_ids": process.ids}
        version = self._submitted(**asked)
        with self.assertRaises(AccessError):
            version.with_user(self.leader).action_approve()
        self._assert_approved_by(version, self.aide)
        self._assert_approved_by(self._submitted(self.aide, **asked), self.leader)

    def test_a_deputy_decides_on_behalf(self):
        self.env["qms.deputy"].create(
            {
                "user_id": self.leader.id,
                "deputy_id": self.aide.id,
                "date_from": "2026-03-01",
                "date_to": "2026-03-31",
                "company_id": self.company.id,
            }
        )
        version = self._submitted()
        version.with_user(self.aide).action_approve()
        decision = self._decisions(version)[-1]
        self.assertEqual(decision.role, "deputy")

    def test_the_system_approves_nothing(self):
        version = self._submitted()
        for sneaky in ({"qms_removing": True}, {"mail_create_nosubscribe": True}):
            with self.assertRaises(AccessError):
                version.sudo().with_context(**sneaky).with_user(1).action_approve()
        self.assertEqual(version.state, "submitted")
