from datetime import date

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged

from ..models.indicator_chart import SIGNS, VERDICTS
from .indicator_common import IndicatorCase

MARCH = date(2026, 3, 1), date(2026, 3, 31)


@freeze_time("2026-04-15")
@tagged("post_install", "-at_install", "qms")
class TestIndicator(IndicatorCase):
    """What an indicator may look at, who keeps it, and what it tells."""

    def _refuse(self, **values):
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            self.indicator.with_user(self.manager).write(values)

    def test_filters_are_plain_values(self):
        for text in (
            "[('date_deadline', '<', context_today())]",
            "__import__('os').getcwd()",
            "[('state', '=', 'open')",
            "[(1, 2, 3, 4)]",
            "{'state': 'open'}",
            "[('state', '~~', 'open')]",
        ):
            with self.subTest(text=text):
                self._refuse(domain=text)
                self._refuse(aggregate="share", part_domain=text)
        self.indicator.with_user(self.manager).write(
            {"domain": "['|', ('state', 'in', ['open']), ('date_done', '<', 'today')]"}
        )

    def test_a_figure_looks_into_no_text_at_no_person_and_at_no_single_record(self):
        for condition in (
            ("name", "ilike", "cabinet"),
            ("description", "!=", False),
            ("number", "=", "2026-00001"),
            ("id", "=", 3),
            ("owner_id", "=", 3),
            ("owner_id.login", "=", "x"),
            ("create_uid", "!=", False),
            ("department_id.manager_id", "=", 3),
            ("department_id.name", "=", "Care"),
            ("department_id", "any", [("manager_id", "!=", False)]),
            ("message_ids.body", "ilike", "cabinet"),
            ("message_partner_ids", "=", 3),
            ("activity_ids", "!=", False),
            ("is_late", "=", True),
            ("department_id", "ilike", "care"),
            ("department_id", "=", "Care"),
            ("previous_id", "=", 3),
            ("previous_id.name", "ilike", "x"),
            ("action_ids.state", "=", "open"),
            ("gone", "=", 3),
        ):
            with self.subTest(condition=condition):
                self._refuse(domain=repr([condition]))

    def test_only_records_of_the_system_are_counted_and_no_roll_of_people(self):
        for model in (
            "res.users",
            "hr.employee",
            "qms.decision.detail",
            "qms.succession",
            "qms.unit.reader",
            "qms.record.mixin",
            "gone",
        ):
            with self.subTest(model=model):
                self._refuse(res_model=model)

    def test_its_fields_are_stored_ones_of_their_kind(self):
        for values in (
            {"date_field": "state"},
            {"date_field": "create_date"},
            {"date_field": False},
            {"date_field": "owner_id.create_date"},
            {"company_field": "department_id"},
            {"company_field": False},
            {"department_field": "company_id"},
            {"aggregate": "sum"},
            {"aggregate": "avg", "value_field": "owner_id"},
            # stored, but of a linked record
            {"aggregate": "sum", "value_field": "company_id.sequence"},
            {"aggregate": "open"},
            {"aggregate": "open", "end_field": "level"},
            {"aggregate": False},
        ):
            with self.subTest(values=values):
                self._refuse(**values)

    def test_what_one_leader_owes_is_not_told_apart_by_unit(self):
        duty = {
            "res_model": "qms.duty",
            "domain": "[('verb', '=', 'approve')]",
            "date_field": "date_done",
        }
        self._refuse(**duty)
        self.indicator.write({**duty, "department_field": False})

    def test_what_is_shipped_holds_to_the_rules(self):
        shipped = self.env["qms.indicator"].search([("company_id", "=", False)])
        self.assertGreater(len(shipped), 10)
        for indicator in shipped.filtered(lambda each: each.source == "records"):
            with self.subTest(code=indicator.code):
                self.assertEqual(list(indicator._definition_problems()), [])

    def test_a_branch_keeps_its_own_and_not_the_shared_ones(self):
        branch = self.env["res.company"].create(
            {"name": "Branch", "parent_id": self.company.id}
        )
        manager = self._new_user("branch", "qms.group_quality_manager", branch)
        shared = self.env.ref("qms.indicator_case_time").with_user(manager)
        with self.assertRaises(AccessError):
            shared.name = "Mine"
        own = shared.create(
            {
                "name": "Own",
                "code": "own",
                "source": "typed",
                "topic_id": self.topic.id,
                "company_id": branch.id,
            }
        )
        own.name = "Mine"
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            own.company_id = False
        target = self.env["qms.indicator.target"].with_user(manager)
        target.create({"indicator_id": shared.id, "target": 5})
        self.assertEqual(shared.with_company(branch).target, 5)
        self.assertFalse(shared.with_user(self.manager).has_target)

    def test_what_is_stored_is_nobodys_to_change(self):
        self._actions(self.home_care, "2026-03-05", 4)
        self.indicator._keep_months()
        row = self.indicator.with_user(self.manager).value_ids[0]
        for refused in (
            lambda: row.write({"value": 99}),
            lambda: row.write({"is_small": False}),
            row.unlink,
            lambda: row.copy({"month": "2026-01-01"}),
            lambda: row.with_user(self.team).write({"value": 99}),
        ):
            with self.assertRaises(UserError):
                refused()

    def test_only_who_keeps_it_has_it_worked_out_anew(self):
        self.indicator._keep_months()
        for user in (self.team, self.leader, self.nurse):
            with self.assertRaises(AccessError):
                self.indicator.with_user(user).action_store()
        self.indicator.with_user(self.manager).action_store()
        self.assertFalse(self.indicator.stored_on)

    # ------------------------------------------------------------
    # What it tells
    # ------------------------------------------------------------

    def test_its_series_is_what_the_reader_may_see(self):
        self._actions(self.home_care, "2026-01-05", 4)
        self._actions(self.home_care, "2026-02-05", 2)
        self._actions(self.home_care, "2026-03-05", 5)
        self.indicator._keep_months()
        insight = self._new_user("insight", "qms.group_insight")
        months = [date(2026, month, 1) for month in (1, 2, 3)]

        def series(user, months_back=3):
            return self.indicator.with_user(user)._series(
                self.company, date(2026, 3, 31), months_back
            )

        self.assertEqual(series(self.team), list(zip(months, (4, 2, 5), strict=True)))
        for user in (insight, self.nurse, self.leader):
            with self.subTest(user=user.login):
                self.assertEqual(series(user), [(months[0], 4), (months[2], 5)])
        self.assertEqual(series(self.team, 1), [(months[2], 5)])
        self.assertEqual(series(self.stranger), [])

    def test_the_card_shows_the_last_whole_period_beside_its_target(self):
        self._actions(self.home_care, "2026-02-05", 4)
        self._actions(self.home_care, "2026-03-05", 6)
        self._actions(self.home_care, "2026-04-05", 9)
        self.indicator._keep_months()
        self.env["qms.indicator.target"].create(
            {
                "indicator_id": self.indicator.id,
                "company_id": self.company.id,
                "target": 5,
            }
        )
        card = self.indicator.with_user(self.team).with_company(self.company)
        self.assertEqual(
            (card.last_text, card.last_period, card.arrow, card.target_text),
            ("6", "2026-03", "↑", "5"),
        )
        self.assertEqual((card.verdict, card.verdict_sign), ("early", "…"))
        self.assertIn("<svg", card.spark)
        self.assertEqual({kind for kind, _label in VERDICTS}, set(SIGNS))
        # a picture, and the same as a table
        self.assertIn("<svg", card.chart)
        self.assertIn("<table", card.chart)
        self.indicator.period = "quarter"
        card.invalidate_recordset()
        self.assertEqual((card.last_text, card.last_period), ("10", "2026/1"))

    def test_without_figures_there_is_no_picture(self):
        card = self.indicator.with_user(self.team).with_company(self.company)
        self.assertFalse(card.last_text or card.chart or card.spark)

    def test_cards_cost_the_same_for_many(self):
        for _number in range(6):
            self._new_indicator(code=f"more_{_number}")
        self._actions(self.home_care, "2026-03-05", 4)
        indicators = self.env["qms.indicator"].search(
            [("company_id", "=", self.company.id)]
        )
        indicators._keep_months()
        fields_ = ["last_text", "verdict", "spark", "target_text", "arrow"]
        team = indicators.with_user(self.team).with_company(self.company)
        team.read(fields_)
        few = self._spent(lambda: team[:2].read(fields_))
        self.assertLessEqual(self._spent(lambda: team.read(fields_)), few)
        self.assertLessEqual(few, 8)

    def test_leaders_see_the_figures_of_their_own_units(self):
        self._actions(self.home_care, "2026-03-05", 4)
        self._actions(self.administration, "2026-03-05", 4)
        self.indicator._keep_months()
        values = self.env["qms.indicator.value"]
        for user, units in (
            (self.nurse, []),
            (self.leader, [self.home_care]),
            (self.head, [self.home_care]),
            (self.director, [self.home_care, self.administration]),
        ):
            found = values.with_user(user).search(
                [
                    ("indicator_id", "=", self.indicator.id),
                    ("department_id", "!=", False),
                ]
            )
            with self.subTest(user=user.login):
                self.assertEqual(
                    set(found.sudo().department_id.ids), {unit.id for unit in units}
                )

    def test_figures_of_several_companies_come_at_once(self):
        self.manager.company_ids = [Command.link(self.other_company.id)]
        shared = self.env.ref("qms.indicator_actions_late")
        self._actions(self.home_care, "2026-03-05", 4)
        figures = shared.with_user(self.manager)._read_figures(
            self.company | self.other_company, *MARCH
        )
        self.assertEqual([figure["value"] for figure in figures], [4, 0])
        # one of which he may not enter
        figures = shared.with_user(self.team)._read_figures(
            self.company | self.other_company, *MARCH
        )
        self.assertIsNone(figures[1]["value"])
