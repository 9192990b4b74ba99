from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .types_common import TypesCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestMerge(TypesCase):
    """One of several cases that are the same is kept."""

    def _merge(self, cases, user=None, **kwargs):
        screen = cases.action_merge()
        return (
            self.env["qms.deviation.merge"]
            .with_user(user or self.leader)
            .with_context(**screen["context"])
            .create(kwargs)
            .action_confirm()
        )

    def _pair(self, **kwargs):
        with freeze_time("2026-02-27"):
            kept = self._case(**kwargs)
        return kept, self._case(self.aide, **kwargs)

    def test_the_oldest_is_kept_the_other_ends_as_its_duplicate(self):
        kept, double = self._pair()
        self._merge(double | kept)
        self.assertEqual(kept.state, "reported")
        self.assertEqual(double.state, "dismissed")
        self.assertIn(f"The same as {kept.number}", double.decision_timeline)
        self.assertIn(f"The same as {double.number}", kept.decision_timeline)
        self.assertIn(double.number, kept.kin)
        self.assertIn(kept.number, double.kin)
        self.assertFalse(self._duties(double))

    def test_its_reporters_get_the_answer(self):
        kept, double = self._pair(type_id=self.type_proposal.id)
        report = double.sudo().report_ids.with_user(self.aide)
        self._merge(kept | double)
        self.assertEqual(report.case_state, "Reported")
        self.assertFalse(self._mails("There is an answer"))
        kept.action_decline(reason="No money")
        self.assertEqual(report.answer, "No money")
        mails = self._mails("There is an answer")
        self.assertEqual(mails.recipient_ids, (self.aide | self.nurse).partner_id)

    def test_its_senders_come_along(self):
        kept, double = self._pair(
            type_id=self.type_complaint.id, sender_name="Karen Citizen"
        )
        self._merge(kept | double)
        self.assertEqual(len(kept.sender_ids), 2)
        self.assertFalse(double.sender_ids)

    def test_what_is_confidential_is_not_merged_into_what_is_not(self):
        kept, double = self._pair()
        kept.action_release()
        with self.assertRaises(UserError) as error:
            self._merge(kept | double)
        self.assertIn("is confidential", str(error.exception))
        self._merge(kept | double, kept_id=double.id)
        self.assertEqual(kept.state, "dismissed")

    def test_what_is_hidden_is_not_shown_by_it(self):
        kept, double = self._case(), self._case(not_own_leader=True)
        for user in (self.head, self.director):
            with self.assertRaises(UserError):
                (kept | double).with_user(user)._merge_into(kept.with_user(user))
        both = (kept | double).with_user(self.head)
        both._merge_into(double.with_user(self.head))
        self.assertEqual(kept.sudo().state, "dismissed")

    def test_both_must_be_his_to_read_first(self):
        kept = self._case()
        double = self._case(department_id=self.administration.id)
        with self.assertRaises(AccessError):
            (kept | double)._merge_into(kept)
        kept.action_release()
        double.with_user(self.director).action_release()
        for user in (self.team, self.leader):
            with self.assertRaises(AccessError):
                (kept | double).with_user(user)._merge_into(kept.with_user(user))

    def test_one_alone_is_not_merged(self):
        with self.assertRaises(UserError):
            self._merge(self._case())

    def test_not_into_a_closed_case_nor_a_closed_one(self):
        closed, case = self._closed(), self._case()
        for kept in (closed, case):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                (closed | case)._merge_into(kept)

    def test_not_with_open_actions(self):
        kept, double = self._case(), self._analysed()
        self._new_action(self.leader, res_model="qms.deviation", res_id=double.id)
        with self.assertRaises(UserError) as error:
            (kept | double)._merge_into(kept)
        self.assertIn("actions are open", str(error.exception))

    def test_reports_of_the_same_event_are_one_among_the_alike(self):
        first, second = self._pair()
        self._merge(first | second)
        third = self._case()
        third.write({"correction": "Locked it", "enough_because": "Nothing missing"})
        third.action_settle()
        self.assertEqual(third.state, "closed")
