from datetime import date

from lxml import etree

from odoo import Command
from odoo.tests import freeze_time, tagged
from odoo.tools.safe_eval import safe_eval

from .duty_common import DutyCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestLoadAhead(DutyCase):
    """Counted by person, only what lies ahead is counted, by whatever way."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.late = cls._new_action(owner_id=cls.aide.id, date_deadline="2026-02-02")
        cls.ahead = cls._new_action(owner_id=cls.aide.id, date_deadline="2026-03-20")
        for action in cls.late | cls.ahead:
            action.action_submit()
            action.with_user(cls.leader).action_approve()
        cls.model = cls.env["qms.duty"].with_user(cls.leader)
        cls.carry_out = [
            ("verb", "=", "carry_out"),
            ("department_id", "=", cls.home_care.id),
        ]

    def test_not_by_person_all_is_counted(self):
        [row] = self.model.formatted_read_group(self.carry_out, ["verb"], ["__count"])
        self.assertEqual(row["__count"], 2)

    def test_by_person_only_what_lies_ahead(self):
        for spec in ("user_id", "user_id.login", "user_id.partner_id", "create_uid"):
            rows = self.model.formatted_read_group(self.carry_out, [spec], ["__count"])
            self.assertEqual([row["__count"] for row in rows], [1], spec)

    def test_the_same_for_every_way_a_screen_counts(self):
        groups = self.model.web_read_group(self.carry_out, ["user_id"], ["__count"])
        self.assertEqual([g["__count"] for g in groups["groups"]], [1])
        [rows, _total] = self.model.formatted_read_grouping_sets(
            self.carry_out, [["user_id", "date_deadline:week"], []], ["__count"]
        )
        self.assertEqual([row["__count"] for row in rows], [1])
        bar = {"field": "state", "colors": {"open": "success", "done": "muted"}}
        counted = self.model.read_progress_bar(self.carry_out, "user_id", bar)
        self.assertEqual(sum(sum(c.values()) for c in counted.values()), 1)
        panel = self.model.search_panel_select_multi_range(
            "user_id", search_domain=self.carry_out, enable_counters=True
        )
        counts = [value.get("__count", 0) for value in panel["values"]]
        self.assertEqual(sum(counts), 1)

    def test_a_list_of_persons_per_group_is_the_same_thing(self):
        [row] = self.model.formatted_read_group(
            self.carry_out, ["verb"], ["user_id:array_agg", "__count"]
        )
        self.assertEqual(row["__count"], 1)

    def test_what_is_done_is_not_counted_by_person(self):
        rows = self.model.formatted_read_group(
            [("state", "=", "done")], ["user_id"], ["__count"]
        )
        self.assertFalse(rows)

    def test_person_by_week(self):
        rows = self.model.formatted_read_group(
            self.carry_out, ["date_deadline:week", "user_id"], ["__count"]
        )
        self.assertEqual([row["user_id"][1] for row in rows], ["Aide"])

    def test_the_three_numbers(self):
        model = self.env["qms.duty"].with_user(self.nurse)
        mine = [("user_id", "=", self.nurse.id), ("state", "=", "open")]
        self._new_action(date_deadline="2026-03-01")
        self._new_action(date_deadline="2026-03-02")
        self._new_action(date_deadline="2026-03-08")
        self._new_action(date_deadline="2026-03-09")
        late = [*mine, ("date_deadline", "<", "today")]
        week = [
            *mine,
            ("date_deadline", ">=", "today"),
            ("date_deadline", "<", "today +1d +monday"),
        ]
        self.assertEqual(model.search_count(late), 1)
        self.assertEqual(model.search_count(week), 2)
        urgencies = model.search(mine).mapped("urgency")
        self.assertEqual(urgencies, ["late", "today", "week", "later"])

    @freeze_time("2026-03-08")
    def test_this_week_ends_on_sunday_whatever_the_readers_language(self):
        """Where a language's weeks begin on Sundays, too."""
        self.assertEqual(self.env["res.lang"]._get_data(code="en_US").week_start, "7")
        model = self.env["qms.duty"].with_user(self.nurse)
        today = self._new_action(date_deadline="2026-03-08")
        self._new_action(date_deadline="2026-03-09")
        arch = etree.fromstring(model.get_view(view_type="search")["arch"])
        [week] = arch.xpath("//filter[@name='week']/@domain")
        mine = [("user_id", "=", self.nurse.id), *safe_eval(week)]
        self.assertEqual(model.search(mine).mapped("res_id"), today.ids)


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestDutyInBatches(DutyCase):
    """A thousand at once cost hardly more statements than ten."""

    def _statements(self, act, *args):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        act(*args)
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def _many(self, count):
        values = {
            "name": "Move the medicine cabinet",
            "owner_id": self.aide.id,
            "department_id": self.home_care.id,
            "company_id": self.company.id,
            "why": "It stands in the corridor",
            "criterion": "No missing medicine",
            "date_deadline": date(2030, 1, 31),
        }
        model = self.env["qms.action"].with_user(self.nurse)
        return model.create([dict(values) for _number in range(count)])

    def _compare(self, few, many, act):
        return self._statements(act, few), self._statements(act, many)

    def test_duties_of_a_thousand_records(self):
        few, many = self._many(10), self._many(1000)
        for actions in (few, many):
            self._duties_of(actions).unlink()
        sync = self.env["qms.duty"]._sync
        first, second = self._compare(few, many, sync)
        self.assertLess(second, first + 40)
        first, second = self._compare(few, many, sync)
        self.assertLess(second, first + 5)

    def _duties_of(self, actions):
        return self.env["qms.duty"].search(
            [("res_model", "=", "qms.action"), ("res_id", "in", actions.ids)]
        )

    def test_a_thousand_requests_to_one_leader(self):
        few, many = self._many(10), self._many(1000)
        first, second = self._compare(
            few, many, lambda actions: actions.action_submit()
        )
        self.assertLess(second, first + 80)
        mails = self.env["mail.mail"].search([("model", "=", "res.users")])
        self.assertEqual(len(mails), 2)
        for mail in mails:
            self.assertIn("leader@example.test", mail.email_to)
        self.assertIn("1000", mails.sorted("id")[-1].subject)

    def test_a_thousand_new_deadlines(self):
        many = self._many(1000)
        spent = self._statements(many.write, {"date_deadline": date(2030, 3, 1)})
        self.assertLess(spent, 90)
        deadlines = set(self._duties_of(many).mapped("date_deadline"))
        self.assertEqual(deadlines, {date(2030, 3, 1)})
        self.assertEqual(
            len(self.env["mail.activity"].search([("res_id", "in", many.ids)])), 1000
        )

    def test_titles_of_a_whole_list(self):
        self._many(200)
        duties = self.env["qms.duty"].with_user(self.nurse).search([], limit=80)
        names = ["title", "date_deadline", "urgency", "record_name", "link"]
        spent = self._statements(duties.read, names)
        self.assertLess(spent, 20)

    def test_twenty_leaders(self):
        units = [
            self._new_unit(f"U{number}", self._new_user(f"l{number}"), self.care)
            for number in range(20)
        ]
        actions = self._many(200)
        for number, action in enumerate(actions):
            action.department_id = units[number % 20]
        actions.action_submit()
        spent = self._statements(
            lambda: self.env["qms.duty"]._resync(self._duties_of(actions))
        )
        self.assertLess(spent, 40)
        self._duties_of(actions).unlink()
        spent = self._statements(self.env["qms.duty"]._sync, actions)
        self.assertLess(spent, 90)
        self.assertEqual(len(self._duties_of(actions).user_id), 20)

    def test_groups_of_other_users_stay_out_of_it(self):
        self.aide.group_ids = [Command.link(self.env.ref("qms.group_quality_team").id)]
        self.assertFalse(self._own(self.aide))
