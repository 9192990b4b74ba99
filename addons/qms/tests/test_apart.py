from psycopg2.errors import SerializationFailure

from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from ..tools.apart import apart
from .duty_common import DutyCase

LOGGER = "odoo.addons.qms.tools.apart"


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestApart(DutyCase):
    """By night, one record that resists stops nobody else's work."""

    def _break(self, model, method, broken):
        """Let ``method`` fail wherever ``broken`` is among its records."""
        origin = getattr(self.env.registry[model], method)

        def failing(records, *args, **kwargs):
            if broken & records:
                raise ValueError("It resists")
            return origin(records, *args, **kwargs)

        self.patch(self.env.registry[model], method, failing)

    def _lose_duties(self, *actions):
        """What a night has to mend: each is owed by the wrong one."""
        for action in actions:
            self._duties(action).user_id = self.head

    def test_what_fails_together_is_done_one_by_one(self):
        good, bad, other = (self._new_action() for _number in range(3))

        def work(actions):
            actions.sudo()._write_guarded({"why": "Looked at"})
            if bad in actions:
                raise ValueError("It resists")

        with self.assertLogs(LOGGER, "ERROR") as logs:
            done = apart(good | bad | other, work)
        self.assertEqual(done, good | other)
        self.assertEqual(done.mapped("why"), ["Looked at"] * 2)
        self.assertEqual(bad.why, "It stands in the corridor")
        self.assertIn(f"({bad.id},)", logs.output[0])

    def test_a_meeting_with_another_transaction_is_raised(self):
        def work(_actions):
            raise SerializationFailure

        with self.assertRaises(SerializationFailure):
            apart(self._new_action(), work)

    def test_duties_of_the_others_are_mended(self):
        good, bad, other = (self._open_action() for _number in range(3))
        self._lose_duties(good, bad, other)
        self._break("qms.action", "_get_duties", bad)
        with mute_logger(LOGGER), self.enter_registry_test_mode():
            self.env.ref("qms.ir_cron_resync_duties").method_direct_trigger()
        self.env.invalidate_all()
        for action in (good, other):
            self.assertEqual(self._duties(action).user_id, self.aide)
        self.assertEqual(self._duties(bad).user_id, self.head)

    def test_the_others_get_their_daily_list(self):
        action = self._open_action(date_deadline="2026-03-02")
        elsewhere = self.env["qms.daily.list"]
        self._break("res.company", "_qms_is_closed", self.other_company)
        self._break("qms.duty", "_pass_up", self._duties(self._late()))
        with mute_logger(LOGGER), self.enter_registry_test_mode():
            self.env.ref("qms.ir_cron_daily_list").method_direct_trigger()
        self.env.invalidate_all()
        lists = elsewhere.search([("user_id", "=", self.aide.id)])
        self.assertIn(self._duties(action), lists.duty_ids)

    def _late(self):
        action = self._open_action(date_deadline="2026-03-02")
        self._duties(action).date_deadline = "2026-01-05"
        return action

    def test_what_lost_its_duty_is_found_though_another_resists(self):
        good, bad = self._open_action(), self._open_action()
        (self._duties(good) | self._duties(bad)).unlink()
        self._break("qms.action", "_get_duties", bad)
        with mute_logger(LOGGER):
            self.env["qms.ownerless"]._check()
        self.assertEqual(self._duties(good).user_id, self.aide)
        rows = self.env["qms.ownerless"].search([("res_model", "=", "qms.action")])
        self.assertIn(bad.id, rows.mapped("res_id"))
        self.assertNotIn(good.id, rows.mapped("res_id"))
