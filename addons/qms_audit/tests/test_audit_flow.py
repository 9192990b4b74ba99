from odoo.tests import freeze_time, tagged

from .common import AuditCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestAuditFlow(AuditCase):
    """An audit in the words of ISO 19011, from the programme to the effect."""

    def test_an_audit_from_the_programme_to_the_proven_effect(self):
        programme = self._programme()
        programme.with_user(self.director).action_approve()
        self.assertEqual(programme.state, "approved")
        programme.with_user(self.owner).action_plan_audits()
        planned = programme.audit_ids
        self.assertEqual(planned.department_ids, self.home_care)
        self.assertEqual(str(planned.date_planned), "2026-07-02")
        audit = planned.with_user(self.owner)
        audit.write(
            {
                "objective": "Is medicine handled safely?",
                "scope": "Storage and handing out",
                "requirement_ids": self.clause.ids,
                "date_start": "2026-04-14 07:00:00",
                "date_end": "2026-04-14 13:00:00",
                "lead_id": self.auditor.id,
            }
        )
        audit = audit.with_user(self.auditor)
        audit.action_draw_checklist()
        self.assertEqual(audit.answer_ids.question, "How is medicine stored?")
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
        self.assertEqual(str(audit.date_stands), "2026-03-16")
        audit.with_user(self.leader).action_accept()
        self.assertEqual(audit.state, "follow_up")
        finding.action_raise()
        case = finding.sudo().deviation_id
        self.assertEqual(case.department_id, self.home_care)
        self.assertEqual(case.report_ids.origin_id, finding.id)
        self._settle_case(case)
        audit.action_close()
        self.assertEqual(audit.state, "closed")
        verbs = self._decisions(audit).mapped("verb")
        self.assertEqual(
            verbs,
            ["schedule", "start", "conclude", "report", "accept", "follow_up", "close"],
        )
