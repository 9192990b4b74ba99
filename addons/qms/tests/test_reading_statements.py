from odoo.tests import freeze_time, tagged

from .reading_common import ReadingCase
from .staff_common import copy_worker

EMPLOYEES = 1000
# 1,000 rows, 1,000 duties and 1,000 activities are written a hundred at a time
STATEMENTS = 150


@freeze_time("2026-03-02 09:00:00")
@tagged("post_install", "-at_install", "qms")
class TestReadingStatements(ReadingCase):
    """Sent to a thousand, a notice costs what its rows cost."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.units = [cls._new_unit(f"U{n}", None, cls.home_care) for n in range(20)]
        for unit in cls.units:
            unit.manager_id = cls._employee_of(cls.aide)
        places = [cls.units[number % 20].id for number in range(EMPLOYEES - 1)]
        copy_worker(cls._new_worker("Worker", cls.units[-1]), places)

    @classmethod
    def _employee_of(cls, user):
        return cls.env["hr.employee"].search([("user_id", "=", user.id)])

    def _spent(self, function):
        self.env.flush_all()
        self.env.cr.precommit.run()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        function()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_sent_to_a_thousand(self):
        self._sent()
        notice = self._new_notice()
        spent = self._spent(notice.action_send)
        self.assertEqual(len(self._asked(notice)), EMPLOYEES + 4)
        self.assertLess(spent, STATEMENTS)

    def test_a_night_in_which_nothing_changed(self):
        round_ = self._sent().sudo().reading_round_ids
        self.assertLess(self._spent(round_._follow), 20)
