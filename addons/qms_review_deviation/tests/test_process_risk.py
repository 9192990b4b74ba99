import io

from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from odoo.addons.qms_deviation.tests.common import DeviationCase
from odoo.addons.qms_review.tests.context_common import ContextCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestProcessRisk(DeviationCase, ContextCase):
    """Per process the risks, the deviations, the level and the trend."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        own = {"company_id": cls.company.id}
        cls.medicine, cls.roads = cls.env["qms.process"].create(
            [
                {"name": "Medicine", "code": "1", **own},
                {"name": "Roads", "code": "2", **own},
            ]
        )
        cls.risk = cls._risk(cls.manager, process_id=cls.medicine.id)
        cls._risk(cls.manager, process_id=cls.medicine.id, consequence="1")
        ended = cls._risk(cls.manager, process_id=cls.roads.id)
        ended.action_end(reason="Gone")
        cls._cases(cls.medicine, 5, "2026-01-10")
        cls._cases(cls.medicine, 3, "2025-05-10")
        cls._cases(cls.roads, 2, "2026-01-10")
        cls._cases(cls.roads, 4, "2025-05-10")

    @classmethod
    def _cases(cls, process, count, day):
        reports = (
            cls.env["qms.report"]
            .with_user(cls.nurse)
            .create(
                [
                    {
                        "description": "It happened",
                        "department_id": cls.home_care.id,
                        "company_id": cls.company.id,
                        "type_id": cls.type_deviation.id,
                    }
                    for _number in range(count)
                ]
            )
        )
        cases = reports.sudo().deviation_ids
        cases._write_guarded({"process_id": process.id, "date_reported": day})
        return cases

    def _screen(self, user=None, **kwargs):
        model = self.env["qms.process.risk"].with_user(user or self.team)
        return model.create({"company_id": self.company.id, "year": 2026, **kwargs})

    def _row(self, process):
        return {row["process"]: row for row in self._screen()._read_rows()}[process.id]

    def test_it_says_risks_level_cases_and_trend(self):
        row = self._row(self.medicine)
        self.assertEqual((row["risks"], row["level"]), (2, "high"))
        self.assertIn("knows the pump", row["names"])
        self.assertEqual(row["trend"], "more")
        self.assertEqual((row["cases"], row["before"]), (5, 3))

    def test_what_is_too_few_is_neither_shown_nor_reckoned(self):
        row = self._row(self.roads)
        self.assertIsNone(row["cases"])
        self.assertEqual(row["trend"], "too few to say")
        self.assertNotIn(">2<", self._screen().picture)

    def test_an_ended_risk_is_none_today(self):
        self.assertEqual(self._row(self.roads)["risks"], 0)

    def test_confidential_cases_count_and_dismissed_ones_do_not(self):
        extra = self._cases(self.medicine, 1, "2026-02-01")
        self.assertEqual(extra.confidentiality, "confidential")
        self.assertEqual(self._row(self.medicine)["cases"], 6)
        extra.with_user(self.leader).action_dismiss(reason="Double")
        self.assertEqual(self._row(self.medicine)["cases"], 5)

    def test_what_names_no_process_stands_last(self):
        self._risk(self.manager)
        rows = self._screen()._read_rows()
        self.assertFalse(rows[-1]["process"])
        self.assertEqual(rows[-1]["risks"], 1)

    def test_only_quality_group_and_managers_get_it(self):
        for user in (self.nurse, self.leader, self.head):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                self._screen(user)
        screen = self._screen()
        with self.assertRaises(AccessError):
            screen.with_user(self.manager).read(["picture"])

    def test_nobody_counts_in_a_company_that_is_not_his(self):
        elsewhere = self._new_user(
            "elsewhere", "qms.group_quality_manager", self.other_company
        )
        with self.assertRaises(AccessError):
            self._screen(elsewhere)
        screen = self._screen()
        with self.assertRaises((AccessError, UserError)):
            screen.company_id = self.other_company
            screen._read_rows()

    def test_a_year_to_come_has_no_figures(self):
        with self.assertRaises(UserError):
            self._screen(year=2027)

    def test_it_is_printed_and_downloaded_with_the_same_figures(self):
        screen = self._screen(note="Keys are new")
        reports = self.env["ir.actions.report"].with_user(self.team)
        html, _kind = reports._render_qweb_html(
            "qms_review_deviation.report_process_risk", screen.ids
        )
        self.assertIn("Keys are new", html.decode())
        self.assertIn("too few to show", html.decode())
        book = load_workbook(io.BytesIO(screen._write_sheet()))
        rows = list(book.worksheets[0].iter_rows(values_only=True))
        told = {row[0]: row for row in rows[1:]}["1 Medicine"]
        self.assertEqual(told[1], 2)
        self.assertEqual(told[4:], ("5", "3", "more"))
        self.assertIn("sheet_file", screen.action_export_sheet()["url"])
