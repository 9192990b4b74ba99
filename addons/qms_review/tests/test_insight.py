from datetime import date

from dateutil.relativedelta import relativedelta

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged
from odoo.tools import SQL

from .review_common import NOW, ReviewCase

LAST = date(2026, 10, 1)


@freeze_time(NOW)
class InsightCase(ReviewCase):
    """The town belongs to a group with ``branch`` and ``second``."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        companies = cls.env["res.company"]
        cls.branch = companies.create({"name": "Branch", "parent_id": cls.company.id})
        cls.second = companies.create({"name": "Second", "parent_id": cls.company.id})
        cls.env["qms.indicator"].search(
            [("id", "!=", cls.indicator.id)]
        ).on_insight = False
        cls.page = cls.env["qms.insight"].with_user(cls.insight)

    @classmethod
    def _store(
        cls, value, month=LAST, company=None, indicator=None, small=False, unit=None
    ):
        """As the scheduled action stores it: no client and no code enters one."""
        row = {
            "indicator_id": (indicator or cls.indicator).id,
            "company_id": (company or cls.company).id,
            "department_id": unit.id if unit else None,
            "month": month,
            "amount": value,
            "count": value,
            "value": value,
            "is_small": bool(small),
        }
        cls.env.flush_all()
        cls.env.execute_query(
            SQL(
                "INSERT INTO qms_indicator_value (%s) VALUES %s RETURNING id",
                SQL(", ").join(SQL.identifier(name) for name in row),
                tuple(row.values()),
            )
        )
        cls.env["qms.indicator.value"].invalidate_model()

    def _cards(self, **kwargs):
        answer = self.page.action_read(self.company.id, **kwargs)
        return [card for topic in answer["topics"] for card in topic["cards"]]


@tagged("post_install", "-at_install", "qms")
@freeze_time(NOW)
class TestInsight(InsightCase):
    def test_a_card_says_the_latest_a_year_ago_and_the_verdict(self):
        for back in range(13):
            self._store(10 + back, LAST - relativedelta(months=back))
        (card,) = self._cards()
        self.assertEqual(card["name"], "Actions due")
        self.assertEqual((card["value"], card["when"]), ("10", "Oct 2026"))
        self.assertEqual((card["before"], card["before_when"]), ("22", "Oct 2025"))
        self.assertEqual(card["verdict"], "better")
        self.assertTrue(card["sign"] and card["verdict_label"])
        self.assertIn("<svg", card["chart"])
        self.assertEqual(len(card["rows"]), 13)
        self.assertFalse(card["may_open"])

    def test_small_numbers_are_shown_to_no_reader(self):
        self._store(2, small=True)
        self._store(9, LAST - relativedelta(months=1))
        for user in (self.insight, self.team, self.manager):
            with self.subTest(user=user.login):
                page = self.env["qms.insight"].with_user(user)
                (topic,) = page.action_read(self.company.id)["topics"]
                (card,) = topic["cards"]
                self.assertEqual(card["rows"][-1]["value"], "not shown")
                self.assertEqual((card["value"], card["when"]), ("9", "Sep 2026"))

    def test_which_cards_appear_is_data(self):
        self._store(9)
        self.assertTrue(self._cards())
        self.indicator.on_insight = False
        self.assertFalse(self._cards())

    def test_a_number_opens_its_list_for_who_may_read_it(self):
        self._due(2, day="2026-10-04")
        self._store(9)
        page = self.env["qms.insight"].with_user(self.manager)
        (topic,) = page.action_read(self.company.id)["topics"]
        self.assertTrue(topic["cards"][0]["may_open"])
        window = page.action_open(self.indicator.id, self.company.id)
        self.assertEqual(self.env["qms.action"].search_count(window["domain"]), 2)

    def test_running_objectives_stand_on_it(self):
        self._store(9)
        goal = {
            "name": "Half as many late actions",
            "company_id": self.company.id,
            "indicator_id": self.indicator.id,
            "target": 4,
            "date_deadline": "2027-01-01",
        }
        objectives = self.env["qms.objective"].create([goal, {**goal, "name": "Draft"}])
        objectives[0]._write_guarded({"state": "running"})
        (shown,) = self.page.action_read(self.company.id)["objectives"]
        self.assertEqual(shown["name"], "Half as many late actions")
        self.assertEqual((shown["last"], shown["target"]), ("9", "4"))
        self.assertTrue(shown["may_open"])

    def test_an_objective_is_judged_as_on_its_own_form(self):
        for back in range(21):
            before = 10 + 2 * (back % 2)
            self._store(6 if back < 9 else before, LAST - relativedelta(months=back))
        goal = self.env["qms.objective"].create(
            {
                "name": "Fewer late actions",
                "company_id": self.company.id,
                "indicator_id": self.indicator.id,
                "date_deadline": "2027-01-01",
            }
        )
        goal._write_guarded({"state": "running", "date_started": "2026-02-01"})
        (shown,) = self.page.action_read(self.company.id)["objectives"]
        self.assertEqual(shown["verdict"], "better")
        self.assertEqual(shown["verdict"], goal._prepare_course()["course_verdict"])

    def test_an_objective_of_a_unit_shows_the_units_figures(self):
        for back in range(3):
            month = LAST - relativedelta(months=back)
            self._store(40 + back, month)
            self._store(4 + back, month, unit=self.care)
        self._store(1, unit=self.home_care, small=True)
        units = self.care | self.home_care
        goals = self.env["qms.objective"].create(
            [
                {
                    "name": f"Fewer in {unit.name}",
                    "company_id": self.company.id,
                    "department_id": unit.id,
                    "indicator_id": self.indicator.id,
                }
                for unit in units
            ]
        )
        goals._write_guarded({"state": "running"})
        for user in (self.insight, self.team, self.director):
            page = self.env["qms.insight"].with_user(user)
            shown = page.action_read(self.company.id)["objectives"]
            told = [(goal["unit"], goal["last"]) for goal in shown]
            self.assertEqual(told, [("Care", "4"), ("Home care", "")])

    def test_what_others_work_on_in_the_group_is_a_number_from_three_up(self):
        goals = self.env["qms.objective"].create(
            [
                {"name": f"{company.name} {place}", "company_id": company.id}
                for company in (self.company, self.branch, self.other_company)
                for place in range(3)
            ]
        )
        goals._write_guarded({"state": "agreed"})
        answer = self.page.action_read(self.company.id, whole_group=True)
        shown = {(goal["name"], goal["company"]) for goal in answer["objectives"]}
        self.assertEqual(shown, {(f"Town {place}", "Town") for place in range(3)})
        self.assertEqual(answer["elsewhere"], 3)
        goals[3]._write_guarded({"state": "dismissed"})
        answer = self.page.action_read(self.company.id, whole_group=True)
        self.assertEqual(answer["elsewhere"], 0)
        self.assertEqual(self.page.action_read(self.company.id)["elsewhere"], 0)
        self.insight.company_ids += self.branch
        answer = self.page.action_read(self.company.id, whole_group=True)
        self.assertEqual(len(answer["objectives"]), 5)

    def test_it_is_for_management_politicians_and_the_quality_group(self):
        pages = self.env["qms.insight"]
        for user in (self.insight, self.team, self.manager, self.director):
            pages.with_user(user).action_read(self.company.id)
        for user in (self.nurse, self.leader, self.stranger):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                pages.with_user(user).action_read(self.company.id)

    def test_insight_of_one_company_reads_no_other(self):
        self._store(9, company=self.branch)
        for company in (self.branch, self.second, self.other_company):
            with self.assertRaises(AccessError):
                self.page.action_read(company.id)
            with self.assertRaises(AccessError):
                self.page.action_open(self.indicator.id, company.id)
        values = self.env["qms.indicator.value"].with_user(self.insight)
        self.assertFalse(values.search([("company_id", "!=", self.company.id)]))


@tagged("post_install", "-at_install", "qms")
@freeze_time(NOW)
class TestInsightGroup(InsightCase):
    """All companies of the group together: counts, from three up."""

    def test_counts_of_all_companies_are_added_up(self):
        self._store(4)
        self._store(5, company=self.branch)
        self._store(6, company=self.second)
        self._store(100, company=self.other_company)
        (card,) = self._cards(whole_group=True)
        self.assertEqual(card["value"], "15")
        self.assertFalse(card["may_open"])

    def test_what_is_small_in_sum_or_at_the_others_is_left_out(self):
        rows = {
            LAST: (1, 1, 0),
            LAST - relativedelta(months=1): (9, 2, 0),
            LAST - relativedelta(months=2): (0, 3, 0),
            LAST - relativedelta(months=3): (7, 0, 0),
        }
        for month, counts in rows.items():
            companies = (self.company, self.branch, self.second)
            for company, count in zip(companies, counts, strict=True):
                self._store(count, month, company, small=0 < count < 3)
        (card,) = self._cards(whole_group=True)
        told = [row["value"] for row in card["rows"]]
        self.assertEqual(told[-4:], ["7", "3", "not shown", "not shown"])

    def test_only_counts_are_added_up(self):
        share = self._indicator(
            "On time",
            "test_share",
            aggregate="share",
            part_domain="[('state', '=', 'done')]",
        )
        own = self._indicator("Own", "test_own", company_id=self.company.id)
        for indicator in (share, own):
            self._store(50, indicator=indicator)
        self.assertEqual(len(self._cards()), 2)
        self.assertFalse(self._cards(whole_group=True))

    def test_who_works_in_all_companies_sees_the_same_sums(self):
        self._store(4)
        self._store(5, company=self.branch)
        companies = (self.company | self.branch | self.second).ids
        self.insight.company_ids = [Command.set(companies)]
        (card,) = self._cards(whole_group=True)
        self.assertEqual(card["value"], "9")
