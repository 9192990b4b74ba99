from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged

from .meeting_common import MeetingCase


@freeze_time("2026-03-02 08:00")
@tagged("post_install", "-at_install", "qms")
class TestMeeting(MeetingCase):
    """A meeting from its plan to its minutes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.meeting = cls._new_meeting()

    def _begin(self):
        self._held(self.meeting)
        with freeze_time("2026-03-16 09:00"):
            self.meeting.action_begin()

    def test_it_begins_with_the_fixed_agenda_and_the_members(self):
        self.assertEqual(
            self.meeting.point_ids.mapped("item_id.code"),
            ["goals", "audits", "review", "communication", "procedures"]
            + ["context", "deviations"],
        )
        self.assertEqual(
            self.meeting.attendee_ids.user_id,
            self.head | self.nurse | self.leader | self.aide,
        )
        self.assertEqual(self.meeting.company_id, self.company)
        self.assertEqual(str(self.meeting.date), "2026-03-16")

    def test_from_agenda_to_minutes(self):
        self.assertEqual(self._duties(self.meeting).verb, "call_meeting")
        self.meeting.action_call()
        self.assertEqual(self._duties(self.meeting).verb, "hold_meeting")
        self._there(self.meeting, self.head, self.nurse, self.leader)
        with freeze_time("2026-03-16 09:00"):
            self.meeting.action_begin()
            self.assertTrue(self.meeting.with_quorum)
            goals, *others = self.meeting.point_ids
            goals.note = "We are half way"
            goals.action_nothing()
            action = self._decide(others[0])
            self.assertEqual(action.state, "open")
            self.assertEqual(self._duties(self.meeting).verb, "write_minutes")
            self.meeting.action_finish()
            self.assertEqual(others[1].state, "carried")
            duty = self._duties(self.meeting)
            self.assertEqual((duty.verb, duty.user_id), ("approve", self.head))
            self.meeting.with_user(self.head).action_approve()
            self.assertFalse(self._duties(self.meeting))
            self.meeting.action_close()
        self.assertEqual(self.meeting.state, "closed")
        self.assertEqual(
            self._decisions(self.meeting).mapped("verb"),
            ["call", "begin", "finish", "approve", "close"],
        )
        # what was decided goes on
        action.with_user(self.aide).write({"result": "Asked"})
        action.with_user(self.aide).action_complete()
        self.assertEqual(action.state, "done")

    def test_with_the_whole_record_its_minutes_are_printed(self):
        [(name, meetings)] = self.meeting._get_print_reports()
        reports = self.env["ir.actions.report"].with_user(self.head)
        html, _kind = reports._render_qweb_html(name, meetings.ids)
        self.assertIn(self.meeting.group_id.name, html.decode())

    def test_whoever_wrote_the_minutes_does_not_approve_them(self):
        self._begin()
        self.meeting.with_user(self.head).action_finish()
        with self.assertRaises(AccessError):
            self.meeting.with_user(self.head).action_approve()
        duty = self._duties(self.meeting)
        self.assertEqual(duty.user_id, self.nurse)
        self.meeting.with_user(self.nurse).action_approve()
        self.assertEqual(self._decisions(self.meeting)[-1].role, "member")

    def test_nobody_but_the_chair_approves_while_he_can(self):
        self._begin()
        self.meeting.action_finish()
        for user in (self.nurse, self.leader, self.aide, self.team, self.manager):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.meeting.with_user(user).action_approve()

    def test_where_the_chair_has_left_a_member_approves(self):
        self._begin()
        self.meeting.action_finish()
        self.group.chair_id = False
        able = self.head | self.leader | self.aide
        self.assertIn(self._duties(self.meeting).user_id, able)
        self.meeting.with_user(self.leader).action_approve()
        self.assertEqual(self.meeting.state, "approved")

    def test_minutes_are_sent_back_with_a_reason(self):
        self._begin()
        self.meeting.action_finish()
        self.meeting.with_user(self.head).action_send_back("The third point")
        self.assertEqual(
            (self.meeting.state, self.meeting.minutes_by_id.id), ("held", False)
        )
        self.meeting.point_ids[0].note = "Corrected"
        self.meeting.action_finish()
        self.meeting.with_user(self.head).action_approve()

    def test_approved_minutes_are_no_longer_changed(self):
        self._begin()
        self.meeting.point_ids[0].note = "Said"
        self.meeting.action_finish()
        self.meeting.with_user(self.head).action_approve()
        with self.assertRaises(AccessError):
            self.meeting.point_ids[0].note = "Not said"
        with self.assertRaises(UserError):
            self.meeting.note = "More"
        with self.assertRaises(UserError):
            self.meeting.attendee_ids[0].is_present = False
        with self.assertRaises(UserError):
            self._new_point(self.meeting, "Late")

    def test_a_meeting_is_closed_when_the_next_one_begins(self):
        self._begin()
        self.meeting.action_finish()
        self.meeting.with_user(self.head).action_approve()
        following = self._held(self._new_meeting("2026-05-18"))
        with freeze_time("2026-05-18 09:00"):
            following.action_begin()
        self.assertEqual(self.meeting.state, "closed")

    # ------------------------------------------------------------
    # Quorum
    # ------------------------------------------------------------

    def test_without_quorum_it_does_not_begin(self):
        self._held(self.meeting, self.nurse)
        with freeze_time("2026-03-16 09:00"):
            with self.assertRaisesRegex(UserError, "1 are there, 2 are needed"):
                self.meeting.action_begin()

    def test_without_quorum_nothing_is_decided_and_all_comes_again(self):
        self._held(self.meeting, self.nurse)
        with freeze_time("2026-03-16 09:00"):
            self.assertEqual(
                self.meeting.action_begin_without_quorum()["res_model"], "qms.reason"
            )
            self.meeting.action_begin_without_quorum("Many are ill")
            self.assertTrue(self.meeting.without_quorum)
            self.assertFalse(self.meeting.with_quorum)
            point = self.meeting.point_ids[0]
            point.note = "Told those who came"
            with self.assertRaisesRegex(UserError, "information only"):
                point.action_nothing()
            with self.assertRaisesRegex(UserError, "information only"):
                self._decide(point)
            self.meeting.action_finish()
        self.assertEqual(set(self.meeting.point_ids.mapped("state")), {"carried"})

    def test_with_quorum_it_is_no_meeting_for_information(self):
        self._held(self.meeting)
        with freeze_time("2026-03-16 09:00"), self.assertRaises(AccessError):
            self.meeting.action_begin_without_quorum("We want to")

    def test_the_share_is_the_groups(self):
        self.group.quorum = 75
        self._held(self.meeting, self.head, self.nurse)
        self.assertEqual(self.meeting.needed_count, 3)
        self.assertFalse(self.meeting.has_quorum)
        self._there(self.meeting, self.aide)
        self.assertTrue(self.meeting.has_quorum)

    def test_who_has_left_is_not_needed(self):
        self.group.member_ids.filtered(
            lambda member: member.user_id in self.leader | self.aide
        ).active = False
        self.meeting.action_call()
        self.assertEqual(self.meeting.attendee_ids.user_id, self.head | self.nurse)
        self.assertEqual(self.meeting.needed_count, 1)

    # ------------------------------------------------------------
    # Time
    # ------------------------------------------------------------

    def test_it_does_not_begin_before_its_day(self):
        self._held(self.meeting)
        with self.assertRaisesRegex(UserError, "its day, or move it"):
            self.meeting.action_begin()

    def test_called_it_is_moved_with_a_reason_only(self):
        self.meeting.action_call()
        with self.assertRaises(UserError):
            self.meeting.date_start = "2026-03-17 09:00:00"
        self.assertEqual(self.meeting.action_move()["res_model"], "qms.meeting.move")
        screen = self.meeting.env["qms.meeting.move"].create(
            {"meeting_id": self.meeting.id, "reason": "Strike"}
        )
        screen.date_start = "2026-03-18 12:00:00"
        screen.date_end = "2026-03-18 13:00:00"
        screen.action_confirm()
        self.assertEqual(str(self.meeting.date), "2026-03-18")
        self.assertEqual(self._decisions(self.meeting)[-1].verb, "move")
        self.assertEqual(str(self._duties(self.meeting).date_deadline), "2026-03-18")

    def test_a_group_does_not_meet_twice_at_once(self):
        with self.assertRaises(ValidationError):
            self._new_meeting()
        other = self._new_meeting("2026-03-17")
        with self.assertRaises(ValidationError):
            other.action_move("2026-03-16 10:00:00", reason="Nearer")
        self.meeting.action_cancel("Another day")
        other.action_move("2026-03-16 10:00:00", reason="Nearer")

    def test_what_is_missing_to_call_it_is_said_at_once(self):
        meeting = self._new_meeting("2026-03-01", place=False)
        with self.assertRaises(UserError) as caught:
            meeting.action_call()
        for part in ("where it is held", "still to come"):
            self.assertIn(part, str(caught.exception))

    # ------------------------------------------------------------
    # Hostile calls
    # ------------------------------------------------------------

    def test_no_state_is_written(self):
        meetings = self.env["qms.meeting"].with_user(self.nurse)
        with self.assertRaises(UserError):
            self.meeting.write({"state": "approved"})
        with self.assertRaises(UserError):
            self.meeting.write({"with_quorum": True})
        with self.assertRaises(UserError):
            self._new_meeting("2026-04-01", state="held")
        sly = meetings.with_context(default_state="closed").create(
            {
                "group_id": self.group.id,
                "date_start": "2026-04-02 09:00:00",
                "date_end": "2026-04-02 10:00:00",
            }
        )
        self.assertEqual(sly.state, "planned")
        with self.assertRaises(UserError):
            sly.write({"told_sequence": 4})
        with self.assertRaises(UserError):
            sly.group_id = self._new_group(name="Another")

    def test_members_answer_for_themselves(self):
        self.meeting.action_call()
        rows = self.meeting.attendee_ids
        own = rows.filtered(lambda row: row.user_id == self.aide).with_user(self.aide)
        own.action_decline()
        self.assertEqual(own.answer, "declined")
        with self.assertRaises(AccessError):
            (rows - own).with_user(self.aide).action_decline()
        with self.assertRaises(AccessError):
            own.write({"is_present": True})
        with self.assertRaises(AccessError):
            rows[0].write({"answer": "accepted"})

    def test_outsiders_take_no_step(self):
        """Members who do not lead it, the quality group's role, a stranger."""
        for user in (self.aide, self.team, self.stranger, self.director):
            mine = self.meeting.with_user(user)
            for step in ("call", "cancel", "close", "finish"):
                with (
                    self.subTest(user=user.login, step=step),
                    self.assertRaises(UserError),
                ):
                    mine._transition(step, "Because")

    def test_any_member_puts_a_point_on_the_agenda(self):
        self._new_point(self.meeting.with_user(self.aide), "Keys of the store room")
        self.assertEqual(self.meeting.point_ids[-1].name, "Keys of the store room")
        with self.assertRaises(UserError):
            self._new_point(self.meeting.with_user(self.team), "Mine")
        points = self.env["qms.meeting.point"].with_user(self.team)
        with self.assertRaises(AccessError):
            points.create({"meeting_id": self.meeting.id, "title": "Mine"})

    def test_its_text_goes_with_its_archive_rule(self):
        self._begin()
        own = self._new_point(self.meeting, "Keys")
        self.meeting.point_ids[0].note = "Said"
        self.meeting.action_finish()
        self.meeting.with_user(self.head).action_approve()
        self.meeting.action_close()
        day = self.meeting.date_closed
        meeting = self.meeting.sudo().with_user(self.manager).sudo()
        meeting._retention_decide(day)
        meeting._retention_carry_out()
        self.assertFalse(meeting.point_ids[0].note or meeting.attendee_ids)
        self.assertEqual(own.sudo().title, "-")
        self.assertEqual((meeting.state, str(meeting.date)), ("closed", "2026-03-16"))
