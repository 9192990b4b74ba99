from odoo.tests import freeze_time, tagged

from .common import DAY, AuditCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestAuditFlow(AuditCase):
    """An audit in the words of ISO 19011, from the programme to the effect."""

    def test_an_audit_from_the_programme_to_the_proven_effect(self):
        programme = self._programme()
        programme.with_user(self.director).action_approve()
        programme.with_user(self.owner).action_plan_audits()
        planned = programme.audit_ids
        self.assertEqual(planned.department_ids, self.home_care)
        planned.with_user(self.owner).write(
            {
                "objective": "Is medicine handled safely?",
                "scope": "Storage and handing out",
                "requirement_ids": self.clause.ids,
                "date_start": DAY[0],
                "date_end": DAY[1],
                "lead_id": self.auditor.id,
            }
        )
        audit = planned.with_user(self.auditor)
        audit.action_draw_checklist()
        audit.action_schedule()
        audit.action_start()
        audit.answer_ids.write({"answer": "major", "note": "The cabinet stood open"})
        audit.action_conclude()
        finding = audit.finding_ids
        self.assertEqual(
            (finding.grade, finding.statement), ("major", "The cabinet stood open")
        )
        self._write_report(audit)
        audit.action_report()
        audit.with_user(self.leader).action_accept()
        self.assertEqual(audit.state, "follow_up")
        finding.action_raise()
        self._settle_case(finding.sudo().deviation_id)
        audit.action_close()
        self.assertEqual(
            self._decisions(audit).mapped("verb"),
            ["schedule", "start", "conclude", "report", "accept", "follow_up", "close"],
        )
        self.assertEqual(
            set(self._decisions(audit).mapped("role")), {"lead_auditor", "leader"}
        )

    def test_an_audit_by_others_is_entered_and_followed_up(self):
        audit = self._audit(
            user=self.manager,
            kind="certification",
            external_body="Certification Ltd",
            lead_id=False,
        ).with_user(self.manager)
        self.env["ir.attachment"].with_user(self.manager).create(
            {
                "name": "report.txt",
                "raw": b"Their report",
                "res_model": "qms.audit",
                "res_id": audit.id,
            }
        )
        audit.action_receive()
        self.assertEqual(audit.state, "follow_up")
        finding = (
            self.env["qms.audit.finding"]
            .with_user(self.manager)
            .create(
                {
                    "audit_id": audit.id,
                    "grade": "minor",
                    "statement": "No record of the yearly check",
                    "department_id": self.home_care.id,
                    "requirement_id": self.clause.id,
                    "date_due": "2026-03-12",
                }
            )
        )
        finding.action_raise()
        case = finding.sudo().deviation_id
        self.assertEqual(str(case.date_deadline), "2026-03-12")
        self._settle_case(case)
        audit.action_close()
        self.assertEqual(self._decisions(audit).mapped("verb"), ["receive", "close"])
