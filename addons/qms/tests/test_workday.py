import datetime

import psycopg2

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, TransactionCase, freeze_time, new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.qms.tools.workdays import customary_days, public_holidays


def day(text):
    return datetime.date.fromisoformat(text)


class WorkdayCase(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        companies = cls.env["res.company"].create(
            [
                {"name": code, "country_id": cls.env.ref(f"base.{code}").id}
                for code in ("dk", "no", "se")
            ]
        )
        cls.denmark, cls.norway, cls.sweden = companies
        cls.manager = new_test_user(
            cls.env,
            "workday_manager",
            groups="qms.group_quality_manager",
            company_id=cls.denmark.id,
            company_ids=cls.denmark.ids,
        )
        cls.user = new_test_user(
            cls.env,
            "workday_user",
            groups="base.group_user",
            company_id=cls.denmark.id,
            company_ids=cls.denmark.ids,
        )

    def close(self, company, date_from, date_to=None, name="Closed"):
        return self.env["qms.closing.day"].create(
            {
                "name": name,
                "company_id": company.id,
                "date_from": date_from,
                "date_to": date_to or date_from,
            }
        )

    def assertWorkday(self, company, date):
        self.assertTrue(company._qms_is_workday(day(date)), date)

    def assertClosed(self, company, date):
        self.assertFalse(company._qms_is_workday(day(date)), date)


@tagged("post_install", "-at_install", "qms")
class TestWorkdays(WorkdayCase):
    def test_weekends(self):
        self.assertWorkday(self.denmark, "2026-11-20")
        self.assertClosed(self.denmark, "2026-11-21")
        self.assertClosed(self.denmark, "2026-11-22")

    def test_public_holidays_are_the_country_s(self):
        # Maundy Thursday, Epiphany, Labour Day, Norway's national day in 2027
        self.assertClosed(self.denmark, "2026-04-02")
        self.assertClosed(self.norway, "2026-04-02")
        self.assertWorkday(self.sweden, "2026-04-02")
        self.assertClosed(self.sweden, "2026-01-06")
        self.assertWorkday(self.denmark, "2026-01-06")
        self.assertClosed(self.norway, "2026-05-01")
        self.assertWorkday(self.denmark, "2026-05-01")
        self.assertClosed(self.norway, "2027-05-17")

    def test_great_prayer_day_until_2023(self):
        self.assertClosed(self.denmark, "2023-05-05")
        self.assertWorkday(self.denmark, "2024-04-26")

    def test_customary_days_off(self):
        for company, dates in (
            (self.denmark, ("2026-06-05", "2026-12-24", "2026-12-31")),
            (self.norway, ("2026-12-24", "2026-12-31")),
            (self.sweden, ("2026-06-19", "2026-12-24", "2026-12-31")),
        ):
            for date in dates:
                self.assertClosed(company, date)
                company.qms_customary_closed = False
                self.assertWorkday(company, date)
                company.qms_customary_closed = True

    def test_midsummer_eve_is_the_friday_before_midsummer_day(self):
        for year in range(2020, 2040):
            [eve] = {d for d in customary_days("SE", year) if d.month == 6}
            self.assertIn(eve + datetime.timedelta(1), public_holidays("SE", year))

    def test_without_a_known_country_weekends_only(self):
        self.denmark.country_id = False
        self.assertWorkday(self.denmark, "2026-12-25")
        self.assertClosed(self.denmark, "2026-12-26")
        self.denmark.country_id = self.env.ref("base.bv")
        self.assertWorkday(self.denmark, "2026-12-25")

    def test_country_may_change(self):
        self.assertWorkday(self.denmark, "2026-01-06")
        self.denmark.partner_id.country_id = self.env.ref("base.se")
        self.assertClosed(self.denmark, "2026-01-06")

    def test_add_workdays(self):
        for start, days, end in (
            ("2026-11-20", 1, "2026-11-23"),
            ("2026-11-20", 5, "2026-11-27"),
            ("2026-11-21", 1, "2026-11-23"),
            ("2026-11-23", -1, "2026-11-20"),
            ("2026-11-20", 0, "2026-11-20"),
            ("2026-11-21", 0, "2026-11-23"),
            # Christmas, customary days and weekends
            ("2026-12-23", 1, "2026-12-28"),
            ("2026-12-30", 1, "2027-01-04"),
            ("2026-12-28", -1, "2026-12-23"),
        ):
            with self.subTest(start=start, days=days):
                self.assertEqual(
                    self.denmark._qms_add_workdays(day(start), days), day(end)
                )

    def test_between_counts_as_adding_does(self):
        start = day("2026-12-21")
        for days in (-15, -1, 1, 4, 30):
            end = self.denmark._qms_add_workdays(start, days)
            self.assertEqual(self.denmark._qms_workdays_between(start, end), days)
        self.assertEqual(self.denmark._qms_workdays_between(start, start), 0)
        saturday, sunday = day("2026-11-21"), day("2026-11-22")
        self.assertEqual(self.denmark._qms_workdays_between(saturday, sunday), 0)

    def test_many_deadlines_cost_no_statement_each(self):
        start = day("2026-11-20")
        self.denmark._qms_add_workdays(start, 250)
        with self.assertQueryCount(0):
            for _deadline in range(500):
                self.denmark._qms_add_workdays(start, 20)

    def test_today_is_the_company_s(self):
        with freeze_time("2026-06-30 22:30:00"):
            self.assertEqual(self.denmark._qms_today(), day("2026-07-01"))
        with freeze_time("2026-06-30 21:30:00"):
            self.assertEqual(self.denmark._qms_today(), day("2026-06-30"))

    def test_time_zone_of_a_country_with_many_is_the_calendar_s(self):
        self.denmark.country_id = self.env.ref("base.us")
        self.denmark.resource_calendar_id.tz = "America/Chicago"
        self.assertEqual(str(self.denmark._qms_timezone()), "America/Chicago")
        self.denmark.resource_calendar_id = False
        self.assertEqual(str(self.denmark._qms_timezone()), "UTC")

    def test_also_for_a_company_one_does_not_belong_to(self):
        foreign = self.sweden.with_user(self.user)
        self.assertFalse(foreign._qms_is_workday(day("2026-01-06")))
        self.assertTrue(foreign._qms_today())


@tagged("post_install", "-at_install", "qms")
class TestClosingDays(WorkdayCase):
    def test_closing_week(self):
        closing = self.close(self.denmark, "2026-07-20", "2026-07-24")
        self.assertEqual(
            self.denmark._qms_add_workdays(day("2026-07-17"), 1), day("2026-07-27")
        )
        self.assertWorkday(self.norway, "2026-07-21")
        closing.date_to = "2026-07-22"
        self.assertWorkday(self.denmark, "2026-07-23")
        closing.unlink()
        self.assertWorkday(self.denmark, "2026-07-21")

    def test_over_the_turn_of_the_year(self):
        self.close(self.denmark, "2026-12-28", "2027-01-08")
        self.assertClosed(self.denmark, "2026-12-29")
        self.assertClosed(self.denmark, "2027-01-07")
        self.assertWorkday(self.denmark, "2027-01-11")

    def test_those_above_hold_below(self):
        branch = self.env["res.company"].create(
            {"name": "Nämnd", "parent_id": self.sweden.id}
        )
        self.close(self.sweden, "2026-07-20")
        self.assertClosed(branch, "2026-07-20")
        self.close(branch, "2026-07-21")
        self.assertClosed(branch, "2026-07-21")
        self.assertWorkday(self.sweden, "2026-07-21")

    def test_closed_for_ever(self):
        years = range(2026, 2048)
        self.env["qms.closing.day"].create(
            [
                {
                    "name": "Closed",
                    "company_id": self.denmark.id,
                    "date_from": f"{year}-01-01",
                    "date_to": f"{year}-12-31",
                }
                for year in years
            ]
        )
        with self.assertRaises(UserError):
            self.denmark._qms_add_workdays(day("2026-01-05"), 1)

    @mute_logger("odoo.sql_db")
    def test_dates_in_order_and_a_year_at_most(self):
        for date_to in ("2026-07-19", "2027-07-22"):
            with (
                self.subTest(date_to=date_to),
                self.assertRaises(psycopg2.errors.CheckViolation),
                self.env.cr.savepoint(),
            ):
                self.close(self.denmark, "2026-07-20", date_to)

    def test_form_proposes_one_day(self):
        closing = self.env["qms.closing.day"].with_user(self.manager)
        with Form(closing) as form:
            form.name = "Day after Ascension"
            form.date_from = "2026-05-15"
            self.assertEqual(form.date_to, day("2026-05-15"))
        self.assertClosed(self.denmark, "2026-05-15")

    def test_quality_manager_keeps_those_of_own_companies(self):
        own = self.close(self.denmark, "2026-07-20").with_user(self.manager)
        foreign = self.close(self.norway, "2026-07-20").with_user(self.manager)
        for operation in ("read", "write", "create", "unlink"):
            self.assertTrue(own.has_access(operation), operation)
            self.assertFalse(foreign.has_access(operation), operation)

    def test_employees_read_portal_and_public_do_not(self):
        own = self.close(self.denmark, "2026-07-20").with_user(self.user)
        self.assertTrue(own.has_access("read"))
        for operation in ("write", "create", "unlink"):
            self.assertFalse(own.has_access(operation), operation)
        with self.assertRaises(AccessError):
            own.name = "x"
        portal = new_test_user(self.env, "workday_portal", groups="base.group_portal")
        for outsider in (portal, self.env.ref("base.public_user")):
            self.assertFalse(own.with_user(outsider).has_access("read"))
