from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessDenied, AccessError, UserError
from odoo.tests import freeze_time, tagged

from .evidence_common import NOW
from .seat_common import PASSWORD, SeatCase


@freeze_time(NOW)
@tagged("post_install", "-at_install", "qms")
class TestSeatEnd(SeatCase):
    """It ends by itself, and with it the account, its sessions, links and keys."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._actions(1)
        cls.other = cls._new_user(
            "other", "qms.group_quality_manager,base.group_allow_export"
        )

    def _run_end(self):
        with self.enter_registry_test_mode():
            self.env.ref("qms_evidence.ir_cron_end_seats").method_direct_trigger()
        self.env.invalidate_all()

    def _assert_ended(self, seat, why=""):
        seat, user = seat.sudo(), seat.sudo().user_id
        self.assertEqual(seat.state, "ended")
        self.assertIn(why, seat.why_ended or "")
        self.assertTrue(seat.date_closed)
        self.assertFalse(user.active)
        self.assertFalse(user.partner_id.active)
        self.assertFalse(user.partner_id.signup_type)

    def _log_in_as(self, user):
        credential = {"login": user.login, "password": PASSWORD, "type": "password"}
        agent = {"interactive": True}
        return self.env["res.users"].authenticate(credential, agent)

    def test_the_night_after_its_last_day(self):
        seat = self._open_seat(date_end="2026-03-10")
        user = self._visitor(seat)
        with freeze_time("2026-03-10 22:30:00"):
            self._run_end()
            self.assertEqual(seat.state, "open")
            self.assertEqual(self._log_in_as(user)["uid"], user.id)
        # midnight in the company's time zone
        with freeze_time("2026-03-10 23:30:00"):
            self._run_end()
            self._assert_ended(seat, "last day")
            decided = self._decisions(seat)
            self._run_end()
            self.assertEqual(self._decisions(seat), decided)
        problems = self.env["qms.decision.check"]._run()[1]
        self.assertFalse([each for each in problems if seat.number in each])

    def test_nobody_gets_in_before_the_night_came(self):
        seat = self._open_seat(date_end="2026-03-10")
        user = self._visitor(seat)
        with freeze_time("2026-03-11 09:00:00"), self.assertRaises(AccessDenied):
            self._log_in_as(user)

    def test_with_its_pack_withdrawn(self):
        seat = self._open_seat()
        seat.pack_id.action_withdraw(reason="Wrong period")
        self._assert_ended(seat, "no longer kept")

    def test_with_its_packs_own_end(self):
        seat = self._open_seat(self._made(keep_days=10), date_end="2026-03-12")
        # the seat's last day is the pack's, so only the file can go before
        seat.pack_id.sudo()._expire()
        self._assert_ended(seat, "no longer kept")

    def test_with_the_file_gone(self):
        seat = self._open_seat()
        seat.pack_id.sudo()._index_path().unlink()
        self._run_end()
        self._assert_ended(seat, "no longer kept")

    def test_with_the_rights_of_who_gave_it(self):
        seat = self._open_seat()
        self.manager.group_ids -= self.env.ref("base.group_allow_export")
        self._run_end()
        self._assert_ended(seat, "no longer export")

    def test_with_the_account_of_who_gave_it(self):
        seat = self._open_seat()
        self.manager.active = False
        self._run_end()
        self._assert_ended(seat, "no longer export")

    def test_with_its_own_account(self):
        seat = self._open_seat()
        seat.sudo().user_id.active = False
        self._run_end()
        self._assert_ended(seat, "archived")

    def test_what_is_over_ends_alone(self):
        pack = self._made()
        over = self._open_seat(pack, date_end="2026-03-03")
        stays = self._open_seat(pack, email="b@audit.example")
        with freeze_time("2026-03-04 09:00:00"):
            self._run_end()
        self._assert_ended(over)
        self.assertEqual(stays.state, "open")
        self.assertTrue(stays.sudo().user_id.active)

    def test_by_a_quality_manager_with_a_reason(self):
        seat = self._open_seat()
        for user in (self.team, self.nurse, seat.sudo().user_id):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                seat.with_user(user).action_end(reason="x")
        seat.with_user(self.other).action_end(reason="The audit is over")
        self._assert_ended(seat)
        self.assertEqual(self._decisions(seat)[-1:].verb, "end")
        with self.assertRaises(UserError):
            seat.action_open(reason="Again")

    def test_who_gave_it_ends_it_though_he_may_export_no_more(self):
        seat = self._open_seat()
        self.manager.group_ids -= self.env.ref("base.group_allow_export")
        seat.action_end(reason="Done")
        self._assert_ended(seat)

    def test_never_opened_it_ends_without_an_account(self):
        seat = self._new_seat()
        seat.action_end(reason="He does not come")
        self.assertEqual(seat.state, "ended")
        self.assertFalse(seat.user_id)

    # ------------------------------------------------------------
    # What goes with it
    # ------------------------------------------------------------

    def _token(self, seat):
        partner = seat.sudo().user_id.partner_id
        partner.signup_prepare()
        return partner._generate_signup_token(expiration=24 * 365)

    def _partner_of(self, token):
        self.env.invalidate_all()
        return self.env["res.partner"].sudo()._get_partner_from_token(token)

    def test_its_link_opens_nothing_any_more(self):
        seat = self._open_seat(date_end="2026-03-10")
        token = self._token(seat)
        self.assertEqual(self._partner_of(token), seat.sudo().user_id.partner_id)
        with freeze_time("2026-03-11 09:00:00"):
            # the night has not come yet
            self.assertEqual(seat.state, "open")
            self.assertFalse(self._partner_of(token))
            values = {"password": PASSWORD}
            with self.assertRaises(UserError):
                self.env["res.users"].sudo().signup(values, token)
        seat.action_end(reason="Done")
        self.assertFalse(self._partner_of(token))

    def test_its_sessions_and_keys_are_dead(self):
        seat = self._open_seat()
        user = self._visitor(seat)
        keys = self.env["res.users.apikeys"].with_user(user).sudo()
        ends = fields.Datetime.now() + timedelta(days=1)
        keys._generate("rpc", "A key", ends)
        before = user._compute_session_token("a session")
        seat.action_end(reason="Done")
        self.env.flush_all()
        self.assertNotEqual(user._compute_session_token("a session"), before)
        self.assertFalse(keys.search([("user_id", "=", user.id)]))

    def test_no_password_is_asked_for_anew(self):
        seat = self._open_seat()
        login = seat.sudo().user_id.login
        seat.action_end(reason="Done")
        with self.assertRaises(Exception) as caught:
            self.env["res.users"].sudo().reset_password(login)
        self.assertIn("No account", str(caught.exception))

    def test_an_account_that_is_put_back_by_hand_still_gets_in_nowhere(self):
        seat = self._open_seat()
        user = self._visitor(seat)
        seat.action_end(reason="Done")
        user.active = True
        with self.assertRaises(AccessDenied):
            self._log_in_as(user)
