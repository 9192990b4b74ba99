import datetime

import psycopg2

from odoo import api, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import TransactionCase, freeze_time, new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.qms.models.number_mixin import DrawnNumber


class NumberCase(TransactionCase):
    def setUp(self):
        # for each test: a PostgreSQL sequence does not go back with a savepoint
        super().setUp()
        countries = {code: self.env.ref(f"base.{code}") for code in ("dk", "se")}
        self.company, self.other = self.env["res.company"].create(
            [
                {"name": "Havby Kommune", "country_id": countries["dk"].id},
                {"name": "Åby kommun", "country_id": countries["se"].id},
            ]
        )
        self.user = new_test_user(
            self.env,
            "number_user",
            groups="base.group_user",
            company_id=self.company.id,
            company_ids=(self.company + self.other).ids,
        )
        self.year = fields.Date.today().year

    def draw(self, company, count, date=None):
        return self.env["qms.number.mixin"]._draw_numbers(company, count, date)

    def series(self, company):
        domain = [("code", "=", "qms.record"), ("company_id", "=", company.id)]
        return self.env["ir.sequence"].search(domain)


@tagged("post_install", "-at_install", "qms")
class TestDrawNumbers(NumberCase):
    def test_numbers_in_order(self):
        date = datetime.date(2026, 5, 4)
        self.assertEqual(
            self.draw(self.company, 3, date),
            ["K-2026-00001", "K-2026-00002", "K-2026-00003"],
        )
        self.assertEqual(self.draw(self.company, 1, date), ["K-2026-00004"])
        self.assertEqual(self.draw(self.company, 0, date), [])

    def test_each_company_has_its_own(self):
        date = datetime.date(2026, 5, 4)
        self.draw(self.company, 5, date)
        self.assertEqual(self.draw(self.other, 1, date), ["K-2026-00001"])

    def test_each_year_begins_again(self):
        last = datetime.date(2026, 12, 31)
        self.draw(self.company, 5, last)
        self.assertEqual(
            self.draw(self.company, 1, datetime.date(2027, 1, 1)), ["K-2027-00001"]
        )
        self.assertEqual(self.draw(self.company, 1, last), ["K-2026-00006"])
        self.assertEqual(
            self.draw(self.company, 1, datetime.date(2031, 6, 1)), ["K-2031-00001"]
        )

    def test_the_year_turns_at_the_company(self):
        # half past midnight in Denmark
        with freeze_time("2027-12-31 23:30:00"):
            self.assertEqual(self.draw(self.company, 1), ["K-2028-00001"])
        with freeze_time("2027-12-31 22:30:00"):
            self.assertEqual(self.draw(self.company, 1), ["K-2027-00001"])

    def test_prefix_and_size_are_the_municipality_s(self):
        date = datetime.date(2026, 5, 4)
        self.draw(self.company, 1, date)
        self.series(self.company).write(
            {"prefix": "AFV%(range_y)s/", "suffix": "-H", "padding": 3}
        )
        self.assertEqual(self.draw(self.company, 1, date), ["AFV26/002-H"])

    def test_a_thousand_in_as_many_statements_as_one(self):
        self.draw(self.company, 1)
        costs = []
        for count in (1, 1000):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            numbers = self.draw(self.company, count)
            costs.append(self.env.cr.sql_log_count - before)
        self.assertEqual(len(set(numbers)), 1000)
        self.assertEqual(costs[0], costs[1])
        with self.assertQueryCount(3):
            # the series, its year, the numbers
            self.draw(self.company, 1000)

    def test_drawing_does_not_wait_for_another_transaction(self):
        company = self.env.ref("base.main_company")
        first = self.draw(company, 2)
        with self.registry.cursor() as cr:
            # this test's transaction is still open and has drawn
            self.assertIsNot(cr, self.env.cr)
            cr.execute("SET LOCAL lock_timeout = '2s'")
            env = api.Environment(cr, self.env.uid, {})
            numbers = env["qms.number.mixin"]._draw_numbers(
                env["res.company"].browse(company.id), 2
            )
            cr.rollback()
        self.assertTrue(set(numbers).isdisjoint(first))

    def test_two_do_not_open_the_same_year(self):
        company = self.env.ref("base.main_company")
        date = datetime.date(2050, 1, 1)
        self.draw(company, 1, date)
        with self.registry.cursor() as cr:
            cr.execute("SET LOCAL lock_timeout = '50ms'")
            env = api.Environment(cr, self.env.uid, {})
            # the second waits for the first instead of opening it once more
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaises(psycopg2.errors.LockNotAvailable),
            ):
                env["qms.number.mixin"]._draw_numbers(
                    env["res.company"].browse(company.id), 1, date
                )
            cr.rollback()


@tagged("post_install", "-at_install", "qms")
class TestNumberSeries(NumberCase):
    def test_every_company_has_one(self):
        companies = self.env["res.company"].with_context(active_test=False).search([])
        for company in companies:
            self.assertEqual(len(self.series(company)), 1, company.name)

    def test_a_new_company_has_this_and_next_year_open(self):
        ranges = self.series(self.company).date_range_ids
        self.assertEqual(
            set(ranges.mapped("date_from")),
            {datetime.date(self.year, 1, 1), datetime.date(self.year + 1, 1, 1)},
        )

    def test_scheduled_action_opens_the_years_once(self):
        series = self.series(self.company)
        series.date_range_ids.unlink()
        cron = self.env.ref("qms.cron_open_number_years")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
            cron.method_direct_trigger()
        self.assertEqual(len(series.date_range_ids), 2)

    def test_the_year_stays_in_the_number(self):
        for prefix in ("K-", "K-%(isoyear)s-", "K-%(current_year)s-", False):
            with self.subTest(prefix=prefix), self.assertRaises(ValidationError):
                self.series(self.company).prefix = prefix
        with self.assertRaises(UserError):
            self.series(self.company).prefix = "K-%(range_year)s-%(typo)s"

    def test_the_series_stays_what_it_is(self):
        for vals in (
            {"implementation": "no_gap"},
            {"use_date_range": False},
            {"company_id": False},
            {"active": False},
        ):
            with self.subTest(vals=vals), self.assertRaises(ValidationError):
                self.series(self.company).write(vals)

    def test_other_series_are_free(self):
        other = self.env["ir.sequence"].create({"name": "Other", "prefix": "X"})
        other.write({"implementation": "no_gap", "active": False})
        other.unlink()

    def test_one_series_per_company_that_cannot_be_deleted(self):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(psycopg2.IntegrityError),
            self.env.cr.savepoint(),
        ):
            self.env["ir.sequence"]._create_qms_series(self.company)
        with self.assertRaises(UserError):
            self.series(self.company).unlink()

    def test_a_deleted_company_leaves_a_series_that_nothing_minds(self):
        company = self.env["res.company"].create({"name": "Sold"})
        series = self.series(company)
        company.unlink()
        self.assertFalse(series.company_id)
        self.env["ir.sequence"]._cron_open_qms_years()
        series.unlink()

    def test_a_user_draws_but_does_not_edit(self):
        series = self.series(self.company).with_user(self.user)
        self.assertFalse(series.has_access("write"))
        with self.assertRaises(AccessError):
            series.prefix = "%(year)s"
        self.assertTrue(self.draw(self.company.with_user(self.user), 1))


@tagged("post_install", "-at_install", "qms")
class TestNumberMixin(NumberCase):
    def setUp(self):
        super().setUp()
        self.records = self.env["test.qms.numbered"].with_user(self.user)
        self.first = f"K-{self.year}-00001"

    def test_drawn_in_the_order_of_creation_per_company(self):
        records = self.records.create(
            [
                {"name": "a"},
                {"name": "b", "company_id": self.other.id},
                {"name": "c"},
                {"name": "d", "company_id": self.company.id},
            ]
        )
        self.assertEqual(records.company_id, self.company + self.other)
        self.assertEqual(
            [number[-5:] for number in records.mapped("number")],
            ["00001", "00001", "00002", "00003"],
        )

    def test_a_thousand_cost_as_few_statements_as_two(self):
        self.records.create({})
        self.env.flush_all()
        with self.assertQueryCount(6):
            self.records.create([{} for _n in range(2)])
            self.env.flush_all()
        with self.assertQueryCount(6 + 10):
            # core inserts 100 rows at a time
            self.records.create([{} for _n in range(1000)])
            self.env.flush_all()

    def test_nobody_chooses_a_number(self):
        with self.assertRaises(UserError):
            self.records.create({"number": "K-1"})
        by_default = self.records.with_context(default_number="K-1").create({})
        self.assertEqual(by_default.number, self.first)
        with self.assertRaises(UserError):
            by_default.number = "K-1"
        with self.assertRaises(UserError):
            by_default.write({"number": False})
        result = self.records.load(["name", "number"], [["a", "K-1"]])
        self.assertFalse(result["ids"])

    def test_an_export_may_be_imported_again(self):
        record = self.records.create({"name": "a"})
        record.write({"name": "b", "number": record.number})
        self.assertEqual((record.name, record.number), ("b", self.first))

    def test_a_copy_draws_its_own(self):
        record = self.records.create({})
        self.assertNotEqual(record.copy().number, record.number)

    def test_records_that_share_a_number(self):
        record = self.records.create({})
        number = record._shared_number()
        self.assertIsInstance(number, DrawnNumber)
        shared = self.records.create({"number": number, "company_id": self.other.id})
        self.assertEqual(shared.number, self.first)
        self.assertIs(type(shared.number), str)

    def test_a_number_is_unique_in_its_company(self):
        number = self.records.create({})._shared_number()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(psycopg2.IntegrityError),
            self.env.cr.savepoint(),
        ):
            self.records.create({"number": number})
