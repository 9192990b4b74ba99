from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .serious_common import GRAVE, SeriousCase
from .types_common import TypesCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestSeriousWaysOut(SeriousCase, TypesCase):
    """Who handles a serious case does not end it by a way round."""

    def test_it_is_not_merged_into_one_that_is_less_severe(self):
        serious, other = self._serious(), self._case()
        with self.assertRaises(UserError) as error:
            serious._merge_into(other)
        self.assertIn("keep that one", str(error.exception))
        other._merge_into(serious)
        self.assertEqual(other.state, "dismissed")

    def test_reported_as_serious_and_not_judged_it_is_not_merged_away(self):
        reported, other = self._case(serious=True), self._case()
        with self.assertRaises(UserError):
            reported._merge_into(other)
        other.write(GRAVE)
        reported._merge_into(other)
        self.assertEqual(reported.state, "dismissed")

    def test_two_serious_cases_are_merged(self):
        kept, double = self._serious(), self._serious()
        double._merge_into(kept)
        self.assertEqual(double.state, "dismissed")

    def test_it_becomes_nothing_that_its_own_leader_ends(self):
        serious = self._serious()
        for kind in (self.type_proposal, self.type_complaint, self.type_praise):
            with self.assertRaises(UserError) as error:
                self._sort(serious, "type", type_id=kind.id, reason="An idea")
            self.assertIn("serious", str(error.exception))
        self.assertEqual(serious.type_id, self.type_deviation)

    def test_what_was_said_to_be_serious_is_judged_first(self):
        case = self._case(serious=True)
        with self.assertRaises(UserError):
            self._sort(case, "type", type_id=self.type_proposal.id)
        case.write({"consequence": "1", "likelihood": "1"})
        self._sort(case, "type", type_id=self.type_proposal.id)
        self.assertEqual(case.flow, "proposal")

    # ------------------------------------------------------------
    # Under one analysis
    # ------------------------------------------------------------

    def _together(self):
        lead, follower = self._case(), self._case()
        follower.action_follow(lead.id)
        return lead, follower

    def test_who_carries_an_analysis_goes_no_other_way_before_they_part(self):
        lead, follower = self._together()
        other = self._case()
        for step in (
            lambda: self._sort(lead, "type", type_id=self.type_proposal.id),
            lambda: lead._merge_into(other),
        ):
            with self.assertRaises(UserError) as error:
                step()
            self.assertIn("part them first", str(error.exception))
        follower.action_part("Something else")
        lead._merge_into(other)
        self.assertEqual(lead.state, "dismissed")

    def test_who_follows_leaves_the_analysis_when_it_goes_another_way(self):
        for step in (
            lambda case: self._sort(case, "type", type_id=self.type_proposal.id),
            lambda case: case._merge_into(self._case()),
            lambda case: case.action_dismiss("Not ours"),
        ):
            lead, follower = self._together()
            step(follower)
            self.assertFalse(follower.common_id)
            self.assertFalse(lead.follower_ids)

    def test_a_closed_follower_does_not_bar_dismissing_what_was_reopened(self):
        lead, follower = self._together()
        lead.requirement_id = self.requirement
        follower.sudo()._write_guarded({"state": "closed"})
        lead.action_analyse()
        lead.action_dismiss("Nothing in it")
        self.assertEqual(lead.state, "dismissed")

    def test_only_what_goes_the_way_of_a_deviation_is_serious(self):
        for kind in (self.type_proposal, self.type_complaint, self.type_praise):
            case = self._case(type_id=kind.id, serious=True)
            self.assertFalse(case.is_serious, kind.name)
            with self.assertRaises(UserError) as error:
                case.write(GRAVE)
            self.assertIn("change the type", str(error.exception))
            case.invalidate_recordset()
            self.assertFalse(case.consequence, kind.name)
