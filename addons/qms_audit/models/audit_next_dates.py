from datetime import datetime, timedelta

import pytz

from odoo import models
from odoo.tools import format_date, format_time

# so many dates are offered, looked for so many working days ahead
OFFERED = 3
FARTHEST = 60


class QmsAuditNextDates(models.AbstractModel):
    """The next dates on which all can."""

    _name = "qms.audit.next.dates"
    _description = "Dates on which all can"

    def _next_dates(self, count=OFFERED):
        """Later moments, at the same hours, when everybody invited is free.

        On working days of the company and of each of them, when nobody is away or has
        something else in Odoo's calendar; of people without login nothing is known.

        :return: (start, end) pairs, naive and in UTC
        """
        self.ensure_one()
        days = self._days_ahead() if self.date_start and self.date_end else []
        if not days:
            return []
        # sudo: that somebody is busy, not with what
        users = self.sudo().invitation_ids.user_id | self.sudo().member_ids.user_id
        hours, busy = users._qms_working_hours(), self._busy_times(users, days)
        found = []
        for start, end, dates in days:
            if len(found) == count:
                break
            clashes = any(begins < end and ends > start for begins, ends in busy)
            if not clashes and self._all_work(users, hours, dates):
                found.append((start, end))
        return found

    def _days_ahead(self):
        """Candidates after the date as it is, as (start, end, days)."""
        company, zone = self.company_id, self.company_id._qms_timezone()
        first, last = self._local(self.date_start), self._local(self.date_end)
        span, is_workday = last.date() - first.date(), company._qms_workday_test()
        day, found = max(first.date(), company._qms_today()), []
        while len(found) < FARTHEST and day.year < first.year + 3:
            day += timedelta(days=1)
            dates = [day + timedelta(days=step) for step in range(span.days + 1)]
            if all(map(is_workday, dates)):
                moments = ((day, first), (day + span, last))
                found.append((*(self._to_utc(zone, *each) for each in moments), dates))
        return found

    def _to_utc(self, zone, day, moment):
        local = zone.localize(datetime.combine(day, moment.time()), is_dst=False)
        return local.astimezone(pytz.utc).replace(tzinfo=None)

    def _busy_times(self, users, days):
        """What stands in their calendars, but for this audit's own event."""
        # sudo: that somebody is busy, not with what
        events = self.env["calendar.event"].sudo()
        found = events.search_fetch(
            [
                ("partner_ids", "in", users.partner_id.ids),
                ("show_as", "=", "busy"),
                ("start", "<", days[-1][1]),
                ("stop", ">", days[0][0]),
                ("id", "not in", self.sudo().told_ids.event_id.ids),
            ],
            ["start", "stop"],
        )
        return [(event.start, event.stop) for event in found]

    def _all_work(self, users, hours, dates):
        for date in dates:
            for places in hours.values():
                calendars = [calendar for _company, calendar in places]
                if calendars and not any(c._qms_works_on(date) for c in calendars):
                    return False
            if users._qms_away(date):
                return False
        return True

    def _next_dates_lines(self):
        lines = []
        for start, _end in self._next_dates():
            local = self._local(start)
            day = format_date(self.env, local.date(), date_format="full")
            hour = format_time(self.env, local.time(), time_format="short")
            lines.append(f"{day} {hour}")
        return lines
