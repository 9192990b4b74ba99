from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.qms_deviation.tests.common import DeviationCase
from odoo.addons.qms_document.tests.common import DocumentCase


@tagged("post_install", "-at_install", "qms")
class TestCaseChanges(DocumentCase, DeviationCase):
    """A case opens a change of the own rule it deviates from."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.document = cls._approved()
        cls.case = cls._case(requirement_id=cls.document.own_rule_id.id)

    def test_who_may_write_the_document_opens_its_draft(self):
        window = self.case.with_user(self.leader).action_change_document()
        draft = self.env[window["res_model"]].browse(window["res_id"])
        self.assertEqual(draft._name, "qms.document.version")
        self.assertEqual((draft.document_id, draft.edition), (self.document, 2))
        self.assertEqual(
            self.case.search(self.document.action_open_cases()["domain"]), self.case
        )
        bodies = " ".join(self.case.sudo().message_ids.mapped("body"))
        self.assertIn(self.document.number, bodies)
        bodies = " ".join(self.document.sudo().message_ids.mapped("body"))
        self.assertIn(self.case.number, bodies)
        self.assertNotIn("medicine cabinet", bodies)

    def test_others_propose_it_to_the_owner(self):
        elsewhere = self._approved(
            self.director, self.manager, department_id=self.administration.id
        )
        case = self._case(requirement_id=elsewhere.own_rule_id.id)
        window = case.with_user(self.leader).action_change_document()
        action = self.env[window["res_model"]].browse(window["res_id"])
        self.assertEqual((action._name, action.owner_id), ("qms.action", self.director))
        self.assertIn(case.number, action.name)

    def test_refused_to_who_may_not_read_the_case_or_the_document(self):
        with self.assertRaises(AccessError):
            self.case.with_user(self.team).action_change_document()
        case = self._case(requirement_id=self.requirement.id)
        with self.assertRaisesRegex(UserError, "no document of your own"):
            case.with_user(self.leader).action_change_document()
        hidden = self._approved(
            self.director,
            self.manager,
            department_id=self.administration.id,
            confidentiality="confidential",
        )
        case = self._case(requirement_id=hidden.own_rule_id.id)
        with self.assertRaises(AccessError):
            case.with_user(self.leader).action_change_document()
