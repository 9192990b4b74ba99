from lxml import etree

from odoo.tests import freeze_time, tagged

from .wheel_common import WheelCase


@freeze_time("2026-01-05")
@tagged("post_install", "-at_install", "qms")
class TestWheelStatements(WheelCase):
    """What the wheel costs in SQL statements, on an empty cache."""

    def _spent(self, function):
        self.env.flush_all()
        self.env.cr.precommit.run()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        function()
        self.env.flush_all()
        self.env.cr.precommit.run()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def _more_items(self, count):
        """So many more, four times a year each, and each after the survey."""
        for _number in range(count):
            self._new_item(
                "case_analysis",
                "1",
                20,
                [self.survey],
                owner_id=self.head.id,
                frequency="quarterly",
            )

    def _build(self, items, year):
        self._more_items(items)
        return self._spent(lambda: self._new_year(year, start=False))

    def test_a_year_of_200_costs_no_statement_each(self):
        self._build(1, 2026)
        few = self._build(5, 2027)
        many = self._build(45, 2028)
        edition = self.env["qms.wheel.year"].search(
            [("company_id", "=", self.company.id), ("year", "=", 2028)]
        )
        self.assertGreater(len(edition.occurrence_ids), 200)
        # rows are written by the hundred
        self.assertLessEqual(many, few + 10)
        self.assertLess(many, 60)

    def _list(self, edition, limit):
        records = self.env["qms.wheel.occurrence"].with_user(self.nurse)
        arch = records.get_views([(False, "list")])["views"]["list"]["arch"]
        names = etree.fromstring(arch).xpath(".//field/@name")
        specification = {
            name: {"fields": {"display_name": {}}}
            if records._fields[name].relational
            else {}
            for name in names
        }
        domain = [("year_id", "=", edition.id)]
        return self._spent(
            lambda: records.web_search_read(domain, specification, limit=limit)
        )

    def test_the_list_costs_as_much_for_80_as_for_10(self):
        self._more_items(40)
        edition = self._new_year(2026, start=False)
        self._list(edition, 10)
        few, many = self._list(edition, 10), self._list(edition, 80)
        self.assertLessEqual(many, few)
        self.assertLess(many, 20)

    def test_what_begins_costs_no_statement_each(self):
        self._more_items(30)
        edition = self._new_year(2026)
        found = edition.sudo().occurrence_ids
        found = found.filtered(lambda each: each.rule.startswith("1/20/quarterly"))
        first = found.filtered(lambda each: each.ordinal == 1).sorted("id")

        def make(records):
            spent = self._spent(lambda: records._make_slice())
            self.assertEqual(set(records.mapped("state")), {"due"})
            return spent

        with freeze_time("2026-01-20"):
            make(first[:1])
            few, many = make(first[1:6]), make(first[6:30])
        self.assertLessEqual(many, few + 6)
