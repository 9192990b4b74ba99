from datetime import date

from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import freeze_time, tagged

from ..models.competence_figures import KEPT
from .requirement_common import RequirementCase

MARCH = date(2026, 3, 1), date(2026, 3, 31)


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestCompetenceFigures(RequirementCase):
    """What is missing today is kept month by month, and tells of no few people."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for number in range(6):
            user = cls._new_user(f"carer_{number}")
            cls.person[user] = cls._new_employee(user, cls.home_care)
        cls.carers = [user for user in cls.person if user.login.startswith("qms_carer")]
        cls._require(process_id=cls.process.id)
        for user in cls.carers[:2]:
            cls._confirmed(user)
        cls._confirmed(cls.carers[2], valid_to="2026-02-28")
        cls._confirmed(cls.carers[3], valid_to="2026-03-31")
        for user in cls.carers[:3]:
            cls._confirmed(user, cls.passed, valid_to="2026-03-20")
        cls._claim(cls.nurse, cls.passed)
        cls.kept = cls.env["qms.indicator"].search([("code", "in", list(KEPT))])

    def _figure(self, code, user=None, period=MARCH):
        indicator = self.env.ref(f"qms_competence.indicator_{code}")
        indicator = indicator.with_user(user or self.team)
        [figure] = indicator._read_figures(self.company, *period)
        return figure

    def _rows(self, code):
        rows = self.kept.filtered(lambda each: each.code == code).sudo().value_ids
        return {
            (row.department_id.name or None, f"{row.month:%Y-%m}"): (
                row.value,
                row.is_small,
            )
            for row in rows.filtered(lambda row: row.company_id == self.company)
        }

    def test_gaps_are_kept_as_they_were_at_the_end_of_each_month(self):
        self.kept._keep_months()
        with freeze_time("2026-03-30"):
            self._confirmed(self.nurse)
            self.kept._keep_months()
        with freeze_time("2026-04-02"):
            self.kept._keep_months()
        rows = self._rows("competence_missing")
        # leader, aide and two carers; in March the nurse was the fifth, no longer
        self.assertEqual(rows[None, "2026-03"], (4, True))
        self.assertEqual(self._rows("competence_expired")[None, "2026-04"][0], 2)
        self.assertEqual(self._rows("competence_soon")[None, "2026-03"][0], 1)
        covered = self._rows("competence_covered")
        self.assertEqual(covered[None, "2026-03"], (44.4444, False))
        self.assertEqual(
            set(covered),
            {
                (None, "2026-03"),
                (None, "2026-04"),
                ("Home care", "2026-03"),
                ("Home care", "2026-04"),
            },
        )

    def test_units_of_few_people_have_no_figure(self):
        self._require(self.passed, role="leader")
        self.kept._keep_months()
        units = {unit for unit, _month in self._rows("competence_missing")}
        self.assertEqual(units, {None, "Home care"})

    def test_live_it_is_the_last_month_as_the_reader_may_see_it(self):
        self.kept._keep_months()
        figure = self._figure("competence_missing")
        self.assertEqual((figure["value"], figure["count"]), (5, 5))
        found = self.env["qms.indicator.value"].search(figure["domain"])
        self.assertEqual(found.value, 5)
        self.assertIsNone(self._figure("competence_expired", self.nurse)["value"])
        self.assertEqual(self._figure("competence_expired")["value"], 1)
        self.assertIsNone(self._figure("competence_missing", self.stranger)["value"])

    def test_nobody_enters_what_is_kept(self):
        self.kept._keep_months()
        row = self.kept.value_ids.with_user(self.manager)[:1]
        for refused in (lambda: row.write({"value": 0}), row.unlink):
            with self.assertRaises(UserError):
                refused()
        with self.assertRaises(UserError), self.env.cr.savepoint():
            row.create(
                {
                    "indicator_id": row.indicator_id.id,
                    "month": "2026-01-01",
                    "value": 1,
                }
            )
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            self.kept[0].copy({"code": "unknown"})

    def test_certificates_are_counted_as_their_reader_may_see_them(self):
        self.assertEqual(self._figure("certificates_ended", self.manager)["value"], 3)
        self.assertEqual(self._figure("certificates_ended", self.leader)["value"], 3)
        self.assertEqual(self._figure("certificates_ended", self.nurse)["value"], 0)
        valid = self._figure(
            "certificates_valid", self.manager, (MARCH[0], date(2026, 3, 2))
        )
        self.assertEqual(valid["value"], 3)
        entries = self.env["hr.employee.skill"].with_user(self.manager)
        self.assertEqual(entries.search_count(valid["domain"]), 3)

    def test_reviews_held_in_time_are_no_figure_of_their_leader(self):
        reviews = self.env["qms.competence.review"].with_user(self.leader)
        for number, user in enumerate(self.carers):
            review = reviews.create(
                {
                    "employee_id": self.person[user].id,
                    "date_deadline": "2026-03-10",
                }
            )
            review.needs = "A new pump"
            with freeze_time("2026-03-11" if number == 5 else "2026-03-09"):
                if number < 4 or number == 5:
                    review.action_hold()
        figure = self._figure("competence_reviews", self.manager)
        self.assertEqual((figure["count"], round(figure["value"])), (6, 67))
        self.assertEqual(
            self._figure("competence_reviews_held", self.manager)["value"], 5
        )
        indicator = self.env.ref("qms_competence.indicator_competence_reviews")
        indicator.sudo()._keep_months()
        rows = indicator.sudo().value_ids
        self.assertFalse(rows.department_id)

    def test_law_updates_unread_past_their_deadline(self):
        law = (
            self.env["qms.law.update"]
            .with_user(self.manager)
            .create(
                {
                    "name": "Regulation on medicine",
                    "reference": "2026-1",
                    "company_id": self.company.id,
                    "unit_ids": self.home_care.ids,
                    "date_deadline": "2026-03-10",
                    "effect_ids": [
                        Command.create(
                            {"process_id": self.process.id, "user_id": self.manager.id}
                        )
                    ],
                }
            )
        )
        law.action_assign()
        law.effect_ids.action_say("nothing", "Known already")
        self.assertEqual(law.state, "sent")
        readings = self.env["qms.reading"].search([("round_id.res_id", "=", law.id)])
        mine = readings.filtered(lambda row: row.employee_id == self.person[self.nurse])
        mine.with_user(self.nurse).action_confirm()
        self.assertEqual(self._figure("laws_sent", self.manager)["value"], 1)
        unread = self._figure("laws_unread", self.manager)
        self.assertEqual(unread["value"], len(readings) - 1)
        self.assertEqual(
            self.env["qms.reading"]
            .with_user(self.manager)
            .search_count(unread["domain"]),
            unread["value"],
        )
        self.assertEqual(
            self._figure("laws_read", self.manager)["count"], len(readings)
        )

    def test_what_ships_holds_to_the_rules_and_fills_its_topics(self):
        data = self.env["ir.model.data"].search(
            [("model", "=", "qms.indicator"), ("module", "=", "qms_competence")]
        )
        indicators = self.env["qms.indicator"].browse(data.mapped("res_id"))
        indicators._check_definition()
        topics = indicators.grouped(lambda each: each.topic_id.code)
        self.assertEqual(
            set(topics), {"resource", "context", "communication", "supplier"}
        )
        self.assertEqual(len(topics["resource"]), 8)
