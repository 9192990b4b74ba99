from datetime import date

import psycopg2

from odoo.exceptions import AccessDenied, AccessError, UserError
from odoo.tests import freeze_time, new_test_user, tagged
from odoo.tools import mute_logger

from .evidence_common import NOW
from .seat_common import PASSWORD, SeatCase


@freeze_time(NOW)
@tagged("post_install", "-at_install", "qms")
class TestSeat(SeatCase):
    """Given by whose pack it is, on a reason."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._actions(1)
        cls.other = cls._new_user(
            "other", "qms.group_quality_manager,base.group_allow_export"
        )

    def test_opening_it_is_a_decision_with_a_reason(self):
        seat = self._new_seat()
        self.assertEqual(seat.action_open()["res_model"], "qms.reason")
        self.assertEqual(seat.state, "draft")
        seat.action_open(reason="Certification audit")
        [decision] = self._decisions(seat)
        self.assertEqual((decision.verb, decision.state_to), ("open", "open"))
        problems = self.env["qms.decision.check"]._run()[1]
        self.assertFalse([each for each in problems if seat.number in each])

    def test_the_account_is_a_portal_user_and_nothing_else(self):
        user = self._open_seat().sudo().user_id
        self.assertEqual(user.group_ids, self.env.ref("qms.group_visitor"))
        self.assertTrue(user.active and user.share)
        self.assertEqual(user.company_ids, self.company)
        self.assertEqual(user.login, "vera@audit.example")
        self.assertEqual(user.lang, "en_US")

    def test_all_that_is_missing_is_said_at_once(self):
        pack = self._new_pack()
        seat = self._new_seat(pack, email="nobody", date_end="2026-03-01")
        with self.assertRaises(UserError) as caught:
            seat.action_open(reason="Audit")
        for text in ("a pack that is ready", "a last day", "an e-mail address"):
            self.assertIn(text, str(caught.exception))
        self.assertEqual(seat.state, "draft")

    def test_the_last_day_is_no_later_than_the_packs(self):
        pack = self._made(keep_days=10)
        for day, opened in (("2026-03-13", False), ("2026-03-12", True)):
            seat = self._new_seat(pack, date_end=day)
            if opened:
                seat.action_open(reason="Audit")
            else:
                with self.assertRaisesRegex(UserError, "a last day"):
                    seat.action_open(reason="Audit")

    def test_a_pack_from_before_there_were_seats_is_made_again(self):
        pack = self._made()
        pack.sudo()._index_path().unlink()
        with self.assertRaisesRegex(UserError, "a pack that is ready"):
            self._open_seat(pack)

    def test_only_whose_pack_it_is_gives_a_seat_while_he_may_export(self):
        pack = self._made()
        for user in (self.other, self.team, self.nurse):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                self._new_seat(pack, user)
        seat = self._new_seat(pack)
        with self.assertRaises(AccessError):
            seat.with_user(self.other).action_open(reason="Audit")
        with self.assertRaises(AccessError):
            pack.with_user(self.other).action_give_seat()
        self.manager.group_ids -= self.env.ref("base.group_allow_export")
        with self.assertRaises(AccessError):
            seat.action_open(reason="Audit")

    def test_state_account_and_pack_are_not_entered(self):
        pack = self._made()
        for values in ({"state": "open"}, {"user_id": self.nurse.id}):
            with self.subTest(values=values), self.assertRaises(UserError):
                self._new_seat(pack, **values)
        seat = self._new_seat(pack, owner_id=self.other.id, lang="da_DK")
        self.assertEqual((seat.owner_id, seat.lang), (self.manager, "en_US"))
        for values in (
            {"state": "open"},
            {"user_id": self.nurse.id},
            {"pack_id": self._made().id},
            {"owner_id": self.other.id},
            {"why_ended": "x"},
        ):
            with self.subTest(values=values), self.assertRaises(UserError):
                seat.write(values)
        with self.assertRaises(UserError):
            seat.unlink()

    def test_an_open_seat_is_no_longer_changed(self):
        seat = self._open_seat()
        for values in ({"date_end": "2026-04-30"}, {"email": "b@audit.example"}):
            with self.subTest(values=values), self.assertRaises(UserError):
                seat.write(values)

    def test_another_company_does_not_see_it(self):
        seat = self._open_seat()
        seat.sudo()._note_view("home", "x")
        foreign = self._new_user(
            "foreign", "qms.group_quality_manager", self.other_company
        )
        for record in (seat, self.env["qms.evidence.seat.view"].search([])):
            found = record.with_user(foreign).search([("id", "in", record.ids)])
            self.assertFalse(found)
            with self.assertRaises(AccessError):
                record.with_user(foreign).read(["id", record._rec_name or "number"])

    # ------------------------------------------------------------
    # Whose account
    # ------------------------------------------------------------

    def test_an_address_that_has_an_account_is_refused(self):
        pack = self._made()
        users = self.env["res.users"].with_context(no_reset_password=True)
        new_test_user(self.env, "Portal@Audit.example", groups="base.group_portal")
        gone = users.create({"name": "Gone", "login": "gone@audit.example"})
        gone.active = False
        for email in (self.nurse.email, "portal@audit.example", gone.login):
            seat = self._new_seat(pack, email=email)
            with self.subTest(email=email):
                with self.assertRaisesRegex(UserError, "no other account"):
                    seat.action_open(reason="Audit")
                self.assertFalse(seat.user_id)
        self.assertTrue(self.nurse.has_group("base.group_user"))

    def test_an_underscore_is_an_underscore(self):
        pack = self._made()
        new_test_user(self.env, "axb@audit.example", groups="base.group_portal")
        self.assertEqual(self._open_seat(pack, email="a_b@audit.example").state, "open")

    def test_nobody_sits_in_two_seats(self):
        pack = self._made()
        self._open_seat(pack)
        with self.assertRaisesRegex(UserError, "no other account"):
            self._open_seat(pack, email="VERA@audit.example")

    def test_who_comes_again_gets_his_account_back_emptied(self):
        pack = self._made()
        first = self._open_seat(pack)
        user = self._visitor(first)
        first.action_end(reason="Done")
        user.group_ids += self.env.ref("base.group_allow_export")
        self.env["mail.mail"].search([]).unlink()
        second = self._open_seat(pack)
        # the invitation, and no alarm of core's that the password was changed
        self.assertEqual(len(self.env["mail.mail"].search([])), 1)
        self.assertEqual(second.sudo().user_id, user)
        self.assertTrue(user.active and user.partner_id.active)
        self.assertEqual(user.group_ids, self.env.ref("qms.group_visitor"))
        with self.assertRaises(AccessDenied):
            self._check_password(user)

    # ------------------------------------------------------------
    # What was seen
    # ------------------------------------------------------------

    def test_what_was_seen_is_noted_for_good(self):
        seat = self._open_seat()
        seat.sudo()._note_view("home", "The map")
        views = self.env["qms.evidence.seat.view"]
        row = views.search([("seat_ref", "=", seat.id)])
        values = {"seat_ref": seat.id, "company_ref": self.company.id, "page": "home"}
        for user in (self.manager, self.env.user, seat.sudo().user_id):
            own = row.with_user(user)
            for change in (
                lambda own=own: own.create(values),
                lambda own=own: own.write({"what": "x"}),
                own.unlink,
            ):
                with self.assertRaises(UserError):
                    change()
        for statement in (
            "UPDATE qms_evidence_seat_view SET what = 'x'",
            "DELETE FROM qms_evidence_seat_view",
        ):
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaises(psycopg2.Error),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(statement)
        self.assertEqual(seat.view_count, 1)
        self.assertEqual(seat.action_views()["domain"], [("seat_ref", "=", seat.id)])
        with self.assertRaises(AccessError):
            row.with_user(seat.sudo().user_id).read(["what"])

    # ------------------------------------------------------------
    # Mail
    # ------------------------------------------------------------

    def test_the_auditor_is_mailed_a_link_that_nobody_else_reads(self):
        seat = self._open_seat()
        mails = self.env["mail.mail"].search([("email_to", "=", "vera@audit.example")])
        self.assertEqual(len(mails), 1)
        found = self.env["mail.message"].with_user(self.other)
        self.assertFalse(found.search([("id", "in", mails.mail_message_id.ids)]))
        self.assertNotIn("token=", "".join(seat.message_ids.mapped("body")))
        [mail] = self._deliver()
        text = self._texts(mail)
        self.assertIn("/web/signup?", text)
        self.assertIn("token=", text)
        self.assertIn("Town", mail["Subject"])
        self.assertIn("03/16/2026", text)
        seat.action_invite()
        self.assertEqual(len(self._deliver()), 1)
        with self.assertRaises(AccessError):
            seat.with_user(self.other).action_invite()

    def _check_password(self, user, interactive=True):
        credential = {"login": user.login, "password": PASSWORD, "type": "password"}
        own = user.with_user(user)
        return own._check_credentials(credential, {"interactive": interactive})

    def test_who_sits_logs_in_by_the_page_and_by_no_program(self):
        user = self._visitor(self._open_seat())
        self.assertEqual(self._check_password(user)["uid"], user.id)
        with self.assertRaises(AccessDenied):
            self._check_password(user, interactive=False)
        with self.assertRaises(AccessDenied):
            self.env["res.users"]._check_uid_passwd(user.id, PASSWORD)

    def test_a_visitor_without_a_seat_does_not_log_in(self):
        user = new_test_user(
            self.env, "vic", groups="qms.group_visitor", password=PASSWORD
        )
        with self.assertRaises(AccessDenied):
            self._check_password(user)

    def test_other_portal_users_log_in_as_ever(self):
        user = new_test_user(
            self.env, "peter", groups="base.group_portal", password=PASSWORD
        )
        for interactive in (True, False):
            found = self._check_password(user, interactive)
            self.assertEqual(found["uid"], user.id)

    def test_the_last_day_is_two_weeks_off_unless_said(self):
        self.assertEqual(self._new_seat().date_end, date(2026, 3, 16))
