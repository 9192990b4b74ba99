from unittest.mock import patch

from odoo import Command
from odoo.tests import freeze_time, tagged
from odoo.tools import SQL

from .common import DeviationCase

MIXIN = "odoo.addons.qms.models.reader_search_mixin.QmsReaderSearchMixin"
OPEN = [("state", "not in", ("closed", "declined", "dismissed"))]
# among fewer, one index costs the planner as much as another
CASES = 300


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestPlans(DeviationCase):
    """By which index the lists are searched, and that it changes nothing found."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        teacher = cls._new_user("teacher")
        cls.school = cls._new_unit("School", teacher, cls.administration)
        for number in range(40):
            cls._new_unit(f"Unit {number}", None, cls.administration)
        cls._closed()
        cls._treated(department_id=cls.home_care.id)
        cls.handled = cls._case()
        cls.handled.handler_ids = cls.aide
        cls.granted = cls._case()
        cls.granted.with_user(cls.leader).action_release()
        cls._case(not_own_leader=True)
        cls._case(department_id=cls.school.id)
        cls.people = (
            cls.nurse | cls.aide | cls.leader | cls.head | cls.director | teacher
        )
        values = {
            "description": "A door stood open",
            "department_id": cls.home_care.id,
            "company_id": cls.company.id,
            "type_id": cls.type_deviation.id,
        }
        reports = cls.env["qms.report"].with_user(cls.nurse)
        reports.create([dict(values) for _number in range(CASES)])
        cls.env.flush_all()
        cls.env.cr.execute("ANALYZE qms_deviation")

    def _plan(self, model, domain, user, wide=False):
        records = self.env[model].with_user(user)
        with patch(f"{MIXIN}._reads_much", lambda self: wide):
            query = records._search(domain, limit=80, order=records._order)
        with self.env.cr.savepoint() as savepoint:
            # so few rows are as quickly sorted
            self.env.cr.execute("SET LOCAL enable_seqscan = off")
            self.env.cr.execute("SET LOCAL enable_sort = off")
            rows = self.env.execute_query(SQL("EXPLAIN %s", query.select()))
            savepoint.rollback()
        return "\n".join(row for (row,) in rows)

    def test_the_quality_groups_open_cases_are_found_by_their_own_index(self):
        for user in (self.team, self.manager):
            plan = self._plan("qms.deviation", OPEN, user)
            self.assertIn("qms_deviation_open_newest", plan)
            self.assertNotIn("Sort", plan)

    def test_open_actions_are_found_by_their_own_index(self):
        for domain in ([("is_closed", "=", False)], [("state", "=", "open")]):
            plan = self._plan("qms.action", domain, self.team)
            self.assertIn("qms_action_open_by_deadline", plan)

    def test_an_employees_cases_are_found_from_his_side(self):
        plan = self._plan("qms.deviation", [], self.aide)
        self.assertIn("Append", plan)
        self.assertNotIn("Append", self._plan("qms.deviation", [], self.aide, True))

    def test_who_reads_what_is_released_is_searched_without_that(self):
        self.assertNotIn("Append", self._plan("qms.deviation", [], self.team))

    def test_what_is_found_from_the_readers_side_is_what_the_rules_allow(self):
        for model in ("qms.deviation", "qms.register"):
            for user in self.people | self.team | self.manager | self.stranger:
                rows = self.env[model].with_user(user)
                found = []
                for wide in (True, False):
                    with patch(f"{MIXIN}._reads_much", lambda self, wide=wide: wide):
                        found.append(rows.search([]))
                self.assertEqual(*found, user.login)
                every = rows.sudo().search([]).with_env(rows.env)
                self.assertEqual(found[0], every._filtered_access("read"))

    def _asked(self, model, user):
        query = self.env[model].with_user(user)._search([])
        return self.env.cr.mogrify(query.select()).decode()

    def test_the_units_of_a_reader_are_named_by_their_ids(self):
        """So PostgreSQL knows how many rows they have, and an index answers."""
        unit = self.home_care.id
        cases = self._asked("qms.deviation", self.leader)
        self.assertIn(f'"reading_department_id" IN ({unit})', cases)
        for user in (self.leader, self.nurse):
            asked = self._asked("qms.register", user)
            self.assertIn(f'"department_id" IN ({unit})', asked)

    def test_who_leads_another_unit_finds_its_cases_at_once(self):
        cases = self.env["qms.deviation"]
        first, last = (cases.with_user(user) for user in (self.leader, self.head))
        here = [("department_id", "=", self.school.id)]
        self.assertFalse(first.search(here))
        self.school.manager_id = self.home_care.manager_id
        self.assertTrue(first.search(here))
        self.school.manager_id = self.care.manager_id
        self.assertFalse(first.search(here))
        self.assertTrue(last.search(here))

    def test_a_deputy_finds_the_cases_from_his_first_day_to_his_last(self):
        self.env["qms.deputy"].with_user(self.leader).create(
            {
                "user_id": self.leader.id,
                "deputy_id": self.aide.id,
                "date_from": "2026-03-03",
                "date_to": "2026-03-03",
            }
        )
        cases = self.env["qms.deviation"].with_user(self.aide)
        led = [("department_id", "=", self.home_care.id)]
        counts = []
        for day in ("2026-03-02", "2026-03-03", "2026-03-04"):
            with freeze_time(day):
                counts.append(cases.search_count(led))
        self.assertGreater(counts[1], counts[0])
        self.assertEqual(counts[2], counts[0])

    def test_what_one_handles_is_found_without_looking_at_every_case(self):
        plan = self._plan("qms.deviation", [("handled_by_me", "=", True)], self.team)
        # by whichever index of so few rows: one arm for each way to handle a case
        self.assertIn("Append", plan)
        cases = self.env["qms.deviation"]
        for case, user in ((self.handled, self.aide), (self.granted, self.head)):
            case.sudo().responsible_id = user
        for user in (self.aide, self.head, self.leader):
            mine = cases.with_user(user).search([("handled_by_me", "=", True)])
            every = cases.with_user(user).search([])
            self.assertEqual(mine, every.filtered("handled_by_me"))
        self.assertIn(
            self.granted,
            mine.with_user(self.head).search([("handled_by_me", "=", True)]),
        )

    def test_whether_somebody_leads_much_is_asked_once(self):
        cases = self.env["qms.deviation"]
        self.assertTrue(cases.with_user(self.director)._reads_much())
        self.assertFalse(cases.with_user(self.leader)._reads_much())
        with self.assertQueryCount(0):
            cases.with_user(self.leader)._reads_much()

    def test_a_rule_that_is_switched_off_opens_nothing_any_more(self):
        cases = self.env["qms.deviation"].with_user(self.aide)
        self.assertIn(self.handled, cases.search([]))
        self.env.ref("qms_deviation.deviation_rule_handler").active = False
        self.assertFalse(cases.search([]))

    def test_a_municipalitys_own_rule_opens_what_it_says(self):
        cases = self.env["qms.deviation"].with_user(self.nurse)
        self.assertFalse(cases.search([]))
        self.env["ir.rule"].create(
            {
                "name": "What is reported in March in the own unit",
                "model_id": self.env["ir.model"]._get_id("qms.deviation"),
                "groups": [Command.link(self.env.ref("base.group_user").id)],
                "domain_force": "[('date_reported.month_number', '=', 3), "
                "('department_id.qms_reader_ids.user_id', '=', user.id)]",
            }
        )
        here = [("department_id", "=", self.home_care.id)]
        found = cases.search([])
        self.assertTrue(found)
        self.assertEqual(found, cases.sudo().search(here).with_env(cases.env))
        cases = self.env["qms.deviation"].with_user(self.leader)
        groups = self._board(cases, [])
        self.assertNotIn("__records", groups["closed"])
        self.assertTrue(groups["closed"]["__count"])
        self.assertTrue(groups["reported"]["__records"])
        shown = self._board(
            cases, [], [{"value": "closed", "folded": False, "limit": 40, "offset": 0}]
        )
        self.assertTrue(shown["closed"]["__records"])

    def test_what_has_ended_is_not_counted_on_the_board_as_it_opens(self):
        cases = self.env["qms.deviation"].with_user(self.leader)
        self.assertNotIn("closed", self._board(cases, OPEN))

    def _board(self, cases, domain, opening_info=None):
        result = cases.with_context(read_group_expand=True).web_read_group(
            domain,
            ["state"],
            ["__count"],
            auto_unfold=True,
            opening_info=opening_info,
            unfold_read_specification={"number": {}},
        )
        return {group["state"]: group for group in result["groups"]}
