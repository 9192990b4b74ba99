from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .common import CompetenceCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestConfirming(CompetenceCase):
    """The employee keeps his own up to date, the leader confirms."""

    def _in_force(self, user, day="2026-03-02"):
        entries = self.env["hr.employee.skill"]
        domain = entries._in_force_domain(day)
        own = [("employee_id", "=", self.person[user].id)]
        return entries.search(own + domain).skill_level_id

    def test_only_what_the_leader_confirmed_counts(self):
        entry = self._claim(self.nurse)
        self.assertEqual(entry.state, "claimed")
        self.assertFalse(self._in_force(self.nurse))
        [duty] = self._duties(entry)
        self.assertEqual((duty.verb, duty.user_id), ("confirm", self.leader))
        entry.with_user(self.leader).action_confirm()
        self.assertEqual(self._in_force(self.nurse), self.practised)
        self.assertFalse(self._duties(entry))
        [decision] = self._decisions(entry)
        self.assertEqual((decision.verb, decision.role), ("confirm", "leader"))
        self.assertEqual(entry.confirmed_by_id, self.leader)

    def test_a_mail_says_nothing_of_what_somebody_can(self):
        entry = self._claim(self.nurse)
        [duty] = self._duties(entry)
        for name in (duty.display_name, duty.record_name):
            self.assertNotIn(self.medicine.name, name)
            self.assertNotIn("Nurse", name)
        self.assertIn(self.medicine.name, duty.with_user(self.leader).title)

    def test_nobody_confirms_his_own(self):
        for user in (self.nurse, self.leader):
            entry = self._claim(user)
            with self.assertRaises(AccessError):
                entry.action_confirm()
            with self.assertRaises(UserError):
                entry.write({"state": "confirmed"})
        own = self._claim(self.leader, self.passed)
        self.assertEqual(self._duties(own).user_id, self.head)
        own.with_user(self.head).action_confirm()

    def test_colleagues_and_leaders_of_other_units_do_not_confirm(self):
        entry = self._claim(self.nurse)
        for user in (self.aide, self.team, self.manager, self.stranger):
            with self.assertRaises(AccessError, msg=user.login):
                entry.with_user(user).action_confirm()

    def test_it_begins_as_claimed_whatever_is_sent(self):
        values = self._entry_values(self.person[self.nurse])
        entries = self.env["hr.employee.skill"].with_user(self.nurse)
        with self.assertRaises(UserError):
            entries.create({**values, "state": "confirmed"})
        with self.assertRaises(UserError):
            entries.create({**values, "date_confirmed": "2026-01-01"})
        entry = entries.with_context(default_state="confirmed").create(values)
        self.assertEqual(entry.state, "claimed")

    def test_what_was_confirmed_changes_by_a_new_entry_only(self):
        entry = self._confirmed(self.nurse)
        officer = self._new_user("officer", "hr.group_hr_user")
        for user in (self.nurse, self.leader, officer, self.env.user):
            for record in (entry.with_user(user), entry.with_user(user).sudo()):
                with self.assertRaises(UserError):
                    record.write({"skill_level_id": self.expert.id})
                with self.assertRaises(UserError):
                    record.write({"valid_to": "2030-01-01"})
                with self.assertRaises(UserError):
                    record.unlink()
        new = self._claim(self.nurse, self.expert, valid_from="2026-02-01")
        self.assertEqual(self._in_force(self.nurse), self.practised)
        new.with_user(self.leader).action_confirm()
        self.assertEqual(self._in_force(self.nurse), self.expert)
        self.assertEqual(self._in_force(self.nurse, "2026-01-31"), self.practised)

    def test_an_entry_of_the_same_day_is_replaced_whole(self):
        old = self._confirmed(self.nurse)
        new = self._claim(self.nurse, self.expert)
        new.with_user(self.leader).action_confirm()
        self.assertEqual(old.state, "withdrawn")
        self.assertEqual(self._in_force(self.nurse), self.expert)
        self.assertEqual(self._decisions(old)[-1:].verb, "withdraw")

    def test_what_was_long_ago_leaves_what_holds_now(self):
        current = self._confirmed(self.nurse, valid_from="2025-01-01")
        past = {"valid_from": "2020-01-01", "valid_to": "2022-12-31"}
        self._confirmed(self.nurse, self.beginner, **past)
        self.assertEqual((current.state, current.valid_to), ("confirmed", False))
        self.assertEqual(self._in_force(self.nurse), self.practised)
        self.assertEqual(self._in_force(self.nurse, "2021-06-01"), self.beginner)

    def test_every_entry_begins_on_a_day(self):
        entry = self._claim(self.nurse, valid_from=False)
        self.assertEqual(str(entry.valid_from), "2026-03-02")
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            entry.valid_from = False
            self.env.flush_all()

    def test_the_file_itself_is_decided_on_whatever_the_context(self):
        entry = self._claim(self.nurse, self.passed)
        entry.certificate_file = b"cGRm"
        self.env.flush_all()
        content = entry._decision_contents()
        for name in ("bin_size", "bin_size_certificate_file"):
            self.env.invalidate_all()
            sized = entry.with_context(**{name: True})
            self.assertEqual(sized._decision_contents(), content, name)

    def test_an_entry_through_the_employees_form_ends_nothing_confirmed(self):
        old = self._confirmed(self.nurse)
        officer = self._new_user("officer", "hr.group_hr_user")
        person = self.person[self.nurse].with_user(officer)
        values = self._entry_values(person, self.expert, valid_from="2026-03-02")
        person.write({"current_employee_skill_ids": [(0, 0, values)]})
        self.assertFalse(old.valid_to)
        self.assertEqual(
            sorted(person.employee_skill_ids.mapped("state")), ["claimed", "confirmed"]
        )
        person.write({"current_employee_skill_ids": [(2, old.id, 0)]})
        self.assertTrue(old.exists())

    def test_two_claims_of_one_skill_are_refused_as_in_core(self):
        self._claim(self.nurse)
        with self.assertRaises(UserError):
            self._claim(self.nurse, self.expert)

    def test_certificates_stand_side_by_side(self):
        dates = [("2024-02-29", "2026-02-28"), ("2026-01-01", "2028-02-29")]
        entries = [
            self._confirmed(self.nurse, self.passed, valid_from=start, valid_to=end)
            for start, end in dates
        ]
        self.assertEqual({entry.state for entry in entries}, {"confirmed"})

    def test_what_nobody_decided_on_is_taken_back(self):
        entry = self._claim(self.nurse)
        entry.write({"skill_level_id": self.expert.id})
        duty = self._duties(entry)
        entry.unlink()
        self.assertEqual(duty.state, "done")

    def test_refusing_and_withdrawing_need_a_reason(self):
        entry = self._claim(self.nurse).with_user(self.leader)
        self.assertEqual(entry.action_refuse()["res_model"], "qms.reason")
        entry.action_refuse("No proof")
        self.assertEqual(entry.state, "refused")
        with self.assertRaises(UserError):
            entry.unlink()
        other = self._confirmed(self.nurse, self.passed).with_user(self.leader)
        other.action_withdraw("Taken away by the issuer")
        self.assertEqual(other.state, "withdrawn")

    def test_the_leader_enters_it_for_who_has_no_login(self):
        cleaner = self.env["hr.employee"].create(
            {
                "name": "Cleaner",
                "department_id": self.home_care.id,
                "company_id": self.company.id,
            }
        )
        entries = self.env["hr.employee.skill"].with_user(self.leader)
        entry = entries.create(self._entry_values(cleaner))
        entry.action_confirm()
        self.assertEqual(entry.state, "confirmed")
        with self.assertRaises(AccessError):
            entries.create(self._entry_values(self.person[self.head]))

    def test_nobody_enters_it_for_a_colleague(self):
        entries = self.env["hr.employee.skill"].with_user(self.nurse)
        with self.assertRaises(AccessError):
            entries.create(self._entry_values(self.person[self.aide]))
        own = self._claim(self.nurse)
        with self.assertRaises(AccessError):
            own.write({"employee_id": self.person[self.aide].id})

    def test_resume_lines_are_confirmed_the_same_way(self):
        line = self.env["hr.resume.line"].with_user(self.nurse)
        line = line.create({"name": "Nurse", "date_start": "2010-01-01"})
        self.assertEqual(line.employee_id.id, self.person[self.nurse].id)
        line.with_user(self.leader).action_confirm()
        with self.assertRaises(UserError):
            line.write({"name": "Doctor"})
        line.with_user(self.leader).action_withdraw("Another person's")

    def test_whoever_leads_now_confirms(self):
        entry = self._claim(self.nurse)
        self.person[self.nurse].department_id = self.administration
        self.assertEqual(self._duties(entry).user_id, self.director)
        with self.assertRaises(AccessError):
            entry.with_user(self.leader).action_confirm()
        entry.with_user(self.director).action_confirm()

    def test_who_left_keeps_what_was_confirmed(self):
        entry = self._confirmed(self.nurse)
        self.person[self.nurse].action_archive()
        self.assertEqual(entry.state, "confirmed")
        self.assertEqual(len(self._decisions(entry)), 1)
        with self.assertRaises(UserError):
            self.person[self.nurse].unlink()

    def test_what_a_decision_names_is_not_deleted(self):
        self._confirmed(self.nurse)
        for record in (self.medicine, self.practised, self.skill_type):
            with self.assertRaises(UserError, msg=str(record)):
                record.unlink()
        self.certificate_type.unlink()

    def test_the_check_of_the_decisions_finds_nothing(self):
        self._confirmed(self.nurse)
        self._claim(self.aide)
        problems = self.env["qms.decision.check"]._run()[1]
        self.assertFalse([p for p in problems if "skill" in p.lower()])

    def test_many_are_confirmed_in_few_statements(self):
        people = self.env["hr.employee"].create(
            [
                {
                    "name": f"Person {number}",
                    "department_id": self.home_care.id,
                    "company_id": self.company.id,
                }
                for number in range(60)
            ]
        )
        entries = self.env["hr.employee.skill"].with_user(self.leader)
        entries = entries.create([self._entry_values(person) for person in people])
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        entries.action_confirm()
        self.env.flush_all()
        self.assertLess(self.env.cr.sql_log_count - before, 90)
