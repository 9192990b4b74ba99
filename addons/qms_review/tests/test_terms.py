from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .meeting_common import MeetingCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestTerms(MeetingCase):
    """The terms of reference: written by one, approved by another, looked at yearly."""

    def _new_terms(self, user=None, **kwargs):
        values = {
            "group_id": self.group.id,
            "purpose": "See to it that we learn across units.",
            "line_ids": [
                Command.create({"name": "Prepare the agenda", "role": "Secretary"}),
            ],
            **kwargs,
        }
        return self.env["qms.terms"].with_user(user or self.nurse).create(values)

    def test_the_chair_approves_what_the_secretary_wrote(self):
        terms = self._new_terms()
        self.assertEqual(self._duties(terms).user_id, self.head)
        with self.assertRaises(AccessError):
            terms.action_approve()
        terms.with_user(self.head).action_approve()
        self.assertEqual(terms.state, "approved")
        self.assertEqual(terms.approved_by_id, self.head)
        self.assertEqual(self._decisions(terms)[-1].role, "chair")
        self.assertEqual(self.group.terms_id, terms)
        self.assertFalse(self.group.is_terms_late)

    def test_who_wrote_a_line_does_not_approve(self):
        terms = self._new_terms()
        terms.with_user(self.head).line_ids[0].name = "Prepare the agenda in time"
        self.assertEqual(terms.author_ids, self.nurse | self.head)
        with self.assertRaises(AccessError):
            terms.with_user(self.head).action_approve()
        duty = self._duties(terms)
        self.assertEqual(duty.group_id, self.env.ref("qms.group_quality_manager"))
        terms.with_user(self.manager).action_approve()
        self.assertEqual(terms.state, "approved")

    def test_all_that_is_missing_is_said_at_once(self):
        terms = self._new_terms(purpose=False, line_ids=[], date_review="2028-01-01")
        with self.assertRaises(UserError) as caught:
            terms.with_user(self.head).action_approve()
        for part in ("what the group is for", "who does what", "within a year"):
            self.assertIn(part, str(caught.exception))

    def test_what_was_approved_stays_as_it_is(self):
        terms = self._new_terms()
        terms.with_user(self.head).action_approve()
        for change in ({"purpose": "Other"}, {"date_review": "2030-01-01"}):
            with self.assertRaises(UserError):
                terms.with_user(self.manager).write(change)
        with self.assertRaises(UserError):
            terms.line_ids[0].with_user(self.manager).name = "Other"
        with self.assertRaises(UserError):
            terms.line_ids.with_user(self.manager).unlink()
        with self.assertRaises(UserError):
            terms.line_ids.with_user(self.manager).create(
                {"terms_id": terms.id, "name": "More"}
            )

    def test_a_new_version_takes_the_place_of_the_old_one(self):
        first = self._new_terms()
        first.with_user(self.head).action_approve()
        action = first.action_new_version()
        second = self.env["qms.terms"].browse(action["res_id"]).with_user(self.nurse)
        self.assertEqual((second.version, second.state), (2, "draft"))
        self.assertEqual(second.line_ids.name, "Prepare the agenda")
        second.with_user(self.head).action_approve()
        self.assertEqual((first.state, second.state), ("replaced", "approved"))
        self.assertEqual(self._decisions(first)[-1].verb, "replace")
        with self.assertRaises(UserError):
            first.with_user(self.head).action_replace()

    def test_they_are_evaluated_within_a_year(self):
        terms = self._new_terms()
        terms.with_user(self.head).action_approve()
        duty = self._duties(terms)
        self.assertEqual(duty.user_id, self.nurse)
        self.assertEqual(
            (duty.verb, str(duty.date_deadline)), ("evaluate", "2027-03-02")
        )
        with freeze_time("2027-03-03"):
            self.env.invalidate_all()
            seen = self.group.with_user(self.aide)
            self.assertTrue(seen.is_terms_late)
            self.assertIn(self.group, seen.search([("is_terms_late", "=", True)]))

    def test_others_read_and_do_not_write(self):
        terms = self._new_terms()
        self.assertTrue(terms.with_user(self.team).purpose)
        for user in (self.aide, self.team, self.leader):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                terms.with_user(user).write({"purpose": "Mine"})
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._new_terms(user)
            with self.subTest(user=user.login), self.assertRaises(UserError):
                terms.with_user(user).action_approve()
        with self.assertRaises(AccessError):
            terms.with_user(self.stranger).read(["purpose"])

    def test_terms_and_their_lines_go_to_no_other_group(self):
        terms = self._new_terms()
        board = self._new_group(name="Board", secretary_id=self.leader.id)
        theirs = self._new_terms(self.leader, group_id=board.id)
        with self.assertRaises(UserError):
            terms.group_id = board.id
        with self.assertRaisesRegex(UserError, "belongs to its terms"):
            terms.line_ids[0].terms_id = theirs.id

    def test_version_and_authors_are_not_chosen(self):
        terms = self._new_terms(version=7, author_ids=[])
        self.assertEqual(terms.version, 1)
        self.assertEqual(terms.author_ids, self.nurse)
        with self.assertRaises(UserError):
            terms.author_ids = self.aide
