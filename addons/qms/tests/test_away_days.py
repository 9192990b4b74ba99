from datetime import date

from odoo import Command
from odoo.tests import freeze_time, tagged

from odoo.addons.qms.tools.people import People

from .common import QmsCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestAwayDays(QmsCase):
    """Away and at work over a period: the same as asked day by day."""

    FIRST, LAST = date(2026, 3, 1), date(2026, 3, 31)

    def _days(self):
        return [date(2026, 3, day) for day in range(1, 32)]

    def _assert_as_day_by_day(self, users):
        away = users._qms_away_days(self.FIRST, self.LAST)
        for day in self._days():
            with self.subTest(day=day):
                one_by_one = set(users._qms_away(day).ids)
                self.assertEqual(
                    {u for u, days in away.items() if day in days}, one_by_one
                )

    def test_absences_that_were_noted(self):
        self.env["qms.absence"].create(
            [
                {
                    "user_id": user.id,
                    "date_from": first,
                    "date_to": last,
                }
                for user, first, last in (
                    (self.nurse, "2026-02-20", "2026-03-03"),
                    (self.nurse, "2026-03-10", "2026-03-10"),
                    (self.aide, "2026-03-30", "2026-04-30"),
                    (self.head, "2026-05-01", "2026-05-02"),
                )
            ]
        )
        users = self.nurse | self.aide | self.head
        away = users._qms_away_days(self.FIRST, self.LAST)
        self.assertEqual(sorted(day.day for day in away[self.nurse.id]), [1, 2, 3, 10])
        self.assertEqual(away[self.head.id], set())
        self._assert_as_day_by_day(users)

    def test_out_of_office(self):
        self.nurse.write(
            {
                "out_of_office_from": "2026-03-05 11:00:00",
                "out_of_office_to": "2026-03-09 11:00:00",
            }
        )
        self.aide.out_of_office_from = "2026-03-20 13:00:00"
        self._assert_as_day_by_day(self.nurse | self.aide)

    def test_working_days_go_by_the_hours_at_the_company(self):
        hours = self.env["resource.calendar"].create(
            {
                "name": "Tuesdays",
                "company_id": self.company.id,
                "attendance_ids": [
                    Command.create(
                        {
                            "name": "Tuesday",
                            "dayofweek": "1",
                            "hour_from": 8,
                            "hour_to": 12,
                            "day_period": "morning",
                        }
                    )
                ],
            }
        )
        employee = self.env["hr.employee"].search([("user_id", "=", self.nurse.id)])
        employee.resource_calendar_id = hours
        self.env["qms.closing.day"].create(
            {
                "name": "Closed",
                "company_id": self.company.id,
                "date_from": "2026-03-10",
                "date_to": "2026-03-10",
            }
        )
        days = self._days()
        users = self.nurse | self.head
        working = People.of(self.env).working_days(users, self.company, days)
        self.assertEqual(sorted(d.day for d in working[self.nurse.id]), [3, 17, 24, 31])
        for day in days:
            with self.subTest(day=day):
                people = People(self.env, day)
                for user in users:
                    self.assertEqual(
                        day in working[user.id],
                        bool(people.working(user, self.company)),
                    )
