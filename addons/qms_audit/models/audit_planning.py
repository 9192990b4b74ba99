from datetime import datetime, time, timedelta

import pytz

from odoo import fields, models
from odoo.tools import SQL

from odoo.addons.qms.tools.people import People

from ..tools.ranking import Audit, Person, free_days, judge, propose
from .audit_table import AUDITING

# audits that take somebody's day, if they have one
TAKING = ("planned", "scheduled", "running")
# days an audit may lie before or after the one in mind
SPREAD = timedelta(days=30)
# working days between planning and the audit, at least
NOTICE = 10
# of whom nothing stood in the calendar for so long keeps none in Odoo
SILENCE = timedelta(days=90)
# from, to; the company's own time
HOURS = (9.0, 15.0)


class QmsAuditPlanning(models.AbstractModel):
    """When an audit may be held, and what stands against a day."""

    _name = "qms.audit.planning"
    _description = "Planning of an audit"

    def _proposal_bounds(self):
        """Hook: the earliest and the latest day on which it may be held.

        Around the day in mind, within the cycle, and never at shorter notice than
        people can be asked. Without such a day the latest is before the earliest.
        """
        self.ensure_one()
        programme = self.programme_id
        earliest = max(self._proposal_soon(), self.date_planned - SPREAD)
        latest = max(self.date_planned, earliest) + SPREAD
        if programme:
            earliest = max(earliest, programme.date_from)
            latest = min(latest, programme.date_to)
        return earliest, latest

    def _proposal_soon(self):
        """The first day for which people can still be asked."""
        today = fields.Date.context_today(self)
        return self.company_id._qms_add_workdays(today, NOTICE)

    def _proposal_hosts(self):
        """Hook: who receives the auditors and has to be free too."""
        leaders = [unit._qms_leader_user() for unit in self.department_ids]
        hosts = self.env["res.users"].union(*leaders)
        owners = self.process_ids.owner_id
        return hosts or owners.filtered(lambda user: user._qms_works_here())

    def _proposal_event_ids(self):
        """The audits' own events in the calendar, which do not stand against them."""
        return self.told_ids.event_id.ids

    def _plan_mark(self):
        """What a proposal was made on: another mark, and it is to be made anew."""
        self.ensure_one()
        # sudo: who is in the team
        team = sorted(
            self.sudo().member_ids.mapped(lambda row: (row.user_id.id, row.role))
        )
        return f"{self.state} {self.date_start or ''} {self.date_end or ''} {team}"


def day_window(company, hours, day):
    """Begin and end of these hours of a day at the company, in UTC."""
    zone = company._qms_timezone()
    return tuple(
        zone.localize(datetime.combine(day, time()) + timedelta(hours=hour))
        .astimezone(pytz.utc)
        .replace(tzinfo=None)
        for hour in hours
    )


class Planning:
    """What is known of audits and people when a plan is made, read at once for all."""

    def __init__(self, audits, auditors, hours=HOURS, size=2, days=()):
        # sudo: who is free and independent, no more is told of anybody
        self.audits = audits.sudo()
        self.env = self.audits.env
        self.company = self.audits.company_id[:1]
        self.zone = self.company._qms_timezone()
        self.hours, self.size = hours, size
        self.is_workday = self.company._qms_workday_test()
        self.bounds = {each.id: each._proposal_bounds() for each in self.audits}
        self.hosts = {each.id: each._proposal_hosts() for each in self.audits}
        team = self.audits.member_ids.filtered(lambda row: row.role in AUDITING)
        self.auditors = (auditors.sudo() | team.user_id).sorted("id")
        self.users = self.auditors.union(*self.hosts.values())
        # what is read of one is read of all
        self.hosts = {
            key: hosts.with_prefetch(self.users._prefetch_ids)
            for key, hosts in self.hosts.items()
        }
        known = [day for bounds in self.bounds.values() for day in bounds]
        known += [day for day in days if day]
        known += [each._local(each.date_start).date() for each in self._dated()]
        self.first, self.last = min(known, default=None), max(known, default=None)
        self._windows = {}
        self.obstacles = self._read_obstacles()
        self.known_ids = set()
        self.people = self._read_people() if known else {}

    def _dated(self):
        return self.audits.filtered("date_start")

    def window(self, day):
        """Begin and end of an audit on this day, in UTC."""
        if day not in self._windows:
            self._windows[day] = day_window(self.company, self.hours, day)
        return self._windows[day]

    # ------------------------------------------------------------
    # Asked of the ranking
    # ------------------------------------------------------------

    def propose(self):
        """A choice per audit id."""
        asked = [self.plain(audit) for audit in self.audits]
        choices = propose(asked, self.people, self.is_workday)
        return {choice.audit: choice for choice in choices}

    def judge(self, choices):
        """Problems per audit id."""
        audits = self.audits.grouped("id")
        pairs = [(self.plain(audits[each.audit]), each) for each in choices]
        return judge(pairs, self.people, self.is_workday)

    def offers(self, audit, users, count):
        keys = (*users.ids, *self.hosts[audit.id].ids)
        # sudo: who is free, no more is told of anybody
        plain = self.plain(audit.sudo(), is_open=True)
        return free_days(plain, keys, self.people, self.is_workday, count)

    def plain(self, audit, is_open=False):
        """The audit as the ranking knows it; with what is settled, unless open."""
        earliest, latest = self.bounds[audit.id]
        candidates = self.obstacles[audit.id]
        day = audit.date_start and audit._local(audit.date_start).date()
        team = audit.member_ids.filtered(lambda row: row.role == "auditor")
        lead = audit.lead_id.id
        return Audit(
            key=audit.id,
            earliest=earliest,
            latest=latest,
            wanted=audit.date_planned,
            candidates=candidates,
            hosts=tuple(self.hosts[audit.id].ids),
            size=self.size,
            # who no longer may is replaced
            lead=lead if lead and not candidates.get(lead) else None,
            team=tuple(key for key in team.user_id.ids if not candidates.get(key)),
            day=None if is_open else day or None,
        )

    # ------------------------------------------------------------
    # Read from the records
    # ------------------------------------------------------------

    def _read_obstacles(self):
        """Sentences per audit id and user id, less those with an exception."""
        left = {
            user.id: self.env._("does not work here any more")
            for user in self.auditors
            if not user._qms_works_here()
        }
        result = {}
        for audit_id, found in self.audits._obstacles_of_each(self.auditors).items():
            rows = self.env["qms.audit"].browse(audit_id).member_ids
            excepted = {
                (row.user_id.id, key)
                for row in rows
                for key in (row.excepted_for or "").split()
            }
            result[audit_id] = {
                user_id: (
                    *filter(None, [left.get(user_id)]),
                    *dict.fromkeys(
                        reason
                        for key, reason in pairs
                        if (user_id, key) not in excepted
                    ),
                )
                for user_id, pairs in found.items()
            }
        return result

    def _read_people(self):
        counts, led = self._count_audits()
        blocked = {user.id: {} for user in self.users}
        for user_id, day, why in (
            *self._read_audits(),
            *self._read_away(),
            *self._read_off(),
            *self._read_busy(),
        ):
            blocked[user_id].setdefault(day, why)
        return {
            user.id: Person(
                user.id,
                counts.get(user.id, 0),
                led.get(user.id, 0),
                blocked[user.id],
            )
            for user in self.users
        }

    def _count_audits(self):
        """In the cycle, those planned already among them."""
        rows = self.env["qms.audit.member"].search_fetch(
            [
                ("audit_id.programme_id", "in", self.audits.programme_id.ids),
                ("audit_id.state", "!=", "cancelled"),
                ("role", "in", AUDITING),
                ("user_id", "in", self.auditors.ids),
            ],
            ["user_id", "role"],
        )
        counts, led = {}, {}
        for row in rows:
            key = row.user_id.id
            counts[key] = counts.get(key, 0) + 1
            led[key] = led.get(key, 0) + (row.role == "lead")
        return counts, led

    def _read_audits(self):
        """Days taken by other audits."""
        begin, end = self.window(self.first)[0], self.window(self.last)[1]
        rows = self.env["qms.audit.member"].search_fetch(
            [
                ("user_id", "in", self.users.ids),
                ("audit_id", "not in", self.audits.ids),
                ("audit_id.state", "in", TAKING),
                ("audit_id.date_start", "<", end),
                ("audit_id.date_end", ">", begin),
            ],
            ["user_id", "audit_id"],
        )
        for row in rows:
            audit = row.audit_id
            for day in self._days_of(audit.date_start, audit.date_end):
                yield row.user_id.id, day, "audit"

    def _read_away(self):
        away = self.users._qms_away_days(self.first, self.last)
        for user_id, days in away.items():
            for day in days:
                yield user_id, day, "away"

    def _read_off(self):
        span = (self.last - self.first).days + 1
        days = [self.first + timedelta(days=place) for place in range(span)]
        days = list(filter(self.is_workday, days))
        working = People.of(self.env).working_days(self.users, self.company, days)
        for user_id, own in working.items():
            for day in days:
                if day not in own:
                    yield user_id, day, "off"

    def _read_busy(self):
        """From Odoo's calendar: that somebody is busy, never with what."""
        users = {user.partner_id.id: user.id for user in self.users}
        self.env["calendar.event"].flush_model(["active", "show_as", "start", "stop"])
        self.env["calendar.attendee"].flush_model(["event_id", "partner_id", "state"])
        rows = self.env.execute_query(
            SQL(
                """SELECT attendee.partner_id, event.start, event.stop
                     FROM calendar_attendee attendee
                     JOIN calendar_event event ON event.id = attendee.event_id
                    WHERE attendee.partner_id = ANY(%s)
                      AND attendee.state IS DISTINCT FROM 'declined'
                      AND event.active AND event.show_as = 'busy'
                      AND event.stop > %s AND event.start < %s
                      AND event.id <> ALL(%s)""",
                list(users),
                self.window(self.first)[0] - SILENCE,
                self.window(self.last)[1],
                self.audits._proposal_event_ids(),
            )
        )
        for partner_id, start, stop in rows:
            self.known_ids.add(users[partner_id])
            for day in self._days_of(start, stop):
                yield users[partner_id], day, "busy"

    def _days_of(self, start, stop):
        """Days within the period on whose hours of audit this falls."""
        first = max(pytz.utc.localize(start).astimezone(self.zone).date(), self.first)
        last = min(pytz.utc.localize(stop).astimezone(self.zone).date(), self.last)
        for place in range((last - first).days + 1):
            day = first + timedelta(days=place)
            begin, end = self.window(day)
            if start < end and stop > begin:
                yield day
