from odoo import fields
from odoo.tests import Form, freeze_time, tagged

from .law_common import LawCase


@freeze_time("2026-03-02 09:00:00")
@tagged("post_install", "-at_install", "qms")
class TestLawReaders(LawCase):
    """Whom a law concerns, when they read it, and who is told how many have."""

    def _shares(self, law, user):
        rounds = law.sudo().reading_round_ids.with_user(user).sudo()
        return {row["unit"]: row["asked"] for row in rounds._get_share()}

    def test_units_of_fewer_than_five_are_told_to_who_may_see_persons_alone(self):
        kitchen = self._new_unit("Kitchen", None, self.home_care)
        school = self._new_unit("School", None, self.care)
        for number in range(3):
            self._new_worker(f"Baker {number}", kitchen)
        for number in range(9):
            self._new_worker(f"Teacher {number}", school)
        law = self._law(unit_ids=(self.home_care | school).ids)
        law.action_assign()
        self._say(law, self.nurse)
        self._say(law, self.head)
        whole = {"Home care": 5, "Kitchen": 3, "School": 9, "": 17}
        self.assertEqual(self._shares(law, self.manager), whole)
        # that of the next smallest would tell the small one's
        few = whole | {"Home care": None, "Kitchen": None}
        self.assertEqual(self._shares(law, self.team), few)
        own = whole | {"School": 9}
        self.assertEqual(self._shares(law, self.leader), own)
        self.assertEqual(self._shares(law, self.stranger), few)

    def test_a_sum_of_too_few_is_not_told(self):
        kitchen = self._new_unit("Kitchen", None, self.home_care)
        garden = self._new_unit("Garden", None, self.home_care)
        for name, unit in (("Baker", kitchen), ("Gardener", garden)):
            self._new_worker(name, unit)
            self._new_worker(f"Second {name}", unit)
        law = self._law(unit_ids=(kitchen | garden).ids)
        law.action_assign()
        self._say(law, self.nurse)
        self._say(law, self.head)
        nothing = {"Kitchen": None, "Garden": None, "": None}
        self.assertEqual(self._shares(law, self.team), nothing)
        self.assertEqual(self._shares(law, self.manager)[""], 4)

    def test_who_is_on_leave_reads_on_return(self):
        law = self._sent()
        reading = self._readings(law).filtered(
            lambda row: row.employee_id == self._employee(self.aide)
        )
        self.assertEqual(str(reading.date_deadline), "2026-03-30")
        self.env["qms.absence"].create(
            {
                "user_id": self.aide.id,
                "date_from": "2026-03-09",
                "date_to": "2026-05-08",
            }
        )
        for day in ("2026-03-29 00:15", "2026-05-08 00:15"):
            with freeze_time(day), self.enter_registry_test_mode():
                self.env.ref("qms.ir_cron_follow_readings").method_direct_trigger()
        self.env.invalidate_all()
        duty = self._duties(reading)
        # five working days after a Friday, with Ascension Day among them
        self.assertEqual(str(duty.date_deadline), "2026-05-18")
        self.assertEqual(duty.user_id, self.aide)

    def test_not_read_by_its_day_reminds_and_goes_to_the_leader(self):
        self.company.qms_escalate_days = 5
        law = self._sent()
        reading = self._readings(law).filtered(
            lambda row: row.employee_id == self._employee(self.aide)
        )
        duty = self._duties(reading)
        with freeze_time("2026-03-31 05:00:00"):
            people = self.env["qms.daily.list"]._of_company(
                self.company, fields.Date.today()
            )
            self.assertIn(duty, people[self.aide])
        with freeze_time("2026-04-13 05:00:00"):
            duty.sudo()._pass_up(self.company)
        self.assertEqual(duty.escalation_user_id, self.leader)

    def test_by_process_its_owner_says_it_and_its_units_read_it(self):
        law = self.env["qms.law.update"].with_user(self.manager)
        with Form(law.with_company(self.company)) as form:
            form.name = "Regulation on bees"
            form.reference = "R-9"
            with form.effect_ids.new() as line:
                line.process_id = self.processes[1]
                self.assertEqual(line.user_id, self.head)
        law = form.record
        self.assertEqual(law.unit_ids, self.home_care)
        law.action_assign()
        self.assertEqual(self._duties(law).user_id, self.head)
