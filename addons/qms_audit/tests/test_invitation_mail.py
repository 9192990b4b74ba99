from datetime import datetime
from zoneinfo import ZoneInfo

from odoo.tests import freeze_time, tagged

from .invitation_common import LATER, InvitationCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestInvitationMail(InvitationCase):
    """One change, one mail: request, update, cancellation, to all but who did it."""

    def test_all_but_who_scheduled_it_are_invited(self):
        audit = self._scheduled()
        kinds = self._kinds(self._settle())
        self.assertEqual(kinds, {"second": ("REQUEST", 0), "leader": ("REQUEST", 0)})
        self.assertEqual(
            self._answers(audit),
            {"Auditor": "accepted", "Second": "needs_action", "Leader": "needs_action"},
        )

    def test_the_invitation_says_when_where_and_who(self):
        audit = self._scheduled(place="Town hall, room 2")
        mail = self._by_reader(self._settle())["second"]
        event = self._calendar(mail).vevent
        zone = ZoneInfo("Europe/Copenhagen")
        self.assertEqual(
            event.dtstart.value.astimezone(zone),
            datetime(2026, 4, 14, 9, tzinfo=zone),
        )
        self.assertEqual(event.location.value, "Town hall, room 2")
        self.assertEqual(event.organizer.value, "mailto:audit@in.example.test")
        self.assertEqual(event.uid.value, self._told(audit).uid)
        people = {
            line.value: (line.params["PARTSTAT"], line.params["RSVP"])
            for line in event.contents["attendee"]
        }
        waiting = (["NEEDS-ACTION"], ["TRUE"])
        self.assertEqual(
            people,
            {
                "mailto:auditor@example.test": (["ACCEPTED"], ["TRUE"]),
                "mailto:second@example.test": waiting,
                "mailto:leader@example.test": waiting,
            },
        )

    def test_who_keeps_no_calendar_in_odoo_is_offered_other_dates(self):
        """Of the leader Odoo knows one, so the date was chosen by it."""
        known = {"start": "2026-04-10 07:00:00", "stop": "2026-04-10 08:00:00"}
        self.env["calendar.event"].with_user(self.leader).create(
            {"name": "Talk", "partner_ids": self.leader.partner_id.ids, **known}
        )
        self._scheduled()
        mails = self._by_reader(self._settle())
        offer = "the others can on these dates as well"
        self.assertNotIn(offer, self._texts(mails["leader"]))
        text = self._texts(mails["second"])
        self.assertIn(offer, " ".join(text.split()))
        offered = [f"April {day}, 2026" in text for day in range(13, 18)]
        # the day itself is told, as to the leader, and not offered
        told = self._texts(mails["leader"]).count("April 14, 2026")
        self.assertEqual(text.count("April 14, 2026"), told)
        self.assertTrue(any(offered))

    def test_the_zone_of_the_company_goes_with_it(self):
        self._scheduled()
        mail = self._settle()[0]
        text = self._part(mail).get_content()
        self.assertIn("BEGIN:VTIMEZONE", text)
        self.assertIn("TZID:Europe/Copenhagen", text)
        self.assertIn("DTSTART;TZID=Europe/Copenhagen:20260414T090000", text)

    def test_it_is_an_alternative_of_the_text_and_a_file(self):
        self._scheduled()
        mail = self._settle()[0]
        self.assertEqual(mail.get_content_type(), "multipart/mixed")
        alternative, file = mail.iter_parts()
        kinds = [part.get_content_type() for part in alternative.iter_parts()]
        self.assertEqual(kinds, ["text/plain", "text/html", "text/calendar"])
        part = self._part(mail)
        self.assertEqual(part.get_param("method"), "REQUEST")
        self.assertEqual(part.get_content_charset(), "utf-8")
        self.assertEqual(file.get_content_type(), "application/ics")
        self.assertEqual(file.get_filename(), "invite.ics")
        self.assertEqual(
            file.get_content().decode().splitlines(), part.get_content().splitlines()
        )

    def test_other_mails_carry_no_invitation(self):
        template = self.env.ref("qms.mail_template_duties")
        self.env["mail.mail"].create(
            {
                "subject": template.name,
                "email_to": "nurse@example.test",
                "body_html": "<p>Text</p>",
            }
        )
        mail = self._deliver()[0]
        kinds = [part.get_content_type() for part in mail.walk()]
        self.assertNotIn("text/calendar", kinds)

    def test_it_comes_from_the_address_that_takes_answers(self):
        self._scheduled()
        mail = self._by_reader(self._settle())["leader"]
        self.assertIn("audit@in.example.test", mail["From"])
        self.assertIn("auditor@example.test", mail["Reply-To"])

    def test_nothing_of_the_audits_content_is_in_it(self):
        self._scheduled(name="Quokka", objective="Quokka", scope="Quokka")
        for mail in self._settle():
            self.assertNotIn("Quokka", self._texts(mail))

    # ------------------------------------------------------------
    # Moved
    # ------------------------------------------------------------

    def test_a_move_is_one_update_to_all_but_who_moved_it(self):
        audit = self._invited()
        uid = self._told(audit).uid
        audit.write({"date_start": LATER[0], "date_end": LATER[1], "place": "Hall"})
        mails = self._settle()
        self.assertEqual(
            self._kinds(mails), {"second": ("REQUEST", 1), "leader": ("REQUEST", 1)}
        )
        self.assertEqual(self._calendar(mails[0]).vevent.uid.value, uid)

    def test_several_writes_in_one_go_are_one_change(self):
        audit = self._invited()
        audit.date_end = LATER[1]
        audit.date_start = LATER[0]
        audit.place = "Hall"
        self.assertEqual(len(self._settle()), 2)
        self.assertEqual(self._told(audit).sequence, 1)

    def test_what_is_written_as_it_was_is_no_change(self):
        audit = self._invited(place="Hall")
        audit.write({"place": "Elsewhere"})
        audit.write({"place": "Hall"})
        self.assertFalse(self._settle())
        self.assertEqual(self._told(audit).sequence, 0)

    def test_moved_by_another_the_lead_auditor_is_told(self):
        audit = self._invited()
        audit.with_user(self.manager).write(
            {"date_start": LATER[0], "date_end": LATER[1]}
        )
        self.assertEqual(
            set(self._by_reader(self._settle())), {"auditor", "second", "leader"}
        )

    def test_a_new_time_is_answered_anew(self):
        audit = self._invited()
        self._row(audit, self.second).with_user(self.second).action_accept()
        audit.write({"date_start": LATER[0], "date_end": LATER[1]})
        self._settle()
        self.assertEqual(self._row(audit, self.second).answer, "needs_action")
        self.assertEqual(self._row(audit, self.auditor).answer, "accepted")

    def test_another_place_keeps_the_answers(self):
        audit = self._invited()
        self._row(audit, self.second).with_user(self.second).action_accept()
        self._settle()
        audit.place = "Hall"
        kinds = self._kinds(self._settle())
        self.assertEqual(kinds["second"], ("REQUEST", 1))
        self.assertEqual(self._row(audit, self.second).answer, "accepted")

    def test_the_subject_alone_is_told_to_nobody(self):
        audit = self._invited()
        audit.name = "Another subject"
        self.assertFalse(self._settle())

    # ------------------------------------------------------------
    # Called off
    # ------------------------------------------------------------

    def test_a_cancelled_audit_is_called_off(self):
        audit = self._invited()
        uid = self._told(audit).uid
        audit.with_user(self.manager).action_cancel(reason="No longer needed")
        mails = self._settle()
        everybody = ("auditor", "second", "leader")
        self.assertEqual(self._kinds(mails), dict.fromkeys(everybody, ("CANCEL", 1)))
        event = self._calendar(mails[0]).vevent
        self.assertEqual((event.uid.value, event.status.value), (uid, "CANCELLED"))
        self.assertEqual(len(event.contents["attendee"]), 1)
        self.assertEqual(self._part(mails[0]).get_param("method"), "CANCEL")
        self.assertNotIn("No longer needed", self._texts(mails[0]))

    def test_back_to_planning_is_called_off_and_invited_anew(self):
        audit = self._invited()
        audit.action_unschedule(reason="Other dates")
        self.assertEqual(self._kinds(self._settle())["second"], ("CANCEL", 1))
        audit.action_schedule()
        self.assertEqual(self._kinds(self._settle())["second"], ("REQUEST", 2))

    def test_a_planned_audit_is_told_to_nobody(self):
        audit = self._audit(date_start=LATER[0], date_end=LATER[1])
        audit.place = "Hall"
        self.assertFalse(self._settle())
        audit.with_user(self.manager).action_cancel(reason="No longer needed")
        self.assertFalse(self._settle())

    def test_what_is_over_is_told_to_nobody(self):
        with freeze_time("2026-05-04"):
            self._scheduled()
            self.assertFalse(self._settle())

    def test_a_step_that_fails_tells_nobody(self):
        audit = self._audit(date_start=LATER[0], date_end=LATER[1], scope=False)
        with self.assertRaisesRegex(Exception, "scope"):
            audit.action_schedule()
        self.assertFalse(self._settle())
