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

    def _asks(self, case, user=None):
        """The screen that asks which document it is, as it opens."""
        window = case.with_user(user or self.leader).action_change_document()
        self.assertEqual(window["res_model"], "qms.document.change")
        screens = self.env["qms.document.change"].with_user(user or self.leader)
        return screens.with_context(**window["context"])

    def test_which_document_is_asked_where_it_is_not_clear(self):
        case = self._case(requirement_id=self.requirement.id)
        screen = self._asks(case).create({"document_id": self.document.id})
        self.assertFalse(screen.candidate_ids)
        window = screen.action_change()
        self.assertEqual(window["res_model"], "qms.document.version")
        case = case.with_user(self.leader)
        self.assertEqual(case.changed_document_ids, self.document)

    def test_refused_to_who_may_not_read_the_case_or_the_document(self):
        with self.assertRaises(AccessError):
            self.case.with_user(self.team).action_change_document()
        hidden = self._approved(
            self.director,
            self.manager,
            department_id=self.administration.id,
            confidentiality="confidential",
        )
        case = self._case(requirement_id=hidden.own_rule_id.id)
        screens = self._asks(case)
        screen = screens.create({"document_id": self.document.id})
        self.assertFalse(screen.candidate_ids)
        with self.assertRaises(AccessError):
            screens.create({"document_id": hidden.id}).action_change()
        self.assertFalse(hidden.sudo().case_ids)

    def test_nothing_else_changes_a_document(self):
        for model, res_id in (
            ("res.partner", self.company.partner_id.id),
            ("qms.document.cause.mixin", 1),
        ):
            values = {"document_id": self.document.id}
            values |= {"res_model": model, "res_id": res_id}
            screen = self.env["qms.document.change"].with_user(self.leader)
            with self.assertRaises(UserError):
                screen.create(values).action_change()

    def test_the_action_of_a_case_is_about_the_same_document(self):
        action = self._new_action(
            self.leader, res_model=self.case._name, res_id=self.case.id
        )
        action = action.with_user(self.leader)
        window = action.action_change_document()
        self.assertEqual(window["res_model"], "qms.document.version")
        self.assertEqual(action.changed_document_ids, self.document)
        opened = self.document.with_user(self.leader).action_open_actions()
        self.assertEqual(action.search(opened["domain"]), action)
        kinds = self.document.with_user(self.leader).cause_kinds
        self.assertIn(" change_action_ids ", kinds)

    def test_a_document_knows_the_kinds_of_its_own_causes_alone(self):
        other = self._approved(name="Hygiene")
        self.case._link_document(self.document)
        both = (self.document | other).with_user(self.leader)
        self.assertEqual(
            [each.cause_kinds.split() for each in both], [["case_ids"], []]
        )
        self.assertFalse(both.new({}).cause_kinds.strip())
