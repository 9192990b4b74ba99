from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .indicator_common import IndicatorCase
from .mail_common import SmtpCase


@freeze_time("2026-04-15")
@tagged("post_install", "-at_install", "qms")
class TestIndicatorTarget(IndicatorCase, SmtpCase):
    """A unit's own target: who sets it, what is judged by it, who is told."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.indicator.direction = "less"
        for day, counts in (("2026-02-05", (4, 7)), ("2026-03-05", (6, 8))):
            for unit, count in zip((cls.home_care, cls.care), counts, strict=True):
                cls._actions(unit, day, count)
        cls.indicator._keep_months()

    def _target(self, target=5, unit=None, user=None, **kwargs):
        return (
            self.env["qms.indicator.target"]
            .with_user(user or self.manager)
            .create(
                {
                    "indicator_id": self.indicator.id,
                    "company_id": self.company.id,
                    "department_id": unit.id if unit else False,
                    "target": target,
                    **kwargs,
                }
            )
        )

    # ------------------------------------------------------------
    # Who sets it
    # ------------------------------------------------------------

    def test_leaders_set_it_for_their_units_and_quality_managers_for_all(self):
        own = self._target(unit=self.home_care, user=self.leader)
        own.target = 4
        own.with_user(self.head).target = 3
        for user, unit in (
            (self.leader, self.care),
            (self.leader, None),
            (self.head, self.administration),
            (self.nurse, self.home_care),
            (self.team, self.care),
        ):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._target(unit=unit, user=user)
        for user in (self.nurse, self.team, self.aide):
            for refused in (
                lambda one: one.write({"target": 1}),
                lambda one: one.unlink(),
            ):
                with self.assertRaises(AccessError):
                    refused(own.with_user(user))
        with self.assertRaises(AccessError):
            own.with_user(self.leader).department_id = self.care
        with self.assertRaises(UserError):
            own.with_user(self.leader).told_period = "2030-01-01"
        self._target(unit=self.care, user=self.head)
        self._target()

    def test_one_of_each_figure_and_unit_that_is_told_apart(self):
        self._target(unit=self.home_care)
        with (
            self.assertRaises(Exception) as caught,
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            self._target(unit=self.home_care)
        self.assertEqual(caught.exception.pgcode, "23505")
        self.indicator.department_field = False
        with self.assertRaisesRegex(ValidationError, "by unit"):
            self._target(unit=self.care)
        self.indicator.company_id = self.other_company
        with self.assertRaisesRegex(ValidationError, "Elsewhere alone"):
            self._target()

    # ------------------------------------------------------------
    # What is judged by it
    # ------------------------------------------------------------

    def test_a_unit_is_judged_by_its_own_figures(self):
        whole = self._target(20)
        own = self._target(5, self.home_care)
        other = self._target(8, self.care)
        told = [(each.last_text, each.met) for each in whole | own | other]
        self.assertEqual(told, [("14", "yes"), ("6", "no"), ("8", "yes")])
        self.assertEqual(own.last_period, "2026-03")
        self.assertIn("Target 5", own.chart)
        card = self.indicator.with_user(self.team).with_company(self.company)
        self.assertEqual((card.target_text, card.met), ("20", "yes"))
        whole.target = 13
        card.invalidate_recordset(["met"])
        self.assertEqual(card.met, "no")
        # the nurse reads the target, and no figure of the unit
        seen = own.with_user(self.nurse)
        self.assertEqual((seen.target, seen.last_text, seen.met), (5, "", False))
        self.assertFalse(seen.search([("company_id", "=", self.other_company.id)]))
        self.assertFalse(own.with_user(self.stranger).has_access("read"))

    def test_a_unit_without_its_own_has_the_companys_where_figures_do_not_add_up(self):
        self._target(20)
        share = self._new_indicator(
            aggregate="share", part_domain="[('state', '=', 'done')]", unit="%"
        )
        self._target(80, indicator_id=share.id)
        self._target(70, self.care, indicator_id=share.id)
        units = [False, self.care.id, self.home_care.id]
        both = self.indicator | share
        found = both._targets_by_unit(self.company, units)
        self.assertEqual(
            {key: found.get((share, key)) for key in units},
            dict(zip(units, (80, 70, 80), strict=True)),
        )
        self.assertEqual(
            list(found), [key for key in found if key[0] == share or not key[1]]
        )
        self.assertEqual(both._targets(self.company), {self.indicator: 20, share: 80})

    def test_an_objective_begins_with_the_target_of_its_unit(self):
        self._target(20)
        self._target(5, self.home_care)
        objective = (
            self.env["qms.objective"]
            .with_user(self.leader)
            .create(
                {
                    "name": "Fewer late actions",
                    "company_id": self.company.id,
                    "department_id": self.home_care.id,
                    "indicator_id": self.indicator.id,
                }
            )
        )
        self.assertEqual((objective.baseline, objective.target), (6, 5))
        self.assertEqual(objective.target_met, "no")

    # ------------------------------------------------------------
    # Who is told
    # ------------------------------------------------------------

    def _readers(self):
        return {
            reader: self._texts(mail)
            for reader, mail in self._by_reader(self._deliver()).items()
        }

    def _day(self):
        with self.enter_registry_test_mode():
            self.env.ref("qms.ir_cron_targets").method_direct_trigger()
        self.env.invalidate_all()

    def test_the_unit_hears_of_a_target_that_another_sets(self):
        self._target(20)
        self._target(5, self.home_care)
        [(reader, text)] = self._readers().items()
        self.assertEqual(reader, "leader")
        self.assertIn("A target was set", text)
        self.assertIn("Actions by deadline, Home care", " ".join(text.split()))
        # who sets his own lets the next leader up know
        self._target(3, self.care, self.head).target = 4
        self.assertEqual(set(self._readers()), {"director"})

    def test_who_answers_for_a_figure_is_told_once_when_it_misses_its_target(self):
        self.env["qms.indicator.target"].search([]).unlink()
        self._target(13)
        missed = self._target(5, self.home_care)
        self._target(8, self.care)
        self._deliver()
        self._day()
        mails = self._readers()
        self.assertEqual(set(mails), {"leader", "manager"})
        for text in mails.values():
            self.assertIn("does not reach its target", text)
            self.assertNotIn(" 6", text.split("Actions by deadline")[-1])
        self.assertEqual(f"{missed.told_period}", "2026-03-01")
        self._day()
        self.assertFalse(self._readers())
        missed.target = 4
        self._readers()
        self._day()
        self.assertEqual(set(self._readers()), {"leader"})

    def test_small_figures_and_units_that_are_gone_are_told_to_nobody(self):
        self.env["qms.indicator.target"].search([]).unlink()
        few = self._new_indicator(direction="less", domain="[('level', '=', 'high')]")
        self._actions(self.home_care, "2026-03-06", 2, level="high")
        few._keep_months()
        self._target(0, indicator_id=few.id)
        self._target(0, self.home_care, indicator_id=few.id)
        self._target(1, self.care)
        self.care.active = False
        self._deliver()
        self._day()
        self.assertFalse(self._readers())
