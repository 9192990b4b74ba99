from datetime import date

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, freeze_time, tagged

from .common import QmsCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestObjective(QmsCase):
    """Promised, told to the units, worked on, judged by figures before and after."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.indicator = cls.env.ref("qms.indicator_case_time")
        values = cls.env["qms.indicator.value"]
        values.create(
            [
                {
                    "indicator_id": cls.indicator.id,
                    "company_id": cls.company.id,
                    "month": date(2025, month, 1),
                    "value": 20 + month % 3,
                }
                for month in range(3, 13)
            ]
        )
        cls.objective = (
            cls.env["qms.objective"]
            .with_user(cls.head)
            .with_company(cls.company)
            .create(
                {
                    "name": "Decisions within two weeks",
                    "owner_id": cls.leader.id,
                    "department_id": cls.care.id,
                    "unit_ids": [Command.set(cls.care.ids)],
                    "indicator_id": cls.indicator.id,
                    "target": 14,
                    "date_deadline": "2026-12-31",
                    "resources": "Half a day a week",
                    "evaluation": "By the run chart, in January",
                }
            )
        )

    def _agreed(self):
        self.objective.action_agree()
        return self.objective

    def _running(self):
        self._agreed().with_user(self.leader).action_start()
        return self.objective

    def _figures(self, *values):
        rows = self.env["qms.indicator.value"].with_user(self.manager)
        for month, value in enumerate(values, 3):
            rows.create(
                {
                    "indicator_id": self.indicator.id,
                    "company_id": self.company.id,
                    "month": date(2026, month, 1),
                    "value": value,
                }
            )

    def _verbs(self):
        return {
            (duty.verb, duty.user_id) for duty in self._duties(self.objective.sudo())
        }

    def test_it_begins_with_the_last_figure_and_asks_for_all_it_takes(self):
        self.assertEqual(self.objective.baseline, 20)
        self.assertRegex(self.objective.display_name, r"^Objective \S+$")
        bare = self.objective.create({"name": "Better", "department_id": self.care.id})
        self.assertFalse(bare.chart)
        bare.unit_ids = False
        bare.owner_id = False
        with self.assertRaises(UserError) as caught:
            bare.action_agree()
        for text in ("responsible", "figure", "by when", "takes", "evaluated", "units"):
            self.assertIn(text, str(caught.exception))

    def _promise(self, user, unit, indicator):
        return (
            self.env["qms.objective"]
            .with_user(user)
            .with_company(self.company)
            .create(
                {
                    "name": "Nothing left undone",
                    "owner_id": self.leader.id,
                    "department_id": unit.id,
                    "unit_ids": [Command.set(self.care.ids)],
                    "indicator_id": indicator.id,
                    "target": 1,
                    "date_deadline": "2026-12-31",
                    "resources": "Half a day a week",
                    "evaluation": "By the run chart, in January",
                }
            )
        )

    def _count(self, indicator, day, **counts):
        for unit, count in counts.items():
            for _number in range(count):
                self._new_action(
                    self.manager,
                    department_id=getattr(self, unit).id,
                    date_deadline=date.fromisoformat(day),
                )
        indicator._keep_months()

    def test_that_of_a_unit_is_judged_by_the_figures_of_the_unit(self):
        counted = self.env["qms.indicator"].create(
            {
                "name": "Actions by deadline",
                "code": "test_unit",
                "topic_id": self.env.ref("qms.topic_process").id,
                "res_model": "qms.action",
                "date_field": "date_deadline",
                "company_id": self.company.id,
                "direction": "less",
            }
        )
        self._count(counted, "2026-02-10", care=3, administration=4)
        nowhere = self.env["hr.department"]
        whole = self._promise(self.manager, nowhere, counted)
        care = self._promise(self.head, self.care, counted)
        self.assertEqual((whole.baseline, care.baseline), (7, 3))
        both = (whole | care).with_user(self.manager)
        self.assertEqual(both.mapped("last_text"), ["7", "3"])
        self.assertEqual(both.mapped("target_met"), ["no", "no"])
        care.action_agree()
        care.with_user(self.leader).action_start()
        with freeze_time("2026-04-02"):
            # two could point to persons: no figure of the time since it began
            self._count(counted, "2026-03-10", care=2, administration=4)
            for user in (self.head, self.manager):
                with self.assertRaisesRegex(UserError, "a figure of the time since"):
                    care.with_user(user).action_reach(reason="Done")
        with freeze_time("2026-05-04"):
            self._count(counted, "2026-04-10", administration=4)
            care.invalidate_recordset()
            self.assertEqual((care.last_text, care.target_met), ("0", "yes"))
            care.action_reach(reason="Nothing in April")
        self.assertEqual((care.state, care.figure_after), ("reached", 0))

    def test_what_is_typed_in_for_the_company_alone_holds_for_its_units(self):
        self.env["qms.indicator.value"].with_user(self.manager).create(
            {
                "indicator_id": self.indicator.id,
                "company_id": self.company.id,
                "department_id": self.home_care.id,
                "month": "2025-12-01",
                "value": 31,
            }
        )
        for unit, figure in ((self.care, 20), (self.home_care, 31)):
            with self.subTest(unit=unit.name):
                made = self._promise(self.head, unit, self.indicator)
                self.assertEqual(made.baseline, figure)
        with Form(made) as form:
            form.department_id = self.care
            self.assertEqual(form.baseline, 20)

    def test_those_of_many_units_are_shown_by_as_few_statements(self):
        units = self.care | self.home_care | self.administration
        made = self.objective.browse().union(
            *(self._promise(self.manager, unit, self.indicator) for unit in units)
        )

        def spent(objectives):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            objectives.mapped("last_text")
            return self.env.cr.sql_log_count - before

        spent(made)
        self.assertLessEqual(spent(made), spent(made[:1]))

    def test_who_leads_the_unit_agrees_to_it_and_it_stands(self):
        for user in (self.nurse, self.leader, self.team):
            with self.assertRaises(AccessError):
                self.objective.with_user(user).action_agree()
        self._agreed()
        self.assertEqual(self.objective.date_agreed, date(2026, 3, 2))
        self.assertEqual(self._decisions(self.objective)[-1].role, "leader")
        for values in ({"target": 30}, {"state": "reached"}, {"figure_after": 1}):
            with self.assertRaises(UserError):
                self.objective.write(values)
        with self.assertRaises(AccessError):
            self.objective.with_user(self.nurse).write({"resources": "x"})
        self.objective.with_user(self.leader).resources = "A day a week"

    def test_the_quality_manager_agrees_to_that_of_the_whole_company(self):
        self.objective.with_user(self.manager).write({"department_id": False})
        with self.assertRaises(AccessError):
            self.objective.with_user(self.director).action_agree()
        self.objective.with_user(self.manager).action_agree()

    def test_leaders_tell_their_units_and_say_so_with_one_click(self):
        self.assertNotIn("tell_unit", [verb for verb, _user in self._verbs()])
        self._agreed()
        told = {user for verb, user in self._verbs() if verb == "tell_unit"}
        self.assertEqual(told, {self.head, self.leader})
        for user in (self.nurse, self.director, self.manager):
            with self.assertRaises(AccessError):
                self.objective.with_user(user).action_tell()
        self.objective.with_user(self.leader).action_tell()
        rows = self.objective.sudo().telling_ids
        self.assertEqual(
            {row.department_id: row.date_told for row in rows},
            {self.care: False, self.home_care: date(2026, 3, 2)},
        )
        self.assertNotIn(("tell_unit", self.leader), self._verbs())
        self.assertEqual(self._decisions(self.objective)[-1].verb, "tell")
        # once
        with self.assertRaises(AccessError):
            self.objective.with_user(self.leader).action_tell()
        self.assertIn(("tell_unit", self.head), self._verbs())

    def test_rows_of_units_are_nobodys_to_write(self):
        self._agreed()
        rows = self.env["qms.objective.telling"].with_user(self.manager)
        row = rows.search([("objective_id", "=", self.objective.id)])[:1]
        for refused in (
            lambda: row.write({"date_told": "2026-03-02"}),
            row.unlink,
            lambda: rows.create(
                {"objective_id": self.objective.id, "department_id": self.care.id}
            ),
        ):
            with self.assertRaises(AccessError):
                refused()

    def test_worded_anew_it_is_told_anew(self):
        self._agreed().with_user(self.leader).action_tell()
        self.objective.action_revise(reason="The law has changed")
        self.assertFalse(self.objective.date_agreed)
        self.objective.target = 15
        self.objective.action_agree()
        self.assertIn(("tell_unit", self.leader), self._verbs())

    def test_it_is_not_judged_before_there_is_a_figure_and_its_actions_have_ended(self):
        self._running()
        action = self.env["qms.action"].with_user(self.leader)
        action = action.create(
            {
                "name": "A standard letter",
                "res_model": "qms.objective",
                "res_id": self.objective.id,
            }
        )
        self.assertEqual(action.department_id, self.care)
        self.assertEqual(self.objective.action_ids, action)
        with self.assertRaises(UserError) as caught:
            self.objective.action_reach(reason="Looks fine")
        self.assertIn(action.number, str(caught.exception))
        self.assertIn("figure", str(caught.exception))
        action.action_cancel(reason="Not needed")
        with freeze_time("2026-04-02"):
            self._figures(13)
            self.objective.action_reach_partly(reason="One month is little")
        self.assertEqual(self.objective.state, "partly")

    def test_judging_keeps_the_figure_and_what_the_run_rule_says(self):
        self._running()
        with freeze_time("2026-09-02"):
            self._figures(15, 14, 15, 13, 14, 13)
            self.assertEqual(self.objective.last_text, "13.0 days")
            self.assertEqual(self.objective.target_met, "yes")
            self.assertIn("<svg", self.objective.chart)
            self.objective.action_reach(reason="Below two weeks since May")
        self.assertEqual(
            (self.objective.figure_after, self.objective.course_verdict),
            (13, "better"),
        )
        self.assertEqual(self.objective.date_closed, date(2026, 9, 2))
        self.assertFalse(self._duties(self.objective))
        with self.assertRaises(AccessError):
            self.objective.write({"resources": "x"})

    def test_the_judgement_is_the_leader_s_with_a_reason(self):
        self._running()
        with freeze_time("2026-04-02"):
            self._figures(15)
            for user in (self.leader, self.nurse, self.team):
                with self.assertRaises(AccessError):
                    self.objective.with_user(user).action_miss(reason="x")
            asked = self.objective.action_miss()
            self.assertEqual(asked["res_model"], "qms.reason")
            self.assertEqual(self.objective.state, "running")
            self.objective.action_miss(reason="It takes as long as before")
        self.assertEqual(self.objective.state, "missed")

    def test_it_is_dismissed_with_a_reason_and_never_deleted(self):
        with self.assertRaises(AccessError):
            self._agreed().with_user(self.leader).action_dismiss(reason="x")
        self.objective.action_dismiss(reason="The task goes to the region")
        self.assertEqual(self.objective.state, "dismissed")
        with self.assertRaises(UserError):
            self.objective.sudo().unlink()

    def test_everybody_reads_it_and_nobody_elsewhere(self):
        model = self.env["qms.objective"]
        own = [("id", "=", self.objective.id)]
        self.assertTrue(model.with_user(self.nurse).search(own))
        self.assertFalse(model.with_user(self.stranger).search(own))
        with self.assertRaises(AccessError):
            model.with_user(self.nurse).create(
                {"name": "Mine", "owner_id": self.nurse.id}
            )

    def test_the_wheel_makes_next_year_s_and_is_told(self):
        self.assertEqual(
            self.env.ref("qms.wheel_kind_goals")._target()._name, "qms.objective"
        )
        item = self.env["qms.wheel.item"].search(
            [
                ("company_id", "=", self.company.id),
                ("kind_id", "=", self.env.ref("qms.wheel_kind_goals").id),
            ]
        )
        item.write({"month": "3", "day": 3, "owner_id": self.head.id})
        item.predecessor_ids = False
        year = self.env["qms.wheel.year"].with_user(self.manager)
        year = year.create({"company_id": self.company.id, "year": 2026})
        year.action_start()
        self.env["qms.wheel.occurrence"]._make_all()
        occurrence = year.occurrence_ids.filtered(lambda each: each.item_id == item)
        made = occurrence._made_record()
        self.assertEqual((made._name, made.owner_id), ("qms.objective", self.head))
        made = made.with_user(self.manager)
        made.write(
            {
                "target_words": "Everybody knows the way",
                "date_deadline": "2026-12-31",
                "resources": "Time",
                "evaluation": "By asking",
                "unit_ids": [Command.set(self.care.ids)],
            }
        )
        made.action_agree()
        self.assertEqual(occurrence.state, "done")
