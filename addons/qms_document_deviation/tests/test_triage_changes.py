from odoo.tests import tagged

from odoo.addons.qms_deviation.tests.triage_common import TriageCase
from odoo.addons.qms_document.tests.common import DocumentCase


@tagged("post_install", "-at_install", "qms")
class TestTriageChanges(DocumentCase, TriageCase):
    """The quality group's question opens a change of the document it names."""

    def test_the_document_that_is_named_is_changed_because_of_the_follow_up(self):
        document, case = self._approved(), self._serious()
        action = self._answered(
            case,
            "procedure",
            document_id=document.id,
            owner_id=self.nurse.id,
            criterion="Nothing is counted twice",
        )
        self.assertEqual(action.changed_document_ids, document)
        opened = document.action_open_actions()
        self.assertEqual(self.env["qms.action"].search(opened["domain"]), action)
        window = action.with_user(self.nurse).action_change_document()
        self.assertEqual(window["res_model"], "qms.document.version")
