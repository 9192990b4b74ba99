from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

# what decides who is away when
PERIOD = {
    "date_from",
    "date_to",
    "employee_id",
    "holiday_status_id",
    "request_date_from",
    "request_date_from_period",
    "request_date_to",
    "request_date_to_period",
    "request_hour_from",
    "request_hour_to",
    "state",
}
# what tells whether a day is taken off as a whole, and by whom
PART_OF_A_DAY = [
    "employee_id",
    "number_of_days",
    "request_date_from",
    "request_date_from_period",
    "request_date_to",
    "request_date_to_period",
    "request_unit_half",
    "request_unit_hours",
    "user_id",
]
DAY = timedelta(days=1)


class HrLeave(models.Model):
    """Duties pass on, and come back, as time off is approved, moved or taken back.

    What begins or ends later is seen at night, with all other periods.
    """

    _inherit = "hr.leave"

    @api.model_create_multi
    def create(self, vals_list):
        leaves = super().create(vals_list)
        leaves._qms_users_now()._qms_resync()
        return leaves

    def write(self, vals):
        if PERIOD.isdisjoint(vals):
            return super().write(vals)
        before = self._qms_users_now()
        result = super().write(vals)
        (before | self._qms_users_now())._qms_resync()
        return result

    def unlink(self):
        users = self._qms_users_now()
        result = super().unlink()
        users._qms_resync()
        return result

    def _qms_users_now(self):
        """Whom these leaves may keep away on a day that is today somewhere."""
        today = fields.Date.today()
        # sudo: hr.leave - who is away now, whoever changed it
        return (
            self.sudo()
            .filtered_domain(self._qms_approved(today - DAY, today + DAY))
            .user_id.sudo(False)
        )

    @api.model
    def _qms_approved(self, date_from, date_to):
        """Approved absences that touch the period; 'worked time' is none."""
        return (
            Domain("state", "=", "validate")
            & Domain("holiday_status_id.time_type", "=", "leave")
            & Domain("request_date_from", "<=", date_to)
            & Domain("request_date_to", ">=", date_from)
        )

    @api.model
    def _qms_whole_day(self, users, date):
        """The leaves for which one of ``users`` is away all of ``date``.

        Who is off for half of the day, or for some hours, is here on that day.
        """
        return self._qms_whole(Domain("user_id", "in", users.ids), date)

    @api.model
    def _qms_whole_day_of(self, employees, date):
        """As :meth:`_qms_whole_day`, of employees, with or without login."""
        return self._qms_whole(Domain("employee_id", "in", employees.ids), date)

    @api.model
    def _qms_whole(self, whose, date):
        leaves = self._qms_in_period(whose, date, date)
        return leaves.filtered(lambda leave: leave._qms_is_whole(date))

    @api.model
    def _qms_in_period(self, whose, date_from, date_to):
        approved = self._qms_approved(date_from, date_to)
        return self.search_fetch(whose & approved, PART_OF_A_DAY)

    def _qms_is_whole(self, date):
        if self.request_unit_hours:
            return self.number_of_days >= 1
        if not self.request_unit_half:
            return True
        starts_late = self.request_date_from_period == "pm"
        ends_early = self.request_date_to_period == "am"
        return not (
            (date == self.request_date_from and starts_late)
            or (date == self.request_date_to and ends_early)
        )
