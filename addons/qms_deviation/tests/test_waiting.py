from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from .common import DeviationCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestWaiting(DeviationCase):
    """Who reported sees that his report waits for others; nobody else sees him."""

    def _waits_for(self, user):
        """What 'waiting for others' on My quality work counts."""
        return (
            self.env["qms.duty"]
            .with_user(user)
            .search(
                [
                    ("state", "=", "open"),
                    ("waiting_for_me", "=", True),
                    ("user_id", "!=", user.id),
                ]
            )
        )

    def test_a_reporter_waits_until_his_case_is_closed(self):
        case = self._case(requirement_id=self.requirement.id)
        self.assertEqual(self._waits_for(self.nurse).verb, "triage")
        case.action_analyse()
        self.assertEqual(self._waits_for(self.nurse).verb, "handle")
        self.assertFalse(self._waits_for(self.aide))
        case.action_dismiss(reason="Not a deviation")
        self.assertFalse(self._waits_for(self.nurse))

    def test_who_handles_his_own_report_waits_for_nobody(self):
        self._case(self.leader)
        self.assertFalse(self._waits_for(self.leader))

    def test_two_who_reported_the_same_both_wait(self):
        case = self._case()
        other = self._report(self.aide)
        case.sudo().report_ids = [Command.link(other.id)]
        other.sudo().deviation_ids = [
            Command.unlink(k.id) for k in other.sudo().deviation_ids - case
        ]
        for user in (self.nurse, self.aide):
            self.assertIn(self._duties(case), self._waits_for(user).sudo())

    def test_a_new_reader_changes_nothing_for_who_waits(self):
        case = self._case()
        case.handler_ids = self.aide
        duty = self._waits_for(self.nurse)
        self.assertEqual(duty.user_id, self.aide)

    def test_type_and_number_is_all_a_reporter_reads_there(self):
        case = self._case()
        duty = self._waits_for(self.nurse)
        self.assertEqual(duty.title, f"Read first: Deviation {case.number}")
        self.assertNotIn("cabinet", duty.display_name)

    def test_he_opens_his_report_from_it(self):
        case = self._case()
        action = self._waits_for(self.nurse).action_open()
        self.assertEqual(action["res_model"], "qms.report")
        self.assertEqual(action["res_id"], case.sudo().report_ids.id)
        duty = self._duties(case).with_user(self.leader)
        self.assertEqual(duty.action_open()["res_model"], "qms.deviation")

    def test_nobody_sees_who_waits(self):
        """A quality manager sees all duties, not who reported what is confidential."""
        self._case()
        for user in (self.manager, self.leader, self.nurse):
            duties = self.env["qms.duty"].with_user(user)
            duty = duties.search([("verb", "=", "triage")], limit=1)
            self.assertTrue(duty)
            with self.assertRaises(AccessError):
                duty.read(["waiting_ids"])
            with self.assertRaises(AccessError):
                duties.search([("waiting_ids", "in", self.nurse.id)])
            with self.assertRaises(AccessError):
                duties.search([("waiting_ids.login", "=", self.nurse.login)])
            with self.assertRaises(AccessError):
                duties.formatted_read_group([], ["waiting_ids"], ["__count"])
            self.assertNotIn("waiting_ids", duties.fields_get())

    def test_the_question_is_only_about_oneself(self):
        self._case()
        duties = self.env["qms.duty"].with_user(self.manager)
        self.assertFalse(duties.search([("waiting_for_me", "=", True)]))
        self.assertTrue(duties.search([("waiting_for_me", "=", False)]))
        triage = duties.search([("verb", "=", "triage")], limit=1)
        self.assertFalse(triage.waiting_for_me)
        self.assertTrue(triage.with_user(self.nurse).waiting_for_me)
