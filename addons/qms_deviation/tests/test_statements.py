from lxml import etree

from odoo import Command
from odoo.tests import freeze_time, tagged
from odoo.tools.safe_eval import safe_eval

from .common import DeviationCase


class StatementsCase(DeviationCase):
    """What an operation costs in SQL statements, on an empty cache."""

    @classmethod
    def _spent(cls, function):
        """Statements of a call; what all calls share was read by one before."""
        for _round in range(2):
            cls.env.flush_all()
            cls.env.cr.precommit.run()
            cls.env.invalidate_all()
            before = cls.env.cr.sql_log_count
            function()
            cls.env.flush_all()
            cls.env.cr.precommit.run()
            cls.env.flush_all()
        return cls.env.cr.sql_log_count - before

    def _specification(self, records, kind):
        """All that the view shows, as the web client asks for it."""
        arch = records.get_views([(False, kind)])["views"][kind]["arch"]
        return self._fields_of(records, etree.fromstring(arch))

    def _fields_of(self, records, node):
        """What is never shown is asked for without names and inner lists."""
        asked = {}
        for tag in node.xpath(".//field[not(ancestor::field)]"):
            field = records._fields[tag.get("name")]
            wanted = asked.setdefault(field.name, {})
            hidden = tag.get("invisible") in ("1", "True")
            if not field.relational or (hidden and field.type != "many2one"):
                continue
            inner = wanted.setdefault("fields", {})
            if not hidden and (field.type == "many2one" or tag.get("widget")):
                inner["display_name"] = {}
            for child in tag.xpath("./list|./kanban"):
                alone = etree.fromstring(etree.tostring(child))
                inner |= self._fields_of(records[field.name], alone)
            context = safe_eval(tag.get("context") or "{}", {"uid": self.env.uid})
            wanted["context"] = context
        return asked

    @classmethod
    def _units_with_leaders(cls, count):
        """Units below the care, each with a leader of its own."""
        users = cls.env["res.users"].create(
            [
                {
                    "name": f"Leader {number}",
                    "login": f"leader_{count}_{number}",
                    "email": f"leader_{count}_{number}@example.test",
                    "company_id": cls.company.id,
                    "company_ids": [Command.set(cls.company.ids)],
                    "group_ids": [Command.set(cls.env.ref("base.group_user").ids)],
                }
                for number in range(count)
            ]
        )
        units = cls.env["hr.department"].create(
            [
                {
                    "name": f"Unit {user.id}",
                    "company_id": cls.company.id,
                    "parent_id": cls.care.id,
                }
                for user in users
            ]
        )
        for user, unit in zip(users, units, strict=True):
            unit.manager_id = cls._new_employee(user, unit)
        return units


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestStatementsOfReading(StatementsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._treated(touched_id=cls._touched().id)
        cls.case.action_release()
        cls.case.write({"handler_ids": [Command.link(cls.aide.id)]})
        values = {
            "description": "The medicine cabinet stood open",
            "department_id": cls.home_care.id,
            "company_id": cls.company.id,
            "requirement_id": cls.requirement.id,
        }
        reports = cls.env["qms.report"].with_user(cls.nurse).create([values] * 90)
        cases = reports.sudo().deviation_ids.with_user(cls.leader)
        cases[:60].action_release()
        cases[:30].action_analyse()
        cls.fresh = cases[-1]

    @classmethod
    def _touched(cls):
        return cls.env["qms.deviation.touched"].search([], limit=1)

    def _list(self, user):
        cases = self.env["qms.deviation"].with_user(user)
        shown = self._specification(cases, "list")
        return self._spent(
            lambda: cases.web_search_read([], shown, limit=80, count_limit=10001)
        )

    def test_a_list_of_80_takes_12_statements_at_most(self):
        for user in (self.leader, self.manager, self.team, self.nurse):
            with self.subTest(user=user.name):
                self.assertLessEqual(self._list(user), 12)

    def test_a_board_takes_15_statements_at_most(self):
        for user in (self.leader, self.manager, self.team, self.nurse):
            cases = self.env["qms.deviation"].with_user(user)
            shown = self._specification(cases, "kanban")
            with self.subTest(user=user.name):
                spent = self._spent(
                    lambda cases=cases, shown=shown: cases.web_read_group(
                        [],
                        ["state"],
                        ["__count"],
                        auto_unfold=True,
                        unfold_read_specification=shown,
                        unfold_read_default_limit=40,
                    )
                )
                self.assertLessEqual(spent, 15)

    def _form(self, user, case):
        case = case.with_user(user).with_context(lang="en_US", tz="Europe/Copenhagen")
        shown = self._specification(case, "form")
        return self._spent(lambda: case.web_read(shown))

    def test_the_form_takes_25_statements_at_most(self):
        self.fresh.action_release()
        for user in (self.leader, self.manager):
            with self.subTest(user=user.name):
                self.assertLessEqual(self._form(user, self.fresh), 25)

    def test_people_actions_and_decisions_add_5_to_the_form_at_most(self):
        for user in (self.leader, self.manager):
            with self.subTest(user=user.name):
                self.assertLessEqual(self._form(user, self.case), 30)

    def test_the_form_does_not_cost_more_with_each_decision(self):
        before = self._form(self.leader, self.case)
        for _round in range(3):
            self.case.action_restrict(reason="A name stands in it")
            self.case.action_release()
        self.assertLessEqual(self._form(self.leader, self.case), before)


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestStatementsOfWriting(StatementsCase):
    def _reports(self, units, count=100):
        reports = self.env["qms.report"].with_user(self.nurse)
        values = [
            {
                "description": "The medicine cabinet stood open",
                "department_id": units[number % len(units)].id,
                "company_id": self.company.id,
            }
            for number in range(count)
        ]
        return self._spent(lambda: reports.create(values))

    def test_reports_for_many_leaders_cost_no_statement_each(self):
        few = self._reports(self._units_with_leaders(5))
        many = self._reports(self._units_with_leaders(40))
        self.assertLessEqual(many, few + 2)
        self.assertLess(many, 60)

    def test_cases_for_many_people_cost_no_statement_each(self):
        def assign(units):
            values = [
                {
                    "description": "The medicine cabinet stood open",
                    "department_id": self.home_care.id,
                    "company_id": self.company.id,
                    "responsible_id": user.id,
                }
                for user in units.manager_id.user_id
            ]
            # sudo: as the system makes cases for others
            cases = self.env["qms.deviation"].sudo()
            return self._spent(lambda: cases.create(values)._sync_duties())

        few = assign(self._units_with_leaders(5))
        many = assign(self._units_with_leaders(40))
        self.assertLessEqual(many, few + 2)

    def test_a_step_costs_no_statement_for_each_case(self):
        def analyse(count):
            cases = self.env["qms.deviation"].with_user(self.leader)
            cases = cases.union(
                *(self._case(requirement_id=self.requirement.id) for _ in range(count))
            )
            self.env.flush_all()
            self.env.cr.precommit.run()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            cases.action_analyse()
            self.env.flush_all()
            self.env.cr.precommit.run()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        analyse(2)
        few, many = analyse(2), analyse(20)
        self.assertLessEqual(many, few + 2)

    def test_what_changed_is_noted_on_each_case(self):
        cases = self._case() | self._case()
        cases.write({"requirement_id": self.requirement.id})
        self.env.cr.precommit.run()
        before = cases.sudo().message_ids
        cases.action_analyse()
        self.env.flush_all()
        self.env.cr.precommit.run()
        for case in cases.sudo():
            note = case.message_ids - before
            self.assertEqual(len(note), 1)
            self.assertEqual(note.author_id, self.leader.partner_id)
            changed = note.tracking_value_ids.field_id.mapped("name")
            self.assertEqual(set(changed), {"state", "responsible_id"})
