from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from .common import DeviationCase

MARCH = date(2026, 3, 1), date(2026, 3, 31)
APRIL = date(2026, 4, 1), date(2026, 4, 30)


@tagged("post_install", "-at_install", "qms")
class TestIndicatorFigures(DeviationCase):
    """A figure read live is what its reader finds in the list it opens."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time("2026-03-10"):
            cls.case = cls._case()
            cls.closed = cls._closed()
            cls._case(department_id=cls.care.id)
            # nobody but the leaders above reads it
            cls._case(department_id=cls.administration.id)
        with freeze_time("2026-04-02"):
            cls._case()
        cls.indicators = cls.env["qms.indicator"].search(
            [("res_model", "in", ("qms.register", "qms.deviation"))]
        )

    def _figure(self, code, user, period, companies=None):
        indicator = self.env.ref(f"qms_deviation.indicator_{code}").with_user(user)
        [figure] = indicator._read_figures(companies or self.company, *period)
        return figure

    def _opened(self, figure, user, period):
        action = (
            figure["indicator"]
            .with_user(user)
            .action_open_records(self.company.id, *period)
        )
        model = self.env[action["res_model"]].with_user(user)
        return model.with_context(**action["context"]).search(action["domain"])

    def test_every_figure_is_that_of_the_list_it_opens(self):
        for user in (self.manager, self.team, self.leader, self.head, self.nurse):
            for period in (MARCH, APRIL):
                figures = self.indicators.with_user(user)._read_figures(
                    self.company, *period
                )
                self.assertEqual(len(figures), len(self.indicators))
                for figure in figures:
                    indicator = figure["indicator"]
                    with self.subTest(user=user.login, indicator=indicator.code):
                        found = self._opened(figure, user, period)
                        if indicator.aggregate == "avg":
                            self.assertEqual(bool(found), figure["value"] is not None)
                        else:
                            self.assertEqual(len(found), figure["count"])

    def test_a_reader_with_fewer_rights_has_a_smaller_figure(self):
        values = [
            self._figure("cases_reported", user, MARCH)["value"]
            for user in (self.manager, self.head, self.leader, self.stranger)
        ]
        self.assertEqual(values, [4, 3, 2, None])

    def test_what_stands_open_is_that_of_the_last_day(self):
        self.assertEqual(self._figure("cases_open", self.manager, MARCH)["value"], 3)
        april = self._figure("cases_open", self.manager, APRIL)
        self.assertEqual((april["value"], april["previous"]), (4, 3))

    def test_the_period_before_is_as_long(self):
        indicator = self.env["qms.indicator"]
        for since, until, before in (
            ((2026, 3, 1), (2026, 3, 31), ((2026, 2, 1), (2026, 2, 28))),
            ((2026, 1, 1), (2026, 6, 30), ((2025, 7, 1), (2025, 12, 31))),
            ((2026, 3, 10), (2026, 3, 16), ((2026, 3, 3), (2026, 3, 9))),
        ):
            found = indicator._period_before(date(*since), date(*until))
            self.assertEqual(found, (date(*before[0]), date(*before[1])))

    def test_the_list_of_another_company_is_not_opened(self):
        indicator = self.env.ref("qms_deviation.indicator_cases_reported")
        with self.assertRaises(AccessError):
            indicator.with_user(self.stranger).action_open_records(
                self.company.id, *MARCH
            )

    def test_nothing_to_tell_is_not_nought(self):
        figure = self._figure("cases_days", self.manager, APRIL)
        self.assertIsNone(figure["value"])
        self.assertEqual(self._figure("cases_days", self.manager, MARCH)["value"], 0)
