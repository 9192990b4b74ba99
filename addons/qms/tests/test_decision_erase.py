from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .decision_common import DecisionCase

GROUND = "Archives act, section 12"


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestDecisionErase(DecisionCase):
    """What may be erased, by whom, and what stays."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.foreign_manager = cls._new_user(
            "foreign_manager", "qms.group_quality_manager", cls.other_company
        )

    def setUp(self):
        super().setUp()
        self.action = self._new_action()
        self.action.action_submit()
        self.action.with_user(self.leader).action_refuse(reason="Ann stole it")

    def _erase(self, decisions=None, user=None, reason=GROUND):
        decisions = decisions or self._decisions(self.action)
        return decisions.with_user(user or self.manager).action_erase_details(reason)

    def test_person_reason_and_content_go_the_decision_stays(self):
        before = self._decisions(self.action)
        self._erase()
        after = self._decisions(self.action)
        self.assertEqual(after[:2], before)
        self.assertEqual(after.mapped("verb"), ["submit", "refuse", "erase"])
        for detail in self._details(self.action)[:2]:
            self.assertTrue(detail.erased_on)
            for name in ("user_ref", "person", "reason", "content", "salt"):
                self.assertFalse(detail[name])

    def test_the_erasure_is_a_decision_with_its_ground_and_nothing_of_the_record(self):
        self._erase()
        erasure = self._decisions(self.action)[2]
        self.assertEqual(
            (erasure.role, erasure.erases, erasure.state_from, erasure.state_to),
            ("quality_manager", "1,2", "refused", "refused"),
        )
        detail = self._details(self.action)[2]
        self.assertEqual(
            (detail.person, detail.reason, detail.content), ("Manager", GROUND, "{}")
        )

    def test_the_chain_stays_whole_and_the_record_as_it_was(self):
        self._erase()
        self._assert_in_order()
        self.assertEqual(self.action.state, "refused")

    def test_an_erased_record_lives_on(self):
        action = self._new_action()
        action.action_submit()
        self._erase(self._decisions(action))
        action.with_user(self.leader).action_approve()
        self._assert_in_order()

    def test_only_the_chosen_rows_are_emptied(self):
        self._erase(self._decisions(self.action)[1])
        first, second, _erasure = self._details(self.action)
        self.assertFalse(first.erased_on)
        self.assertTrue(second.erased_on)
        self._assert_in_order()

    def test_readers_see_that_something_was_erased_and_why(self):
        self._erase()
        shown = self.action.with_user(self.nurse).decision_timeline
        self.assertNotIn("Ann stole it", shown)
        self.assertNotIn("Leader", shown)
        self.assertIn(GROUND, shown)

    def test_a_record_that_the_manager_cannot_read(self):
        self.action.sudo()._write_guarded({"confidential": True})
        self.assertFalse(self.action.with_user(self.manager).has_access("read"))
        self._erase()
        self._assert_in_order()

    def test_a_record_whose_module_is_gone(self):
        row = {
            "res_model": "qms.bygone",
            "res_id": 7,
            "verb": "close",
            "state_from": "new",
            "state_to": "closed",
            "role": "handler",
            "company_ref": self.company.id,
            "erases": "",
        }
        decisions = self.env["qms.decision"].with_user(self.nurse)
        closing = decisions._chain([row], [decisions._prepare_detail({}, "Ann did")])
        self._erase(closing.with_env(self.env))
        self._assert_in_order()

    def test_only_quality_managers_erase(self):
        for user in (self.nurse, self.leader, self.team):
            with self.assertRaises(AccessError):
                self._erase(user=user)
            decisions = self._decisions(self.action).with_user(user).sudo()
            with self.assertRaises(AccessError):
                decisions.action_erase_details(GROUND)

    def test_a_manager_of_another_company_does_not_erase(self):
        with self.assertRaises(AccessError):
            self._erase(user=self.foreign_manager)

    def test_the_superuser_erases_nothing(self):
        with self.assertRaises(AccessError):
            self._decisions(self.action).action_erase_details(GROUND)

    def test_erasing_needs_a_ground(self):
        for reason in (False, "", "  "):
            with self.assertRaises(UserError):
                self._erase(reason=reason)

    def test_one_record_at_a_time(self):
        other = self._decided()
        with self.assertRaises(UserError):
            self._erase(self._decisions(self.action) | self._decisions(other))
        with self.assertRaises(UserError):
            self.env["qms.decision"].with_user(self.manager).action_erase_details("x")

    def test_nothing_is_erased_twice(self):
        decisions = self._decisions(self.action)
        self._erase(decisions)
        with self.assertRaises(UserError):
            self._erase(decisions)

    def test_an_erasure_may_itself_be_erased(self):
        self._erase()
        self._erase()
        self.assertEqual(
            self._decisions(self.action).mapped("erases"), ["", "", "1,2", "3"]
        )
        self._assert_in_order()

    def test_the_screen_asks_for_the_ground(self):
        decisions = self._decisions(self.action).with_user(self.manager)
        action = self.env.ref("qms.qms_decision_erase_action")
        wizard = (
            self.env[action.res_model]
            .with_user(self.manager)
            .with_context(active_model="qms.decision", active_ids=decisions.ids)
            .create({"reason": GROUND})
        )
        self.assertIn(f"{self.action.display_name}, 2: Refuse", wizard.decisions)
        wizard.action_confirm()
        self.assertEqual(self._decisions(self.action)[2].erases, "1,2")

    # ------------------------------------------------------------
    # Erasing behind the system's back
    # ------------------------------------------------------------

    def _empty(self, row, **kept):
        names = ("user_ref", "behalf_ref", "person", "reason", "content", "salt")
        values = ", ".join(f"{name} = NULL" for name in names if name not in kept)
        self.env.cr.execute(
            f"UPDATE qms_decision_detail SET {values}, erased_on = now() WHERE id = %s",
            [row.id],
        )
        self.env.invalidate_all()

    def test_emptied_without_a_decision_is_found(self):
        self._empty(self._details(self.action)[0])
        self._assert_found(
            self.action.display_name, "decision 1", "erased without a decision"
        )

    def test_emptied_without_a_date_is_found(self):
        self.env.cr.execute(
            "UPDATE qms_decision_detail SET reason = NULL WHERE id = %s",
            [self._details(self.action)[1].id],
        )
        self._assert_found("decision 2", "content was altered")

    def test_a_lawful_erasure_of_another_row_covers_nothing(self):
        self._erase(self._decisions(self.action)[0])
        self._empty(self._details(self.action)[1])
        self._assert_found("decision 2", "erased without a decision")

    def test_an_erasure_of_another_record_covers_nothing(self):
        self._erase(self._decisions(self._decided()))
        self._empty(self._details(self.action)[0])
        self._assert_found(self.action.display_name, "erased without a decision")

    def test_an_erased_row_is_not_filled_again(self):
        self._erase()
        with self._as_owner() as cr:
            cr.execute(
                "UPDATE qms_decision_detail SET person = 'Somebody' WHERE id = %s",
                [self._details(self.action)[0].id],
            )
        self._assert_found("decision 1", "content was altered")
