from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .common import QmsCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestLifecycle(QmsCase):
    """Every way around a transition, tried as the least user and with sudo."""

    def test_a_new_record_starts_at_the_start_whatever_the_context_says(self):
        action = self._new_action()
        forged = action.with_context(default_state="effective").copy()
        self.assertEqual(forged.state, "draft")
        made = (
            self.env["qms.action"]
            .with_user(self.nurse)
            .with_context(default_state="effective", default_verdict="Fine")
            .create({"name": "Made"})
        )
        self.assertEqual(made.state, "draft")
        self.assertFalse(made.sudo().verdict)

    def test_creating_with_another_state_is_refused(self):
        with self.assertRaises(UserError):
            self._new_action(state="effective")
        with self.assertRaises(UserError):
            self._new_action(verdict="Fine")

    def test_writing_the_state_is_refused_to_everybody(self):
        action = self._new_action()
        for record in (
            action,
            action.with_user(self.manager),
            action.sudo(),
            action.with_context(install_mode=True, import_file=True),
        ):
            with self.assertRaises(UserError):
                record.write({"state": "effective"})
        with self.assertRaises(UserError):
            action.sudo().write({"verdict": "Fine"})

    def test_a_copy_starts_anew(self):
        action = self._new_action()
        action.action_submit()
        self.assertEqual(action.copy({"state": "open"}).state, "draft")

    def test_an_import_over_existing_records_does_not_move_them(self):
        action = self._new_action()
        self.env["ir.model.data"].create(
            {"module": "x", "name": "a1", "model": "qms.action", "res_id": action.id}
        )
        result = action.load(["id", "state"], [["x.a1", "effective"]])
        self.assertFalse(result["ids"])
        self.assertEqual(action.state, "draft")

    def test_commands_from_another_record_do_not_move_it(self):
        action = self._new_action()
        activity = self.env["mail.activity"].search(
            [("res_model", "=", "qms.action"), ("res_id", "=", action.id)]
        )
        duty = activity.qms_duty_id
        self.assertTrue(duty)
        with self.assertRaises(AccessError):
            duty.with_user(self.nurse).write({"state": "done"})
        self.assertEqual(action.state, "draft")

    def test_quality_records_are_not_deleted(self):
        action = self._new_action()
        with self.assertRaises(AccessError):
            action.unlink()
        with self.assertRaises(UserError):
            action.sudo().unlink()

    def test_what_is_numbered_stays_in_its_company(self):
        self.aide.company_ids |= self.other_company
        objective = self.env["qms.objective"].create(
            {
                "name": "Fewer falls",
                "owner_id": self.aide.id,
                "company_id": self.company.id,
                "department_id": False,
                "unit_ids": False,
            }
        )
        action = self._new_action(self.aide, department_id=False)
        for record in (objective, action):
            mine = record.with_user(self.aide)
            with self.subTest(model=record._name):
                mine.write({"company_id": self.company.id})
                with self.assertRaisesRegex(UserError, "when it was numbered"):
                    mine.write({"company_id": self.other_company.id})
                self.assertEqual(record.company_id, self.company)

    def test_a_step_not_declared_does_not_exist(self):
        action = self._new_action()
        with self.assertRaises(UserError):
            action._transition("effective")

    def test_a_step_from_the_wrong_state_is_refused(self):
        action = self._new_action()
        with self.assertRaises(UserError):
            action.with_user(self.leader).action_approve()

    def test_the_superuser_decides_nothing(self):
        action = self._new_action()
        with self.assertRaises(AccessError):
            action.with_user(self.env.ref("base.user_root")).action_submit()

    def _closed_action(self):
        action = self._new_action()
        attachment = (
            self.env["ir.attachment"]
            .with_user(self.nurse)
            .create(
                {
                    "name": "proof.txt",
                    "raw": b"proof",
                    "res_model": "qms.action",
                    "res_id": action.id,
                }
            )
        )
        comment = action.message_post(body="As agreed", message_type="comment")
        action.action_cancel(reason="Not needed any more")
        return action, attachment, comment

    def test_a_closed_record_is_not_written(self):
        action, _attachment, _comment = self._closed_action()
        for record in (action, action.with_user(self.leader), action.sudo()):
            with self.assertRaises(AccessError):
                record.write({"name": "Rewritten"})

    def test_a_closed_records_files_stay(self):
        action, attachment, _comment = self._closed_action()
        with self.assertRaises(AccessError):
            attachment.with_user(self.nurse).unlink()
        with self.assertRaises(AccessError):
            attachment.with_user(self.nurse).write({"raw": b"other"})
        with self.assertRaises(AccessError):
            self.env["ir.attachment"].with_user(self.nurse).create(
                {"name": "late.txt", "res_model": "qms.action", "res_id": action.id}
            )

    def test_a_closed_records_comments_stay(self):
        action, _attachment, comment = self._closed_action()
        with self.assertRaises(UserError):
            action.with_user(self.nurse)._message_update_content(
                comment.with_user(self.nurse), body="Never said"
            )
        with self.assertRaises(UserError):
            comment.with_user(self.nurse).write({"body": "Never said"})
        with self.assertRaises(UserError):
            comment.with_user(self.nurse).unlink()

    def test_a_dated_note_may_follow_on_a_closed_record(self):
        action, _attachment, _comment = self._closed_action()
        note = action.with_user(self.nurse).message_post(
            body="It came up again", message_type="comment"
        )
        self.assertEqual(note.author_id, self.nurse.partner_id)

    def test_people_are_not_counted(self):
        self._new_action()
        model = self.env["qms.action"].with_user(self.manager)
        for field in ("owner_id", "author_id", "create_uid", "owner_id.login"):
            with self.assertRaises(UserError):
                model.formatted_read_group([], [field], ["__count"])
            with self.assertRaises(UserError):
                model.web_read_group([], [field], ["__count"])
        with self.assertRaises(UserError):
            model.formatted_read_grouping_sets([], [["owner_id"]], ["__count"])
        self.assertTrue(model.formatted_read_group([], ["state"], ["__count"]))

    def test_no_screen_offers_to_group_by_a_person(self):
        fields = self.env["qms.action"].with_user(self.leader).fields_get()
        for name in ("owner_id", "author_id", "create_uid", "message_partner_ids"):
            self.assertFalse(fields[name]["groupable"], name)
        self.assertTrue(fields["state"]["groupable"])

    def test_only_possible_steps_are_offered(self):
        action = self._new_action()
        self.assertIn(" submit ", action.allowed_transitions)
        self.assertNotIn(" approve ", action.allowed_transitions)
        action.action_submit()
        self.assertIn(" approve ", action.with_user(self.leader).allowed_transitions)
        self.assertNotIn(" approve ", action.with_user(self.aide).allowed_transitions)
