from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.exceptions import UserError
from odoo.tests import BaseCase, freeze_time, tagged

from ..tools.wheel import (
    Stop,
    broken,
    in_turn,
    latest,
    links,
    months_of,
    nth_weekday,
    plan_insert,
    plan_move,
    release,
    same_weekday,
)
from .wheel_common import WheelCase

START = date(2026, 1, 1)
END = date(2026, 12, 31)
SIZE = 8

# the same everywhere, and no real time in it
steady = settings(
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=300,
    suppress_health_check=[HealthCheck.too_slow],
)
days = st.integers(0, 364).map(lambda number: START + timedelta(days=number))
# which stop, what happens to it, and to what day
kinds = st.sampled_from(["move", "force", "insert", "skip", "begin", "finish"])
steps = st.lists(st.tuples(st.integers(0, SIZE - 1), kinds, days), max_size=25)
orders = st.lists(
    st.tuples(st.integers(0, SIZE - 1), st.integers(0, SIZE - 1)), max_size=14
)


def workday(day):
    """Monday to Friday."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


class Wheel:
    """A wheel as a person turns it: takes what a plan allows, refuses the rest."""

    def __init__(self, order):
        # a stop follows those with a smaller number only: no circles
        self.follows = {key: set() for key in range(SIZE)}
        for one, other in order:
            if one != other:
                self.follows[max(one, other)].add(min(one, other))
        self.stops = {}

    def take(self, kind, key, day):
        stop = self.stops.get(key)
        if kind == "insert" and not stop:
            self.insert(key, day)
        elif not stop or not stop.is_open:
            return
        elif kind in ("move", "force"):
            self.move(stop, day, kind == "force")
        elif kind == "skip":
            self.change(stop, is_open=False, is_skipped=True)
        elif kind == "begin":
            self.change(stop, is_movable=False)
        elif not links(self.stops.values())[key]:
            self.change(stop, is_open=False)

    def change(self, stop, **values):
        self.stops[stop.key] = stop._replace(**values)

    def insert(self, key, day):
        # whoever follows it already stands there follows it from now on
        after = frozenset(self.follows[key] & self.stops.keys())
        new = Stop(key, workday(day), after, limits=(END,))
        trial = {
            other: stop._replace(after=stop.after | {key})
            if key in self.follows[other]
            else stop
            for other, stop in self.stops.items()
        }
        trial[key] = new
        plan = plan_insert(trial.values(), [key], workday)
        if not plan.stuck:
            self.stops = trial
            self.put(plan.dates)

    def move(self, stop, day, force):
        plan = plan_move(self.stops.values(), stop.key, workday(day), workday)
        if not plan.keeps_order and not force:
            return
        stops = list(self.stops.values())
        given_up = {*plan.stuck, *([stop.key] if plan.before else [])}
        kept = {key: release(stops, key, plan.dates) for key in given_up}
        self.put(plan.dates)
        for key, after in kept.items():
            self.change(self.stops[key], after=frozenset(after))

    def put(self, dates):
        for key, day in dates.items():
            self.change(self.stops[key], date=day)


@tagged("post_install", "-at_install", "qms")
class TestWheelOrder(BaseCase):
    """The pure plans: no sequence of steps breaks what they promise."""

    @steady
    @given(orders, steps)
    def test_no_sequence_breaks_the_order_or_moves_what_is_done(self, order, steps):
        wheel = Wheel(order)
        for key, kind, day in [(key, "insert", START) for key in range(4)] + steps:
            before = dict(wheel.stops)
            wheel.take(kind, key, day)
            self.assertEqual(broken(wheel.stops.values()), [])
            for other, stop in before.items():
                moved = wheel.stops[other].date != stop.date
                if not stop.is_open or (not stop.is_movable and other != key):
                    self.assertFalse(moved, (kind, key, other))

    @steady
    @given(orders, steps, days)
    def test_a_move_pushes_no_further_than_it_has_to(self, order, steps, day):
        wheel = Wheel(order)
        for key in range(SIZE):
            wheel.take("insert", key, START + timedelta(days=40 * key))
        for key, kind, to in steps:
            wheel.take(kind, key, to)
        stops = list(wheel.stops.values())
        for stop in stops:
            if not stop.is_open:
                continue
            plan = plan_move(stops, stop.key, workday(day), workday)
            for key, new in plan.dates.items():
                if key == stop.key:
                    continue
                before = [
                    plan.dates.get(each, wheel.stops[each].date)
                    for each in links(stops)[key]
                ]
                self.assertEqual(new, workday(max(before)))
                self.assertGreater(new, wheel.stops[key].date)

    @steady
    @given(orders, steps, days)
    def test_until_its_latest_day_a_move_pushes_nothing(self, order, steps, day):
        wheel = Wheel(order)
        for key in range(SIZE):
            wheel.take("insert", key, START + timedelta(days=40 * key))
        for key, kind, to in steps:
            wheel.take(kind, key, to)
        stops = list(wheel.stops.values())
        last = latest(stops)
        for stop in stops:
            if stop.is_open:
                plan = plan_move(stops, stop.key, day)
                touched = {*plan.dates, *plan.stuck} - {stop.key}
                room = last[stop.key]
                self.assertEqual(bool(touched), bool(room) and day > room)

    @steady
    @given(orders, days, days)
    def test_what_leaves_the_year_is_named(self, order, day, other):
        wheel = Wheel(order)
        for key in range(SIZE):
            wheel.take("insert", key, min(day, other))
        stops = list(wheel.stops.values())
        plan = plan_move(stops, 0, END + timedelta(days=5))
        gone = {key for key, new in plan.dates.items() if new > END}
        self.assertEqual(set(plan.beyond), gone)
        self.assertFalse(plan_move(stops, 0, max(day, other)).beyond.keys() & {0})

    @steady
    @given(days, st.integers(2000, 2100))
    def test_the_same_weekday_of_the_same_month(self, day, year):
        again = same_weekday(day, year)
        self.assertEqual(
            (again.year, again.month, again.weekday()),
            (year, day.month, day.weekday()),
        )
        if day.day <= 28:
            self.assertEqual((again.day - 1) // 7, (day.day - 1) // 7)

    def test_a_circle_is_an_error(self):
        with self.assertRaises(ValueError):
            in_turn({1: {2}, 2: {3}, 3: {1}})

    def test_what_was_left_out_hands_on_what_it_followed(self):
        stops = [
            Stop("a", START),
            Stop("b", START, frozenset("a"), is_open=False, is_skipped=True),
            Stop("c", START, frozenset("b")),
        ]
        self.assertEqual(links(stops), {"a": frozenset(), "c": frozenset("a")})

    def test_what_is_done_binds_nobody(self):
        stops = [
            Stop("a", END, is_open=False),
            Stop("b", START, frozenset("a")),
        ]
        self.assertEqual(broken(stops), [])

    def test_the_last_of_a_month(self):
        self.assertEqual(nth_weekday(2026, 2, 5, 4), date(2026, 2, 27))
        self.assertEqual(nth_weekday(2026, 5, 5, 4), date(2026, 5, 29))

    def test_months_of_a_quarter(self):
        self.assertEqual(months_of(5, 3), [2, 5, 8, 11])
        self.assertEqual(months_of(5, 12), [5])


@freeze_time("2026-01-05")
@tagged("post_install", "-at_install", "qms")
class TestWheelSequences(WheelCase):
    """The same of real records, through the steps a person takes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.edition = cls._new_year()
        cls.items = (
            cls.survey | cls.audit | cls.review | cls.goals | cls.meeting | cls.law
        )

    def _take(self, number, kind, day):
        each = self._of(self.items[number % len(self.items)])[:1]
        day = max(day, date(2026, 1, 6))
        if kind == "insert":
            each.action_take_up_again("Taken up again")
        elif kind in ("move", "force"):
            suffix = "" if kind == "move" else "_out_of_order"
            getattr(each, f"action_move{suffix}")(day, "Because")
        elif kind == "finish":
            each.action_finish("Done")
        else:
            getattr(each, f"action_{kind}")(*(["Because"] if kind == "skip" else []))

    def _days(self):
        return {
            each: each.date_planned
            for each in self.edition.occurrence_ids
            if each.state == "done"
        }

    @settings(steady, max_examples=12)
    @given(st.lists(st.tuples(st.integers(0, 5), kinds, days), max_size=10))
    def test_no_sequence_breaks_the_order_or_moves_what_is_done(self, steps):
        with self.env.cr.savepoint() as savepoint:
            for step in steps:
                done = self._days()
                try:
                    with self.env.cr.savepoint():
                        self._take(*step)
                except UserError:
                    self.env.invalidate_all()
                stops = self.edition.sudo().occurrence_ids._stops()
                self.assertEqual(broken(stops), [])
                for each, day in done.items():
                    if each.state == "done":
                        self.assertEqual(each.date_planned, day)
            savepoint.rollback()
        self.env.invalidate_all()
