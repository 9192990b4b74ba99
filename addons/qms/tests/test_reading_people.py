from odoo import Command
from odoo.tests import freeze_time, tagged

from .reading_common import ReadingCase


@freeze_time("2026-03-02 09:00:00")
@tagged("post_install", "-at_install", "qms")
class TestReadingFollows(ReadingCase):
    """Who must read follows people and units, whatever way they change."""

    def _reading(self, notice, person):
        reading = self._readings(notice, person)
        self.assertEqual(len(reading), 1)
        return reading

    def test_who_joins_later_is_asked_with_time_to_read(self):
        notice = self._sent()
        with freeze_time("2026-03-12 09:00:00"):
            self._new_worker("Temp")
            reading = self._reading(
                notice, self.env["hr.employee"].new({"name": "Temp"})
            )
        # five working days after the 12th, a Thursday; the others had until the 16th
        self.assertEqual(str(reading.date_deadline), "2026-03-19")
        self.assertEqual(reading.state, "open")

    def test_who_is_moved_in_is_asked_and_who_moves_out_no_longer(self):
        notice = self._sent()
        team, nurse = self._employee(self.team), self._employee(self.nurse)
        team.department_id = self.home_care
        nurse.department_id = self.administration
        self.assertEqual(self._asked(notice), ["Aide", "Cleaner", "Cook", "Team"])
        lapsed = self._reading(notice, nurse)
        self.assertEqual(lapsed.state, "lapsed")
        self.assertFalse(self._duties(lapsed))
        self.assertFalse(notice.with_user(self.nurse).has_access("read"))
        self.assertTrue(notice.with_user(self.team).has_access("read"))
        nurse.department_id = self.home_care
        self.assertEqual(lapsed.state, "open")
        self.assertEqual(self._duties(lapsed).user_id, self.nurse)

    def test_who_has_read_it_has_read_it_wherever_he_works(self):
        notice = self._sent()
        notice.with_user(self.nurse).action_read()
        nurse = self._employee(self.nurse)
        nurse.department_id = self.administration
        nurse.department_id = self.home_care
        reading = self._reading(notice, nurse)
        self.assertEqual(
            (reading.state, reading.department_id), ("read", self.home_care)
        )

    def test_an_archived_employee_owes_nothing_and_nobody_inherits_it(self):
        notice = self._sent()
        reading = self._reading(notice, self.nurse)
        self._employee(self.nurse).action_archive()
        self.assertEqual(reading.state, "lapsed")
        self.assertFalse(self._duties(reading))
        self._employee(self.aide).user_id.action_archive()
        kept = self._reading(notice, self.aide)
        # still employed: he owes it by name, it stands with his leader
        self.assertEqual(self._duties(kept).employee_id.name, "Aide")
        self.assertEqual(self._activities(kept).user_id, self.leader)

    def test_a_deleted_employee_leaves_no_row_duty_or_activity(self):
        notice = self._sent()
        for person in (self._employee(self.nurse), self.cleaner):
            reading = self._reading(notice, person)
            duty, activity = self._duties(reading), self._activities(reading)
            self.assertTrue(duty and activity)
            person.unlink()
            self.assertFalse(reading.exists())
            self.assertFalse(activity.exists())
            self.assertFalse(duty.exists().filtered(lambda d: d.state == "open"))

    def test_another_company_s_people_are_never_asked(self):
        notice = self._sent()
        stranger = self._employee(self.stranger)
        self.assertNotIn("Stranger", self._asked(notice))
        nurse = self._employee(self.nurse)
        nurse.write({"company_id": self.other_company.id, "department_id": False})
        self.assertNotIn("Nurse", self._asked(notice))
        self.assertFalse(stranger.department_id)

    def test_a_unit_that_comes_below_is_asked(self):
        notice = self._sent()
        kitchen = self._new_unit("Kitchen", None, self.administration)
        baker = self._new_worker("Baker", kitchen)
        self.assertFalse(self._readings(notice, baker))
        kitchen.parent_id = self.home_care
        self.assertEqual(self._reading(notice, baker).state, "open")
        kitchen.parent_id = self.administration
        self.assertEqual(self._reading(notice, baker).state, "lapsed")

    def test_a_merged_unit_takes_what_must_be_read_along(self):
        kitchen = self._new_unit("Kitchen", None, self.care)
        baker = self._new_worker("Baker", kitchen)
        notice = self._sent(self.head, unit_ids=kitchen.ids)
        self.env["qms.unit.change"].with_user(self.manager).create(
            {
                "kind": "merge",
                "source_ids": [Command.set(kitchen.ids)],
                "target_id": self.home_care.id,
                "company_id": self.company.id,
                "reason": "Budget",
            }
        ).action_order()
        self.assertFalse(kitchen.active)
        self.assertEqual(notice.unit_ids, self.home_care)
        self.assertEqual(self._reading(notice, baker).department_id, self.home_care)
        self.assertIn("Nurse", self._asked(notice))

    def test_who_goes_to_a_new_unit_still_reads_it(self):
        notice = self._sent()
        employee = self._employee(self.nurse)
        change = self.env["qms.unit.change"].with_user(self.manager)
        change.create(
            {
                "kind": "split",
                "source_ids": [Command.set(self.home_care.ids)],
                "new_name": "Evening care",
                "employee_ids": [Command.set(employee.ids)],
                "company_id": self.company.id,
                "reason": "Grown",
            }
        ).action_order()
        reading = self._reading(notice, self.nurse)
        self.assertEqual(reading.state, "open")
        self.assertEqual(reading.department_id.name, "Evening care")

    def test_the_responsible_hands_his_notices_on(self):
        notice = self._sent()
        succession = self.env["qms.succession"].with_user(self.manager)
        succession.create(
            {
                "user_id": self.leader.id,
                "heir_id": self.head.id,
                "company_id": self.company.id,
                "reason": "New job",
            }
        ).action_order()
        self.assertEqual(notice.sudo().owner_id, self.head)

    # ------------------------------------------------------------
    # Away
    # ------------------------------------------------------------

    def _away(self, user, start, end):
        self.env["qms.absence"].create(
            {"user_id": user.id, "date_from": start, "date_to": end}
        )

    def _night(self):
        with self.enter_registry_test_mode():
            self.env.ref("qms.ir_cron_follow_readings").method_direct_trigger()
        self.env.invalidate_all()

    def test_who_is_away_reads_when_he_is_back(self):
        notice = self._sent()
        self._away(self.nurse, "2026-03-09", "2026-04-10")
        for day in ("2026-03-15 00:15", "2026-04-10 00:15"):
            with freeze_time(day):
                self._night()
        reading = self._reading(notice, self.nurse)
        # five working days after the 10th of April, a Friday
        self.assertEqual(str(reading.date_deadline), "2026-04-17")
        self.assertEqual(str(self._duties(reading).date_deadline), "2026-04-17")
        with freeze_time("2026-04-13 00:15"):
            self._night()
        self.assertEqual(str(reading.date_deadline), "2026-04-17")
        other = self._reading(notice, self.aide)
        self.assertEqual(str(other.date_deadline), "2026-03-16")

    def test_nobody_reads_for_another_so_no_deputy_is_told(self):
        notice = self._sent()
        self._away(self.nurse, "2026-03-02", "2026-03-20")
        self.env["qms.deputy"].create(
            {
                "user_id": self.nurse.id,
                "deputy_id": self.aide.id,
                "date_from": "2026-03-01",
                "date_to": "2026-03-31",
                "company_id": self.company.id,
            }
        )
        duty = self._duties(self._reading(notice, self.nurse))
        people = self.env["qms.daily.list"]._of_company(
            self.company, duty.date_deadline
        )
        told = {user.login for user, duties in people.items() if duty in duties}
        self.assertFalse(told)
        late = duty.date_deadline.replace(day=19)
        with freeze_time(f"{late} 05:00:00"):
            duty.sudo()._pass_up(self.company)
        self.assertFalse(duty.escalation_user_id)

    def test_changes_past_the_application_are_seen_at_night(self):
        notice = self._sent()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE hr_version SET department_id = %s WHERE employee_id = %s",
            [self.administration.id, self.cook.id],
        )
        self.env.invalidate_all()
        self._night()
        self.assertEqual(self._reading(notice, self.cook).state, "lapsed")
