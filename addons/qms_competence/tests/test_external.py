from datetime import date

from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .external_common import ExternalCase

NIGHT = "qms_competence.ir_cron_external_ask"


@freeze_time("2026-03-02 09:00:00")
@tagged("post_install", "-at_install", "qms")
class TestExternal(ExternalCase):
    """Somebody from outside: what he can, and what he has confirmed."""

    def test_whoever_works_here_is_not_from_outside(self):
        with self.assertRaises(ValidationError):
            self._new_external(self.nurse.partner_id)
        without_login = self.env["hr.employee"].create(
            {"name": "Cook", "company_id": self.company.id}
        )
        with self.assertRaises(ValidationError):
            self._new_external(without_login.work_contact_id)

    @mute_logger("odoo.sql_db")
    def test_a_contact_stands_once_per_company_and_stays_the_same(self):
        with self.assertRaises(UniqueViolation), self.env.cr.savepoint():
            self._new_external(self.partner)
        other = self.env["res.partner"].create({"name": "Other"})
        for values in (
            {"partner_id": other.id},
            {"company_id": self.other_company.id},
        ):
            with self.assertRaises(UserError):
                self.external.write(values)

    def test_nobody_writes_that_it_is_confirmed(self):
        made = self._new_external(
            self.env["res.partner"].create({"name": "Bo"}),
            confirmed_until="2030-01-01",
            date_confirmed="2026-01-01",
        )
        self.assertFalse(made.confirmed_until or made.date_confirmed)
        sly = {"default_confirmed_until": "2030-01-01", "default_state": "confirmed"}
        people = self.env["qms.external.person"].with_user(self.leader)
        contact = self.env["res.partner"].create({"name": "Ib", "email": "ib@x.test"})
        made = people.with_context(**sly).create(
            {
                "partner_id": contact.id,
                "task": "Translates",
                "department_id": self.home_care.id,
                "company_id": self.company.id,
            }
        )
        made.with_context(**sly).action_ask()
        self.assertFalse(made.confirmed_until)
        self.assertEqual(self._rounds(made).state, "asked")
        for user in (self.leader, self.manager):
            for values in ({"confirmed_until": "2030-01-01"}, {"date_confirmed": None}):
                with self.assertRaises(UserError):
                    self.external.with_user(user).write(values)
        self.external.action_ask()
        asked = self._rounds().with_user(self.manager)
        for call in (
            lambda: asked.write({"state": "confirmed"}),
            asked.unlink,
            lambda: asked.create({"external_id": self.external.id}),
        ):
            with self.assertRaises(AccessError):
                call()

    def test_asked_by_whom_it_concerns_alone(self):
        for user in (self.nurse, self.team, self.stranger):
            for step in ("action_ask", "action_make_link"):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    getattr(self.external.with_user(user), step)()
        for user in (self.leader, self.head, self.manager):
            self.assertTrue(self.external.with_user(user).action_ask())
        self.assertEqual(self._rounds().mapped("state"), ["asked", "lapsed", "lapsed"])

    def test_without_an_address_a_link_is_handed_over(self):
        self.partner.email = False
        with self.assertRaises(UserError):
            self.external.action_ask()
        action = self.external.action_make_link()
        self.assertIn("/qms/link/", action["context"]["default_address"])
        self.assertFalse(self.env["qms.external.link"].search([]))

    def test_until_it_is_there_it_stands_with_who_looks_after_him(self):
        self.external.action_ask()
        asked = self._rounds()
        duty = self._duties(asked)
        self.assertEqual((duty.user_id, duty.verb), (self.leader, "see_confirmed"))
        self.assertNotIn("Vera", duty.display_name)
        self.external.owner_id = self.head
        self.assertEqual(self._duties(asked).user_id, self.head)
        asked._confirm()
        self.assertFalse(self._duties(asked))

    def test_it_holds_for_a_year_or_what_the_company_says(self):
        self.assertEqual(self.external.confirmation_state, "never")
        self.external.action_ask()
        self.assertEqual(self.external.confirmation_state, "asked")
        self._confirmed_now()
        self.assertEqual(self.external.confirmed_until, date(2027, 3, 2))
        self.company.qms_external_months = 6
        self._confirmed_now()
        self.assertEqual(self.external.confirmed_until, date(2026, 9, 2))
        for day, state in (("2026-09-02", "valid"), ("2026-09-03", "expired")):
            with freeze_time(day):
                self.external.invalidate_recordset()
                self.assertEqual(self.external.confirmation_state, state)
                found = self.external.search([("confirmation_state", "=", state)])
                self.assertIn(self.external, found)
                found = self.external.search([("confirmation_state", "!=", state)])
                self.assertNotIn(self.external, found)

    def test_a_leap_day_has_its_year(self):
        with freeze_time("2028-02-29 09:00:00"):
            self._confirmed_now()
        self.assertEqual(self.external.confirmed_until, date(2029, 2, 28))

    def test_what_he_confirmed_stays_as_it_was_read(self):
        self._confirmed_now()
        confirmed = self._rounds()
        self.external.rules = "Wash your hands, and wear gloves."
        self.assertEqual(confirmed.content, "Wash your hands before each visit.")
        self.assertEqual(confirmed.words, "Gladly")

    def test_what_changes_is_asked_again_and_the_former_holds_a_while(self):
        self.external.rules = "Not asked yet"
        self.assertFalse(self._rounds())
        self._confirmed_now()
        self.external.rules = "Wash your hands, and wear gloves."
        asked = self._rounds().filtered(lambda each: each.state == "asked")
        self.assertEqual(self.external.confirmed_until, asked.date_deadline)
        self.assertTrue(self.external._is_confirmed())
        self.external.task = "Something else"
        self.assertEqual(len(self._rounds()), 2)

    def test_asked_again_before_it_ends_and_once(self):
        self._confirmed_now()
        self._night(NIGHT, "2027-01-30")
        self.assertEqual(self._rounds().mapped("state"), ["confirmed"])
        for day in ("2027-01-31", "2027-02-01", "2027-06-01"):
            self._night(NIGHT, day)
            self.assertEqual(self._rounds().mapped("state"), ["asked", "confirmed"])

    def test_who_no_longer_works_for_us_is_asked_nothing(self):
        self._confirmed_now()
        self.external.action_ask()
        assignment = self._assignment()
        with self.assertRaises(UserError):
            self.external.active = False
        assignment.action_cancel(reason="Moved away")
        self.external.active = False
        self.assertEqual(self._rounds().mapped("state"), ["lapsed", "confirmed"])
        for each in self._rounds():
            self.assertFalse(self._duties(each))
        with self.assertRaises(UserError):
            self.external.action_ask()
        with self.assertRaises(ValidationError):
            self._assignment()
        self._night(NIGHT, "2027-02-20")
        self.assertEqual(len(self._rounds()), 2)
        with self.assertRaises(UserError):
            self.external.sudo().unlink()

    def test_who_looks_after_him_hands_on(self):
        names = {each.field for each in self.external._get_holdings()}
        self.assertEqual(names, {"owner_id"})
        units = {each.field for each in self.external._get_unit_holdings()}
        self.assertEqual(units, {"department_id"})

    def test_competence_is_seen_by_who_enters_it(self):
        values = {
            **self._entry_values(self.person[self.nurse]),
            "external_id": self.external.id,
            "seen_by_id": self.director.id,
        }
        del values["employee_id"]
        rows = self.env["qms.external.competence"].with_user(self.leader)
        row = rows.create(values)
        self.assertEqual(row.seen_by_id, self.leader)
        row.with_user(self.head).write({"seen_by_id": self.nurse.id})
        self.assertEqual(row.seen_by_id, self.head)
        with self.assertRaises(UserError):
            row.external_id = self._elsewhere()
        with self.assertRaises(ValidationError):
            row.skill_level_id = self.passed

    def test_numbers_in_his_own_words_are_masked(self):
        self.external.action_ask()
        self._rounds()._confirm("My CPR 010190-1236 is known to you")
        self.assertIn("known to you", self._rounds().words)
        self.assertNotIn("1236", self._rounds().words)

    def test_no_one_is_counted_by_him(self):
        for model, spec in (
            ("qms.external.person", "name"),
            ("qms.external.person", "partner_id"),
            ("qms.external.assignment", "external_id.partner_id"),
        ):
            with self.assertRaises(AccessError):
                self.env[model].with_user(self.manager)._read_group([], [spec])
