import re

from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import HttpCase, freeze_time, tagged
from odoo.tools import mute_logger

from .invitation_common import LATER, InvitationCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestInvitationAnswer(InvitationCase):
    """Who answers, who is invited besides, and what a decline offers."""

    def test_everybody_answers_for_himself(self):
        audit = self._invited()
        row = self._row(audit, self.second)
        with self.assertRaisesRegex(AccessError, "himself"):
            row.with_user(self.auditor).action_accept()
        with self.assertRaises(AccessError):
            row.with_user(self.nurse).action_accept()
        row.with_user(self.second).action_accept()
        self.assertEqual(row.answer, "accepted")

    def test_no_answer_is_written_by_hand(self):
        audit = self._invited()
        row = self._row(audit, self.second)
        for user in (self.second, self.auditor, self.manager):
            with self.assertRaises(UserError):
                row.with_user(user).write({"answer": "accepted"})

    def test_no_answer_comes_with_a_new_row(self):
        audit = self._invited()
        rows = self.env["qms.audit.invitation"].with_user(self.auditor)
        row = rows.with_context(default_answer="accepted", default_role="lead").create(
            {
                "audit_id": audit.id,
                "user_id": self.nurse.id,
                "answer": "accepted",
                "role": "lead",
                "is_told": True,
            }
        )
        self.assertEqual((row.answer, row.role), ("needs_action", "guest"))

    def test_an_audit_that_has_begun_is_no_longer_answered(self):
        audit = self._invited()
        with (
            freeze_time("2026-04-14 08:00:00"),
            self.assertRaisesRegex(UserError, "nothing to answer"),
        ):
            self._row(audit, self.second).with_user(self.second).action_decline()

    # ------------------------------------------------------------
    # Declined
    # ------------------------------------------------------------

    def _decline(self, audit, user=None):
        user = user or self.second
        self._row(audit, user).with_user(user).action_decline()
        return self._by_reader(self._settle())

    def test_a_decline_offers_the_lead_auditor_the_next_dates(self):
        mails = self._decline(self._invited())
        self.assertEqual(set(mails), {"auditor"})
        text = self._texts(mails["auditor"])
        self.assertIn("Second cannot take part", text)
        for day in (15, 16, 17):
            self.assertIn(f"April {day}, 2026", text)

    def test_the_lead_auditor_declines_to_whoever_plans(self):
        audit = self._invited()
        self.assertEqual(set(self._decline(audit, self.auditor)), {"manager"})

    def test_no_reason_is_asked_for_or_kept(self):
        texts = {
            name
            for name, field in self.env["qms.audit.invitation"]._fields.items()
            if field.type in ("char", "text", "html") and field.store
        }
        self.assertEqual(texts, {"name", "email"})

    def test_dates_leave_out_closed_days_absences_and_what_is_busy(self):
        audit = self._invited()
        # Great Prayer Day is abolished; 1 May 2026 is a Friday like others
        self.env["qms.closing.day"].create(
            {
                "name": "Closed",
                "company_id": self.company.id,
                "date_from": "2026-04-15",
                "date_to": "2026-04-15",
            }
        )
        self.env["qms.absence"].create(
            {
                "user_id": self.leader.id,
                "date_from": "2026-04-16",
                "date_to": "2026-04-16",
            }
        )
        self.env["calendar.event"].with_context(no_mail_to_attendees=True).create(
            {
                "name": "Busy",
                "start": "2026-04-17 10:00:00",
                "stop": "2026-04-17 11:00:00",
                "partner_ids": [Command.set(self.second.partner_id.ids)],
            }
        )
        days = [str(start) for start, _end in audit._next_dates(2)]
        self.assertEqual(days, ["2026-04-20 07:00:00", "2026-04-21 07:00:00"])

    def test_dates_keep_their_hour_over_the_change_of_clocks(self):
        audit = self._invited()
        audit.with_user(self.manager).write(
            {"date_start": "2026-10-23 07:00:00", "date_end": "2026-10-23 13:00:00"}
        )
        start, end = audit._next_dates(1)[0]
        self.assertEqual(str(start), "2026-10-26 08:00:00")
        self.assertEqual(str(end), "2026-10-26 14:00:00")

    # ------------------------------------------------------------
    # Others
    # ------------------------------------------------------------

    def _add(self, audit, user, **values):
        rows = self.env["qms.audit.invitation"].with_user(user)
        return rows.create({"audit_id": audit.id, **values})

    def test_who_is_added_is_invited_alone(self):
        audit = self._invited()
        self._add(audit, self.auditor, email="eva@outside.test", name="Eva Expert")
        self.assertEqual(self._kinds(self._settle()), {"eva": ("REQUEST", 0)})

    def test_the_leader_of_the_unit_names_people_too(self):
        audit = self._invited()
        row = self._add(audit, self.leader, user_id=self.nurse.id)
        self.assertEqual(row.named_by_id, self.leader)
        self.assertEqual(set(self._by_reader(self._settle())), {"nurse"})

    def test_the_screen_offers_it_to_those_who_may(self):
        audit = self._invited()
        for user, offered in (
            (self.leader, True),
            (self.auditor, True),
            (self.team, False),
        ):
            self.assertEqual(audit.with_user(user).can_invite, offered)
        action = audit.with_user(self.leader).action_invite()
        self.assertEqual(action["context"], {"default_audit_id": audit.id})

    def test_others_name_nobody(self):
        audit = self._invited()
        for user in (self.second, self.nurse, self.team, self.stranger):
            with self.assertRaises(AccessError):
                self._add(audit, user, email="eva@outside.test")

    def test_who_is_taken_out_is_told_so(self):
        audit = self._invited()
        row = self._add(audit, self.auditor, email="eva@outside.test")
        self._settle()
        row.unlink()
        mails = self._settle()
        self.assertEqual(self._kinds(mails), {"eva": ("CANCEL", 0)})

    def test_who_was_named_by_a_leader_is_not_taken_out_by_another(self):
        audit = self._invited()
        row = self._add(audit, self.auditor, user_id=self.nurse.id)
        with self.assertRaisesRegex(AccessError, "added somebody"):
            row.with_user(self.leader).unlink()

    def test_the_team_is_not_taken_out_here(self):
        audit = self._invited()
        with self.assertRaisesRegex(UserError, "as long as"):
            self._row(audit, self.second).with_user(self.auditor).unlink()

    def test_an_address_is_an_address_and_a_person_one(self):
        audit = self._invited()
        with self.assertRaisesRegex(ValidationError, "no e-mail address"):
            self._add(audit, self.auditor, email="nobody")
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._add(audit, self.auditor, email="a@b.test", user_id=self.nurse.id)

    def test_an_employee_without_login_is_invited(self):
        porter = self.env["hr.employee"].create(
            {
                "name": "Porter",
                "company_id": self.company.id,
                "work_email": "porter@example.test",
            }
        )
        audit = self._invited()
        self._add(audit, self.auditor, employee_id=porter.id)
        self.assertEqual(set(self._by_reader(self._settle())), {"porter"})

    # ------------------------------------------------------------
    # People change
    # ------------------------------------------------------------

    def test_who_leaves_the_team_is_told_and_no_one_else(self):
        audit = self._invited()
        member = audit.member_ids.filtered(lambda row: row.user_id == self.second)
        member.unlink()
        self.assertEqual(self._kinds(self._settle()), {"second": ("CANCEL", 0)})
        self.assertFalse(self._row(audit, self.second))

    def test_an_auditor_who_leaves_is_no_longer_invited(self):
        audit = self._invited()
        self.second.active = False
        kinds = self._kinds(self._settle())
        self.assertEqual(kinds["second"], ("CANCEL", 0))
        self.assertFalse(self._row(audit, self.second))

    def test_a_new_leader_of_the_unit_is_invited_by_the_next_day(self):
        audit = self._invited()
        employees = self.env["hr.employee"]
        self.home_care.manager_id = employees.search([("user_id", "=", self.nurse.id)])
        kinds = self._kinds(self._run_reminders())
        self.assertEqual(kinds, {"leader": ("CANCEL", 0), "nurse": ("REQUEST", 0)})
        self.assertFalse(self._row(audit, self.leader))


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestInvitationLink(InvitationCase, HttpCase):
    """The link in the mail: it names whom it answers for, and its button acts."""

    def _path(self, mail):
        return re.search(r"/qms/link/[\w-]+", self._texts(mail)).group()

    def _link(self, audit, reader):
        mails = self._by_reader(self.inbox.mails)
        return self._path(mails[reader])

    def _press(self, path, choice):
        response = self.url_open(path, data={"choice": choice})
        self.env.invalidate_all()
        return response

    def test_it_names_whom_it_answers_for_and_opening_it_changes_nothing(self):
        audit = self._invited()
        page = self.url_open(self._link(audit, "second"))
        self.assertEqual(page.status_code, 200)
        self.assertIn("You answer for Second.", page.text)
        self.assertIn("I cannot take part", page.text)
        self.assertEqual(self._row(audit, self.second).answer, "needs_action")

    def test_its_button_answers(self):
        audit = self._invited()
        page = self._press(self._link(audit, "second"), "accept")
        self.assertIn("Second: Takes part", page.text)
        self.assertEqual(self._row(audit, self.second).answer, "accepted")

    def test_another_person_who_is_logged_in_answers_for_the_one_named(self):
        audit = self._invited()
        path = self._link(audit, "second")
        self.authenticate(self.leader.login, self.leader.login)
        self.assertIn("You answer for Second.", self.url_open(path).text)
        self._press(path, "decline")
        self.assertEqual(self._row(audit, self.second).answer, "declined")
        self.assertEqual(self._row(audit, self.leader).answer, "needs_action")

    def test_used_twice_the_last_answer_counts(self):
        audit = self._invited()
        path = self._link(audit, "second")
        self._press(path, "accept")
        self._press(path, "accept")
        self.assertEqual(len(self._settle()), 1)
        self._press(path, "decline")
        self.assertEqual(self._row(audit, self.second).answer, "declined")

    def test_a_link_to_an_earlier_time_is_closed(self):
        audit = self._invited()
        path = self._link(audit, "second")
        audit.write({"date_start": LATER[0], "date_end": LATER[1]})
        self._settle()
        self.assertEqual(self._press(path, "accept").status_code, 410)
        self.assertEqual(self._row(audit, self.second).answer, "needs_action")

    def test_a_forged_link_answers_for_nobody(self):
        audit = self._invited()
        path = self._link(audit, "second")
        self.assertEqual(self._press(path[:-4] + "abcd", "accept").status_code, 404)
        self.assertEqual(self._row(audit, self.second).answer, "needs_action")

    def test_a_link_ends_with_the_audit(self):
        audit = self._invited()
        path = self._link(audit, "second")
        with freeze_time("2026-04-14 08:00:00"):
            self.assertEqual(self._press(path, "accept").status_code, 409)
        with freeze_time("2026-04-20"):
            self.assertEqual(self._press(path, "accept").status_code, 410)
        self.assertEqual(self._row(audit, self.second).answer, "needs_action")

    def test_somebody_from_outside_answers(self):
        audit = self._invited()
        rows = self.env["qms.audit.invitation"].with_user(self.auditor)
        row = rows.create(
            {"audit_id": audit.id, "email": "eva@outside.test", "name": "Eva Expert"}
        )
        mail = self._by_reader(self._settle())["eva"]
        self.assertNotIn("/odoo/", self._texts(mail))
        page = self._press(self._path(mail), "accept")
        self.assertIn("Eva Expert: Takes part", page.text)
        self.assertEqual(row.answer, "accepted")
        self.assertIn("auditor", self._by_reader(self._settle()))
