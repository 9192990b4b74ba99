from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from ..tools.lifecycle import Mandate
from .decision_common import DecisionCase

WORD = "Zebrafish"
KEPT = {"company_id", "number", "res_model", "state", "type_id"}


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestRemoval(DecisionCase):
    """What was decided to go on a day goes on that day, and no earlier."""

    def setUp(self):
        super().setUp()
        self.action = self._decided(name=f"Call {WORD}")
        self.action.message_post(body=f"{WORD} rang", attachments=[("x", b"y")])

    def _erase_later(self, day="2026-03-09", whole=False, user=None):
        decisions = self.env["qms.decision"].with_user(user or self.manager)
        records = self.action.with_user(user or self.manager).sudo()
        mandate = Mandate("quality_manager")
        return decisions._erase_later(records, mandate, day, whole)

    def _carry_out(self):
        self.env["qms.decision"].sudo()._carry_out_erasure(self.action)

    # ------------------------------------------------------------
    # The decision
    # ------------------------------------------------------------

    def test_it_is_the_next_in_the_chain_and_says_from_when(self):
        self._erase_later()
        decision = self._decisions(self.action)[-1]
        self.assertEqual(
            (decision.verb, decision.erases, decision.state_from, decision.state_to),
            ("erase_later", "text@2026-03-09", "open", "open"),
        )
        self._assert_in_order()
        self.assertIn("archive rule", self.action.decision_timeline)

    def test_a_scheduled_action_does_not_decide_it(self):
        with self.assertRaises(UserError):
            self._erase_later(user=self.env.ref("base.user_root"))

    def test_what_has_no_decisions_needs_none(self):
        self.action = self._new_action()
        self.assertFalse(self._erase_later())

    def test_nothing_is_emptied_before_the_day(self):
        with self.assertRaises(UserError):
            self._carry_out()
        self._erase_later()
        with self.assertRaises(UserError):
            self._carry_out()
        with freeze_time("2026-03-09"):
            self._carry_out()
            self._assert_in_order()
        for detail in self._details(self.action):
            self.assertTrue(detail.erased_on)

    def test_the_check_finds_what_was_emptied_too_early(self):
        self._erase_later()
        self._details(self.action)[0]._erase()
        self._assert_found("decision 1", "erased without a decision")

    def test_a_day_changed_afterwards_is_found(self):
        self._erase_later()
        with self._as_owner() as cr:
            cr.execute(
                "UPDATE qms_decision SET erases = 'text@2026-03-01' "
                "WHERE verb = 'erase_later'"
            )
        self._details(self.action)[0]._erase()
        self._assert_found("decision 3", "altered")

    # ------------------------------------------------------------
    # The record
    # ------------------------------------------------------------

    def test_a_record_that_goes_by_decision_is_not_missed(self):
        self._erase_later("2026-03-02", whole=True)
        self._carry_out()
        self.env["qms.removal"]._remove(self.action)
        self.assertFalse(self.action.exists())
        self._assert_in_order()

    def test_without_such_a_decision_it_is(self):
        self._erase_later("2026-03-02")
        self._carry_out()
        self.env["qms.removal"]._remove(self.action)
        self._assert_found("the record is gone")

    def test_before_its_day_it_is_too(self):
        self._erase_later("2026-03-09", whole=True)
        self.env["qms.removal"]._remove(self.action)
        self._assert_found("the record is gone")

    def test_removing_takes_along_what_hangs_on_it(self):
        messages = self.action.message_ids
        files = messages.attachment_ids
        duty = self._duties(self.action)
        self.assertTrue(messages and files and duty)
        self.env["qms.removal"]._remove(self.action)
        for rows in (messages, files, duty):
            self.assertFalse(rows.exists(), rows)

    def test_what_belongs_to_another_record_stays(self):
        other = self._decided(name="Something else")
        before = other.message_ids | other.sudo().message_ids
        self.env["qms.removal"]._remove(self.action)
        self.assertEqual(other.message_ids, before)
        self.assertTrue(self._duties(other))

    def test_emptied_it_keeps_what_was_asked_and_its_days(self):
        number, deadline = self.action.number, self.action.date_deadline
        self.env["qms.removal"]._empty(self.action, KEPT)
        self.assertEqual(
            (self.action.number, self.action.date_deadline, self.action.state),
            (number, deadline, "open"),
        )
        self.assertEqual(self.action.name, "-")
        self.assertFalse(self.action.why or self.action.owner_id)
        self.assertFalse(self.action.message_ids)
        self.assertEqual(self.action.create_uid.id, 1)
