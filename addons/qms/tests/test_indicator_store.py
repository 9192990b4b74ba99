from datetime import date
from unittest.mock import patch

from odoo.tests import freeze_time, tagged

from .indicator_common import IndicatorCase


@freeze_time("2026-04-15")
@tagged("post_install", "-at_install", "qms")
class TestIndicatorStore(IndicatorCase):
    """Figures by month, stored at night."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.january = cls._actions(cls.home_care, "2026-01-10", 4)
        cls._actions(cls.care, "2026-01-20", 3)
        cls._actions(cls.home_care, "2026-03-05", 3)

    def test_units_and_the_company_have_a_figure_a_month(self):
        self._night()
        self.assertEqual(
            self._stored(),
            {
                (None, "2026-01"): (7, 7, False),
                ("Home care", "2026-01"): (4, 4, False),
                ("Care", "2026-01"): (3, 3, False),
                # none is a figure, too
                (None, "2026-02"): (0, 0, False),
                ("Home care", "2026-02"): (0, 0, False),
                ("Care", "2026-02"): (0, 0, False),
                (None, "2026-03"): (3, 3, False),
                ("Home care", "2026-03"): (3, 3, False),
                ("Care", "2026-03"): (0, 0, False),
                (None, "2026-04"): (0, 0, False),
                ("Home care", "2026-04"): (0, 0, False),
                ("Care", "2026-04"): (0, 0, False),
            },
        )

    def test_worked_out_again_gives_the_same_and_writes_nothing(self):
        self.indicator._keep_months()
        rows = self.env["qms.indicator.value"].search(
            [("indicator_id", "=", self.indicator.id)]
        )
        before = self._stored(), {row.id: row.write_date for row in rows}
        with freeze_time("2026-04-16"):
            self.indicator._keep_months()
        rows.invalidate_recordset()
        self.assertEqual(before, (self._stored(), {r.id: r.write_date for r in rows}))

    def test_only_rows_that_differ_are_written(self):
        self.indicator._keep_months()
        self._actions(self.care, "2026-01-21", 1)
        self.january[0].sudo().write({"date_deadline": "2026-02-01"})
        with freeze_time("2026-04-16"):
            self.indicator._keep_months()
        stored = self._stored()
        self.assertEqual(stored["Home care", "2026-01"], (3, 3, False))
        self.assertEqual(stored["Care", "2026-01"], (4, 4, False))
        self.assertEqual(stored[None, "2026-01"], (7, 7, False))
        self.assertEqual(stored["Home care", "2026-02"], (1, 1, True))
        written = self.env["qms.indicator.value"].search(
            [
                ("indicator_id", "=", self.indicator.id),
                ("write_date", ">=", "2026-04-16"),
            ]
        )
        self.assertEqual(
            {(row.department_id, row.month.month) for row in written},
            {
                (self.home_care, 1),
                (self.care, 1),
                (self.home_care, 2),
                (self.env["hr.department"], 2),
            },
        )

    def test_a_row_of_what_is_no_longer_there_goes(self):
        self.indicator._keep_months()
        self.january.sudo().write({"date_deadline": "2026-03-06"})
        self.indicator._keep_months()
        self.assertNotIn(("Home care", "2026-01"), self._stored())

    def test_older_months_stay_as_they_were(self):
        self.indicator._keep_months()
        with freeze_time("2029-03-01"):
            self.january.sudo().write({"date_deadline": "2029-02-01"})
            self.indicator._keep_months()
        stored = self._stored()
        self.assertEqual(stored["Home care", "2026-01"], (4, 4, False))
        self.assertEqual(stored["Home care", "2029-02"], (4, 4, False))

    def test_a_merged_unit_keeps_its_history_and_nothing_counts_twice(self):
        closed = self.january[:3]
        closed.with_user(self.manager).action_cancel(reason="Not needed")
        self.indicator._keep_months()
        change = self.env["qms.unit.change"].with_user(self.manager)
        change = change.create(
            {
                "kind": "merge",
                "source_ids": self.home_care.ids,
                "target_id": self.care.id,
                "company_id": self.company.id,
                "reason": "Budget",
            }
        )
        change.action_order()
        self.assertEqual(self.home_care.qms_today_id, self.care)
        self.indicator._keep_months()
        stored = self._stored()
        # what was closed stays, what is open went along, the sum is the same
        self.assertEqual(stored["Home care", "2026-01"], (3, 3, False))
        self.assertEqual(stored["Care", "2026-01"], (4, 4, False))
        self.assertEqual(stored[None, "2026-01"], (7, 7, False))

    def test_what_stands_open_is_that_of_each_month_s_end(self):
        indicator = self._new_indicator(
            aggregate="open", end_field="date_done", domain="[]"
        )
        self.january[:3].sudo()._write_guarded({"date_done": date(2026, 3, 1)})
        indicator._keep_months()
        stored = self._stored(indicator)
        self.assertEqual(stored["Home care", "2026-01"][0], 4)
        self.assertEqual(stored["Home care", "2026-02"][0], 4)
        # one of January, three of March
        self.assertEqual(stored["Home care", "2026-03"][0], 4)
        self.assertEqual(stored[None, "2026-04"][0], 7)

    def test_shares_of_units_make_the_company_s_by_weight(self):
        indicator = self._new_indicator(
            aggregate="share", part_domain="[('level', '=', 'high')]"
        )
        self._actions(self.home_care, "2026-01-11", 4, level="high")
        indicator._keep_months()
        stored = self._stored(indicator)
        self.assertEqual(stored["Home care", "2026-01"], (50, 8, False))
        self.assertEqual(stored["Care", "2026-01"], (0, 3, False))
        self.assertAlmostEqual(stored[None, "2026-01"][0], 36.3636, 3)
        self.assertNotIn((None, "2026-02"), stored)

    def test_another_definition_is_another_figure(self):
        self.indicator._keep_months()
        self.indicator.domain = "[('level', '=', 'high')]"
        self.assertFalse(self._stored())
        self.assertFalse(self.indicator.stored_on)
        self.indicator.name = "Called otherwise"
        self._night()
        self.assertTrue(self.indicator.stored_on)

    def test_small_ones_and_those_that_would_tell_them_are_marked(self):
        self._actions(self.administration, "2026-01-11", 1)
        self.indicator._keep_months()
        stored = self._stored()
        self.assertTrue(stored["Administration", "2026-01"][2])
        # with the company's sum the other two would tell it
        self.assertEqual(stored[None, "2026-01"], (8, 8, False))
        self.assertEqual(
            [stored[name, "2026-01"][2] for name in ("Home care", "Care")],
            [False, True],
        )

    def test_a_unit_of_few_people_does_not_follow_from_the_others(self):
        indicator = self._new_indicator(min_people=3)
        indicator._keep_months()
        stored = self._stored(indicator)
        # of one employee: the company's sum less the home care would be his
        self.assertNotIn(("Care", "2026-01"), stored)
        self.assertEqual(stored["Home care", "2026-01"], (4, 4, True))
        self.assertEqual(stored[None, "2026-01"], (7, 7, False))
        # nothing to tell of the small one
        self.assertEqual(stored["Home care", "2026-03"], (3, 3, False))

    def test_one_that_resists_stops_no_night(self):
        more = self._new_indicator()
        bad = self._new_indicator(stored_on="2026-01-01")
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE qms_indicator SET aggregate = 'sum', "
            "value_field = 'company_id.sequence' WHERE id = %s",
            [bad.id],
        )
        self.env.invalidate_all()
        with (
            patch("odoo.addons.qms.models.indicator_store.SLICE", 1),
            self.assertLogs("odoo.addons.qms.tools.apart", "ERROR") as logs,
        ):
            self._night()
        self.assertEqual(len(logs.output), 1)
        self.assertIn(f"({bad.id},)", logs.output[0])
        self.assertEqual(bad.stored_on, date(2026, 1, 1))
        self.assertEqual(self._stored(more), self._stored())
        self.assertTrue(self._stored())

    def test_the_night_goes_slice_by_slice_and_on_where_it_stopped(self):
        more = [self._new_indicator() for _number in range(4)]
        indicators = self.env["qms.indicator"]
        store = "odoo.addons.qms.models.indicator_store.SLICE"
        cron = type(self.env["ir.cron"])
        with patch(store, 2), patch.object(cron, "_commit_progress", return_value=0):
            indicators._cron_store()
            waiting = indicators.search(indicators._to_store_domain())
            self.assertEqual(len(waiting), 3)
            indicators._cron_store()
        self.assertEqual(indicators.search_count(indicators._to_store_domain()), 1)
        self._night()
        self.assertFalse(indicators.search(indicators._to_store_domain()))
        self.assertEqual(self._stored(more[-1]), self._stored())

    def test_a_night_costs_the_same_for_many_units_and_months(self):
        few = self._spent(self.indicator._keep_months)
        units = [self._new_unit(f"Unit {n}", None) for n in range(6)]
        for unit in units:
            self._actions(unit, "2025-11-05", 1)
            self._actions(unit, "2025-12-05", 1)
        self.assertLessEqual(self._spent(self.indicator._keep_months), few)
        self.assertLessEqual(few, 8)

    def test_a_module_that_is_gone_stops_no_night(self):
        self.env.cr.execute(
            "UPDATE qms_indicator SET res_model = 'qms.gone' WHERE id = %s",
            [self.indicator.id],
        )
        self.indicator.invalidate_recordset()
        self._night()
        self.assertFalse(self._stored())
        figures = self.indicator._read_figures(
            self.company, date(2026, 1, 1), date(2026, 1, 31)
        )
        self.assertIsNone(figures[0]["value"])
