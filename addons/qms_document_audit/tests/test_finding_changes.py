from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from odoo.addons.qms_audit.tests.common import AuditCase
from odoo.addons.qms_document.tests.common import DocumentCase


@freeze_time("2026-03-02 09:00:00")
@tagged("post_install", "-at_install", "qms")
class TestFindingChanges(DocumentCase, AuditCase):
    """A finding opens a change of the document it was found against."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.document = cls._approved(requirement_ids=cls.clause.ids)
        cls.finding = cls.env["qms.audit.finding"].create(
            {
                "audit_id": cls._audit().id,
                "grade": "minor",
                "statement": "Boxes are counted twice",
                "requirement_id": cls.clause.id,
                "department_id": cls.home_care.id,
            }
        )

    def test_the_auditor_proposes_it_to_the_owner_and_both_name_the_other(self):
        finding = self.finding.with_user(self.auditor)
        window = finding.action_change_document()
        action = self.env[window["res_model"]].browse(window["res_id"])
        self.assertEqual((action._name, action.owner_id), ("qms.action", self.nurse))
        self.assertIn(finding.number, action.name)
        self.assertNotIn("counted twice", action.name)
        self.assertEqual(finding.changed_document_ids, self.document)
        opened = self.document.action_open_findings()
        self.assertEqual(self.finding.search(opened["domain"]), self.finding)
        # the owner reads of the finding its number, and no more
        self.assertFalse(finding.with_user(self.nurse).search(opened["domain"]))

    def test_refused_to_who_may_not_read_the_finding(self):
        with self.assertRaises(AccessError):
            self.finding.with_user(self.nurse).action_change_document()
        self.assertFalse(self.document.sudo().finding_ids)
