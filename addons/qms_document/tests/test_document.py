from ast import literal_eval

from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .common import DocumentCase


@freeze_time("2026-03-02 09:00:00")
@tagged("post_install", "-at_install", "qms")
class TestDocument(DocumentCase):
    """A document is begun, numbered, kept; what it says follows its versions."""

    def test_numbers_go_on_by_company_and_are_never_given_twice(self):
        first, second = self._new_document(), self._new_document(type_id=self.form.id)
        self.assertEqual(first.number, "PRO-0001")
        self.assertEqual(second.number, "FRM-0002")
        self._new_document(number="PRO-0003")
        self.assertEqual(self._new_document().number, "PRO-0004")
        with self.assertRaises(ValidationError):
            self._new_document(number="=cmd|' /C calc'!A0")
        self.assertEqual(first.display_name, "Procedure PRO-0001")
        self.assertEqual(first.draft_id.display_name, "Procedure PRO-0001, version 1")

    def test_it_begins_with_a_draft_and_reads_empty(self):
        document = self._new_document()
        self.assertEqual(document.draft_id.state, "draft")
        self.assertEqual((document.state, document.text), ("draft", False))
        self.assertFalse(document.valid_version_id)
        document.draft_id.name = "Counting medicine"
        self.assertEqual(document.name, "Counting medicine")

    def test_what_follows_from_versions_is_not_entered(self):
        document = self._new_document()
        for user in (self.nurse, self.leader, self.manager):
            own = document.with_user(user)
            for change in (
                {"state": "valid"},
                {"valid_version_id": document.draft_id.id},
                {"date_valid": "2026-01-01"},
                {"date_review": "2030-01-01"},
                {"key": "x"},
                {"number": "PRO-7"},
                {"name": "Other"},
                {"company_id": self.other_company.id},
                {"own_rule_id": 1},
            ):
                with self.subTest(change=change), self.assertRaises(UserError):
                    own.write(change)
        with self.assertRaises(UserError):
            self._new_document(state="valid")
        sneaky = {"default_state": "valid", "default_date_valid": "2026-01-01"}
        documents = self.env["qms.document"].with_user(self.nurse)
        begun = documents.with_context(**sneaky).create(
            {
                "name": "x",
                "type_id": self.procedure.id,
                "department_id": self.home_care.id,
            }
        )
        self.assertEqual((begun.state, begun.date_valid), ("draft", False))
        self.assertEqual(begun.draft_id.state, "draft")

    def test_it_is_not_deleted(self):
        document = self._approved()
        for user in (self.nurse, self.manager):
            with self.assertRaises(AccessError):
                document.with_user(user).unlink()
            with self.assertRaises(AccessError):
                document.valid_version_id.with_user(user).unlink()
        with self.assertRaises(UserError):
            document.sudo().unlink()

    def test_who_decides_is_settled_while_it_waits(self):
        document = self._new_document()
        document.draft_id.action_submit()
        for change in (
            {"department_id": self.care.id},
            {"owner_id": self.aide.id},
            {"type_id": self.form.id},
            {"process_ids": [Command.clear()]},
        ):
            with self.assertRaisesRegex(UserError, "take it back"):
                document.write(change)
        document.draft_id.action_take_back()
        document.department_id = self.care
        self._approve(document, self.head)
        with self.assertRaisesRegex(UserError, "as what it is"):
            document.type_id = self.form

    def test_a_copy_is_another_document(self):
        document = self._approved()
        copy = document.copy()
        self.assertNotEqual(copy.number, document.number)
        self.assertNotEqual(copy.key, document.key)
        self.assertEqual((copy.state, copy.text), ("draft", False))
        with self.assertRaises(UserError):
            document.with_user(self.leader).valid_version_id.copy()

    def test_annexes_have_versions_of_their_own(self):
        document = self._approved()
        context = document.action_new_annex()["context"]
        documents = self.env["qms.document"].with_user(self.nurse)
        annex = documents.with_context(**context).create(
            {"name": "Counting list", "type_id": self.form.id}
        )
        self.assertEqual(document.annex_ids, annex)
        self.assertEqual(annex.department_id, self.home_care)
        annex.draft_id.text = "<p>Boxes</p>"
        self._approve(annex)
        self._next(document)
        self.assertEqual((annex.edition, document.edition), (1, 1))
        with self.assertRaises(UserError):
            document.parent_id = annex

    def test_an_annex_elsewhere_is_approved_there(self):
        document = self._approved()
        context = document.action_new_annex()["context"]
        documents = self.env["qms.document"].with_user(self.nurse)
        annex = documents.with_context(**context).create(
            {
                "name": "Counting list",
                "department_id": self.care.id,
                "confidentiality": "confidential",
            }
        )
        version = annex.draft_id
        self.assertEqual(version.department_id, self.care)
        self.assertEqual(version.confidentiality, "confidential")
        version.text = "<p>Boxes</p>"
        version.action_submit()
        self.assertEqual(self._duties(version).user_id, self.head)

    def test_a_confidential_rule_stands_in_the_register_without_its_title(self):
        self.env["res.lang"]._activate_lang("da_DK")
        document = self._approved(confidentiality="confidential")
        rule = document.own_rule_id

        def titled():
            found = [
                rule.with_user(self.team).with_context(lang=lang).name
                for lang in ("en_US", "da_DK")
            ]
            return {"Medicine count" in name for name in found}

        self.assertEqual(titled(), {False})
        document.confidentiality = "normal"
        self.assertEqual(titled(), {True})
        rule.sudo().with_context(lang="da_DK").name = "Medicine count in Danish"
        document.confidentiality = "confidential"
        self.assertEqual(titled(), {False})

    def test_what_lacks_company_or_type_is_refused_as_incomplete(self):
        for name in ("company_id", "type_id"):
            with (
                self.subTest(name=name),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
            ):
                self._new_document(**{name: False})

    def test_an_own_rule_stands_in_the_register(self):
        document = self._new_document()
        self.assertFalse(document.own_rule_id)
        self._approve(document)
        rule = document.own_rule_id
        self.assertEqual(
            (rule.kind, rule.number, rule.name),
            ("procedure", document.number, "Medicine count"),
        )
        self.assertEqual(rule.own_document_ids, document)
        self.assertTrue(rule.has_document)
        with self.assertRaisesRegex(UserError, "write a new version"):
            rule.with_user(self.manager).name = "Something else"
        version = self._next(document, name="Counting")
        self._approve(document)
        self.assertEqual(rule.name, "Counting")
        version.with_user(self.leader).action_withdraw(reason="No longer needed")
        self.assertEqual(str(rule.valid_to), "2026-03-02")
        self.assertFalse(self._approved(type_id=self.form.id).own_rule_id)

    def test_requirements_without_a_document_are_listed(self):
        """Until a valid one names them, and again when it holds no longer."""
        action = self.env.ref("qms_document.qms_requirement_action_holes")
        values = {"company_id": self.company.id, "kind": "policy"}
        requirements = self.env["qms.requirement"].create(
            [{"name": name, **values} for name in ("Keys", "Doors")]
        )
        document = self._new_document(requirement_ids=requirements[0].ids)

        def listed():
            found = requirements.with_user(self.team).search(
                Domain(literal_eval(action.domain))
                & Domain("id", "in", requirements.ids)
            )
            return set(found.mapped("name"))

        self.assertEqual(listed(), {"Keys", "Doors"}, "met by a draft alone")
        self._approve(document)
        self.assertEqual(listed(), {"Doors"})
        document.confidentiality = "confidential"
        self.assertFalse(document.with_user(self.team).has_access("read"))
        self.assertEqual(
            listed(), {"Doors"}, "nor is it a hole for who may not read it"
        )
        document.valid_version_id.with_user(self.leader).action_withdraw(reason="x")
        self.assertEqual(listed(), {"Keys", "Doors"})
