from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .requirement_common import RequirementCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestExpiry(RequirementCase):
    """Before a certificate ends, its holder and his leader are asked to renew it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.entry = cls._confirmed(cls.nurse, cls.passed, valid_to="2026-04-30")

    def _ask(self, day="2026-03-02"):
        self._night("qms_competence.ir_cron_renewal", day)

    def _owed(self, entry=None):
        duties = self._duties(entry or self.entry)
        return {(duty.verb, duty.user_id, str(duty.date_deadline)) for duty in duties}

    def _both(self, day="2026-04-30"):
        return {("renew", self.nurse, day), ("see_renewed", self.leader, day)}

    def test_both_are_asked_once_however_often_it_runs(self):
        self._ask("2026-01-29")
        self.assertFalse(self._owed())
        self._ask("2026-01-30")
        self.assertEqual(self._owed(), self._both())
        before = self.env["qms.duty"].search_count([])
        self._ask("2026-02-02")
        self._ask()
        self.assertEqual(self.env["qms.duty"].search_count([]), before)
        [duty] = self._duties(self.entry).filtered(lambda d: d.verb == "renew")
        self.assertNotIn(self.first_aid.name, duty.display_name)
        self.assertIn(self.first_aid.name, duty.with_user(self.nurse).title)

    def test_a_day_on_which_it_did_not_run_is_caught_up(self):
        self._ask("2026-04-29")
        self.assertEqual(self._owed(), self._both())

    def test_the_days_ahead_are_the_companys(self):
        self.company.qms_competence_soon_days = 10
        self._ask("2026-04-19")
        self.assertFalse(self._owed())
        self._ask("2026-04-20")
        self.assertTrue(self._owed())

    def test_what_is_renewed_is_no_longer_asked_for(self):
        self._ask()
        new = self._claim(
            self.nurse, self.passed, valid_from="2026-05-01", valid_to="2028-04-30"
        )
        self.assertEqual(self._owed(), self._both())
        new.with_user(self.leader).action_confirm()
        self.assertFalse(self._owed())
        new.with_user(self.leader).action_withdraw("It was a copy")
        self.assertEqual(self._owed(), self._both())

    def test_only_one_that_follows_without_a_gap_and_is_as_good_carries_on(self):
        self._confirmed(
            self.nurse, self.passed, valid_from="2026-05-02", valid_to="2028-04-30"
        )
        ends = {"valid_to": "2026-04-30"}
        weaker = self._confirmed(self.nurse, self.practised, **ends)
        self._confirmed(self.nurse, self.beginner, valid_from="2026-05-01")
        self._ask()
        self.assertEqual(self._owed(), self._both())
        self.assertEqual(self._owed(weaker), self._both())

    def test_overlapping_certificates_ask_for_the_last_one_alone(self):
        longer = self._confirmed(self.nurse, self.passed, valid_to="2026-05-29")
        self._ask()
        self.assertFalse(self._owed())
        self.assertEqual(self._owed(longer), self._both("2026-05-29"))

    def test_after_its_day_only_what_is_required_is_asked_for(self):
        self._ask()
        self._night("qms.ir_cron_resync_duties", "2026-05-04")
        self.assertFalse(self._owed())
        other = self._confirmed(self.nurse, self.passed, valid_to="2026-05-01")
        self._require(self.passed)
        self._ask()
        self._night("qms.ir_cron_resync_duties", "2026-05-04")
        self.assertEqual(self._owed(other), self._both("2026-05-01"))

    def test_one_that_ends_on_a_leap_day(self):
        leap = self._confirmed(self.aide, self.passed, valid_to="2028-02-29")
        self.company.qms_competence_soon_days = 1
        self._ask("2028-02-27")
        self.assertFalse(self._owed(leap))
        self._ask("2028-02-28")
        self.assertEqual(len(self._owed(leap)), 2)
        new = self._claim(self.aide, self.passed, valid_from="2028-03-01")
        new.with_user(self.leader).action_confirm()
        self.assertFalse(self._owed(leap))

    def test_who_has_no_login_is_asked_through_his_leader(self):
        person = self.env["hr.employee"].create(
            {
                "name": "Cleaner",
                "department_id": self.home_care.id,
                "company_id": self.company.id,
            }
        )
        values = self._entry_values(person, self.passed, valid_to="2026-04-30")
        entry = self.env["hr.employee.skill"].with_user(self.leader).create(values)
        entry.action_confirm()
        self._ask()
        self.assertEqual(
            self._owed(entry), {("see_renewed", self.leader, "2026-04-30")}
        )

    def test_a_leaders_own_is_seen_to_by_the_one_above(self):
        entry = self._confirmed(
            self.leader, self.passed, by=self.head, valid_to="2026-04-30"
        )
        self._ask()
        self.assertIn(("see_renewed", self.head, "2026-04-30"), self._owed(entry))

    def test_who_moves_is_followed_and_who_leaves_is_asked_nothing(self):
        self._ask()
        self.person[self.nurse].department_id = self.care
        self.assertIn(("see_renewed", self.head, "2026-04-30"), self._owed())
        self.person[self.nurse].active = False
        self.assertFalse(self._owed())

    def test_what_is_not_confirmed_or_of_an_archived_kind_is_not_asked_for(self):
        claimed = self._claim(self.aide, self.passed, valid_to="2026-04-30")
        self.certificate_type.active = False
        self._ask()
        self.assertFalse(self._owed())
        self.assertEqual([verb for verb, _u, _d in self._owed(claimed)], ["confirm"])

    def test_nobody_says_by_hand_that_it_was_asked(self):
        with self.assertRaises(UserError):
            self.entry.sudo().date_renew_asked = "2026-03-02"

    def test_many_in_few_statements(self):
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
        entries = self.env["hr.employee.skill"].create(
            [
                self._entry_values(person, self.passed, valid_to="2026-04-30")
                for person in people
            ]
        )
        entries.with_user(self.leader).action_confirm()
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        entries._ask_renewal(self.company)
        self.env.flush_all()
        self.assertLess(self.env.cr.sql_log_count - before, 120)
        self.assertEqual(len(self._duties_of(entries)), 60)

    def _duties_of(self, entries):
        asked = [("res_model", "=", entries._name), ("res_id", "in", entries.ids)]
        return self.env["qms.duty"].search([*asked, ("verb", "=", "see_renewed")])
