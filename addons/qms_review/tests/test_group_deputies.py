from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .meeting_common import MeetingCase

DAY = "2026-03-16 09:00"


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestGroupDeputies(MeetingCase):
    """Who acts when the chair or the secretary is away, and who does not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.group.write(
            {"chair_deputy_id": cls.leader.id, "secretary_deputy_id": cls.aide.id}
        )
        cls.meeting = cls._new_meeting()

    def _away(self, user, until="2026-12-31"):
        dates = {"date_from": "2026-03-01", "date_to": until}
        return self.env["qms.absence"].create({"user_id": user.id, **dates})

    def _owed_by(self, record):
        duty = self._duties(record)
        return duty.verb, duty.user_id, duty.behalf_id

    def _assert_refused(self, record, user, *steps):
        for step in steps:
            with self.subTest(user=user.login, step=step):
                with self.assertRaises(UserError):
                    record.with_user(user)._transition(step, "Because")

    def test_a_deputy_decides_nothing_while_the_officer_is_here(self):
        for user in (self.leader, self.aide):
            self._assert_refused(self.meeting, user, "call", "cancel")
        self._held(self.meeting)
        with freeze_time(DAY):
            self.meeting.action_begin()
            self._assert_refused(self.meeting, self.aide, "finish")
            self.meeting.action_finish()
            for user in (self.leader, self.aide):
                self._assert_refused(self.meeting, user, "approve", "send_back")
        terms = self.group.terms_ids[:1] or self.env["qms.terms"].create(
            {"group_id": self.group.id}
        )
        for user in (self.leader, self.aide):
            self._assert_refused(terms, user, "approve")

    def test_the_secretarys_deputy_calls_and_writes_in_his_place(self):
        nobody = self.env["res.users"]
        self.assertEqual(
            self._owed_by(self.meeting), ("call_meeting", self.nurse, nobody)
        )
        absence = self._away(self.nurse)
        self.assertEqual(
            self._owed_by(self.meeting), ("call_meeting", self.aide, self.nurse)
        )
        # the chair's deputy does not: the chair is here
        self._assert_refused(self.meeting, self.leader, "call")
        mine = self.meeting.with_user(self.aide)
        mine.action_call()
        decision = self._decisions(self.meeting)[-1]
        self.assertEqual((decision.verb, decision.role), ("call", "deputy"))
        detail = decision.sudo()._details()[decision.id]
        self.assertEqual(detail.behalf_ref, self.nurse.id)
        self._there(mine, self.head, self.aide, self.leader)
        with freeze_time(DAY):
            mine.action_begin()
            mine.action_finish()
            # who wrote them does not approve them, deputy of whom ever
            self._assert_refused(self.meeting, self.aide, "approve")
        absence.unlink()
        self._assert_refused(self.meeting, self.aide, "send_back")

    def test_the_chairs_deputy_approves_in_his_place(self):
        self._held(self.meeting)
        with freeze_time(DAY):
            self.meeting.action_begin()
            self.meeting.action_finish()
            self._away(self.head)
            self.assertEqual(
                self._owed_by(self.meeting), ("approve", self.leader, self.head)
            )
            # was there, but the deputy is the one to ask
            self._assert_refused(self.meeting, self.aide, "approve")
            self.meeting.with_user(self.leader).action_approve()
        self.assertEqual(self.meeting.approved_by_id, self.leader)
        decision = self._decisions(self.meeting)[-1]
        self.assertEqual((decision.verb, decision.role), ("approve", "deputy"))

    def test_who_is_away_too_is_not_asked(self):
        self._away(self.nurse)
        self._away(self.aide)
        self.assertEqual(self._duties(self.meeting).verb, "call_meeting")
        self.assertFalse(self.group._deputy_acting("secretary_id"))
        self._assert_refused(self.meeting, self.aide, "call")

    def test_a_deputy_is_a_member_and_never_his_own(self):
        outside = self._new_group(member_ids=[], chair_deputy_id=self.aide.id)
        self.assertIn(self.aide, outside.member_ids.user_id)
        for values in (
            {"chair_deputy_id": self.head.id},
            {"secretary_deputy_id": self.nurse.id},
        ):
            with (
                self.assertRaises(Exception) as caught,
                mute_logger("odoo.sql_db"),
                self.env.cr.savepoint(),
            ):
                self.group.write(values)
            self.assertEqual(caught.exception.pgcode, "23514")
        with self.assertRaisesRegex(UserError, "does not work here"):
            self.group.chair_deputy_id = self.stranger
        for user in (self.leader, self.aide, self.head):
            with self.assertRaises(AccessError):
                self.group.with_user(user).chair_deputy_id = user

    def test_deputies_prepare_what_is_decided_on_later(self):
        """Points and the draft of the terms, whoever is here."""
        for user in (self.leader, self.aide):
            self.meeting.with_user(user).point_ids[0].note = f"By {user.name}"
        with self.assertRaises(AccessError):
            self.meeting.with_user(self.team).point_ids[0].note = "Mine"
