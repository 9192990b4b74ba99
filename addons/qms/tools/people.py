"""Who leads, who stands in, who is away: asked once for a whole call."""

from datetime import timedelta

from odoo import fields

from .lifecycle import Mandate
from .workdays import SATURDAY

# working hours come back after two weeks at most
FORTNIGHT = 14


class People:
    """What one call asks about people again and again, read once.

    Lives as long as the call that made it and travels in the context, where only
    Python can put it: all of it may have changed by the next call.
    """

    def __init__(self, env, date=None):
        # sudo: structure only; people's own records stay with HR
        self.env = env(su=True)
        self.date = date or fields.Date.context_today(self.env["res.users"])
        self._lines = {}
        self._leaders = {}
        # who will be asked about together, once one of them is
        self._expected = self.env["res.users"]
        self._deputies = {}
        self._away = {}
        self._hours = {}
        self._accounts = {}
        self._managers = {}

    @classmethod
    def of(cls, env, date=None):
        """Those of the call under way, or new ones for this question alone."""
        people = env.context.get("qms_people")
        if isinstance(people, cls) and people.date == (date or people.date):
            return people
        return cls(env, date)

    # ------------------------------------------------------------
    # Whose turn it is
    # ------------------------------------------------------------

    def decider(self, unit, company, excluded):
        """See ``hr.department._qms_decider``."""
        for leader in self._leaders_above(unit, company, excluded):
            if not self.is_away(leader):
                return leader, Mandate("leader")
            for deputy in self.deputies(leader, unit):
                if self.can_decide(deputy, company, excluded):
                    return deputy, Mandate("deputy", leader.id)
        managers = self.managers(company).filtered(
            lambda user: not self.same_person(user, excluded)
        )
        here = managers.filtered(lambda user: not self.is_away(user))
        manager = (here or managers)[:1]
        return manager, Mandate("quality_manager") if manager else None

    def turned_to(self, unit, company):
        """Who is asked in place of somebody without login: the leader or who is here
        in his place, then those above, at the top the quality managers."""
        nobody = self.env["res.users"]
        first = self.decider(unit, company, nobody)[0]
        yield from first
        above = self.leaders_above(unit, company, nobody) | self.managers(company)
        yield from above - first

    def mandate(self, unit, company, user, excluded):
        """See ``hr.department._qms_mandate``."""
        return self.line_mandate(
            unit, company, user, excluded
        ) or self._passed_on_mandate(unit, company, user, excluded)

    def line_mandate(self, unit, company, user, excluded):
        """As a leader from the unit upwards, or as his deputy."""
        if self.same_person(user, excluded):
            return None
        for step in self.line(unit):
            leader = self._leaders[step]
            if leader == user:
                mandate = Mandate("leader")
            elif leader and user in self.deputies(leader, unit):
                mandate = Mandate("deputy", leader.id)
            else:
                continue
            if self._can_lead(leader, company, excluded):
                return mandate
        return None

    def _passed_on_mandate(self, unit, company, user, excluded):
        """As a quality manager, where it is no leader's turn."""
        if not user.has_group("qms.group_quality_manager"):
            return None
        if self.same_person(user, excluded) or user not in self.managers(company):
            return None
        mandate = self.decider(unit, company, excluded)[1]
        return mandate if mandate and mandate.role == "quality_manager" else None

    def can_decide(self, user, company, excluded):
        """Whether this user is here, may, and reaches the company's records."""
        return not (
            self.is_away(user)
            or self.same_person(user, excluded)
            or company not in user.company_ids
        )

    def _leaders_above(self, unit, company, excluded):
        for step in self.line(unit):
            if self._can_lead(self._leaders[step], company, excluded):
                yield self._leaders[step]

    def _can_lead(self, leader, company, excluded):
        return (
            leader
            and leader._qms_works_here()
            and self._reaches(leader, company)
            and not self.same_person(leader, excluded)
        )

    def _reaches(self, user, company):
        # of the caller himself Odoo keeps it
        own = user.id == self.env.uid and company.id in user._get_company_ids()
        return own or company in user.company_ids

    def leaders_above(self, unit, company, excluded):
        """Leaders of this unit and those above it, nearest first, each once."""
        leaders = self.env["res.users"]
        return leaders.union(*self._leaders_above(unit, company, excluded))

    # ------------------------------------------------------------
    # Units and their leaders
    # ------------------------------------------------------------

    def line(self, unit):
        """Ids of the unit and those above it, nearest first."""
        if not unit.id:
            return []
        if unit.id not in self._lines:
            self._load_units(unit)
        return self._lines[unit.id]

    def _load_units(self, unit):
        """All units read together with this one, in one go."""
        together = {
            unit.id,
            *filter(lambda key: isinstance(key, int), unit._prefetch_ids),
        }
        units = self._read_units(together)
        lines = {each.id: each._qms_line_ids() for each in units}
        steps = {step for line in lines.values() for step in line}
        above = units | self._read_units(steps - set(units.ids))
        there = set(above.ids)
        lines = {key: [s for s in line if s in there] for key, line in lines.items()}
        self._lines |= {unit.id: [], **lines}
        self._leaders |= {step.id: step._qms_manager_user() for step in above}
        self._expected = self._expected.union(*self._leaders.values())

    def _read_units(self, ids):
        """Those of ``ids`` that are there, archived ones too."""
        units = self.env["hr.department"].with_context(active_test=False)
        found = units.search_fetch([("id", "in", list(ids))], order="id")
        return found.with_env(self.env)

    def managers(self, company):
        """Quality managers who reach the company's records."""
        if company.id not in self._managers:
            # sudo: who holds the role
            managers = company.sudo()._qms_quality_managers()
            self._managers[company.id] = managers.with_env(self.env).filtered(
                lambda user: company in user.company_ids
            )
            self._expected |= self._managers[company.id]
        return self._managers[company.id]

    # ------------------------------------------------------------
    # Away and standing in
    # ------------------------------------------------------------

    def know(self, users):
        """Read who stands in for those not asked about so far."""
        if not self._new(users, self._deputies):
            return
        self._expected |= users
        new = self._new(self._expected, self._deputies)
        periods = self.env["qms.deputy"].search_fetch(
            [
                ("user_id", "in", new.ids),
                ("date_from", "<=", self.date),
                ("date_to", ">=", self.date),
            ],
            order="id",
        )
        of_user = periods.grouped(lambda period: period.user_id.id)
        self._deputies |= {user.id: of_user.get(user.id, periods[:0]) for user in new}
        self._expected |= periods.deputy_id

    def _new(self, users, known):
        return users.filtered(lambda user: user.id not in known).with_env(self.env)

    def is_away(self, user):
        """Whether this user is away on the day."""
        if user.id not in self._away:
            new = self._new(user | self._expected, self._away)
            away = new._qms_away(self.date)
            self._away |= {each.id: each in away for each in new}
        return self._away[user.id]

    def deputies(self, user, unit):
        """Those who stand in for this user in this unit on the day."""
        if user.id not in self._deputies:
            self.know(user)
        periods = self._deputies[user.id].filtered(lambda period: period._covers(unit))
        return periods.deputy_id.filtered(lambda deputy: deputy._qms_works_here())

    def stand_in(self, user, unit, company):
        """This user, or whoever is here in his place; nobody: the clock stands."""
        if not self.is_away(user):
            return user
        here = self.deputies(user, unit).filtered(lambda d: not self.is_away(d))
        return (self.working(here, company) if len(here) > 1 else here)[:1]

    def working(self, users, company):
        """Those of ``users`` who work on the day: nobody where the company is closed.

        By their own working hours at the company, those elsewhere where they have none
        here; without any on Mondays to Fridays.
        """
        if company._qms_is_closed(self.date):
            return users.browse()
        self._know_hours(users)
        return users.filtered(lambda user: self._works(user, company, self.date))

    def next_workdays(self, users, company):
        """The next day on which each user works, at most two weeks on."""
        self._know_hours(users)
        is_closed = company._qms_closed_test()
        days = [self.date + timedelta(days=day + 1) for day in range(FORTNIGHT)]
        days = [day for day in days if not is_closed(day)] or days
        return {
            user: next(
                (day for day in days if self._works(user, company, day)), days[-1]
            )
            for user in users
        }

    def working_days(self, users, company, days):
        """Those of ``days`` on which each user works at the company, per user id."""
        self._know_hours(users)
        is_closed = company._qms_closed_test()
        days = [day for day in days if not is_closed(day)]
        same = users.grouped(lambda user: tuple(self._hours[user.id]))
        result = {}
        for alike in same.values():
            found = {day for day in days if self._works(alike[:1], company, day)}
            result |= {user.id: found for user in alike}
        return result

    def _know_hours(self, users):
        new = users.filtered(lambda user: user.id not in self._hours)
        if new:
            self._hours |= new._qms_working_hours()

    def _works(self, user, company, date):
        hours = self._hours[user.id]
        here = [calendar for place, calendar in hours if place == company]
        calendars = here or [calendar for _place, calendar in hours]
        if not calendars:
            return date.weekday() < SATURDAY
        return any(calendar._qms_works_on(date) for calendar in calendars)

    # ------------------------------------------------------------
    # One person, several accounts
    # ------------------------------------------------------------

    def same_person(self, user, users):
        """Whether this user is the same person as one of ``users``."""
        if not users or not user:
            return False
        if user in users:
            return True
        if user.id not in self._accounts:
            new = self._new(user | self._expected, self._accounts)
            self._accounts |= new._qms_accounts()
        return not self._accounts[user.id].isdisjoint(users.ids)
