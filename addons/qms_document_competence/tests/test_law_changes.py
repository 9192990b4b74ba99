from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from odoo.addons.qms_competence.tests.requirement_common import RequirementCase
from odoo.addons.qms_document.tests.common import DocumentCase


@freeze_time("2026-03-02 09:00:00")
@tagged("post_install", "-at_install", "qms")
class TestLawChanges(DocumentCase, RequirementCase):
    """A law update opens changes of the documents of the processes it touches."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.document = cls._approved(process_ids=cls.process.ids)
        cls.law = cls.env["qms.law.update"].create(
            {
                "name": "Medicine act",
                "reference": "LOV 12",
                "company_id": cls.company.id,
                "owner_id": cls.nurse.id,
                "unit_ids": cls.home_care.ids,
                "effect_ids": [
                    Command.create(
                        {"process_id": cls.process.id, "user_id": cls.nurse.id}
                    )
                ],
            }
        )
        cls.law.with_user(cls.manager).action_assign()

    def test_who_says_what_it_changes_opens_the_draft_and_both_name_the_other(self):
        law = self.law.with_user(self.nurse)
        window = law.action_change_document()
        draft = self.env[window["res_model"]].browse(window["res_id"])
        self.assertEqual((draft._name, draft.edition), ("qms.document.version", 2))
        self.assertEqual(law.changed_document_ids, self.document)
        opened = self.document.action_open_laws()
        self.assertEqual(law.search(opened["domain"]), law)
        for record, other in ((self.law, self.document), (self.document, self.law)):
            bodies = " ".join(record.sudo().message_ids.mapped("body"))
            self.assertIn(other.number, bodies)

    def test_of_several_documents_one_is_chosen(self):
        other = self._approved(name="Medicine return", process_ids=self.process.ids)
        law = self.law.with_user(self.nurse)
        window = law.action_change_document()
        screen = self.env["qms.document.change"].with_user(self.nurse)
        screen = screen.with_context(**window["context"])
        screen = screen.create({"document_id": other.id})
        self.assertEqual(screen.candidate_ids, other | self.document)
        screen.action_change()
        self.assertEqual(law.changed_document_ids, other)

    def test_where_it_changes_nothing_no_document_is_proposed(self):
        self.law.effect_ids.with_user(self.nurse).action_say("nothing", "We do so.")
        window = self.law.with_user(self.nurse).action_change_document()
        self.assertEqual(window["context"]["default_candidate_ids"], [])

    def test_refused_to_who_may_not_read_the_law(self):
        with self.assertRaises(AccessError):
            self.law.with_user(self.stranger).action_change_document()
