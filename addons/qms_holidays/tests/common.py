from odoo.addons.qms.tests.common import QmsCase


class LeaveCase(QmsCase):
    """Leaves of the small town, approved without a second look unless it matters."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # leaves stand in the time zone of the town's working hours
        cls.company.resource_calendar_id.tz = "Europe/Copenhagen"
        cls.holiday = cls._new_type("Summer holiday")
        cls.officer = cls._new_user(
            "officer", "hr_holidays.group_hr_holidays_manager,hr.group_hr_user"
        )

    @classmethod
    def _new_type(cls, name, **kwargs):
        return cls.env["hr.leave.type"].create(
            {
                "name": name,
                "company_id": cls.company.id,
                "requires_allocation": False,
                "leave_validation_type": "hr",
                "request_unit": "day",
                **kwargs,
            }
        )

    @classmethod
    def _employee(cls, user):
        return cls.env["hr.employee"].search(
            [("user_id", "=", user.id), ("company_id", "=", cls.company.id)]
        )

    @classmethod
    def _requested(cls, user, start, end, **kwargs):
        """Asked for, to be approved."""
        employee = kwargs.pop("employee", None) or cls._employee(user)
        return cls.env["hr.leave"].create(
            {
                "name": "Private words",
                "employee_id": employee.id,
                "holiday_status_id": cls.holiday.id,
                "request_date_from": start,
                "request_date_to": end,
                **kwargs,
            }
        )

    @classmethod
    def _leave(cls, user, start, end, **kwargs):
        """Approved by the officer."""
        leave = cls._requested(user, start, end, **kwargs).with_user(cls.officer)
        leave.action_approve()
        return leave.with_env(cls.env)

    def _away_on(self, user, *days):
        """On which of these days the user is away."""
        return [day for day in days if user._qms_is_away(self._date(day))]

    def _date(self, day):
        return self.env["hr.leave"]._fields["request_date_from"].to_date(day)
