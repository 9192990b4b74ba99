from unittest.mock import patch

from odoo.tests import freeze_time, tagged

from ..models import decision_check
from .test_decision_tamper import TamperCase

ROUND_LOG = "odoo.addons.qms.models.decision_round"


@freeze_time("2026-03-02 02:00:00")
@tagged("post_install", "-at_install", "qms")
class TestDecisionRound(TamperCase):
    """The check at night: all of it, in slices, and each find told once."""

    def setUp(self):
        super().setUp()
        # two chains of two: a slice ends within one of them
        for name, size in (("BATCH", 3), ("SEALS", 1)):
            patcher = patch.object(decision_check, name, size)
            self.startPatcher(patcher)
        self._seal()
        self.rounds = self.env["qms.decision.round"]
        self.cron = self.env.ref("qms.ir_cron_check_decisions")

    def _night(self):
        """The scheduled action itself, with its commits."""
        with self.enter_registry_test_mode():
            self.cron.method_direct_trigger()
        self.rounds.invalidate_model()
        return self.rounds.search([], limit=1)

    def _interrupted_night(self):
        """The time is up after each slice."""
        with patch.object(
            type(self.env["ir.cron"]), "_commit_progress", return_value=0
        ) as progress:
            self.rounds._cron_check()
        self.assertEqual(progress.call_count, 1)
        return self.rounds.search([], limit=1)

    def _mails(self):
        return self.env["mail.mail"].search(
            [("subject", "=", "Decisions: something was changed afterwards")]
        )

    def _found(self, night=None):
        with self.assertLogs(ROUND_LOG, "WARNING"):
            return (night or self._night)()

    def test_the_slices_cover_all(self):
        night = self._night()
        self.assertTrue(night.date_end)
        self.assertEqual((night.checked, night.found), (4, 0))
        self.assertFalse(self._mails())

    def test_it_goes_on_where_it_was_stopped(self):
        first = self._interrupted_night()
        self.assertFalse(first.date_end)
        steps = [first.step]
        while not first.date_end:
            self.assertEqual(self._interrupted_night(), first)
            steps.append(first.step)
        self.assertEqual(first.checked, 4)
        self.assertEqual(steps.count("chains"), 2)
        self.assertEqual(steps[-1], "undecided")
        self.assertNotEqual(self._interrupted_night(), first)

    def test_every_place_in_a_chain_is_found(self):
        """Whatever slice it stands in, and at the slices' ends."""
        for row in self._decisions(self.other) | self.rows:
            with self.subTest(row=row.id), self.env.cr.savepoint() as savepoint:
                self._set(row, verb="start")
                self.assertEqual(self.env["qms.decision.check"]._run()[0], 4)
                night = self._found()
                self.assertIn("the decision was altered", night.problems)
                self.assertEqual(night.problems.splitlines(), self._problems())
                savepoint.rollback()
                self.rounds.invalidate_model()

    def test_a_tampered_decision_is_named(self):
        self._set(self.rows[0], verb="start")
        night = self._found()
        self.assertEqual(night.found, 1)
        self.assertIn(f"{self.name}, decision 1: the decision was", night.problems)

    def test_what_was_found_before_a_stop_is_not_lost(self):
        self._set(self._decisions(self.other)[0], verb="start")
        night = self._interrupted_night()
        while night.step in ("guards", "chains"):
            self._interrupted_night()
        self.assertTrue(night.found)
        with self.assertLogs(ROUND_LOG, "WARNING"):
            while not night.date_end:
                self._interrupted_night()
        self.assertEqual(len(self._mails()), 1)

    def test_the_quality_managers_are_told_and_no_record_is_named(self):
        self._set(self.rows[0], verb="start")
        self._found()
        mail = self._mails()
        self.assertEqual(mail.recipient_ids, self.manager.partner_id)
        self.assertIn("/odoo/quality-nightly-checks", mail.body_html)
        self.assertNotIn(self.name, mail.body_html)

    def test_the_next_night_tells_nothing_twice(self):
        self._set(self.rows[0], verb="start")
        self._found()
        again = self._night()
        self.assertEqual(again.found, 1)
        self.assertEqual(len(self._mails()), 1)

    def test_what_is_found_besides_is_told(self):
        self._set(self.rows[0], verb="start")
        self._found()
        self._set(self._decisions(self.other)[0], verb="start")
        self.assertEqual(self._found().found, 2)
        self.assertEqual(len(self._mails()), 2)

    def test_an_altered_seal_is_found_at_night_too(self):
        seal = self.env["qms.decision.seal"].search([], limit=1)
        self._set(seal, heads="[]")
        self.assertIn("was altered", self._found().problems)

    def test_a_guard_left_off_is_found_at_night_too(self):
        self._switch_guards("DISABLE", ["qms_decision"])
        self.assertIn("the guard in the database is off", self._found().problems)

    def test_a_decision_between_two_slices_breaks_nothing(self):
        night = self._interrupted_night()
        while not night.place:
            self._interrupted_night()
        self.other.with_user(self.nurse).action_cancel(reason="No longer needed")
        self.action.with_user(self.nurse).action_cancel(reason="No longer needed")
        while not night.date_end:
            self._interrupted_night()
        self.assertFalse(night.found)

    def test_the_screen_of_the_check_shows_it(self):
        self._set(self.rows[0], verb="start")
        night = self._found()
        model = self.env["qms.decision.check"].with_user(self.manager)
        check = model.browse(model.action_check()["res_id"])
        self.assertEqual(check.round_id, night)
        self.assertEqual(check.round_found, 1)

    def test_old_nights_are_cleared_where_nothing_was_found(self):
        self._set(self.rows[0], verb="start")
        bad = self._found()
        good = self._night()
        good.found = 0
        with freeze_time("2026-07-01"):
            self.rounds._gc_rounds()
        self.assertEqual((bad | good).exists(), bad)
