from datetime import date

from odoo import Command
from odoo.tests import freeze_time, tagged

from odoo.addons.qms.tools.people import People

from .test_daily_list import MONDAY, DailyListCase

WEDNESDAY, THURSDAY = "2026-03-04", "2026-03-05"
SATURDAY, SUNDAY = "2026-03-07", "2026-03-08"


class DayOffCase(DailyListCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.qms_escalate_days = 0

    @classmethod
    def _hours(cls, *weekdays, **kwargs):
        """Working hours on these days, Monday being 0."""
        return cls.env["resource.calendar"].create(
            {
                "name": "Part time",
                "company_id": cls.company.id,
                "attendance_ids": [Command.clear()]
                + [Command.create(cls._line(weekday)) for weekday in weekdays],
                **kwargs,
            }
        )

    @classmethod
    def _line(cls, weekday, **kwargs):
        return {
            "name": "Morning",
            "dayofweek": str(weekday),
            "day_period": "morning",
            "hour_from": 8,
            "hour_to": 12,
            **kwargs,
        }

    @classmethod
    def _employee(cls, user, company=None):
        company = company or cls.company
        return cls.env["hr.employee"].search(
            [("user_id", "=", user.id), ("company_id", "=", company.id)]
        )

    @classmethod
    def _works(cls, user, *weekdays, **kwargs):
        hours = cls._hours(*weekdays, **kwargs)
        cls._employee(user).resource_calendar_id = hours
        return hours


@tagged("post_install", "-at_install", "qms")
@freeze_time(MONDAY)
class TestDayOff(DayOffCase):
    """Nobody is reminded on a day off by the own working hours."""

    def test_who_is_off_on_wednesdays_is_told_the_next_working_day(self):
        self._works(self.aide, 0, 1, 3, 4)
        self._open_action(date(2026, 3, 2))
        self.assertIn("qms_aide", self._run("2026-03-03"))
        self.assertFalse(self._run(WEDNESDAY))
        self.assertIn("qms_aide", self._run(THURSDAY))

    def test_who_works_once_a_week_is_told_a_week_before(self):
        """On Thursdays only: of what is due before he could be told in time again."""
        self._works(self.aide, 3)
        self._open_action(date(2026, 3, 12))
        self._open_action(date(2026, 3, 12), owner_id=self.nurse.id)
        self.assertEqual(set(self._run(THURSDAY)), {"qms_aide"})
        self.assertEqual(set(self._run("2026-03-10")), {"qms_nurse"})

    def test_without_days_ahead_what_is_due_on_the_next_day_of_work_waits(self):
        self.company.qms_remind_days = 0
        self._open_action(date(2026, 3, 9))
        self._works(self.nurse, 3)
        self._open_action(date(2026, 3, 11), owner_id=self.nurse.id)
        self.assertEqual(set(self._run(THURSDAY)), {"qms_nurse"})
        self.assertFalse(self._run("2026-03-06"))
        self.assertEqual(set(self._run("2026-03-09")), {"qms_aide"})

    def test_what_he_can_be_told_of_in_time_later_waits(self):
        self._works(self.aide, 3)
        self._open_action(date(2026, 3, 17))
        self.assertFalse(self._run(THURSDAY))
        self.assertTrue(self._run("2026-03-12"))

    def test_before_closing_days_no_more_is_told_than_before_a_weekend(self):
        self._open_action(date(2026, 4, 9))
        told = {day: bool(self._run(day)) for day in ("2026-03-31", "2026-04-01")}
        self.assertEqual(list(told.values()), [False, False])
        self.assertTrue(self._run("2026-04-07"))

    def test_a_colleague_with_other_hours_is_told(self):
        self._works(self.aide, 0, 1, 3, 4)
        self._works(self.nurse, 2)
        self._open_action(date(2026, 3, 2))
        self._open_action(date(2026, 3, 2), owner_id=self.nurse.id)
        self.assertEqual(set(self._run(WEDNESDAY)), {"qms_nurse"})

    def test_who_works_at_the_weekend_is_told_there(self):
        self._works(self.aide, 5)
        self._open_action(date(2026, 3, 2))
        self._open_action(date(2026, 3, 2), owner_id=self.nurse.id)
        self.assertEqual(set(self._run("2026-03-06")), {"qms_nurse"})
        self.assertEqual(set(self._run(SATURDAY)), {"qms_aide"})
        self.assertFalse(self._run(SUNDAY))

    def test_a_holiday_is_free_whatever_the_hours_say(self):
        self._works(self.aide, *range(7))
        self._open_action(date(2026, 3, 2))
        self.assertIn("qms_aide", self._run("2026-04-04"))
        for holiday in ("2026-04-03", "2026-04-05", "2026-04-06"):
            self.assertFalse(self._run(holiday), holiday)

    def test_a_swedish_sunday_alone_is_no_holiday(self):
        self.company.country_id = self.env.ref("base.se")
        self._works(self.aide, 6)
        self._open_action(date(2026, 3, 2))
        self.assertIn("qms_aide", self._run(SUNDAY))
        self.assertFalse(self._run("2026-04-05"), "Easter Sunday")

    def test_in_closing_weeks_nobody_is_told(self):
        self._works(self.aide, *range(7))
        self._open_action(date(2026, 3, 2))
        self.env["qms.closing.day"].create(
            {
                "name": "Winter holiday",
                "company_id": self.company.id,
                "date_from": "2026-03-07",
                "date_to": "2026-03-15",
            }
        )
        for day in (SATURDAY, "2026-03-11", "2026-03-15"):
            self.assertFalse(self._run(day), day)
        self.assertIn("qms_aide", self._run("2026-03-16"))

    def test_the_other_company_is_open_meanwhile(self):
        self.env["qms.closing.day"].create(
            {
                "name": "Closed here",
                "company_id": self.company.id,
                "date_from": MONDAY,
                "date_to": "2026-03-06",
            }
        )
        duty = self._duties(self._open_action(date(2026, 3, 2)))
        duty.copy({"company_id": self.other_company.id, "user_id": self.stranger.id})
        self.assertEqual(set(self._run(WEDNESDAY)), {"qms_stranger"})

    def test_hours_without_days_leave_the_companys_days(self):
        flexible = self._works(self.aide, 0, 1)
        flexible.flexible_hours = True
        self._employee(self.nurse).resource_calendar_id = False
        self._open_action(date(2026, 3, 2))
        self._open_action(date(2026, 3, 2), owner_id=self.nurse.id)
        both = {"qms_aide", "qms_nurse"}
        self.assertEqual(set(self._run(WEDNESDAY)), both)
        self.assertFalse(self._run(SATURDAY))
        self.assertEqual(set(self._run("2026-03-09")), both)

    def test_who_is_no_employee_works_on_weekdays(self):
        person = self._new_user("person")
        self._open_action(date(2026, 3, 2), owner_id=person.id)
        self.assertEqual(set(self._run(WEDNESDAY)), {"qms_person"})
        self.assertFalse(self._run(SATURDAY))

    def test_every_other_week(self):
        """Monday in the first week, Tuesday in the second."""
        hours = self._works(self.aide, two_weeks_calendar=True)
        week = hours.attendance_ids.get_week_type(date(2026, 3, 2))
        section = {"display_type": "line_section", "hour_from": 0, "hour_to": 0}
        hours.attendance_ids = [
            Command.clear(),
            Command.create(self._line(0, week_type="0", **section)),
            Command.create(self._line(0, week_type="1", **section)),
            Command.create(self._line(0, week_type=str(week))),
            Command.create(self._line(1, week_type=str(1 - week))),
        ]
        self._open_action(date(2026, 3, 2))
        told = {
            day: bool(self._run(day))
            for day in ("2026-03-02", "2026-03-03", "2026-03-09", "2026-03-10")
        }
        self.assertEqual(list(told.values()), [True, False, False, True])

    def test_hours_at_another_company_count_where_there_are_none_here(self):
        self.stranger.company_ids += self.company
        elsewhere = self._hours(2, company_id=self.other_company.id)
        self._employee(
            self.stranger, self.other_company
        ).resource_calendar_id = elsewhere
        self._open_action(date(2026, 3, 2), owner_id=self.stranger.id)
        self.assertFalse(self._run("2026-03-03"))
        self.assertEqual(set(self._run(WEDNESDAY)), {"qms_stranger"})
        here = self._new_employee(
            self.stranger, self.home_care, company_id=self.company.id
        )
        here.resource_calendar_id = self._hours(3)
        self.assertFalse(self._run("2026-03-11"))
        self.assertEqual(set(self._run("2026-03-12")), {"qms_stranger"})

    def test_who_it_was_passed_up_to_is_told_on_a_working_day(self):
        self.company.qms_escalate_days = 5
        self._works(self.leader, 1, 2, 3)
        self._open_action(date(2026, 3, 2))
        self.assertEqual(set(self._run("2026-03-09")), {"qms_aide"})
        self.assertEqual(set(self._run("2026-03-10")), {"qms_aide", "qms_leader"})

    def test_for_who_has_no_login_the_leader_is_told_when_he_works(self):
        self._works(self.leader, 3)
        duty = self._duties(self._open_action(date(2026, 3, 2)))
        cleaner = self.env["hr.employee"].create(
            {"name": "Cleaner", "department_id": self.home_care.id}
        )
        duty.write({"user_id": False, "employee_id": cleaner.id})
        self.assertFalse(self._run(WEDNESDAY))
        self.assertEqual(set(self._run(THURSDAY)), {"qms_leader"})

    def test_a_day_off_passes_nothing_on(self):
        """The deputy stands in for who is away, not for who is off on Wednesdays."""
        self._works(self.leader, 0, 1, 3, 4)
        action = self._new_action(owner_id=self.nurse.id)
        action.action_submit()
        self._deputy(self.leader, self.aide)
        with freeze_time(WEDNESDAY):
            duty = self._duties(action)
            duty._resync(duty)
        self.assertEqual(self._duties(action).user_id, self.leader)

    def _deputy(self, user, deputy):
        return self.env["qms.deputy"].create(
            {
                "user_id": user.id,
                "deputy_id": deputy.id,
                "date_from": MONDAY,
                "date_to": "2026-03-13",
                "company_id": self.company.id,
            }
        )

    def test_of_two_deputies_the_one_who_works_is_told(self):
        self._open_action(date(2026, 3, 2))
        self._away(self.aide, MONDAY, "2026-03-13")
        self._deputy(self.aide, self.nurse)
        self._deputy(self.aide, self.leader)
        self._works(self.nurse, 0, 1)
        self.assertEqual(set(self._run("2026-03-03")), {"qms_nurse"})
        self.assertEqual(set(self._run(WEDNESDAY)), {"qms_leader"})
        self._works(self.leader, 3)
        self.assertFalse(self._run("2026-03-06"))

    def test_what_the_system_passes_on_is_mailed_on_a_working_day(self):
        action = self._new_action(owner_id=self.nurse.id)
        action.action_submit()
        duty = self._duties(action).with_user(self.env.ref("base.user_root"))
        self._works(self.leader, 0, 1, 3, 4)
        for day, mailed in ((WEDNESDAY, False), (THURSDAY, True)):
            with freeze_time(day):
                self.assertEqual(bool(duty.sudo()._on_a_workday()), mailed, day)

    def test_many_persons_cost_no_more_statements_than_one(self):
        users = self.aide.union(*(self._new_user(f"p{n}") for n in range(20)))
        for user in users - self.aide:
            self._new_employee(user, self.home_care)
            self._works(user, 0, 2)
        spent = []
        for group in (self.aide, users):
            self.env.flush_all()
            self.env.invalidate_all()
            people = People(self.env, date(2026, 3, 3))
            company = self.company.with_env(people.env)
            company._qms_is_closed(people.date)
            before = self.env.cr.sql_log_count
            people.working(group.with_env(people.env), company)
            spent.append(self.env.cr.sql_log_count - before)
        self.assertEqual(spent[0], spent[1])
