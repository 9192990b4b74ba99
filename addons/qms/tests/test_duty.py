from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from ..models import duty_sync
from .duty_common import DutyCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestDuty(DutyCase):
    """What is owed follows from the records, whatever happens to its activity."""

    def test_each_step_moves_the_duty_on(self):
        action = self._new_action(verifier_id=self.nurse.id)
        duty = self._duties(action)
        self.assertEqual((duty.verb, duty.user_id), ("complete", self.nurse))
        action.action_submit()
        duty = self._duties(action)
        self.assertEqual((duty.verb, duty.user_id), ("approve", self.leader))
        self.assertEqual(duty.date_deadline, date(2026, 3, 5))
        action.with_user(self.leader).action_approve()
        duty = self._duties(action)
        self.assertEqual((duty.verb, duty.user_id), ("carry_out", self.aide))
        doer = action.with_user(self.aide)
        doer.result = "Moved"
        doer.action_complete()
        duty = self._duties(action)
        self.assertEqual((duty.verb, duty.user_id), ("verify", self.nurse))
        action.action_confirm_effect(reason="Fine")
        self.assertFalse(self._duties(action))
        self.assertEqual(len(self._duties(action, "done")), 4)
        self.assertFalse(self._activities(action))

    def test_a_duty_follows_the_record(self):
        action = self._new_action()
        first = self._duties(action)
        action.date_deadline = date(2026, 5, 4)
        self.assertEqual(self._duties(action), first)
        self.assertEqual(first.date_deadline, date(2026, 5, 4))
        self.assertEqual(self._activities(action).date_deadline, date(2026, 5, 4))

    def test_a_duty_stands_in_the_unit_of_its_holder(self):
        action = self._open_action(owner_id=self.team.id)
        duty = self._duties(action)
        self.assertEqual(duty.department_id, self.administration)
        self.assertEqual(duty.record_department_id, self.home_care)
        self._employee(self.team).department_id = self.care
        self.assertEqual(duty.department_id, self.care)

    def _owed_by_the_cleaner(self):
        """An action that is owed by somebody without login, and that employee."""
        cleaner = self.env["hr.employee"].create(
            {
                "name": "Cleaner",
                "department_id": self.home_care.id,
                "company_id": self.company.id,
            }
        )
        action = self._new_action()
        asked = action.sudo()._get_duties()
        del asked[0]["user"]
        asked[0]["employee"] = cleaner
        self.patch(
            self.env.registry["qms.action"], "_get_duties", lambda actions: asked
        )
        action._sync_duties()
        return action, cleaner

    def test_an_employee_without_account_may_owe_something(self):
        action, cleaner = self._owed_by_the_cleaner()
        duty = self._duties(action)
        self.assertEqual(
            (duty.employee_id, duty.department_id), (cleaner, self.home_care)
        )
        cleaner.user_id = self._new_user("cleaner")
        self.assertEqual(self._duties(action).user_id, cleaner.user_id)
        self.assertEqual(self._activities(action).user_id, cleaner.user_id)
        self._employee(cleaner.user_id).action_archive()

    def test_his_leader_is_shown_it_with_his_name(self):
        action, _cleaner = self._owed_by_the_cleaner()
        activity = self._activities(action)
        self.assertEqual(activity.user_id, self.leader)
        self.assertTrue(activity.summary.endswith(": Cleaner"))
        self.assertFalse(self._duties(action).user_id)
        self.home_care.manager_id = self._employee(self.head)
        self.assertEqual(self._activities(action).user_id, self.head)
        activity = self._activities(action).with_user(self.head)
        activity.action_feedback(feedback="Done")
        self.assertEqual(self._duties(action).state, "open")
        self.assertTrue(self._activities(action))

    def test_who_may_not_read_the_record_is_shown_no_activity_of_it(self):
        self.patch(
            self.env.registry["qms.action"],
            "_readable_by",
            lambda actions, user: actions.browse(),
        )
        action, _cleaner = self._owed_by_the_cleaner()
        self.assertFalse(self._activities(action))
        self.assertTrue(self._duties(action).employee_id)

    def test_where_nobody_is_left_the_group_owes_it(self):
        top = self._new_action(
            self.director,
            owner_id=self.manager.id,
            department_id=self.administration.id,
        )
        second = self._new_user("second", "qms.group_quality_manager")
        top.action_submit()
        self.assertEqual(self._duties(top).user_id, second)
        second.action_archive()
        duty = self._duties(top)
        self.assertEqual(duty.group_id, self.env.ref("qms.group_quality_manager"))
        self.assertFalse(self._activities(top))
        self.assertIn(duty, self._own(self.manager))

    # ------------------------------------------------------------
    # People change
    # ------------------------------------------------------------

    def test_a_new_leader_inherits_what_waits_for_approval(self):
        action = self._submitted()
        self.home_care.manager_id = self._employee(self.head)
        self.assertEqual(self._duties(action).user_id, self.head)
        self.assertEqual(self._activities(action).user_id, self.head)

    def test_a_leader_who_works_elsewhere_is_replaced_too(self):
        self._employee(self.leader).department_id = self.administration
        action = self._submitted()
        self.assertEqual(self._duties(action).department_id, self.administration)
        self.home_care.manager_id = self._employee(self.head)
        self.assertEqual(self._duties(action).user_id, self.head)

    def test_the_leader_inherits_from_who_leaves(self):
        action = self._open_action()
        self.aide.action_archive()
        duty = self._duties(action)
        self.assertEqual((duty.verb, duty.user_id), ("carry_out", self.leader))
        self.aide.action_unarchive()
        self.assertEqual(self._duties(action).user_id, self.aide)

    def test_an_account_deleted_leaves_its_duties_to_another(self):
        second = self._new_user("second", "qms.group_quality_manager")
        self.manager.action_archive()
        top = self._new_action(
            self.director,
            owner_id=self.head.id,
            department_id=self.administration.id,
        )
        top.action_submit()
        self.assertEqual(self._duties(top).user_id, second)
        self.manager.action_unarchive()
        second.unlink()
        self.assertEqual(self._duties(top).user_id, self.manager)

    def test_at_night_what_changed_by_date_alone_is_passed_on(self):
        action = self._submitted()
        self.env["qms.absence"].create(
            {
                "user_id": self.leader.id,
                "date_from": "2026-03-09",
                "date_to": "2026-03-13",
            }
        )
        self.assertEqual(self._duties(action).user_id, self.leader)
        for day, holder in (("2026-03-09", self.head), ("2026-03-14", self.leader)):
            with freeze_time(day), self.enter_registry_test_mode():
                self.env.ref("qms.ir_cron_resync_duties").method_direct_trigger()
            self.env.invalidate_all()
            self.assertEqual(self._duties(action).user_id, holder)

    def test_at_night_a_second_run_changes_nothing(self):
        self._submitted()
        cron = self.env.ref("qms.ir_cron_resync_duties")
        rows = self.env["qms.duty"].search([]).mapped("write_date")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(self.env["qms.duty"].search([]).mapped("write_date"), rows)

    def test_a_duty_whose_record_is_gone_is_closed(self):
        action = self._new_action()
        duty = self._duties(action)
        self.env.cr.execute("UPDATE qms_duty SET res_id = 0 WHERE id = %s", [duty.id])
        other = duty.copy({"res_model": "qms.of_a_module_that_is_gone"})
        self.env.invalidate_all()
        self.env["qms.duty"]._resync(duty | other)
        self.assertEqual(set((duty | other).mapped("state")), {"done"})
        self.assertTrue((duty | other).mapped("title"))

    def test_too_many_for_one_request_are_left_to_the_scheduled_action(self):
        action = self._submitted()
        self.patch(self.env.registry["qms.duty"], "_sync", lambda *args: self.fail())
        self.patch(duty_sync, "AT_ONCE", 0)
        self.env["qms.duty"]._resync(self._duties(action))
        cron = self.env.ref("qms.ir_cron_resync_duties")
        triggers = self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)])
        self.assertTrue(triggers)

    # ------------------------------------------------------------
    # The activity only shows it
    # ------------------------------------------------------------

    def _mine(self, action):
        activity = self._activities(action)
        return activity.with_user(activity.user_id)

    def _assert_untouched(self, action):
        duty = self._duties(action)
        activity = self._activities(action)
        self.assertEqual(len(activity), 1)
        self.assertEqual(activity.qms_duty_id, duty)
        self.assertEqual(activity.user_id, duty.user_id)
        self.assertEqual(activity.date_deadline, duty.date_deadline)
        self.assertTrue(activity.active)
        self.assertEqual(duty.state, "open")

    def test_ticking_it_off_does_not_do_the_work(self):
        action = self._open_action()
        said = len(action.sudo().message_ids)
        self._mine(action).action_done()
        self._assert_untouched(action)
        self._mine(action).action_feedback(feedback="Done!")
        self._assert_untouched(action)
        self._mine(action).action_done_schedule_next()
        self._assert_untouched(action)
        self._mine(action).action_archive()
        self._assert_untouched(action)
        self.assertEqual(len(action.sudo().message_ids), said)
        self.assertEqual(action.sudo().state, "open")

    def test_moving_it_does_not_move_the_deadline(self):
        action = self._open_action()
        self._mine(action).write({"date_deadline": "2031-01-01"})
        self._assert_untouched(action)
        self._mine(action).action_reschedule_nextweek()
        self._assert_untouched(action)

    def test_handing_it_on_does_not(self):
        action = self._open_action()
        self._mine(action).user_id = self.nurse
        self._assert_untouched(action)
        other = self._new_action()
        self._mine(action).write({"res_id": other.id})
        self._assert_untouched(action)
        self._mine(action).write({"qms_duty_id": False})
        self._assert_untouched(action)

    def test_deleting_it_brings_it_back(self):
        action = self._open_action()
        self._mine(action).unlink()
        self._assert_untouched(action)
        self._mine(action).action_cancel()
        self._assert_untouched(action)

    def test_no_context_from_outside_opens_a_way(self):
        action = self._open_action()
        for value in (True, 1, "MIRRORING", {}):
            forged = self._mine(action).with_context(qms_mirroring=value)
            forged.unlink()
            self._assert_untouched(action)
            forged = self._mine(action).with_context(qms_mirroring=value)
            forged.user_id = self.nurse
            self._assert_untouched(action)

    def test_an_activity_of_ones_own_does_not_pass_for_a_duty(self):
        action = self._open_action()
        forged = (
            self.env["mail.activity"]
            .with_user(self.aide)
            .with_context(default_qms_duty_id=self._duties(action).id)
            .create(
                {
                    "res_model_id": self.env["ir.model"]._get_id("qms.action"),
                    "res_id": action.id,
                    "user_id": self.aide.id,
                    "qms_duty_id": self._duties(action).id,
                }
            )
        )
        self.assertFalse(forged.qms_duty_id)
        forged.action_done()
        self.assertFalse(forged.active)

    def test_a_note_on_it_is_ones_own(self):
        action = self._open_action()
        self._mine(action).note = "Ask the caretaker"
        self.assertIn("caretaker", self._activities(action).note)
        self._assert_untouched(action)

    def test_the_work_done_clears_it_without_a_word(self):
        action = self._open_action()
        said = action.sudo().message_ids
        doer = action.with_user(self.aide)
        doer.result = "Moved"
        activity = self._activities(action)
        doer.action_complete()
        self.assertFalse(activity.exists())
        words = (action.sudo().message_ids - said).mapped("mail_activity_type_id")
        self.assertFalse(words)

    def test_it_says_what_to_do_in_the_words_of_who_has_to(self):
        self.env["res.lang"]._activate_lang("da_DK")
        self.aide.lang = "da_DK"
        action = self._open_action()
        activity = self._activities(action)
        danish = self.env["qms.duty"].with_context(lang="da_DK")
        self.assertEqual(activity.summary, danish._get_verbs()["carry_out"])
        name = action.with_context(lang="da_DK").sudo().display_name
        self.assertEqual(activity.res_name, name)

    # ------------------------------------------------------------
    # Who sees what
    # ------------------------------------------------------------

    def test_own_duties_and_those_waited_for(self):
        action = self._submitted()
        duty = self._duties(action)
        self.assertIn(duty, self._own(self.leader))
        self.assertIn(duty, self._own(self.nurse, [("waiting_for_me", "=", True)]))
        for user in (self.aide, self.team, self.stranger):
            self.assertNotIn(duty, self._own(user))

    def test_a_leader_sees_what_his_people_owe(self):
        duty = self._duties(self._open_action())
        for user in (self.leader, self.head, self.director, self.manager):
            self.assertIn(duty, self._own(user))

    def test_a_leader_sees_nothing_of_other_units(self):
        duty = self._duties(self._open_action(owner_id=self.team.id))
        self.assertNotIn(duty, self._own(self.leader))
        self.assertIn(duty, self._own(self.director))

    def test_nobody_writes_duties(self):
        duty = self._duties(self._new_action())
        for user in (self.nurse, self.leader, self.manager):
            own = duty.with_user(user)
            with self.assertRaises(AccessError):
                own.write({"state": "done"})
            with self.assertRaises(AccessError):
                own.unlink()
            with self.assertRaises(AccessError):
                own.copy()

    def test_a_title_says_as_much_as_its_reader_may_read(self):
        action = self._open_action(owner_id=self.team.id)
        duty = self._duties(action)
        self.assertIn("medicine cabinet", duty.with_user(self.team).title)
        colleague = self._new_unit("Office", self._new_user("chief"))
        self._employee(self.team).department_id = colleague
        chief = duty.with_user(colleague.manager_id.user_id)
        self.assertEqual(chief.title, f"Carry out: {action.sudo().display_name}")
        self.assertNotIn("medicine", duty.sudo().display_name)
        self.assertNotIn("medicine", duty.sudo().title)

    def test_one_click_opens_the_record(self):
        action = self._new_action()
        opened = self._duties(action).with_user(self.nurse).action_open()
        self.assertEqual(
            (opened["res_model"], opened["res_id"]), ("qms.action", action.id)
        )
        with self.assertRaises(AccessError):
            self._duties(action).with_user(self.stranger).action_open()
