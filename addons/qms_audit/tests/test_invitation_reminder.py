from odoo import Command
from odoo.tests import freeze_time, tagged

from .invitation_common import LATER, InvitationCase

COMING = "The audit is coming up."


@tagged("post_install", "-at_install", "qms")
class TestInvitationReminder(InvitationCase):
    """Reminders ahead of an audit, of its report and of its follow-up."""

    def _invited_in_march(self, **kwargs):
        with freeze_time("2026-03-02"):
            return self._invited(**kwargs)

    def _reminded(self, day):
        """Whom a run on that day reminds."""
        with freeze_time(f"{day} 04:30:00"):
            mails = self._run_reminders()
        found = self._by_reader(mails)
        return {reader: self._texts(mail) for reader, mail in found.items()}

    def test_who_takes_part_is_reminded_fourteen_days_and_one_day_ahead(self):
        self._invited_in_march()
        self.assertFalse(self._reminded("2026-03-27"))
        found = self._reminded("2026-03-31")
        self.assertEqual(set(found), {"auditor", "second", "leader"})
        self.assertIn(COMING, found["second"])
        self.assertFalse(self._reminded("2026-04-10"))
        self.assertEqual(
            set(self._reminded("2026-04-13")), {"auditor", "second", "leader"}
        )

    def test_run_twice_it_reminds_once(self):
        self._invited_in_march()
        self.assertEqual(len(self._reminded("2026-03-31")), 3)
        self.assertFalse(self._reminded("2026-03-31"))

    def test_missed_days_are_made_up_for(self):
        self._invited_in_march()
        self.assertEqual(len(self._reminded("2026-04-07")), 3)
        self.assertFalse(self._reminded("2026-04-08"))

    def test_after_a_weekend_one_is_reminded_before_it(self):
        """An audit on a Monday: the day before is a Sunday."""
        self._invited_in_march(
            date_planned="2026-04-20",
        )
        audit = self.env["qms.audit"].search([], order="id desc", limit=1)
        with freeze_time("2026-03-02"):
            audit.with_user(self.auditor).write(
                {"date_start": "2026-04-20 07:00:00", "date_end": "2026-04-20 13:00:00"}
            )
            self._settle()
        self._reminded("2026-04-07")
        self.assertFalse(self._reminded("2026-04-16"))
        self.assertEqual(len(self._reminded("2026-04-17")), 3)
        self.assertFalse(self._reminded("2026-04-20"))

    def test_whoever_was_just_invited_is_not_reminded(self):
        with freeze_time("2026-04-07"):
            self._invited()
        self.assertFalse(set(self._reminded("2026-04-08")) - {"auditor"})
        self.assertEqual(len(self._reminded("2026-04-13")), 3)

    def test_who_declined_is_not_reminded(self):
        audit = self._invited_in_march()
        with freeze_time("2026-03-03"):
            self._row(audit, self.second).with_user(self.second).action_decline()
            self._settle()
        self.assertEqual(set(self._reminded("2026-03-31")), {"auditor", "leader"})

    def test_who_has_not_answered_is_told_so_and_can_answer(self):
        self._invited_in_march()
        found = self._reminded("2026-03-31")
        self.assertIn("You have not answered yet.", found["second"])
        self.assertNotIn("You have not answered yet.", found["auditor"])
        self.assertIn("/qms/link/", found["second"])

    def test_who_is_away_is_stood_in_for(self):
        self._invited_in_march()
        self.env["qms.absence"].create(
            {
                "user_id": self.leader.id,
                "date_from": "2026-03-30",
                "date_to": "2026-04-03",
            }
        )
        self.env["qms.deputy"].create(
            {
                "user_id": self.leader.id,
                "deputy_id": self.nurse.id,
                "company_id": self.company.id,
                "date_from": "2026-03-30",
                "date_to": "2026-04-03",
            }
        )
        found = self._reminded("2026-03-31")
        self.assertEqual(set(found), {"auditor", "second", "nurse"})
        self.assertIn("You stand in for Leader.", found["nurse"])
        self.assertNotIn("/qms/link/", found["nurse"])

    def test_who_is_away_without_deputy_is_reminded_when_back(self):
        self._invited_in_march()
        self.env["qms.absence"].create(
            {
                "user_id": self.second.id,
                "date_from": "2026-03-30",
                "date_to": "2026-04-06",
            }
        )
        self.assertNotIn("second", self._reminded("2026-03-31"))
        self.assertEqual(set(self._reminded("2026-04-07")), {"second"})

    def test_nobody_is_reminded_on_a_holiday(self):
        with freeze_time("2026-03-02"):
            audit = self._invited()
            audit.write(
                {"date_start": "2026-04-17 07:00:00", "date_end": "2026-04-17 13:00:00"}
            )
            self._settle()
        # Good Friday, fourteen days ahead
        self.assertFalse(self._reminded("2026-04-03"))

    def test_a_new_time_is_reminded_of_anew(self):
        audit = self._invited_in_march()
        self._reminded("2026-03-31")
        with freeze_time("2026-04-01"):
            audit.write({"date_start": LATER[0], "date_end": LATER[1]})
            self._settle()
        for day in ("2026-04-07", "2026-04-20"):
            self.assertEqual(set(self._reminded(day)), {"auditor", "second", "leader"})
            self.assertFalse(self._reminded(day))

    def test_what_was_called_off_is_silent(self):
        audit = self._invited_in_march()
        with freeze_time("2026-03-03"):
            audit.with_user(self.manager).action_cancel(reason="No longer needed")
            self._settle()
        self.assertFalse(self._reminded("2026-03-31"))

    def test_somebody_from_outside_is_reminded(self):
        with freeze_time("2026-03-02"):
            self._invited(
                invitation_ids=[Command.create({"email": "eva@outside.test"})]
            )
        self.assertIn("eva", self._reminded("2026-03-31"))

    def test_a_company_has_days_of_its_own(self):
        self.env["qms.audit.reminder"].create(
            {"kind": "coming", "days": 5, "company_id": self.company.id}
        )
        self._invited_in_march()
        self.assertFalse(self._reminded("2026-03-31"))
        self.assertEqual(len(self._reminded("2026-04-09")), 3)

    # ------------------------------------------------------------
    # Report and follow-up
    # ------------------------------------------------------------

    def test_the_lead_auditor_is_reminded_of_the_report(self):
        with freeze_time("2026-04-14"):
            audit = self._concluded()
            self._settle()
        self.assertEqual(str(audit.date_report_due), "2026-04-28")
        self.assertFalse(self._reminded("2026-04-23"))
        # two days ahead is a Sunday
        found = self._reminded("2026-04-24")
        self.assertEqual(set(found), {"auditor"})
        self.assertIn("is due on", found["auditor"])
        self.assertFalse(self._reminded("2026-04-29"))

    def test_the_leader_is_told_that_the_report_is_ready(self):
        with freeze_time("2026-04-14"):
            audit = self._concluded()
            self._settle()
            self._write_report(audit)
            audit.action_report()
            mails = self._by_reader(self._settle())
        self.assertEqual(set(mails), {"leader"})
        text = self._texts(mails["leader"])
        self.assertIn("accept or comment it by", text)
        self.assertNotIn("one cabinet", text)

    def test_the_lead_auditor_is_reminded_of_the_follow_up(self):
        with freeze_time("2026-04-14"):
            audit = self._followed_up()
            audit.date_follow_up = "2026-06-24"
            self._settle()
        self.assertEqual(set(self._reminded("2026-06-17")), {"auditor"})
        self.assertFalse(self._reminded("2026-06-23"))

    def test_a_closed_audit_is_silent(self):
        with freeze_time("2026-04-14"):
            audit = self._closed_audit()
            self._settle()
        self.assertEqual(audit.state, "closed")
        self.assertFalse(self._reminded("2026-07-06"))
