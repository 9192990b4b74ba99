from datetime import date

from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .common import QmsCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestAction(QmsCase):
    def _open_action(self, **kwargs):
        action = self._new_action(**kwargs)
        action.with_user(self.nurse).action_submit()
        action.with_user(self.leader).action_approve()
        return action

    def _done_action(self, **kwargs):
        action = self._open_action(**kwargs)
        doer = action.with_user(self.aide)
        doer.result = "The cabinet stands in the locked room"
        doer.action_complete()
        return action

    def test_a_corrective_action_is_approved_carried_out_and_verified(self):
        action = self._new_action(verifier_id=self.nurse.id)
        action.with_user(self.nurse).action_submit()
        self.assertEqual(action.state, "proposed")
        action.with_user(self.leader).action_approve()
        self.assertEqual(action.state, "open")
        doer = action.with_user(self.aide)
        doer.result = "The cabinet stands in the locked room"
        doer.action_complete()
        self.assertEqual(action.state, "verification")
        self.assertEqual(action.date_verify, date(2026, 5, 1))
        action.with_user(self.nurse).action_confirm_effect(reason="Two counts, nothing")
        self.assertEqual(action.state, "effective")
        self.assertEqual(action.sudo().verdict, "Two counts, nothing")
        self.assertEqual(
            self._decisions(action).mapped("verb"),
            ["submit", "approve", "complete", "confirm_effect"],
        )

    def test_submitting_says_all_that_is_missing_at_once(self):
        action = self._new_action(owner_id=False, why=False, criterion=False)
        with self.assertRaises(UserError) as error:
            action.action_submit()
        for words in ("who is responsible", "why, in one line", "see the effect"):
            self.assertIn(words, str(error.exception))

    def test_the_author_does_not_approve(self):
        action = self._new_action(self.leader)
        action.action_submit()
        with self.assertRaises(AccessError):
            action.action_approve()
        action.with_user(self.head).action_approve()
        self.assertEqual(action.state, "open")

    def test_the_doer_does_not_approve(self):
        action = self._new_action(owner_id=self.leader.id)
        action.action_submit()
        with self.assertRaises(AccessError):
            action.with_user(self.leader).action_approve()

    def test_a_colleague_does_not_approve(self):
        action = self._new_action()
        action.action_submit()
        with self.assertRaises(AccessError):
            action.with_user(self.aide).action_approve()

    def test_the_quality_manager_approves_only_when_it_has_passed_to_him(self):
        action = self._new_action()
        action.action_submit()
        with self.assertRaises(AccessError):
            action.with_user(self.manager).action_approve()
        top = self._new_action(
            self.director,
            owner_id=self.head.id,
            department_id=self.administration.id,
        )
        top.action_submit()
        top.with_user(self.manager).action_approve()
        self.assertEqual(top.state, "open")
        self.assertEqual(self._decisions(top)[-1].role, "quality_manager")

    def test_the_doer_does_not_verify(self):
        action = self._done_action()
        with self.assertRaises(AccessError):
            action.with_user(self.aide).action_confirm_effect(reason="Works")

    def test_the_same_person_in_two_accounts_does_not_verify(self):
        second = self._new_user("aide_second_account")
        self._new_employee(
            second, self.home_care, company_id=self.other_company.id, active=False
        ).work_contact_id = self.aide.partner_id
        action = self._done_action(verifier_id=second.id)
        with self.assertRaises(AccessError):
            action.with_user(second).action_confirm_effect(reason="Works")

    def test_who_approved_may_verify(self):
        action = self._done_action()
        action.with_user(self.leader).action_confirm_effect(reason="Works")
        self.assertEqual(action.state, "effective")

    def test_below_the_level_nobody_approves_but_another_verifies(self):
        action = self._new_action(self.leader, owner_id=self.leader.id, level="low")
        action.action_submit()
        self.assertEqual(action.state, "open")
        action.result = "Done"
        action.action_complete()
        with self.assertRaises(AccessError):
            action.action_confirm_effect(reason="Works")
        action.with_user(self.head).action_confirm_effect(reason="Works")
        self.assertEqual(action.state, "effective")

    def test_a_correction_is_never_approved(self):
        correction = self._new_action(
            type_id=self.env.ref("qms.action_type_correction").id,
            level="critical",
            result="The spill was wiped up",
        )
        correction.action_finish()
        self.assertEqual(correction.state, "done")

    def test_what_needs_approval_does_not_start_without(self):
        action = self._new_action(level="high")
        with self.assertRaises(AccessError):
            action.action_start()
        with self.assertRaises(AccessError):
            action.with_user(self.leader).action_finish()

    def test_a_proposed_action_is_no_longer_rewritten(self):
        action = self._new_action()
        action.action_submit()
        with self.assertRaises(UserError):
            action.name = "Something else altogether"

    def test_an_approved_action_changes_hands_only_by_a_new_one(self):
        action = self._open_action()
        with self.assertRaises(UserError):
            action.with_user(self.leader).owner_id = self.leader
        with self.assertRaises(UserError):
            action.with_user(self.leader).level = "low"

    def test_asking_sends_it_back_with_the_question(self):
        action = self._new_action()
        action.action_submit()
        action.with_user(self.leader).action_ask(reason="What does it cost?")
        self.assertEqual(action.state, "draft")
        self.assertIn("What does it cost?", action.sudo().decision_timeline)

    def test_refusing_needs_a_reason(self):
        action = self._new_action()
        action.action_submit()
        screen = action.with_user(self.leader).action_refuse()
        self.assertEqual(screen["res_model"], "qms.reason")
        self.assertEqual(action.state, "proposed")
        wizard = (
            self.env["qms.reason"]
            .with_user(self.leader)
            .with_context(**screen["context"])
            .create({"reason": "Too dear"})
        )
        wizard.action_confirm()
        self.assertEqual(action.state, "refused")

    def test_no_effect_leads_on_to_a_new_action(self):
        action = self._done_action(verifier_id=self.nurse.id)
        action.with_user(self.nurse).action_deny_effect(reason="Medicine still missing")
        self.assertEqual(action.state, "ineffective")
        opened = action.with_user(self.nurse).action_follow_up()
        follower = self.env["qms.action"].browse(opened["res_id"])
        self.assertEqual(follower.previous_id, action)
        self.assertEqual(follower.state, "draft")

    def test_approving_a_batch_is_all_or_nothing(self):
        mine = self._new_action()
        mine.action_submit()
        own = self._new_action(self.leader)
        own.action_submit()
        with self.assertRaises(AccessError):
            (mine | own).with_user(self.leader).action_approve()
        self.assertEqual(mine.state, "proposed")
        (mine | own).with_user(self.head).action_approve()
        self.assertEqual(set((mine | own).sudo().mapped("state")), {"open"})

    def test_a_stranger_reads_nothing_and_decides_nothing(self):
        action = self._new_action()
        action.action_submit()
        foreign = action.with_user(self.stranger)
        self.assertFalse(foreign.search([("id", "=", action.id)]))
        with self.assertRaises(AccessError):
            foreign.action_approve()
        with self.assertRaises(AccessError):
            foreign.read(["name"])

    def test_the_author_cannot_be_forged(self):
        action = self._new_action(author_id=self.aide.id)
        self.assertEqual(action.author_id, self.nurse)
        with self.assertRaises(UserError):
            action.author_id = self.aide

    def test_on_a_phone_what_waits_for_approval_is_seen_first(self):
        """No empty columns of the states in which nothing is approved."""
        window = self.env.ref("qms.qms_action_action_approve")
        line = window.view_ids.filtered(lambda one: one.view_mode == "kanban")
        actions = self.env["qms.action"].with_user(self.leader)
        arch = etree.fromstring(actions.get_view(line.view_id.id, "kanban")["arch"])
        self.assertFalse(arch.get("default_group_by"))
