from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, freeze_time, tagged

from .meeting_common import MeetingCase


@tagged("post_install", "-at_install", "qms")
class TestMeetingTour(MeetingCase, HttpCase):
    browser_size = "1920x1080"

    def _called(self):
        """A meeting that began a moment ago, to which all came."""
        now = fields.Datetime.now().replace(microsecond=0)
        start = now - timedelta(minutes=5)
        with freeze_time(now - timedelta(days=2)):
            meeting = self._new_meeting(
                date_start=start, date_end=start + timedelta(hours=2)
            )
            meeting.action_call()
        self._there(meeting, self.head, self.nurse, self.leader, self.aide)
        return meeting

    def test_a_meeting_from_agenda_to_minutes(self):
        told = self._told()
        meeting = self._called()
        self.start_tour("/odoo", "qms_meeting", login=self.nurse.login)
        self.assertEqual((meeting.state, meeting.with_quorum), ("minutes", True))
        goals, audits, *others = meeting.point_ids
        self.assertEqual(goals.note, "We are half way")
        self.assertEqual(goals.action_ids.name, "Ask the units")
        self.assertEqual((goals.state, audits.state), ("treated", "treated"))
        self.assertEqual({point.state for point in others}, {"carried"})
        self.assertEqual(told.state, "draft")

    def _told(self):
        """What an earlier meeting wanted to be told and nobody has sent yet."""
        with freeze_time("2026-03-02 08:00"):
            earlier = self._held(self._new_meeting())
        with freeze_time("2026-03-16 09:00"):
            earlier.action_begin()
            point = self._point(earlier, "communication")
            action = self._decide(point, self.tell, owner_id=self.leader.id)
            for other in earlier.point_ids - point:
                other.action_nothing()
            earlier.action_finish()
        return self.env["qms.notice"].search([("action_id", "=", action.id)])
