from odoo import models


class ResourceCalendar(models.Model):
    _inherit = "resource.calendar"

    def _qms_works_on(self, date):
        """Whether these working hours have any on the weekday of ``date``.

        Core's ``_works_on_date`` takes the headings of two-week hours for work.
        """
        self.ensure_one()
        week = str(self.attendance_ids.get_week_type(date))
        return any(
            line.dayofweek == str(date.weekday())
            and line.day_period != "lunch"
            and not line.display_type
            and (not self.two_weeks_calendar or line.week_type == week)
            for line in self.attendance_ids
        )
