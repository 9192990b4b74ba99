from odoo.tests import freeze_time, tagged

from odoo.addons.qms.tests.wheel_common import WheelCase


@freeze_time("2026-01-05")
@tagged("post_install", "-at_install", "qms")
class TestStatements(WheelCase):
    """What the picture costs in SQL statements, on an empty cache."""

    # measured, with a little room
    LIMIT = 30

    def _spent(self, user, **kwargs):
        for _round in range(2):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            data = (
                self.env["qms.wheel.occurrence"]
                .with_user(user)
                .action_read_wheel([], **kwargs)
            )
        return self.env.cr.sql_log_count - before, len(data["items"])

    def _fill(self, count):
        """Monthly ones of many units, each with its owner."""
        for number in range(count):
            unit = self._new_unit(f"Unit {number}", None, self.care)
            self._new_item(
                "other",
                "1",
                20,
                frequency="monthly",
                department_id=unit.id,
                owner_id=(self.nurse, self.aide, self.head)[number % 3].id,
            )

    def test_sixty_cost_no_more_than_few(self):
        few = self._new_year()
        for user in (self.aide, self.manager, self.leader):
            self._spent(user, year_id=few.id)
        self._fill(5)
        many = self._new_year(2027, start=False)
        for user in (self.aide, self.manager, self.leader):
            spent, _count = self._spent(user, year_id=few.id)
            more, count = self._spent(user, year_id=many.id)
            self.assertEqual(count, 66)
            self.assertLessEqual(more, spent + 6, user.login)
            self.assertLessEqual(more, self.LIMIT, user.login)
