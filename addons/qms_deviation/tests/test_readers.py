from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from .common import DeviationCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestReaders(DeviationCase):
    """Report, case and register each have their own readers."""

    def _line(self, case, user):
        return self.env["qms.register"].with_user(user).search([("id", "=", case.id)])

    def test_the_register_shows_the_unit_what_is_not_confidential(self):
        case = self._case()
        self.assertFalse(self._line(case, self.aide))
        self.assertTrue(self._line(case, self.leader))
        self.assertTrue(self._line(case, self.manager))
        case.action_release()
        self.assertTrue(self._line(case, self.aide))
        self.assertFalse(self._line(case, self.stranger))

    def test_the_register_keeps_the_summary_of_what_is_confidential(self):
        case = self._closed()
        line = self._line(case, self.manager)
        self.assertEqual(line.number, case.number)
        self.assertFalse(line.summary)
        case.action_release()
        line.invalidate_recordset()
        self.assertIn("broken lock", line.summary)

    def test_a_line_opens_the_case_for_those_who_read_it(self):
        case = self._treated()
        case.action_release()
        opened = {
            user: self._line(case, user).action_open_case()
            for user in (self.leader, self.nurse)
        }
        self.assertEqual(opened[self.leader]["res_model"], "qms.deviation")
        self.assertEqual(opened[self.nurse]["res_model"], "qms.register")
        self.assertEqual(opened[self.nurse]["target"], "new")

    def test_a_line_one_may_not_read_opens_nothing(self):
        line = self.env["qms.register"].browse(self._case().id)
        for user in (self.aide, self.stranger):
            with self.assertRaises(AccessError):
                line.with_user(user).action_open_case()

    def test_the_register_is_not_written(self):
        line = self._line(self._case(), self.manager)
        with self.assertRaises(AccessError):
            line.write({"number": "K-1"})
        with self.assertRaises(AccessError):
            line.unlink()

    def test_an_action_of_a_confidential_case_is_confidential(self):
        case = self._treated()
        action = case.action_ids
        self.assertTrue(action.confidential)
        self.assertFalse(action.with_user(self.team).has_access("read"))
        case.action_release()
        self.assertTrue(action.with_user(self.team).has_access("read"))
        case.action_restrict(reason="A name stands in it")
        self.assertFalse(action.with_user(self.team).has_access("read"))

    def test_an_actions_severity_is_its_cases(self):
        case = self._analysed()
        action = self._new_action(
            self.leader, res_model="qms.deviation", res_id=case.id, level="low"
        )
        self.assertEqual(action.level, "medium")
        self.assertEqual(action.deviation_id, case.sudo())

    def test_who_does_not_handle_a_case_plans_no_action_for_it(self):
        case = self._case()
        with self.assertRaises(AccessError):
            self._new_action(self.aide, res_model="qms.deviation", res_id=case.id)
        with self.assertRaises(AccessError):
            self.env["qms.action"].with_user(self.aide).with_context(
                default_res_model="qms.deviation", default_res_id=case.id
            ).create({"name": "x"})

    def test_an_action_does_not_move_to_another_case(self):
        case = self._analysed()
        action = self._new_action(self.leader)
        for vals in (
            {"res_model": "qms.deviation", "res_id": case.id},
            {"deviation_id": case.id},
            {"confidential": True},
        ):
            try:
                action.write(vals)
            except Exception:
                continue
        self.assertFalse(action.res_id)
        self.assertFalse(action.deviation_id)

    def test_making_it_confidential_drops_the_followers_who_lose_it(self):
        case = self._case()
        case.action_release()
        case.message_subscribe((self.team | self.leader).partner_id.ids)
        self.assertIn(self.team.partner_id, case.message_partner_ids)
        case.action_restrict(reason="A name stands in it")
        self.assertNotIn(self.team.partner_id, case.message_partner_ids)

    def test_so_do_the_followers_of_its_actions(self):
        case = self._treated()
        case.action_release()
        action = case.action_ids
        action.message_subscribe(self.team.partner_id.ids)
        self.assertIn(self.team.partner_id, action.message_partner_ids)
        case.action_restrict(reason="A name stands in it")
        self.assertNotIn(self.team.partner_id, action.message_partner_ids)

    def test_the_display_name_is_type_and_number_only(self):
        case = self._case()
        self.assertEqual(case.display_name, f"Deviation {case.number}")
