from odoo.tests import freeze_time, tagged

from .common import NEXT_DAY
from .invitation_common import InvitationCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestInvitationOnce(InvitationCase):
    """One change, one mail, though a transaction flushes in the middle of it."""

    def _apart(self):
        """What a savepoint does: it tells what was changed so far."""
        with self.env.cr.savepoint():
            pass

    def test_two_halves_of_a_change_are_one_mail(self):
        audit = self._invited()
        audit.write(NEXT_DAY)
        self._apart()
        audit.place = "Room 3"
        mails = self._settle()
        self.assertEqual(len(mails), 2)
        kinds = self._kinds(mails)
        self.assertEqual(kinds, {"second": ("REQUEST", 2), "leader": ("REQUEST", 2)})
        for mail in mails:
            self.assertTrue(mail["Subject"].startswith("Moved"))
            event = self._calendar(mail).vevent
            self.assertEqual(event.location.value, "Room 3")
            self.assertEqual(event.dtstart.value.day, 15)

    def test_the_time_counts_more_than_the_place_in_either_order(self):
        audit = self._invited()
        audit.place = "Room 3"
        self._apart()
        audit.write(NEXT_DAY)
        subjects = [mail["Subject"].split(":")[0] for mail in self._settle()]
        self.assertEqual(subjects, ["Moved", "Moved"])

    def test_an_invitation_that_changes_is_still_the_first_one(self):
        audit = self._scheduled()
        self._apart()
        audit.place = "Room 3"
        subjects = [mail["Subject"].split(":")[0] for mail in self._settle()]
        self.assertEqual(subjects, ["Planned", "Planned"])

    def test_what_is_taken_back_at_once_is_told_to_nobody(self):
        audit = self._scheduled()
        self._apart()
        audit.action_unschedule("Too soon")
        self.assertFalse(self._settle())
        self.assertFalse(self._told(audit).event_id)

    def test_who_knew_of_it_is_told_though_it_comes_back_in_between(self):
        audit = self._invited()
        audit.action_unschedule("Too soon")
        self._apart()
        audit.action_schedule()
        self._apart()
        audit.action_unschedule("After all")
        kinds = self._kinds(self._settle())
        self.assertEqual(kinds, {"second": ("CANCEL", 3), "leader": ("CANCEL", 3)})

    def test_called_off_and_on_again_he_is_asked_anew(self):
        audit = self._invited()
        audit.action_unschedule("Too soon")
        self._apart()
        audit.write(NEXT_DAY)
        audit.action_schedule()
        kinds = self._kinds(self._settle())
        self.assertEqual(kinds, {"second": ("REQUEST", 2), "leader": ("REQUEST", 2)})

    def test_after_what_failed_in_between_it_is_one_mail_too(self):
        audit = self._invited()
        audit.write(NEXT_DAY)
        with self.assertRaises(ZeroDivisionError), self.env.cr.savepoint():
            audit.place = "Room 3"
            raise ZeroDivisionError
        audit.place = "Room 4"
        mails = self._settle()
        self.assertEqual(len(mails), 2)
        places = {self._calendar(mail).vevent.location.value for mail in mails}
        self.assertEqual(places, {"Room 4"})

    def test_what_was_sent_already_is_a_change_of_its_own(self):
        audit = self._invited()
        audit.write(NEXT_DAY)
        self.assertEqual(len(self._settle()), 2)
        audit.place = "Room 3"
        subjects = [mail["Subject"].split(":")[0] for mail in self._settle()]
        self.assertEqual(subjects, ["Changed", "Changed"])
