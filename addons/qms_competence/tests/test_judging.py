from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from odoo.addons.qms_competence.tools.judging import (
    CLEARED,
    STATES,
    Held,
    Need,
    Verdict,
    judge,
)

TODAY = date(2026, 3, 2)
LONG_AGO = date(2020, 1, 1)

days = st.dates(date(2023, 1, 1), date(2029, 12, 31))
entries = st.builds(
    lambda level, start, length, certificate: Held(
        level,
        start,
        None if length is None else start + timedelta(days=length),
        certificate,
    ),
    st.sampled_from([20, 60, 100]),
    days,
    st.none() | st.integers(0, 1500),
    st.booleans(),
)
needs = st.builds(Need, st.sampled_from([0, 20, 60, 100]), st.booleans())


def held(level=60, until=None, start=LONG_AGO, certificate=True):
    return Held(level, start, until, certificate)


@tagged("post_install", "-at_install", "qms")
class TestJudging(BaseCase):
    """Plain data in, a verdict out."""

    def _judge(self, *entries, level=60, certificate=False, today=TODAY):
        return judge(Need(level, certificate), entries, today)

    def test_without_an_entry_it_is_missing(self):
        self.assertEqual(self._judge(), Verdict("missing"))

    def test_the_level_that_is_asked_is_enough(self):
        self.assertEqual(self._judge(held()), Verdict("has", 60))

    def test_a_higher_level_satisfies_a_lower_requirement(self):
        self.assertEqual(self._judge(held(100)), Verdict("more", 100))

    def test_a_lower_level_is_missing_and_told(self):
        self.assertEqual(self._judge(held(20)), Verdict("missing", 20))

    def test_a_certificate_that_is_asked_is_not_made_up_for(self):
        claim = held(100, certificate=False)
        self.assertEqual(self._judge(claim, certificate=True), Verdict("missing"))
        self.assertEqual(
            self._judge(claim, held(60), certificate=True), Verdict("has", 60)
        )

    def test_the_last_day_counts_and_the_day_after_does_not(self):
        last = self._judge(held(until=TODAY))
        self.assertEqual(last, Verdict("soon", 60, TODAY))
        over = self._judge(held(until=TODAY - timedelta(days=1)))
        self.assertEqual(over, Verdict("expired", 0, TODAY - timedelta(days=1)))

    def test_soon_begins_so_many_days_ahead(self):
        for ahead, state in ((90, "soon"), (91, "has")):
            verdict = self._judge(held(until=TODAY + timedelta(days=ahead)))
            self.assertEqual(verdict.state, state)

    def test_leap_days(self):
        leap = date(2028, 2, 29)
        certificate = held(until=leap, start=date(2024, 2, 29))
        for today, state in (
            (date(2027, 11, 30), "has"),
            (date(2027, 12, 1), "soon"),
            (leap, "soon"),
            (date(2028, 3, 1), "expired"),
        ):
            self.assertEqual(self._judge(certificate, today=today).state, state)

    def test_the_best_valid_certificate_counts(self):
        verdict = self._judge(
            held(100, until=TODAY - timedelta(days=1)),
            held(60, until=date(2030, 1, 1)),
        )
        self.assertEqual(verdict, Verdict("has", 60, date(2030, 1, 1)))

    def test_overlapping_certificates_carry_on(self):
        first = held(until=date(2026, 3, 31))
        second = held(start=date(2026, 3, 1), until=date(2028, 2, 29))
        self.assertEqual(
            self._judge(first, second), Verdict("has", 60, date(2028, 2, 29))
        )

    def test_a_renewal_that_follows_without_a_gap_carries_on(self):
        first = held(until=date(2026, 3, 31))
        for start, state in ((date(2026, 4, 1), "has"), (date(2026, 4, 2), "soon")):
            second = held(start=start, until=date(2028, 3, 31))
            self.assertEqual(self._judge(first, second).state, state)

    def test_what_begins_later_does_not_count_yet(self):
        verdict = self._judge(held(start=TODAY + timedelta(days=1)))
        self.assertEqual(verdict, Verdict("missing"))

    def test_a_low_one_that_lasts_does_not_lengthen_a_high_one(self):
        verdict = self._judge(held(100, until=date(2026, 3, 31)), held(20))
        self.assertEqual(verdict, Verdict("soon", 100, date(2026, 3, 31)))

    @settings(max_examples=150, deadline=None)
    @given(needs, st.lists(entries, max_size=5), days, st.randoms())
    def test_whatever_is_held(self, need, held_entries, today, random):
        """The order does not matter, more never harms, less is never asked more of."""
        verdict = judge(need, held_entries, today)
        self.assertIn(verdict.state, STATES)
        shuffled = list(held_entries)
        random.shuffle(shuffled)
        self.assertEqual(judge(need, shuffled, today), verdict)
        best = Held(100, LONG_AGO, None, True)
        self.assertIn(judge(need, [*held_entries, best], today).state, ("has", "more"))
        if verdict.state in CLEARED:
            less = Need(0, need.certificate)
            self.assertIn(judge(less, held_entries, today).state, CLEARED)
            if verdict.until:
                self.assertIn(judge(need, held_entries, verdict.until).state, CLEARED)
                after = verdict.until + timedelta(days=1)
                self.assertNotIn(judge(need, held_entries, after).state, CLEARED)
