from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from .similar_common import SimilarCase

STORY = "The medicine cabinet stood open after the evening round"


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestSimilarToThis(SimilarCase):
    """At the analysis: what else is like it, here and in the rest of the group."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.group = cls.env["res.company"].create({"name": "Group"})
        cls.sisters = cls.env["res.company"].create(
            [{"name": f"Sister {place}", "parent_id": cls.group.id} for place in (1, 2)]
        )
        (cls.company | cls.other_company).flush_recordset()

    def _join_group(self):
        """The town becomes a part of the group."""
        self.env.cr.execute(
            "UPDATE res_company SET parent_id = %s, parent_path = %s WHERE id = %s",
            [
                self.group.id,
                f"{self.group.id}/{self.company.id}/",
                self.company.id,
            ],
        )
        self.env.invalidate_all()

    def _cases_in(self, company, count, **kwargs):
        values = {
            "description": STORY,
            "company_id": company.id,
            "type_id": self.type_deviation.id,
            **kwargs,
        }
        cases = self.env["qms.deviation"].sudo()
        return cases.create([dict(values) for _place in range(count)])

    def _elsewhere(self, case):
        return {
            row["label"].split(":")[0]: (row["total"], dict(row["companies"]))
            for row in case.action_similar_to_this()["elsewhere"]
        }

    def test_open_and_closed_ones_but_not_itself(self):
        closed = self._case(description=STORY)
        closed.action_dismiss(reason="Reported twice")
        case = self._case(description=f"{STORY} once more")
        answer = case.action_similar_to_this()
        self.assertEqual(self._numbers(answer), [closed.number])
        self.assertEqual(answer["cases"][0]["state"], "Dismissed")
        self.assertFalse(answer["elsewhere"])

    def test_who_may_not_read_the_case_asks_nothing_about_it(self):
        case = self._case(description=STORY)
        for user in (self.nurse, self.team, self.stranger):
            with self.assertRaises(AccessError):
                case.with_user(user).action_similar_to_this()

    def test_only_what_the_asking_one_reads_is_named(self):
        hidden = self._case(description=STORY)
        released = self._case(description=f"{STORY} again")
        released.action_release()
        answer = released.with_user(self.team).action_similar_to_this()
        self.assertFalse(answer["cases"])
        hidden.action_release()
        answer = released.with_user(self.team).action_similar_to_this()
        self.assertEqual(self._numbers(answer), [hidden.number])

    def test_the_groups_other_companies_are_counted_by_type(self):
        self._join_group()
        case = self._case(description=STORY)
        self._cases_in(self.sisters[0], 4)
        self._cases_in(self.sisters[1], 3)
        self._cases_in(self.other_company, 5)
        total, companies = self._elsewhere(case)["Type"]
        self.assertEqual(total, 7)
        self.assertEqual(companies["Sister 1"], 4)
        self.assertEqual(companies["Sister 2"], 3)
        self.assertNotIn("Elsewhere", companies)

    def test_they_are_counted_from_three_up(self):
        self._join_group()
        case = self._case(description=STORY)
        self._cases_in(self.sisters[0], 2)
        total, companies = self._elsewhere(case)["Type"]
        self.assertIsNone(total)
        self.assertIsNone(companies["Sister 1"])
        self._cases_in(self.sisters[1], 8)
        total, companies = self._elsewhere(case)["Type"]
        self.assertIsNone(companies["Sister 1"])
        self.assertFalse(total == 10 and companies["Sister 2"] == 8)

    def test_they_are_counted_by_kind_of_cause_and_requirement(self):
        self._join_group()
        kind = self.env.ref("qms_deviation.cause_training")
        case = self._case(description=STORY, requirement_id=self.requirement.id)
        case.cause_kind_id = kind
        self._cases_in(self.sisters[0], 3, cause_kind_id=kind.id)
        self._cases_in(self.sisters[0], 4, requirement_id=self.requirement.id)
        found = self._elsewhere(case)
        self.assertEqual(found["Kind of cause"][0], 3)
        self.assertEqual(found["Deviates from"][0], 4)
        self.assertEqual(found["Type"][0], 7)

    def test_words_are_never_counted_there(self):
        """The same words in another company change no figure but that of the type."""
        self._join_group()
        near_miss = self.env.ref("qms_deviation.type_near_miss")
        case = self._case(description=STORY)
        before = self._elsewhere(case)
        self._cases_in(self.sisters[0], 5, type_id=near_miss.id)
        self.assertEqual(self._elsewhere(case), before)

    def test_the_last_twelve_months_count_without_what_was_dismissed(self):
        self._join_group()
        case = self._case(description=STORY)
        old = self._cases_in(self.sisters[0], 3)
        old.date_reported = "2025-02-01"
        dismissed = self._cases_in(self.sisters[0], 3)
        dismissed._write_guarded({"state": "dismissed"})
        self.assertEqual(self._elsewhere(case)["Type"][0], 0)

    def test_a_company_on_its_own_has_no_others(self):
        self._cases_in(self.sisters[0], 5)
        self.leader.company_ids = [Command.link(self.sisters[0].id)]
        self.assertEqual(self._elsewhere(self._case()), {})
