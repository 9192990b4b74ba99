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
        open("/tmp/wheel/spent", "a").write(f"{self.id()} {self.env.cr.sql_log_count - before}\n")
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
        few = self._build(5, 2026)
        many = self._build(45, 2027)
        edition = self.env["qms.wheel.year"].search(
            [("company_id", "=", self.company.id), ("year", "=", 2027)]
        )
        self.assertGreater(len(edition.occurrence_ids), 200)
        self.assertLess(few, 75)
        # as many rows are written in slices
        self.assertLess(many, 110)

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
        few, many = self._list(edition, 10), self._list(edition, 80)
        self.assertLessEqual(many, few)
        self.assertLess(many, 25)

    def test_what_begins_costs_no_statement_each(self):
        self._more_items(30)
        edition = self._new_year(2026)
        occurrences = edition.sudo().occurrence_ids
        of_head = occurrences.filtered(lambda each: each.owner_id == self.head)

        def make(records):
            return self._spent(lambda: records._make_slice())

        few = make(of_head.filtered(lambda each: each.ordinal == 1)[:5])
        many = make(of_head.filtered(lambda each: each.ordinal == 1)[5:30])
        self.assertLessEqual(many, few + 6)
