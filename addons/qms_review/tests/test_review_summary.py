from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import HttpCase, freeze_time, tagged

from .review_common import NOW, ReviewCase


@tagged("post_install", "-at_install", "qms")
@freeze_time(NOW)
class TestReviewSummary(ReviewCase):
    """What politicians are told, without persons, when management has released it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._due(7)
        cls._due(2, day="2025-05-04")

    def _summary(self, **kwargs):
        review = self._signed()
        summary = review.summary_ids.with_user(self.manager)
        summary.write(
            {"intro": "The system works", "figure_ids": review.figure_ids.ids, **kwargs}
        )
        return summary

    def test_signing_begins_one_and_who_prepared_it_writes(self):
        summary = self._signed().summary_ids
        self.assertEqual(summary.owner_id, self.manager)
        duty = self._duties(summary)
        self.assertEqual((duty.user_id, duty.verb), (self.manager, "complete"))
        summary.with_user(self.manager).intro = "The system works"
        duty = self._duties(summary)
        self.assertEqual((duty.user_id, duty.verb), (self.director, "release_summary"))

    def test_management_releases_it_and_nobody_else(self):
        summary = self._summary()
        for user in (self.manager, self.team, self.nurse, self.insight, self.stranger):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                summary.with_user(user).action_release()
        summary.with_user(self.head).action_release()
        self.assertEqual(self._decisions(summary)[-1].role, "management")

    def test_management_does_not_release_what_it_wrote(self):
        summary = self._summary(owner_id=self.director.id)
        with self.assertRaises(AccessError):
            summary.with_user(self.director).action_release()

    def test_nobody_releases_own_words_after_handing_them_on(self):
        summary = self._summary(owner_id=self.director.id)
        own = summary.with_user(self.director)
        own.intro = "My own words"
        own.owner_id = self.manager
        with self.assertRaises(AccessError):
            own.action_release()
        with self.assertRaises(UserError):
            summary.author_ids = False
        summary.with_user(self.head).action_release()

    def test_insight_reads_it_once_released(self):
        summary = self._summary()
        seen = summary.with_user(self.insight)
        with self.assertRaises(AccessError):
            seen.read(["intro"])
        self.assertFalse(seen.search([("id", "=", summary.id)]))
        summary.with_user(self.director).action_release()
        self.assertEqual(seen.intro, "The system works")
        self.assertIn("7", seen.figures_shown)
        with self.assertRaises(UserError):
            seen.intro = "Mine"
        with self.assertRaises(AccessError):
            seen.review_id.read(["conclusion"])
        summary.action_withdraw("A figure was wrong")
        with self.assertRaises(AccessError):
            seen.invalidate_recordset()
            seen.read(["intro"])

    def test_small_numbers_are_left_out(self):
        summary = self._summary()
        summary.with_user(self.director).action_release()
        row = summary.with_user(self.insight)._rows()[0]
        self.assertEqual((row["value"], row["previous"]), ("7", "too few to show"))

    def test_a_share_of_few_is_left_out(self):
        cases = [
            ({"aggregate": "share", "value": 10, "count": 10}, None),
            ({"aggregate": "share", "value": 90, "count": 10}, None),
            ({"aggregate": "share", "value": 50, "count": 10}, 50),
            ({"aggregate": "share", "value": 100, "count": 2}, None),
            ({"aggregate": "avg", "value": 4.5, "count": 2}, None),
            ({"aggregate": "avg", "value": 4.5, "count": 3}, 4.5),
            ({"aggregate": "count", "value": 0, "count": 0}, 0),
        ]
        figure = self._signed().figure_ids.sudo()
        for fixed, shown in cases:
            with self.subTest(fixed=fixed):
                figure._write_guarded({"fixed": {"digits": 0, **fixed}})
                row = self.env["qms.review.summary"]._suppressed(figure)
                self.assertEqual(row["value"], shown)

    def test_it_shows_figures_of_its_own_review_alone(self):
        summary = self._summary()
        later = self._review(date_from="2026-11-01", date_to="2027-10-31")
        with self.assertRaises(ValidationError):
            summary.figure_ids = later.figure_ids.ids

    def test_names_of_staff_are_pointed_out_and_read_through(self):
        summary = self._summary(works_well="Nurse has shown how to do it")
        self.assertEqual(summary.names_found, "Nurse")
        with self.assertRaisesRegex(UserError, "Nurse"):
            summary.with_user(self.director).action_release()
        summary.is_read_through = True
        summary.with_user(self.director).action_release()
        self.assertEqual(summary.state, "released")

    def test_what_is_released_is_changed_by_writing_it_anew(self):
        summary = self._summary()
        summary.with_user(self.director).action_release()
        for values in (
            {"intro": "Other words"},
            {"figures": []},
            {"figure_ids": False},
            {"key": "known"},
        ):
            with self.subTest(values=values), self.assertRaises(UserError):
                summary.write(values)
        summary.action_rework("A figure was wrong")
        summary.intro = "Other words"
        self.assertFalse(summary.date_released)


@tagged("post_install", "-at_install", "qms")
@freeze_time(NOW)
class TestReviewPublicPage(ReviewCase, HttpCase):
    """The website: only what was released for it."""

    def test_only_what_is_released_for_it_is_shown_without_login(self):
        self._due(7)
        review = self._signed()
        summary = review.summary_ids.with_user(self.manager)
        summary.write(
            {
                "intro": "The <b>system</b> works",
                "figure_ids": review.figure_ids.ids,
                "is_public": True,
            }
        )
        address = f"/qms/review/{summary.key}"
        self.assertEqual(self.url_open(address).status_code, 404)
        self.assertFalse(summary.address)
        summary.with_user(self.director).action_release()
        answer = self.url_open(address)
        self.assertEqual(answer.status_code, 200)
        self.assertIn("The &lt;b&gt;system&lt;/b&gt; works", answer.text)
        self.assertIn("Actions due", answer.text)
        for hidden in (review.number, "Director", "One procedure", "suitable"):
            self.assertNotIn(hidden, answer.text)
        self.assertNotIn("Set-Cookie", answer.headers)
        self.assertIn("default-src 'none'", answer.headers["Content-Security-Policy"])
        summary.is_public = False
        self.env.flush_all()
        self.assertEqual(self.url_open(address).status_code, 404)
        with self.assertRaises(AccessError):
            summary.is_public = True
        with self.assertRaises(AccessError):
            summary.action_publish()
        summary.with_user(self.director).action_publish()
        self.assertEqual(self._decisions(summary)[-1].verb, "publish")
        self.env.flush_all()
        self.assertEqual(self.url_open(address).status_code, 200)
        summary.action_withdraw("A figure was wrong")
        self.env.flush_all()
        self.assertEqual(self.url_open(address).status_code, 404)
        self.assertEqual(self.url_open("/qms/review/nothing").status_code, 404)
