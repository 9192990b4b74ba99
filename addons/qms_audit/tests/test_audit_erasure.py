from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from .common import AuditCase

WORD = "Applegarth"


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestAuditErasure(AuditCase):
    """Texts of an audit go now, by decision, or some years after closing."""

    def test_a_text_is_erased_wherever_it_stands(self):
        audit = self._running()
        audit.answer_ids.write({"answer": "minor", "note": f"{WORD} left it open"})
        audit.action_conclude()
        erasure = self.env["qms.erasure"].with_user(self.manager)
        pieces = erasure._pieces(audit.with_user(self.manager))
        texts = {key for key, piece in pieces.items() if WORD in (piece.text or "")}
        self.assertEqual(
            texts,
            {
                f"qms.audit.answer,{audit.answer_ids.id},note",
                f"qms.audit.finding,{audit.finding_ids.id},statement",
            },
        )

    def test_the_leader_erases_nothing(self):
        audit = self._reported()
        with self.assertRaises(AccessError):
            self.env["qms.erasure"].with_user(self.leader)._pieces(
                audit.with_user(self.leader)
            )

    def test_years_later_figures_are_left_and_no_text_nor_person(self):
        audit = self._followed_up(answer="observation", objective=f"{WORD} again")
        audit.action_close()
        audit = audit.sudo()
        finding = audit.finding_ids
        audit.with_user(self.manager).sudo()._retention_decide("2032-03-02")
        with freeze_time("2032-03-03"):
            audit._retention_carry_out()
        self.env.invalidate_all()
        self.assertEqual((audit.state, audit.kind), ("closed", "internal"))
        self.assertEqual(finding.grade, "observation")
        self.assertEqual(finding.statement, "-")
        self.assertFalse(
            audit.objective
            or audit.lead_id
            or audit.member_ids
            or audit.answer_ids
            or audit.report_ids
        )
        self.assertTrue(audit.date_removed)

    def test_what_is_kept_is_not_listed(self):
        audit = self._followed_up(answer="observation")
        audit.action_close()
        domain = audit._retention_domain()
        self.assertTrue(audit.sudo().filtered_domain(domain))
        audit.with_user(self.manager).action_keep(reason="A case at court")
        self.assertFalse(audit.sudo().filtered_domain(domain))
