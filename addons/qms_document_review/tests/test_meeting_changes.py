from odoo.exceptions import AccessError
from odoo.tests import Form, freeze_time, tagged

from odoo.addons.qms_document.tests.common import DocumentCase
from odoo.addons.qms_review.tests.meeting_common import MeetingCase


@freeze_time("2026-03-16 09:00")
@tagged("post_install", "-at_install", "qms")
class TestMeetingChanges(DocumentCase, MeetingCase):
    """A meeting's question opens a change of the document it is about."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time("2026-03-02 08:00"):
            cls.document = cls._approved(cls.aide)
            cls.meeting = cls._held(cls._new_meeting())
        cls.procedure_question = cls.env.ref("qms.question_procedure")
        cls.meeting.action_begin()
        cls.goals = cls._point(cls.meeting, "goals")

    def _screen(self, question):
        """As the projector opens it, for the secretary."""
        context = {
            "default_point_id": self.goals.id,
            "default_question_id": question.id,
        }
        return Form(
            self.env["qms.meeting.follow.up"]
            .with_user(self.nurse)
            .with_context(**context)
        )

    def test_the_screen_names_the_document_and_asks_who_looks_after_it(self):
        screen = self._screen(self.procedure_question)
        screen.document_id = self.document
        self.assertEqual(screen.owner_id, self.aide)
        proposal = self.procedure_question.proposal
        self.assertEqual(screen.name, f"{self.document.number}: {proposal}")
        screen.criterion = "Nothing is counted twice"
        screen.save().action_confirm()
        action = self.goals.sudo().action_ids
        self.assertEqual(action.changed_document_ids, self.document)
        self.assertEqual(action.question_id, self.procedure_question)
        for record, other in ((action, self.document), (self.document, action)):
            bodies = " ".join(record.sudo().message_ids.mapped("body"))
            self.assertIn(other.sudo().number, bodies)
        opened = self.document.with_user(self.aide).action_open_actions()
        actions = self.env["qms.action"].with_user(self.aide)
        self.assertEqual(actions.search(opened["domain"]), action)

    def _corrects(self, document):
        return self._decide(
            self.goals,
            self.procedure_question,
            document_id=document.id,
            criterion="Nothing is counted twice",
        )

    def test_who_is_asked_opens_its_draft_from_the_action(self):
        action = self._corrects(self.document)
        window = action.with_user(self.aide).action_change_document()
        draft = self.env[window["res_model"]].browse(window["res_id"])
        self.assertEqual(draft._name, "qms.document.version")
        self.assertEqual((draft.document_id, draft.edition), (self.document, 2))
        self.assertEqual(draft.author_ids, self.aide)

    def test_words_of_ones_own_stay(self):
        screen = self._screen(self.procedure_question)
        screen.name = "Say who counts"
        screen.document_id = self.document
        self.assertEqual(screen.name, "Say who counts")

    def test_other_questions_change_no_document(self):
        action = self._decide(self.goals, self.follow, document_id=self.document.id)
        self.assertFalse(action.changed_document_ids)

    def test_a_document_one_may_not_read_is_neither_linked_nor_told(self):
        hidden = self._approved(
            self.director,
            self.manager,
            department_id=self.administration.id,
            confidentiality="confidential",
        )
        with self.assertRaises(AccessError):
            self._corrects(hidden)
        self.assertFalse(hidden.sudo().change_action_ids)
