from datetime import date
from unittest.mock import patch

from odoo.tests import freeze_time, tagged

from ..models.daily_list import QmsDailyList
from ..models.duty_sync import QmsDutySync
from .common import QmsCase

SLICE = 3


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestSlices(QmsCase):
    """A scheduled action holds a slice of records, however many there are."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for _number in range(10):
            cls._new_action(date_deadline=date(2026, 3, 31)).action_submit()
        cls.duties = cls.env["qms.duty"].search(
            [("company_id", "=", cls.company.id), ("state", "=", "open")]
        )
        cls.env.flush_all()

    def _slices(self, model, name, cron):
        """Records and statements of each call of a method while the cron runs."""
        method, slices = getattr(model, name), []

        def counted(records, asked, *args):
            before = records.env.cr.sql_log_count
            result = method(records, asked, *args)
            slices.append((len(asked), records.env.cr.sql_log_count - before))
            return result

        with patch.object(model, name, counted), self.enter_registry_test_mode():
            self.env.ref(cron).method_direct_trigger()
        return slices

    def _check(self, slices):
        sizes, statements = zip(*slices, strict=True)
        self.assertGreaterEqual(sum(sizes), len(self.duties))
        self.assertLessEqual(max(sizes), SLICE)
        # what people do is read for the first one
        self.assertLessEqual(max(statements[1:]), statements[0])

    def test_who_owes_what_is_asked_a_slice_at_a_time(self):
        self.assertEqual(len(self.duties), 10)
        with patch("odoo.addons.qms.models.duty_sync.SLICE", SLICE):
            slices = self._slices(QmsDutySync, "_sync", "qms.ir_cron_resync_duties")
        self._check(slices)

    def test_whom_to_remind_is_found_out_a_slice_at_a_time(self):
        self.duties.write({"date_deadline": date(2026, 2, 27)})
        with patch("odoo.addons.qms.models.daily_list.HELD", SLICE):
            slices = self._slices(QmsDailyList, "_remind_of", "qms.ir_cron_daily_list")
        self._check(slices)

    def test_lists_are_written_for_as_many_people_as_have_a_slice_of_duties(self):
        lists, ids = self.env["qms.daily.list"], self.duties.ids
        waiting = [(None, self.duties.browse(ids[:count])) for count in (2, 1, 1, 9)]
        with patch("odoo.addons.qms.models.daily_list.HELD", SLICE):
            self.assertEqual(lists._slice_size(waiting), 2)
            self.assertEqual(lists._slice_size(waiting[2:]), 1)
            # nobody is left out
            self.assertGreaterEqual(lists._slice_size(waiting[3:]), 1)
        self.assertGreaterEqual(lists._slice_size(waiting), len(waiting))

    def test_what_was_read_to_find_out_whom_to_remind_is_not_kept(self):
        self.duties.write({"date_deadline": date(2026, 2, 27)})
        self.env.flush_all()
        self.env.invalidate_all()
        found = self.env["qms.daily.list"]._of_company(self.company, date(2026, 3, 2))
        reminded = self.duties.union(*found.values())
        self.assertEqual(reminded, self.duties)
        with self.assertQueryCount(1):
            reminded.mapped("verb")
