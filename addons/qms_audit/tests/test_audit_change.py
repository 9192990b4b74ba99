from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .common import NEXT_DAY, AuditCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestAuditChange(AuditCase):
    """People leave and units change in the middle of a cycle."""

    def _succession(self, person, heir, user=None):
        values = {
            "user_id": person.id,
            "company_id": self.company.id,
            "heir_id": heir.id,
            "reason": "New job",
        }
        model = self.env["qms.succession"].with_user(user or self.manager)
        return model.create(values)

    def _change(self, sources, target):
        values = {
            "kind": "merge",
            "source_ids": [Command.set(sources.ids)],
            "target_id": target.id,
            "company_id": self.company.id,
            "reason": "Budget",
        }
        return self.env["qms.unit.change"].with_user(self.manager).create(values)

    def _ownerless(self, records):
        self.env["qms.ownerless"]._check()
        return self.env["qms.ownerless"].search(
            [("res_model", "=", records._name), ("res_id", "in", records.ids)]
        )

    def test_an_auditor_hands_his_audits_on(self):
        audit = self._scheduled()
        self._succession(self.auditor, self.second).action_order()
        self.assertEqual(audit.sudo().lead_id, self.second)
        self.assertEqual(self._duties(audit).user_id, self.second)
        self.assertFalse(audit.with_user(self.auditor).has_access("read"))

    def test_not_to_who_would_audit_his_own_work(self):
        self.env.ref("qms.group_auditor").user_ids |= self.nurse
        audit = self._scheduled()
        order = self._succession(self.auditor, self.nurse)
        with self.assertRaises(UserError):
            order.action_order()
        self.assertEqual(audit.sudo().lead_id, self.auditor)

    def test_closed_audits_keep_who_carried_them_out(self):
        audit = self._followed_up(answer="observation")
        audit.action_close()
        self._scheduled(**NEXT_DAY)
        self._succession(self.auditor, self.second).action_order()
        self.assertEqual(audit.sudo().lead_id, self.auditor)

    def test_what_he_left_falls_to_no_leader_of_the_audited_unit(self):
        audit = self._scheduled()
        self.auditor.active = False
        duty = self._duties(audit)
        self.assertEqual(duty.user_id, self.manager)
        self.assertFalse(self._ownerless(audit))

    def test_a_programme_goes_to_the_heir(self):
        programme = self._programme()
        self._succession(self.owner, self.second).action_order()
        self.assertEqual(programme.owner_id, self.second)

    def test_a_merged_unit_takes_its_open_audits_findings_and_lines_along(self):
        kitchen = self._new_unit("Kitchen", self._new_user("cook"), self.care)
        programme = self._programme()
        audit = self._reported()
        finding = audit.finding_ids
        self._change(self.home_care, kitchen).action_order()
        self.assertEqual(audit.sudo().department_ids, kitchen)
        self.assertIn(kitchen, audit.sudo().covered_unit_ids)
        self.assertEqual(finding.sudo().department_id, kitchen)
        self.assertEqual(programme.line_ids.department_id, kitchen)
        self.assertEqual(self._duties(audit).user_id, kitchen.manager_id.user_id)

    def test_what_is_closed_stays_with_the_unit_of_then(self):
        kitchen = self._new_unit("Kitchen", self._new_user("cook"), self.care)
        audit = self._followed_up(answer="observation")
        audit.action_close()
        self._scheduled(**NEXT_DAY)
        self._change(self.home_care, kitchen).action_order()
        self.assertEqual(audit.sudo().department_ids, self.home_care)
        cook = kitchen.manager_id.user_id
        self.assertTrue(audit.report_ids.with_user(cook).has_access("read"))

    def test_an_archived_unit_is_answered_for_by_the_leader_above(self):
        audit = self._reported()
        self.home_care.manager_id = False
        self.home_care.active = False
        self.assertEqual(self._duties(audit).user_id, self.head)
        audit.with_user(self.head).action_accept()
        self.assertEqual(audit.state, "follow_up")

    def test_a_new_leader_reads_and_accepts_what_waits(self):
        audit = self._reported()
        new = self._new_user("newleader")
        self.home_care.manager_id = self._new_employee(new, self.home_care)
        self.assertEqual(self._duties(audit).user_id, new)
        audit.with_user(new).action_accept()
        self.assertEqual(audit.state, "follow_up")
        self.assertFalse(audit.with_user(self.leader).has_access("read"))
