from datetime import date

from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .test_start_import import ImportCase

TITLES = ("Indicator", "Unit", "Month", "Value", "Rests on")


@freeze_time("2026-04-15")
@tagged("post_install", "-at_install", "qms")
class TestTypedFigures(ImportCase):
    """Figures whose source lies outside Odoo."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sick_leave = cls.env.ref("qms.indicator_sick_leave")
        cls.case_time = cls.env.ref("qms.indicator_case_time")
        cls.values = cls.env["qms.indicator.value"].with_user(cls.manager)

    def _type(self, indicator=None, **kwargs):
        return self.values.create(
            {
                "indicator_id": (indicator or self.case_time).id,
                "company_id": self.company.id,
                "month": "2026-03-17",
                "value": 4.2,
                **kwargs,
            }
        )

    def test_the_first_of_the_month_is_kept_once_a_month(self):
        row = self._type()
        self.assertEqual(row.month, date(2026, 3, 1))
        with self.assertRaises(ValidationError):
            row.month = "2026-05-01"
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._type(month="2026-03-01")

    def test_no_unit_of_fewer_than_five_has_sick_leave(self):
        with self.assertRaises(ValidationError) as caught:
            self._type(self.sick_leave, department_id=self.home_care.id)
        self.assertIn("fewer than 5", str(caught.exception))
        # as a total, and of a unit that is large enough, it may stand
        self._type(self.sick_leave)
        for number in range(3):
            self.env["hr.employee"].create(
                {
                    "name": f"Worker {number}",
                    "department_id": self.home_care.id,
                    "company_id": self.company.id,
                }
            )
        row = self._type(self.sick_leave, department_id=self.home_care.id)
        with self.assertRaises(ValidationError):
            row.department_id = self.care
        with self.assertRaises(ValidationError):
            self._type(department_id=self.care.id).indicator_id = self.sick_leave

    def test_nothing_is_typed_into_what_is_counted(self):
        counted = self.env.ref("qms.indicator_actions_late")
        with self.assertRaises(UserError):
            self._type(counted)
        with self.assertRaises(UserError):
            self._type().indicator_id = counted
        for name in ("amount", "is_small"):
            with self.assertRaises(UserError):
                self._type(month="2026-01-01", **{name: 1})

    def test_the_figures_of_one_company_are_not_another_s(self):
        own = self.case_time.copy({"code": "own", "company_id": self.other_company.id})
        with self.assertRaises(UserError):
            self._type(own)

    def test_small_units_are_marked_with_those_that_would_tell_them(self):
        small = self._type(department_id=self.home_care.id, count=2)
        large = self._type(department_id=self.care.id, count=5)
        self.assertTrue(small.is_small)
        self.assertTrue(large.is_small)
        largest = self._type(department_id=self.administration.id, count=9)
        total = self._type(count=16)
        self.assertEqual(
            (small | large | largest | total).mapped("is_small"),
            [True, True, False, False],
        )

    def test_what_rests_on_too_few_does_not_follow_from_the_rest(self):
        self.env["hr.employee"].create(
            [
                {
                    "name": f"Worker {number}",
                    "department_id": self.home_care.id,
                    "company_id": self.company.id,
                }
                for number in range(2)
            ]
        )
        unit = self._type(self.sick_leave, department_id=self.home_care.id, count=20)
        total = self._type(self.sick_leave, count=24)
        # four elsewhere, and five is the least here
        self.assertEqual((unit.is_small, total.is_small), (True, False))
        total.count = 25
        self.assertFalse(unit.is_small)

    def test_what_goes_elsewhere_hides_nothing_where_it_was(self):
        small = self._type(department_id=self.home_care.id, count=2)
        large = self._type(department_id=self.care.id, count=5)
        self.assertTrue(large.is_small)
        small.month = "2026-02-01"
        self.assertEqual((small.is_small, large.is_small), (True, False))
        small.month = "2026-03-01"
        self.assertTrue(large.is_small)
        small.unlink()
        self.assertFalse(large.is_small)

    def test_units_that_become_too_small_are_no_longer_shown(self):
        own = self.case_time.copy({"code": "own", "company_id": self.company.id})
        few = self._type(own, department_id=self.care.id, count=20)
        many = self._type(own, department_id=self.home_care.id, count=30)
        total = self._type(own, count=100)
        rows = few | many | total
        self.assertFalse(any(rows.mapped("is_small")))
        own.with_user(self.manager).min_people = 3
        # with the company's figure the larger one would tell the other
        self.assertEqual(rows.mapped("is_small"), [True, True, False])
        own.with_user(self.manager).min_people = 1
        self.assertFalse(any(rows.mapped("is_small")))

    def test_many_of_equal_value_are_settled_at_once(self):
        model, written = self.env.registry["qms.indicator.value"], []
        origin = model.write

        def write(rows, vals):
            written.append((len(rows), vals))
            return origin(rows, vals)

        self.patch(model, "write", write)
        self.values.create(
            [
                {
                    "indicator_id": self.case_time.id,
                    "company_id": self.company.id,
                    "month": f"2025-{month:02}-01",
                    "value": 4.5,
                    "count": 2,
                }
                for month in range(1, 13)
            ]
        )
        self.assertEqual(
            [each for each in written if each[0]],
            [(12, {"amount": 4.5}), (12, {"is_small": True})],
        )

    def test_several_months_weigh_by_what_they_rest_on(self):
        for month, value, count in (("2026-01-01", 10, 1), ("2026-02-01", 20, 3)):
            self._type(month=month, value=value, count=count)
        period = date(2026, 1, 1), date(2026, 3, 31)
        [figure] = self.case_time.with_user(self.manager)._read_figures(
            self.company, *period
        )
        self.assertEqual((figure["value"], figure["count"]), (17.5, 4))
        action = self.case_time.with_user(self.manager).action_open_records(
            self.company.id, *period
        )
        found = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(found.mapped("value"), [20, 10])
        self.assertIsNone(figure["previous"])

    def test_rows_come_from_excel_by_name_or_code(self):
        rows = self._bring_in(
            "figures",
            TITLES,
            ("Case handling time", "", "2026-01-31", 12.5, 40),
            ("sick_leave", "", "31.1.2026", 5.1, ""),
        )
        self.assertEqual(
            [(row.indicator_id.code, row.value, row.month) for row in rows],
            [
                ("case_time", 12.5, date(2026, 1, 1)),
                ("sick_leave", 5.1, date(2026, 1, 1)),
            ],
        )

    def test_a_trial_names_bad_rows_and_writes_nothing(self):
        screen = self._screen(
            "figures",
            TITLES,
            ("Case handling time", "", "2026-01-31", 12, 40),
            ("sick_leave", "Home care", "2026-01-31", 5.1, ""),
            ("Late actions", "", "2026-01-31", 3, ""),
            ("No such figure", "", "2026-01-31", 3, ""),
        )
        screen.action_test()
        self.assertEqual([line for line, *_rest in self._problems(screen)], [3, 4, 5])
        self.assertFalse(self.values.search([("company_id", "=", self.company.id)]))
