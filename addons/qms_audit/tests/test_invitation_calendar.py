from odoo.tests import freeze_time, tagged

from .invitation_common import LATER, InvitationCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestInvitationCalendar(InvitationCase):
    """Odoo's calendar shows the audit, sends nothing, and is put back."""

    def _event(self, audit):
        return self._told(audit).event_id

    def test_it_shows_the_audit_to_those_who_take_part(self):
        audit = self._invited(place="Hall")
        event = self._event(audit)
        self.assertEqual(event.name, audit.display_name)
        self.assertEqual(str(event.start), "2026-04-14 07:00:00")
        self.assertEqual(event.location, "Hall")
        self.assertEqual(
            event.partner_ids, (self.auditor | self.second | self.leader).partner_id
        )
        states = {row.partner_id: row.state for row in event.attendee_ids}
        self.assertEqual(states[self.auditor.partner_id], "accepted")
        self.assertEqual(states[self.second.partner_id], "needsAction")

    def test_others_see_that_people_are_busy(self):
        event = self._event(self._invited()).with_user(self.nurse)
        event.invalidate_recordset()
        self.assertEqual(event.name, "Busy")
        self.assertFalse(event.location)

    def test_it_moves_with_the_audit(self):
        audit = self._invited()
        event = self._event(audit)
        audit.write({"date_start": LATER[0], "date_end": LATER[1]})
        self._settle()
        self.assertEqual(self._event(audit), event)
        self.assertEqual(str(event.start), LATER[0])

    def test_it_goes_with_the_audit(self):
        audit = self._invited()
        event = self._event(audit)
        audit.with_user(self.manager).action_cancel(reason="No longer needed")
        self._settle()
        self.assertFalse(event.exists())

    def test_deleted_by_hand_it_comes_back_in_silence(self):
        audit = self._invited()
        self._event(audit).with_user(self.leader).unlink()
        event = self._event(audit)
        self.assertEqual(str(event.start), "2026-04-14 07:00:00")
        self.assertFalse(self._settle())

    def test_moved_by_hand_it_is_put_back_in_silence(self):
        audit = self._invited()
        event = self._event(audit)
        event.with_user(self.leader).write(
            {"start": "2026-04-15 07:00:00", "stop": "2026-04-15 08:00:00"}
        )
        self.assertEqual(str(event.start), "2026-04-14 07:00:00")
        self.assertEqual(str(event.stop), "2026-04-14 13:00:00")
        event.with_user(self.leader).write({"active": False})
        self.assertTrue(event.active)
        self.assertFalse(self._settle())
        self.assertEqual(str(audit.date_start), "2026-04-14 07:00:00")

    def test_people_taken_out_by_hand_are_put_back(self):
        audit = self._invited()
        event = self._event(audit)
        event.with_user(self.leader).partner_ids -= self.second.partner_id
        self.assertIn(self.second.partner_id, event.partner_ids)
        self.assertFalse(self._settle())

    def test_one_that_is_gone_comes_back_by_the_next_day(self):
        audit = self._invited()
        self.env.cr.execute(
            "DELETE FROM calendar_event WHERE id = %s", [self._event(audit).id]
        )
        self.env.invalidate_all()
        self._run_reminders()
        self.assertTrue(self._event(audit))

    def test_who_answers_in_the_calendar_answers_the_invitation(self):
        audit = self._invited()
        attendees = self._event(audit).attendee_ids.with_user(self.second)
        mine = attendees.filtered(lambda row: row.partner_id == self.second.partner_id)
        mine.do_decline()
        self.assertEqual(self._row(audit, self.second).answer, "declined")
        mails = self._settle()
        self.assertEqual(set(self._by_reader(mails)), {"auditor"})

    def test_nobody_answers_for_another_in_the_calendar(self):
        audit = self._invited()
        attendees = self._event(audit).attendee_ids.with_user(self.leader)
        other = attendees.filtered(lambda row: row.partner_id == self.second.partner_id)
        other.write({"state": "accepted"})
        self.assertEqual(other.state, "needsAction")
        self.assertEqual(self._row(audit, self.second).answer, "needs_action")

    def test_other_events_are_as_before(self):
        self._invited()
        event = self.env["calendar.event"].with_user(self.leader)
        event = event.with_context(no_mail_to_attendees=True).create(
            {
                "name": "Talk",
                "start": "2026-04-15 07:00:00",
                "stop": "2026-04-15 08:00:00",
            }
        )
        event.start = "2026-04-15 07:30:00"
        self.assertEqual(str(event.start), "2026-04-15 07:30:00")
        event.unlink()
        self.assertFalse(event.exists())
