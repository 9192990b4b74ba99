"""Who audits what, with whom and when: a plain ranking, audit by audit.

Plain data in, plain data out, and the same for the same: those who took part in the
fewest audits so far come first, on the free working day nearest to the one in mind.
Nothing is proposed that does not hold; where nothing holds, the choice stays empty and
:func:`judge` says why.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from odoo.tools import groupby

DAY = timedelta(days=1)
# days between those that are offered, where there are enough
APART = 5


@dataclass(frozen=True)
class Person:
    """``blocked`` says of a day on which he cannot why not: busy, away, off, audit."""

    key: object
    audits: int = 0
    led: int = 0
    blocked: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Audit:
    """``candidates`` are all who could be asked, each with what stands against it.

    ``hosts`` are those of the audited units whose days have to be free too. ``lead``,
    ``team`` and ``day`` are what is settled already.
    """

    key: object
    earliest: date
    latest: date
    wanted: date
    candidates: dict
    hosts: tuple = ()
    size: int = 2
    lead: object = None
    team: tuple = ()
    day: date | None = None


class Choice(NamedTuple):
    audit: object
    lead: object = None
    team: tuple = ()
    day: date | None = None

    @property
    def people(self):
        return ((self.lead,) if self.lead else ()) + self.team


class Problem(NamedTuple):
    """Kinds: nobody, no_day, short, obstacle, clash, blocked, closed, early, late."""

    kind: str
    who: object = None
    detail: object = None


# what no reason makes good: the ordinary checks of an audit refuse it too
HARD = ("nobody", "no_day", "obstacle", "clash")


def propose(audits, people, is_workday):
    """A choice for each audit, in the order of ``audits``.

    :param people: {key: :class:`Person`}; ties are settled by their order
    :param is_workday: says of a date whether it is one
    """
    plan = _Plan(people, is_workday)
    choices = {}
    for audit in sorted(audits, key=lambda each: (each.wanted, each.latest)):
        choices[audit.key] = plan.choose(audit)
    return [choices[audit.key] for audit in audits]


def judge(pairs, people, is_workday):
    """What does not hold of each choice, all of them taken together.

    :param pairs: (:class:`Audit`, :class:`Choice`), as a person may have changed them
    :return: {key of the audit: [:class:`Problem`]}
    """
    taken = Counter(
        (person, choice.day)
        for _audit, choice in pairs
        for person in choice.people
        if choice.day
    )
    return {
        audit.key: [
            *_judge_team(audit, choice),
            *_judge_day(audit, choice, is_workday),
            *_judge_people(audit, choice, people, taken),
        ]
        for audit, choice in pairs
    }


def free_days(audit, keys, people, is_workday, count):
    """Up to ``count`` days on which all of ``keys`` are free, in order.

    The nearest to the day in mind first, some days apart where there are enough.
    """
    found = [
        day
        for day in _days(audit, is_workday)
        if all(day not in people[key].blocked for key in keys if key in people)
    ]
    chosen = []
    for apart in (APART, 0):
        for day in found:
            if len(chosen) < count and all(
                abs((day - other).days) > apart for other in chosen
            ):
                chosen.append(day)
    return sorted(chosen)


def _days(audit, is_workday):
    """Working days within bounds, the nearest to the wanted one first."""
    if audit.day:
        return [audit.day] if is_workday(audit.day) else []
    span = (audit.latest - audit.earliest).days
    days = (audit.earliest + DAY * place for place in range(span + 1))
    return sorted(
        filter(is_workday, days), key=lambda day: (abs((day - audit.wanted).days), day)
    )


class _Plan:
    """What is planned so far."""

    def __init__(self, people, is_workday):
        self.people = people
        self.is_workday = is_workday
        self.audits = {key: person.audits for key, person in people.items()}
        self.led = {key: person.led for key, person in people.items()}
        self.place = {key: place for place, key in enumerate(people)}
        self.taken = set()

    def choose(self, audit):
        days = [
            day
            for day in _days(audit, self.is_workday)
            if all(self._is_free(key, day) for key in (*audit.hosts, *audit.team))
        ]
        leads = (audit.lead,) if audit.lead else self._ranked(audit, by_lead=True)
        for _rank, equals in groupby(leads, key=self._rank):
            found = [(lead, *self._best(audit, lead, days)) for lead in equals]
            found = [each for each in found if each[2]]
            if found:
                # of equals whoever brings the larger team, then the nearer day
                best = min(found, key=lambda each: (-len(each[1]), days.index(each[2])))
                return self._take(audit, Choice(audit.key, *best))
        return Choice(audit.key, audit.lead, audit.team, audit.day)

    def _best(self, audit, lead, days):
        """(team, day): the first day with a whole team, else with the largest."""
        best = (), None
        for day in days:
            if not self._is_free(lead, day):
                continue
            team = self._team(audit, lead, day)
            if not best[1] or len(team) > len(best[0]):
                best = team, day
            if len(team) >= audit.size - 1:
                break
        return best

    def _team(self, audit, lead, day):
        wanted = max(audit.size - 1 - len(audit.team), 0)
        others = [
            key
            for key in self._ranked(audit)
            if key != lead and key not in audit.team and self._is_free(key, day)
        ]
        return (*audit.team, *others[:wanted])

    def _ranked(self, audit, by_lead=False):
        """Those whom nothing stands against, the least used first."""
        fit = [key for key, against in audit.candidates.items() if not against]
        return sorted(
            fit,
            key=lambda key: (*self._rank(key, by_lead), self.place[key]),
        )

    def _rank(self, key, by_lead=True):
        return self.audits.get(key, 0), self.led.get(key, 0) if by_lead else 0

    def _is_free(self, key, day):
        person = self.people.get(key)
        return (key, day) not in self.taken and not (person and day in person.blocked)

    def _take(self, audit, choice):
        """Who was in the team before is counted already."""
        for key in choice.people:
            self.taken.add((key, choice.day))
            if key not in (audit.lead, *audit.team):
                self.audits[key] += 1
        if choice.lead != audit.lead:
            self.led[choice.lead] += 1
        return choice


def _judge_team(audit, choice):
    if not choice.lead:
        barred = sum(bool(against) for against in audit.candidates.values())
        yield Problem("nobody", detail=(len(audit.candidates), barred))
    elif len(choice.people) < audit.size:
        yield Problem("short", detail=(len(choice.people), audit.size))
    for key in choice.people:
        for against in audit.candidates.get(key, ()):
            yield Problem("obstacle", key, against)


def _judge_day(audit, choice, is_workday):
    if not choice.day:
        yield Problem("no_day", detail=(audit.earliest, audit.latest))
    elif not is_workday(choice.day):
        yield Problem("closed", detail=choice.day)
    elif choice.day < audit.earliest:
        yield Problem("early", detail=audit.earliest)
    elif choice.day > audit.latest:
        yield Problem("late", detail=audit.latest)


def _judge_people(audit, choice, people, taken):
    for key in (*choice.people, *audit.hosts):
        person = people.get(key)
        why = choice.day and person and person.blocked.get(choice.day)
        if key in choice.people and (why == "audit" or taken[key, choice.day] > 1):
            yield Problem("clash", key, choice.day)
        elif why:
            yield Problem("blocked", key, why)
