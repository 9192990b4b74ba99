from datetime import datetime, timedelta

import pytz

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import ormcache

from ..tools.workdays import SATURDAY, customary_days, public_holidays

# twenty years: no deadline of ours is further away
FARTHEST = 7320


class QmsCalendarMixin(models.AbstractModel):
    """Working days of a company: Monday to Friday, less the public holidays of its
    country (weekends only where it has none), its customary closing days, and the
    closing days entered for it and for the companies above it."""

    _name = "qms.calendar.mixin"
    _description = "Working days and time zone of a company"

    qms_customary_closed = fields.Boolean(
        "Closed on customary days off",
        default=True,
        help="Denmark: 5 June, 24 and 31 December. Norway: 24 and 31 December. Sweden: "
        "Midsummer Eve, 24 and 31 December. These are no working days when a deadline "
        "is counted. Other closing days are entered one by one.",
    )

    def _qms_timezone(self):
        """The zone in which this company's day and year turn."""
        self.ensure_one()
        # sudo: res.company - country and calendar of a company one may not belong to
        company = self.sudo()
        zones = pytz.country_timezones.get(company.country_id.code or "", [])
        if len(zones) == 1:
            return pytz.timezone(zones[0])
        return pytz.timezone(company.resource_calendar_id.tz or "UTC")

    def _qms_today(self):
        """The date now at the company.

        :rtype: datetime.date
        """
        return datetime.now(self._qms_timezone()).date()

    def _qms_is_workday(self, date):
        return self._qms_workday_test()(date)

    def _qms_workday_test(self):
        """A function of a date, for those who ask about many."""
        is_closed = self._qms_closed_test()
        return lambda date: date.weekday() < SATURDAY and not is_closed(date)

    def _qms_is_closed(self, date):
        """Whether it is a holiday or a closing day; a weekend alone is neither."""
        return self._qms_closed_test()(date)

    def _qms_closed_test(self):
        self.ensure_one()
        # sudo: res.company - country of a company one may not belong to
        company = self.sudo()
        kind = company.country_id.code or "", company.qms_customary_closed
        return lambda date: date in self._qms_closed_dates(date.year, *kind)

    def _qms_add_workdays(self, date, days):
        """The working day ``days`` working days after ``date``, before it if negative.

        With 0, ``date`` itself or the next working day. The day ``date`` never counts,
        so a deadline of one working day is the next working day.

        :raise UserError: when the closing days leave no working day in twenty years
        """
        step = timedelta(days=-1 if days < 0 else 1)
        left = abs(days)
        if not left:
            date, left = date - step, 1
        is_workday = self._qms_workday_test()
        for _day in range(FARTHEST):
            date += step
            left -= is_workday(date)
            if not left:
                return date
        raise UserError(
            self.env._(
                "%s has too few working days for this deadline: check its closing "
                "days.",
                self.sudo().name,
            )
        )

    def _qms_workdays_between(self, start, end):
        """How many working days come after ``start`` up to and with ``end``.

        Negative when ``end`` is before ``start``: then those from ``end`` up to the day
        before ``start``, so that ``_qms_add_workdays`` counts the same way.
        """
        is_workday = self._qms_workday_test()
        if end < start:
            days = (end + timedelta(days=day) for day in range((start - end).days))
            return -sum(map(is_workday, days))
        days = (start + timedelta(days=day + 1) for day in range((end - start).days))
        return sum(map(is_workday, days))

    @ormcache("self.id", "year", "country_code", "customary")
    def _qms_closed_dates(self, year, country_code, customary):
        """All days of ``year`` but Saturdays and Sundays that are no working days.

        :rtype: frozenset[datetime.date]
        """
        closed = public_holidays(country_code, year) | self._qms_closing_dates(year)
        return closed | customary_days(country_code, year) if customary else closed

    def _qms_closing_dates(self, year):
        """Days entered as closing days here or in a company above.

        :rtype: frozenset[datetime.date]
        """
        # sudo: qms.closing.day - deadlines are counted for whoever asks
        closing_days = self.env["qms.closing.day"].sudo()
        periods = closing_days.search(
            [
                ("company_id", "parent_of", self.id),
                ("date_from", "<=", f"{year}-12-31"),
                ("date_to", ">=", f"{year}-01-01"),
            ]
        )
        return frozenset(
            period.date_from + timedelta(days=day)
            for period in periods
            for day in range((period.date_to - period.date_from).days + 1)
        )
