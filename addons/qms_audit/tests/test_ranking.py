from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..tools.ranking import (
    APART,
    HARD,
    Audit,
    Choice,
    Person,
    free_days,
    judge,
    propose,
)

START = date(2026, 3, 2)
SPAN = 28
KEYS = ["ann", "bo", "cy", "di", "eva", "flo"]
HOSTS = ["leader", "head"]
CALM = settings(derandomize=True, deadline=None, max_examples=60, database=None)


def is_workday(day):
    # a closing week besides the weekends
    return day.weekday() < 5 and not date(2026, 3, 16) <= day <= date(2026, 3, 20)


def day_of(place):
    return START + timedelta(days=place)


days = st.integers(0, SPAN - 1).map(day_of)
blocked = st.dictionaries(
    days, st.sampled_from(["busy", "away", "off", "audit"]), max_size=20
)


@st.composite
def people(draw):
    return {
        key: Person(
            key, draw(st.integers(0, 4)), draw(st.integers(0, 2)), draw(blocked)
        )
        for key in [*KEYS, *HOSTS]
    }


@st.composite
def audits(draw):
    result = []
    for number in range(draw(st.integers(1, 8))):
        first, last = sorted((draw(days), draw(days)))
        candidates = {
            key: draw(st.sampled_from([(), (), ("works there",)]))
            for key in draw(st.lists(st.sampled_from(KEYS), unique=True))
        }
        result.append(
            Audit(
                number,
                first,
                last,
                draw(days),
                candidates,
                tuple(draw(st.lists(st.sampled_from(HOSTS), unique=True))),
                draw(st.integers(1, 4)),
            )
        )
    return result


@tagged("post_install", "-at_install", "qms")
class TestRanking(BaseCase):
    """Every plan that is returned, whatever people, days and audits there are."""

    def _plan(self, asked, persons):
        choices = propose(asked, persons, is_workday)
        self.assertEqual([choice.audit for choice in choices], [a.key for a in asked])
        return [
            (audit, choice)
            for audit, choice in zip(asked, choices, strict=True)
            if choice.day
        ]

    @CALM
    @given(audits(), people())
    def test_everybody_proposed_is_independent(self, asked, persons):
        for audit, choice in self._plan(asked, persons):
            self.assertIsNotNone(choice.lead)
            for key in choice.people:
                self.assertEqual(audit.candidates[key], ())

    @CALM
    @given(audits(), people())
    def test_everybody_concerned_is_free_that_day(self, asked, persons):
        for audit, choice in self._plan(asked, persons):
            for key in (*choice.people, *audit.hosts):
                self.assertNotIn(choice.day, persons[key].blocked)

    @CALM
    @given(audits(), people())
    def test_nobody_is_in_two_audits_on_a_day(self, asked, persons):
        seen = [
            (key, choice.day)
            for _audit, choice in self._plan(asked, persons)
            for key in choice.people
        ]
        self.assertEqual(len(seen), len(set(seen)))

    @CALM
    @given(audits(), people())
    def test_days_are_working_days_within_their_bounds(self, asked, persons):
        for audit, choice in self._plan(asked, persons):
            self.assertTrue(is_workday(choice.day))
            self.assertLessEqual(audit.earliest, choice.day)
            self.assertLessEqual(choice.day, audit.latest)

    @CALM
    @given(audits(), people())
    def test_a_team_is_no_larger_than_asked_and_nobody_is_in_it_twice(
        self, asked, persons
    ):
        for audit, choice in self._plan(asked, persons):
            self.assertLessEqual(len(choice.people), audit.size)
            self.assertEqual(len(choice.people), len(set(choice.people)))

    @CALM
    @given(audits(), people())
    def test_the_same_question_has_the_same_answer(self, asked, persons):
        first = propose(asked, persons, is_workday)
        self.assertEqual(first, propose(asked, persons, is_workday))

    @CALM
    @given(audits(), people())
    def test_an_audit_stays_open_only_if_nobody_can_on_any_day(self, asked, persons):
        """For the first one, before whom nothing is taken."""
        first = min(asked, key=lambda audit: (audit.wanted, audit.latest))
        chosen = dict(
            (choice.audit, choice) for choice in propose(asked, persons, is_workday)
        )[first.key]
        span = (first.latest - first.earliest).days + 1
        possible = any(
            is_workday(day)
            and all(
                day not in persons[key].blocked for key in (candidate, *first.hosts)
            )
            for candidate, against in first.candidates.items()
            if not against
            for day in (first.earliest + timedelta(days=n) for n in range(span))
        )
        self.assertEqual(bool(chosen.day), possible)

    @CALM
    @given(audits(), people())
    def test_what_is_proposed_is_judged_to_hold(self, asked, persons):
        """But for a team that could not be filled."""
        pairs = self._plan(asked, persons)
        for problems in judge(pairs, persons, is_workday).values():
            self.assertLessEqual({problem.kind for problem in problems}, {"short"})

    @CALM
    @given(audits(), people())
    def test_what_is_left_open_says_why(self, asked, persons):
        choices = propose(asked, persons, is_workday)
        judged = judge(list(zip(asked, choices, strict=True)), persons, is_workday)
        for choice in choices:
            if not choice.day:
                kinds = {problem.kind for problem in judged[choice.audit]}
                self.assertFalse(kinds.isdisjoint(HARD))

    @CALM
    @given(st.integers(1, 16), st.integers(1, 3), st.integers(2, 6))
    def test_where_all_can_the_burden_differs_by_one_at_most(self, count, size, heads):
        persons = {key: Person(key) for key in KEYS[:heads]}
        free = {key: () for key in persons}
        asked = [
            Audit(number, START, day_of(SPAN - 1), day_of(number), free, size=size)
            for number in range(count)
        ]
        choices = propose(asked, persons, lambda _day: True)
        self.assertTrue(all(choice.day for choice in choices))
        taken = [sum(key in each.people for each in choices) for key in persons]
        led = [sum(key == each.lead for each in choices) for key in persons]
        self.assertLessEqual(max(taken) - min(taken), 1)
        self.assertLessEqual(max(led) - min(led), 2)

    @CALM
    @given(audits(), people())
    def test_the_team_are_the_least_used_of_those_who_could(self, asked, persons):
        """Followed in the order in which the plan was made."""
        burden = {key: person.audits for key, person in persons.items()}
        taken = set()
        pairs = sorted(
            self._plan(asked, persons),
            key=lambda pair: (pair[0].wanted, pair[0].latest),
        )
        for audit, choice in pairs:
            left_out = [
                key
                for key, against in audit.candidates.items()
                if not against
                and key not in choice.people
                and choice.day not in persons[key].blocked
                and (key, choice.day) not in taken
            ]
            for key in left_out:
                for chosen in choice.people:
                    self.assertLessEqual(burden[chosen], burden[key])
            for key in choice.people:
                burden[key] += 1
                taken.add((key, choice.day))

    @CALM
    @given(audits(), people(), st.integers(1, 4))
    def test_days_that_are_offered_are_free_for_all(self, asked, persons, count):
        for audit in asked:
            keys = [*audit.candidates, *audit.hosts]
            offered = free_days(audit, keys, persons, is_workday, count)
            self.assertLessEqual(len(offered), count)
            self.assertEqual(offered, sorted(set(offered)))
            for day in offered:
                self.assertTrue(is_workday(day))
                self.assertLessEqual(audit.earliest, day)
                self.assertLessEqual(day, audit.latest)
                self.assertFalse([k for k in keys if day in persons[k].blocked])


@tagged("post_install", "-at_install", "qms")
class TestRankingCases(BaseCase):
    def _audit(self, **kwargs):
        values = {
            "key": 1,
            "earliest": START,
            "latest": day_of(11),
            "wanted": day_of(2),
            "candidates": {"ann": (), "bo": ()},
            **kwargs,
        }
        return Audit(**values)

    def _choose(self, audit, *persons):
        known = {person.key: person for person in persons}
        return propose([audit], known, is_workday)[0]

    def test_the_least_used_leads(self):
        choice = self._choose(self._audit(), Person("ann", 3), Person("bo", 1))
        self.assertEqual(choice, Choice(1, "bo", ("ann",), day_of(2)))

    def test_of_equals_who_led_less_often_leads(self):
        choice = self._choose(self._audit(), Person("ann", 2, 2), Person("bo", 2, 0))
        self.assertEqual(choice.lead, "bo")

    def test_of_equals_who_is_free_nearer_to_the_day_leads(self):
        away = {day_of(n): "away" for n in range(5)}
        choice = self._choose(
            self._audit(size=1), Person("ann", blocked=away), Person("bo")
        )
        self.assertEqual((choice.lead, choice.day), ("bo", day_of(2)))

    def test_a_day_with_the_whole_team_is_preferred(self):
        busy = {day_of(2): "busy"}
        choice = self._choose(self._audit(), Person("ann"), Person("bo", 1, 0, busy))
        self.assertEqual((choice.team, choice.day), (("bo",), day_of(1)))

    def test_a_smaller_team_is_better_than_none(self):
        away = {day_of(n): "away" for n in range(12)}
        choice = self._choose(self._audit(), Person("ann"), Person("bo", 1, 0, away))
        self.assertEqual((choice.people, choice.day), (("ann",), day_of(2)))

    def test_what_is_settled_is_kept_and_not_counted_twice(self):
        persons = {
            "ann": Person("ann", 1, 1),
            "bo": Person("bo", 1),
            "cy": Person("cy", 2),
        }
        candidates = dict.fromkeys(persons, ())
        asked = [
            self._audit(lead="ann", candidates=candidates, size=1),
            self._audit(key=2, wanted=day_of(3), candidates=candidates, size=2),
        ]
        first, second = propose(asked, persons, is_workday)
        self.assertEqual(first.lead, "ann")
        self.assertEqual(set(second.people), {"ann", "bo"})

    def test_a_settled_day_is_kept_even_if_it_does_not_suit(self):
        audit = self._audit(day=day_of(5))
        choice = self._choose(audit, Person("ann"), Person("bo"))
        self.assertEqual(choice.day, day_of(5))
        found = judge([(audit, choice)], {}, is_workday)[1]
        self.assertIn("closed", [problem.kind for problem in found])

    def test_no_auditor_at_all(self):
        audit = self._audit(candidates={})
        choice = self._choose(audit)
        self.assertEqual(choice, Choice(1))
        problems = judge([(audit, choice)], {}, is_workday)[1]
        self.assertEqual([problem.kind for problem in problems], ["nobody", "no_day"])

    def test_a_host_is_waited_for(self):
        host = Person("leader", blocked={day_of(2): "busy", day_of(1): "away"})
        choice = self._choose(
            self._audit(hosts=("leader",)), Person("ann"), Person("bo"), host
        )
        self.assertEqual(choice.day, day_of(3))

    def test_two_choices_of_a_person_on_one_day_clash(self):
        pairs = [
            (self._audit(key=key, size=1), Choice(key, "ann", (), day_of(2)))
            for key in (1, 2)
        ]
        found = judge(pairs, {"ann": Person("ann")}, is_workday)
        self.assertEqual([p.kind for p in found[1]], ["clash"])
        self.assertEqual([p.kind for p in found[2]], ["clash"])

    def test_days_offered_are_some_days_apart(self):
        audit = self._audit(latest=day_of(27))
        first, second, third = free_days(audit, (), {}, is_workday, 3)
        self.assertGreater((second - first).days, APART)
        self.assertGreater((third - second).days, APART)

    def test_where_days_are_few_they_are_offered_close_together(self):
        audit = self._audit(latest=day_of(3))
        self.assertEqual(
            free_days(audit, (), {}, is_workday, 3), [day_of(1), day_of(2), day_of(3)]
        )
