from datetime import date

from odoo.tests import freeze_time, tagged

from odoo.addons.qms.tests.wheel_common import WheelCase

from .proposal_common import ProposalCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestAuditRound(ProposalCase, WheelCase):
    """An audit round of the year wheel is the programme's audits of that time."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.round_item = cls._new_item("audit", "5", 12, owner_id=cls.owner.id)
        cls.review.predecessor_ids = cls.survey | cls.round_item
        cls.edition = cls._new_year()

    def _round(self, item=None):
        return self._of(item or self.round_item, user=self.manager)

    def _report(self, audit):
        """Through to the report that was sent."""
        audit = audit.with_user(audit.lead_id)
        audit.action_draw_checklist()
        if audit.state == "planned":
            audit.action_schedule()
        audit.action_start()
        audit.answer_ids.write({"answer": "conform", "note": "Seen"})
        audit.action_conclude()
        self._write_report(audit)
        audit.action_report()

    def test_when_it_begins_the_missing_audits_are_planned(self):
        self.programme.line_ids.sudo().frequency = 4
        self._round().action_begin()
        self.assertEqual(self._round()._made_record().id, self.programme.id)
        self.assertEqual(len(self.programme.audit_ids), 4)
        self.assertEqual(self.programme.wheel_occurrence_id, self._round())

    def test_begun_by_the_clock_twice_nothing_is_planned_twice(self):
        self.programme.line_ids.sudo().frequency = 4
        with freeze_time("2026-05-04"):
            for _round in range(2):
                self.env["qms.wheel.occurrence"]._make_all()
        self.assertEqual(self._round().state, "due")
        self.assertEqual(len(self.programme.audit_ids), 4)

    def test_without_a_programme_a_draft_is_made_for_its_owner(self):
        edition = self._new_year(2027)
        later = self._of(self.round_item, edition)
        later.action_begin()
        made = later._made_record()
        self.assertEqual((made.state, made.owner_id), ("draft", self.owner))
        self.assertEqual(made.approver_id, self.director)
        self.assertEqual(made.date_from, date(2027, 1, 1))
        self.assertFalse(made.audit_ids)

    def test_a_programme_that_is_approved_later_is_planned_then(self):
        edition = self._new_year(2027)
        later = self._of(self.round_item, edition)
        later.action_begin()
        made = later._made_record().with_user(self.owner)
        made.write(
            {
                name: "As agreed"
                for name in (
                    "objective",
                    "scope",
                    "methods",
                    "responsibilities",
                    "risks",
                )
            }
        )
        line = {"programme_id": made.id, "department_id": self.home_care.id}
        self.env["qms.audit.programme.line"].with_user(self.owner).create(line)
        made.with_user(self.director).action_approve()
        self.assertEqual(len(made.audit_ids), 1)

    def test_it_is_done_with_the_last_report(self):
        self._round().action_begin()
        self._propose().action_accept()
        self._report(self.first)
        self.assertEqual(self._round().state, "due")
        self._report(self.later)
        self.assertEqual(self._round().state, "done")
        self.assertEqual(self._decisions(self._round())[-1].verb, "finish")

    def test_an_audit_that_is_cancelled_holds_nothing_up(self):
        self._round().action_begin()
        self._propose().action_accept()
        self._report(self.first)
        self.later.action_cancel(reason="The unit is closed")
        self.assertEqual(self._round().state, "done")

    def test_if_all_are_cancelled_nothing_was_done(self):
        self._round().action_begin()
        (self.first | self.later).action_cancel(reason="No auditors")
        self.assertEqual(self._round().state, "due")

    def test_of_two_rounds_each_has_its_part_of_the_year(self):
        autumn = self._of(self.audit)
        autumn.sudo()._write_guarded({"item_id": self.round_item.id, "ordinal": 2})
        spring = self._round().filtered(lambda each: each.ordinal == 1)
        self.assertEqual(spring._round_period(), (date(2026, 1, 1), date(2026, 5, 12)))
        self.assertEqual(
            autumn._round_period(), (date(2026, 5, 13), date(2026, 12, 31))
        )
        late = self._planned("Late", "2026-10-06", self.care)
        self.assertTrue(spring._is_round_of(self.first))
        self.assertFalse(spring._is_round_of(late))
        self.assertTrue(autumn._is_round_of(late))

    # ------------------------------------------------------------
    # The wheel's order
    # ------------------------------------------------------------

    def test_audits_are_proposed_within_their_round(self):
        self.first.date_planned = date(2026, 5, 11)
        self.assertEqual(self.first._proposal_bounds()[1], date(2026, 5, 12))

    def test_an_audit_that_is_planned_too_late_is_drawn_into_its_round(self):
        self.first.date_planned = date(2026, 11, 3)
        self.audit.active = False
        earliest, latest = self.first._proposal_bounds()
        self.assertEqual(latest, date(2026, 5, 12))
        self.assertEqual(earliest, date(2026, 4, 12))

    def test_after_the_round_s_day_what_follows_is_the_limit(self):
        with freeze_time("2026-06-01"):
            bounds = self.first._proposal_bounds()
            review = self._of(self.review)
            self.assertLess(bounds[1], review.date_planned)
            self.assertGreater(bounds[1], date(2026, 6, 14))

    def test_not_before_what_the_round_follows(self):
        self._round().sudo()._write_guarded(
            {"predecessor_ids": self._of(self.survey).ids}
        )
        earliest = self.first._proposal_bounds()[0]
        self.assertEqual(earliest, self._of(self.survey).date_planned)

    def test_a_move_of_the_round_moves_the_limit(self):
        self.later.date_planned = date(2026, 5, 11)
        self._round().action_move("2026-06-10", "The auditors are in training")
        self.env.invalidate_all()
        self.assertEqual(self.later._proposal_bounds()[1], date(2026, 6, 10))
