from odoo.tests import freeze_time, tagged

from .succession_common import SuccessionCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestPeopleLeave(SuccessionCase):
    """Whose employment is archived: it is asked for, and his leader inherits."""

    def _ownerless(self):
        self.env["qms.ownerless"]._check()
        return self.env["qms.ownerless"].search(
            [("company_id", "=", self.company.id), ("res_model", "=", "qms.action")]
        )

    def _holders(self):
        duties = self.env["qms.duty"].search(
            [("state", "=", "open"), ("company_id", "=", self.company.id)]
        )
        return duties.user_id

    def test_his_leader_inherits_while_the_account_is_still_open(self):
        action = self._open_action()
        self.assertEqual(self._duties(action).user_id, self.aide)
        self._archive(self.aide)
        self.assertTrue(self.aide.active)
        self.assertTrue(self.aide.qms_left)
        self.assertEqual(self._duties(action).user_id, self.leader)
        self.assertEqual(action.owner_id, self.aide)

    def test_the_leader_is_asked_to_hand_on(self):
        self._open_action()
        self._archive(self.aide)
        asked = self._asked(self.aide)
        self.assertEqual((asked.state, asked.department_id), ("draft", self.home_care))
        self.assertEqual(asked.line_ids.mapped("open_count"), [1])
        duty = self._duties(asked)
        self.assertEqual((duty.verb, duty.user_id), ("hand_on", self.leader))
        self.assertEqual(str(duty.date_deadline), "2026-03-09")
        asked.with_user(self.leader).write(
            {"heir_id": self.nurse.id, "reason": "Has left"}
        )
        asked.with_user(self.leader).action_order()
        self.assertFalse(self._duties(asked))

    def test_closing_the_account_asks_once(self):
        self._open_action()
        self.aide.active = False
        self._archive(self.aide)
        self.assertEqual(len(self._asked(self.aide)), 1)

    def test_who_had_nothing_is_not_asked_about(self):
        self._archive(self.aide)
        self.assertFalse(self._asked(self.aide))

    def test_who_is_back_has_his_own_again(self):
        action = self._open_action()
        self._archive(self.aide)
        asked = self._asked(self.aide)
        employee = self.env["hr.employee"].with_context(active_test=False)
        employee.search([("user_id", "=", self.aide.id)]).action_unarchive()
        self.assertEqual(self._duties(action).user_id, self.aide)
        self.assertFalse(self._duties(asked))

    def test_who_still_has_another_post_has_not_left(self):
        action = self._open_action()
        second = self._new_employee(
            self.aide, self.env["hr.department"], company_id=self.other_company.id
        )
        first = self._employee(self.aide) - second
        first.action_archive()
        self.assertFalse(self.aide.qms_left)
        self.assertEqual(self._duties(action).user_id, self.aide)

    def test_a_leader_who_leaves_is_asked_about_to_the_next_one_up(self):
        action = self._new_action(self.leader, owner_id=self.leader.id)
        self._archive(self.leader)
        asked = self._asked(self.leader)
        self.assertEqual(self._duties(asked).user_id, self.head)
        self.assertEqual(self._duties(action).user_id, self.head)

    def test_where_all_leaders_are_gone_a_quality_manager_owes_it(self):
        action = self._open_action()
        for user in (self.leader, self.head, self.director, self.aide):
            self._archive(user)
        self.assertEqual(self._duties(action).user_id, self.manager)

    def test_who_judges_the_effect_and_left_is_replaced_by_the_leader(self):
        action = self._open_action(owner_id=self.aide.id, verifier_id=self.nurse.id)
        action.with_user(self.aide).result = "Moved"
        action.with_user(self.aide).action_complete()
        self._archive(self.nurse)
        self.assertEqual(self._duties(action).user_id, self.leader)

    # ------------------------------------------------------------
    # Nothing is owned by nobody
    # ------------------------------------------------------------

    def test_after_archiving_nothing_is_without_owner(self):
        self._open_action()
        self._submitted()
        self._new_action(self.aide)
        for user in (self.aide, self.nurse, self.leader):
            self._archive(user)
        self.assertFalse(self._ownerless())
        self.assertTrue(self._holders())
        for user in self._holders():
            self.assertTrue(user._qms_works_here())

    def test_what_lost_its_duty_gets_it_back(self):
        action = self._open_action()
        self._duties(action).unlink()
        self.assertFalse(self._ownerless())
        self.assertEqual(self._duties(action).user_id, self.aide)

    def test_what_nobody_can_owe_stands_on_the_list(self):
        action = self._open_action()
        for user in (self.leader, self.head, self.director, self.manager, self.aide):
            self._archive(user)
        self.env["qms.duty"]._resync(self._duties(action))
        others = self.env.ref("qms.group_quality_manager").all_user_ids
        (others - self.manager).group_ids -= self.env.ref("qms.group_quality_manager")
        self.env["qms.duty"]._resync(self._duties(action))
        rows = self._ownerless()
        self.assertEqual((rows.res_id, rows.reason), (action.id, "empty_group"))
        self.assertEqual(rows.record_name, action.display_name)
        employees = self.env["hr.employee"].with_context(active_test=False)
        employees.search([("user_id", "=", self.leader.id)]).action_unarchive()
        self.assertFalse(self._ownerless())

    def test_quality_managers_are_told_at_night_once(self):
        model = self.env.registry["qms.ownerless"]
        row = {("qms.action", self._open_action().id): ("nobody", self.company.id)}
        self.patch(model, "_find_nobody", lambda records: row)
        for mails in (1, 1):
            self.env["qms.ownerless"]._cron_check()
            sent = self.env["mail.mail"].search(
                [("recipient_ids", "in", self.manager.partner_id.ids)]
            )
            self.assertEqual(len(sent), mails)
        self.assertEqual(sent.subject, "Without owner: 1")
        self.assertNotIn("medicine", sent.body_html)

    def test_a_quality_manager_looks_again_nobody_else(self):
        self.env["qms.ownerless"].with_user(self.manager).action_check()
        with self.assertRaisesRegex(Exception, "not allowed"):
            self.env["qms.ownerless"].with_user(self.leader).action_check()
