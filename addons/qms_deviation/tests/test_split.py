from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .types_common import TypesCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestSplit(TypesCase):
    """A second case from the same report."""

    def _split(self, case, user=None, **kwargs):
        screen = case.action_split()
        wizard = (
            self.env["qms.deviation.split"]
            .with_user(user or self.leader)
            .with_context(**screen["context"])
            .create(kwargs)
        )
        opened = wizard.action_confirm()
        return case.browse(opened["res_id"])

    def test_it_has_a_number_of_its_own_and_the_same_dates(self):
        with freeze_time("2026-02-23"):
            case = self._case(place="Room 4", correction="Locked it")
        second = self._split(case, description="The alarm was off too")
        self.assertNotEqual(second.number, case.number)
        self.assertEqual(second.description, "The alarm was off too")
        for name in ("date_reported", "date_deadline", "occurred_on", "place"):
            self.assertEqual(second[name], case[name])
        self.assertEqual(second.correction, "Locked it")
        self.assertEqual(second.state, "reported")
        self.assertEqual(second.sudo().report_ids, case.sudo().report_ids)

    def test_both_say_so_and_have_a_decision(self):
        case = self._case()
        second = self._split(case)
        self.assertIn(second.number, case.kin)
        self.assertIn(case.number, second.kin)
        for each in case | second:
            self.assertEqual(self._last(each).verb, "split")

    def test_it_is_as_confidential_and_hidden_from_the_same(self):
        case = self._case(not_own_leader=True).with_user(self.head)
        second = self._split(case, self.head)
        self.assertEqual(second.confidentiality, "confidential")
        self.assertFalse(second.with_user(self.leader).has_access("read"))
        released = self._case()
        released.action_release()
        self.assertEqual(self._split(released).confidentiality, "normal")

    def test_it_may_be_of_another_type(self):
        case = self._complaint()
        second = self._split(case, type_id=self.type_praise.id)
        self.assertEqual(second.flow, "praise")
        self.assertFalse(second.sender_ids)

    def test_a_complaint_takes_its_sender_along(self):
        case = self._complaint()
        second = self._split(case)
        self.assertEqual(second.sender_ids.name, "Karen Citizen")
        self.assertEqual(case.sender_ids.name, "Karen Citizen")

    def test_the_reporter_reads_both_answers(self):
        case = self._proposal()
        second = self._split(case)
        case.action_decline(reason="No money")
        second.action_decline(reason="No room")
        self.assertEqual(self._report_of(case).answer, "No money\n\nNo room")

    def test_the_parts_of_one_event_are_not_alike(self):
        case = self._case()
        self._split(case)
        third = self._split(case)
        third.write({"correction": "Locked it", "enough_because": "Nothing missing"})
        third.action_settle()
        self.assertEqual(third.state, "closed")

    def test_only_the_first_reader_splits(self):
        case = self._case()
        case.action_release()
        for user in (self.team, self.nurse, self.aide):
            with self.assertRaises(AccessError):
                case.with_user(user)._split("x")

    def test_a_closed_case_is_not_split(self):
        with self.assertRaises(UserError):
            self._closed()._split("x")

    def test_kin_is_not_written(self):
        case, other = self._case(), self._case()
        for vals in (
            {"split_from_id": other.id},
            {"merged_into_id": other.id},
            {"split_ids": [(4, other.id)]},
        ):
            with self.assertRaises(UserError):
                case.write(vals)
