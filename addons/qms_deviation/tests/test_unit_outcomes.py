from odoo.tests import freeze_time, tagged

from .test_unit_page import UnitPageCase

NOW = "2026-03-02 12:00:00"


@freeze_time(NOW)
@tagged("post_install", "-at_install", "qms")
class TestUnitOutcomes(UnitPageCase):
    """What a unit is shown of what came of its reports."""

    def _reported(self, count, day="2026-02-10 10:00:00", **kwargs):
        with freeze_time(day):
            return [self._case(**kwargs) for _number in range(count)]

    def _closed_on(self, day="2026-02-20 10:00:00", **kwargs):
        with freeze_time(day):
            case = self._closed(**kwargs)
        if case.confidentiality != "normal":
            case.action_release()
        return case

    def _rows(self):
        return {
            row["type"]: (row["open"], row["closed"])
            for row in self.page._get_outcomes()["rows"]
        }

    def _cells(self):
        """The figures of the page, row by row."""
        cells = self._document(self._open(self.outcomes)).xpath("//td")
        return [cell.text_content().strip() for cell in cells]

    def test_reports_are_counted_by_type_open_and_closed(self):
        self._reported(3)
        outcomes = self.page._get_outcomes()
        self.assertEqual(outcomes["total"], {"open": 3, "closed": 0})
        self.assertEqual(self._rows(), {self.type_deviation.name: (3, 0)})
        self.assertEqual(outcomes["since"], "March 2025")
        self.assertEqual(outcomes["until"], "February 2026")

    def test_small_figures_are_left_out(self):
        self._reported(2)
        self.assertEqual(self._rows(), {self.type_deviation.name: (None, 0)})
        self.assertEqual(self._cells(), ["left out", "0"] * 2)

    def test_a_small_figure_does_not_follow_from_the_others(self):
        self._reported(4)
        self._closed_on()
        self.assertEqual(self._rows(), {self.type_deviation.name: (None, None)})

    def test_the_totals_say_what_the_types_may_not(self):
        self._reported(2)
        self._reported(2, type_id=self.env.ref("qms_deviation.type_near_miss").id)
        outcomes = self.page._get_outcomes()
        self.assertEqual({row["open"] for row in outcomes["rows"]}, {None})
        self.assertEqual(outcomes["total"], {"open": 4, "closed": 0})
        hidden = ["left out", "0"]
        self.assertEqual(self._cells(), [*hidden, *hidden, "4", "0"])

    def test_this_month_and_what_is_older_than_a_year_are_not_counted(self):
        for day in ("2026-03-01 10:00:00", "2025-02-27 10:00:00"):
            self._reported(3, day)
        self.assertFalse(self._rows())
        self.assertIn("Nothing was reported", self._open(self.outcomes).text)

    def test_other_units_are_not_counted(self):
        self._reported(3, department_id=self.care.id)
        self.assertFalse(self._rows())

    def test_what_is_hidden_from_its_leader_is_not_counted(self):
        self._reported(5)
        (hidden,) = self._reported(1, not_own_leader=True)
        self.assertEqual(hidden.sudo().hidden_from_id, self.leader)
        self.assertEqual(self._rows(), {self.type_deviation.name: (5, 0)})

    def test_a_released_summary_is_shown_with_month_type_and_state(self):
        case = self._closed_on()
        (line,) = self.page._get_outcomes()["summaries"]
        self.assertEqual(line["text"], case.summary)
        self.assertEqual(line["month"], "February 2026")
        self.assertEqual(line["type"], self.type_deviation.name)
        text = self._text_of(self._open(self.outcomes))
        self.assertIn("the lock was changed", text)
        for secret in (case.number, case.description, case.cause, case.answer):
            self.assertNotIn(secret, text)
        for person in (self.leader, self.nurse, self.aide, self.head):
            self.assertNotIn(person.name, text)

    def test_a_confidential_or_open_case_shows_no_summary(self):
        case = self._closed_on()
        case.sudo()._write_guarded({"confidentiality": "confidential"})
        unfinished = self._treated()
        unfinished.summary = "Not yet for all"
        if unfinished.confidentiality != "normal":
            unfinished.action_release()
        self.assertFalse(self.page._get_outcomes()["summaries"])

    def test_a_summary_of_what_another_channel_handles_is_not_shown(self):
        case = self._closed_on()
        channel = self.env["qms.channel"].search([], limit=1)
        case.sudo()._write_guarded({"channel_id": channel.id})
        outcomes = self.page._get_outcomes()
        self.assertFalse(outcomes["summaries"])
        self.assertFalse(outcomes["rows"])

    def test_a_script_in_a_summary_stays_text(self):
        case = self._closed_on()
        case.sudo()._write_guarded({"summary": "<script>alert(1)</script>"})
        response = self._open(self.outcomes)
        self.assertNotIn("<script", response.text)
        self.assertIn("&lt;script&gt;", response.text)

    def test_many_cases_cost_no_statement_each(self):
        self._reported(3)
        self.page._get_outcomes()
        self.env.flush_all()

        def statements():
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.page._get_outcomes()
            return self.env.cr.sql_log_count - before

        few = statements()
        self._reported(9)
        self.env.flush_all()
        self.assertEqual(statements(), few)
