from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .types_common import TypesCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestPraise(TypesCase):
    """Passed on to those it praises, closed."""

    def _passed_on(self, **kwargs):
        case = self._praised(**kwargs)
        case.praise = "You were kind to my mother"
        case.action_pass_on()
        return case

    def test_it_is_passed_on_and_closed(self):
        case = self._praised()
        self.assertEqual(self._duties(case).verb, "pass_on")
        self.assertEqual(case.praised_unit_ids, self.home_care)
        with self.assertRaises(UserError) as error:
            case.action_pass_on()
        self.assertIn("what they get to read", str(error.exception))
        case.praise = "You were kind to my mother"
        case.praised_unit_ids = False
        with self.assertRaises(UserError) as error:
            case.action_pass_on()
        self.assertIn("whom the praise is for", str(error.exception))
        case.praised_user_ids = self.aide
        case.action_pass_on()
        self.assertEqual(case.state, "closed")
        self.assertFalse(self._duties(case))

    def test_the_reporter_may_name_whom_it_is_for(self):
        case = self._praised(praised_user_ids=[(6, 0, self.aide.ids)])
        self.assertEqual(case.praised_user_ids, self.aide)
        self.assertFalse(case.praised_unit_ids)

    def test_those_it_praises_read_the_praise_not_the_case(self):
        case = self._passed_on(praised_user_ids=[(6, 0, self.aide.ids)])
        praise = case.sudo().praise_ids
        self.assertEqual(praise.with_user(self.aide).text, "You were kind to my mother")
        self.assertFalse(case.with_user(self.aide).has_access("read"))
        for user in (self.nurse, self.team, self.stranger):
            self.assertFalse(praise.with_user(user).has_access("read"), user.login)
        self.assertEqual(praise.display_name, f"Praise {case.number}")

    def test_a_units_praise_is_read_in_the_unit(self):
        praise = self._passed_on().sudo().praise_ids
        for user in (self.nurse, self.aide, self.leader, self.head):
            self.assertTrue(praise.with_user(user).has_access("read"), user.login)
        for user in (self.team, self.manager, self.stranger):
            self.assertFalse(praise.with_user(user).has_access("read"), user.login)

    def test_who_is_named_on_a_unit_for_safety_is_not_praised_with_it(self):
        rep = self._new_user("rep")
        self.home_care.qms_safety_rep_ids = rep
        praise = self._passed_on().sudo().praise_ids
        self.assertFalse(praise.with_user(rep).has_access("read"))

    def test_they_are_told_by_mail_without_the_text(self):
        case = self._passed_on(praised_user_ids=[(6, 0, self.aide.ids)])
        praise = case.sudo().praise_ids
        message = self.env["mail.message"].search(
            [("model", "=", praise._name), ("res_id", "=", praise.id)]
        )
        self.assertEqual(message.notified_partner_ids, self.aide.partner_id)
        mails = message.mail_ids
        self.assertTrue(mails)
        for mail in mails:
            self.assertIn(case.number, mail.subject)
            self.assertNotIn("mother", mail.body_html)

    def test_praise_stays_as_it_was_passed_on(self):
        praise = self._passed_on().sudo().praise_ids
        for user in (self.leader, self.nurse, self.manager):
            with self.assertRaises(UserError):
                praise.with_user(user).write({"text": "x"})
            with self.assertRaises(AccessError):
                praise.with_user(user).unlink()
            with self.assertRaises(AccessError):
                praise.with_user(user).create({"text": "x"})

    def test_only_the_first_reader_passes_it_on(self):
        case = self._praised()
        case.praise = "Well done"
        case.action_release()
        for user in (self.team, self.nurse, self.aide):
            with self.assertRaises(AccessError):
                case.with_user(user).action_pass_on()

    def test_an_identity_number_in_praise_is_masked(self):
        case = self._praised()
        case.praise = "Kind to 070761-4285"
        case.action_pass_on()
        self.assertNotIn("4285", case.sudo().praise_ids.text)

    def test_praise_passed_on_twice_is_two(self):
        case = self._passed_on()
        case.action_take_up(reason="The other unit too")
        case.praised_unit_ids = self.care
        case.action_pass_on()
        self.assertEqual(len(case.sudo().praise_ids), 2)
