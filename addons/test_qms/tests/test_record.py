from dataclasses import replace

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from odoo.addons.qms.tests.decision_common import DecisionCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestRecord(DecisionCase):
    """The shared mixins, on the smallest quality record there is."""

    def _new_record(self, user=None, **kwargs):
        records = self.env["test.qms.record"].with_user(user or self.nurse)
        return records.create({"name": "A", "company_id": self.company.id, **kwargs})

    # ------------------------------------------------------------
    # Lifecycle
    # ------------------------------------------------------------

    def test_a_step_that_stays_where_it_is_leaves_a_decision(self):
        record = self._new_record()
        record.action_note()
        record.action_note()
        decisions = self._decisions(record)
        self.assertEqual(decisions.mapped("verb"), ["note", "note"])
        self.assertEqual(set(decisions.mapped("state_to")), {"new"})
        self._assert_in_order()

    def test_a_stamp_comes_and_goes_with_its_step(self):
        record = self._new_record(text="All is said")
        record.action_close()
        self.assertTrue(record.date_closed)
        with self.assertRaises(UserError):
            record.sudo().date_closed = False
        record.action_reopen(reason="It came back")
        self.assertFalse(record.date_closed)

    def test_a_batch_with_one_that_may_not_is_left_as_it_was(self):
        records = self._new_record(text="All is said") | self._new_record()
        with self.assertRaises(UserError) as error:
            records.action_close()
        self.assertIn("a text", str(error.exception))
        self.assertEqual(records.mapped("state"), ["new", "new"])
        self.assertFalse(self._decisions(records[0]))

    def test_a_step_on_nothing_is_no_decision(self):
        self.env["test.qms.record"].with_user(self.nurse).action_note()
        self._assert_in_order()

    def test_who_cannot_read_it_takes_no_step(self):
        record = self._new_record()
        with self.assertRaises(AccessError):
            record.with_user(self.stranger).action_note()

    def test_a_step_of_another_flow_is_no_step(self):
        short, long = self._new_record(is_short=True), self._new_record()
        self.assertIn(" skip ", short.allowed_transitions)
        self.assertNotIn(" skip ", long.allowed_transitions)
        with self.assertRaises(UserError) as error:
            (short | long).action_skip()
        self.assertIn("not possible in the state 'New'", str(error.exception))
        self.assertEqual(short.state, "new")
        short.action_skip()
        self.assertEqual(short.state, "closed")

    def test_a_step_of_no_flow_is_everybodys(self):
        records = self._new_record(is_short=True) | self._new_record()
        records.action_note()
        self.assertEqual(len(self._decisions(records[0])), 1)

    def test_what_another_flow_asks_for_is_not_missing(self):
        step = self.env["test.qms.record"]._get_transition("close")
        only_long = replace(step, flows=("long",))
        self.patch(
            self.registry["test.qms.record"], "_lifecycle_transitions", (only_long,)
        )
        short, long = self._new_record(is_short=True), self._new_record()
        self.assertNotIn("a text", short.missing_points)
        self.assertIn("a text", long.missing_points)

    # ------------------------------------------------------------
    # Decisions outlive what they name
    # ------------------------------------------------------------

    def test_a_company_with_decisions_can_be_deleted(self):
        company = self.env["res.company"].create({"name": "Short-lived"})
        self.manager.company_ids |= company
        record = self._new_record(company_id=False)
        record.with_user(self.manager).company_id = company
        record.with_user(self.manager).with_company(company).action_note()
        decision = self._decisions(record)
        self.assertEqual(decision.company_ref, company.id)
        self.manager.company_ids -= company
        company_ref = company.id
        company.unlink()
        self.assertFalse(record.company_id)
        self.assertEqual(decision.company_ref, company_ref)
        self._assert_in_order()

    def test_a_decision_without_a_company_is_seen_by_the_roots_quality_managers(self):
        branch = self.env["res.company"].create(
            {"name": "Water works", "parent_id": self.company.id}
        )
        there = self._new_user("branch", "qms.group_quality_manager", branch)
        record = self._new_record(there, company_id=False)
        record.action_note()
        decision = self._decisions(record)
        self.assertEqual(decision.company_ref, self.company.id)
        self.assertTrue(decision.with_user(self.manager).has_access("read"))
        self.assertFalse(decision.with_user(there).has_access("read"))
        self.assertIn(decision, decision.with_user(self.manager).search([]))
        self._assert_in_order()

    @mute_logger("odoo.addons.base.partner.merge")
    def test_partners_of_those_who_decided_can_be_merged(self):
        record = self._new_record()
        record.action_note()
        double = self.env["res.partner"].create({"name": "Nurse, once more"})
        partners = self.nurse.partner_id | double
        merge = self.env["base.partner.merge.automatic.wizard"].create(
            {"partner_ids": partners.ids, "dst_partner_id": double.id}
        )
        merge.action_merge()
        self.assertEqual(self.nurse.partner_id, double)
        self.assertEqual(self._details(record).user_ref, self.nurse.id)
        self._assert_in_order()

    def test_an_account_that_decided_can_be_deleted(self):
        guest = self._new_user("guest")
        record = self._new_record()
        record.with_user(guest).action_note()
        guest.unlink()
        self.assertIn("Guest", record.decision_timeline)
        self._assert_in_order()

    def test_an_id_that_was_decided_on_is_not_given_out_again(self):
        top = self._new_record().id + 1000
        decisions = self.env["qms.decision"].with_user(self.nurse)
        row = {
            "res_model": "test.qms.record",
            "res_id": top,
            "verb": "close",
            "state_from": "new",
            "state_to": "closed",
            "role": "handler",
            "company_ref": self.company.id,
            "erases": "",
        }
        decisions._chain([row], [decisions._prepare_detail({}, "Long ago")])
        for _update in range(2):
            self.env["test.qms.record"].init()
        record = self._new_record()
        self.assertGreater(record.id, top)
        self.assertFalse(self._decisions(record))

    # ------------------------------------------------------------
    # Taken over from an old register
    # ------------------------------------------------------------

    def test_taken_over_records_need_no_decision(self):
        old, forged = self._new_record(name="Old"), self._new_record(name="Forged")
        self.env.flush_all()
        self.env.cr.execute("UPDATE test_qms_record SET state = 'closed'")
        self.env.invalidate_all()
        self.assertEqual(len(self._problems()), 2)
        self.patch(
            self.registry["test.qms.record"],
            "_lifecycle_undecided_domain",
            lambda model: [("name", "=", "Old")],
        )
        self._assert_found(forged.display_name, "without a decision")
        old.with_user(self.nurse).action_reopen(reason="Not over yet")
        self._assert_found(forged.display_name)
