from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged

from .context_common import ContextCase

AFTER = {"value_after": 75, "date_after": "2026-12-01", "source_after": "Survey"}


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestProgramme(ContextCase):
    """Started by its steering group, measured twice, evaluated at the end."""

    def _measured(self, programme):
        with freeze_time("2026-12-02"):
            programme.measure_ids.write(AFTER)
            programme.write({"effect": "partly", "evaluation": "Fewer faces"})
        return programme

    def test_it_goes_from_plan_to_evaluation(self):
        programme = self._running()
        self.assertEqual(self._last(programme), ("start", "steering"))
        with freeze_time("2026-12-02"):
            self._measured(programme)
            programme.with_user(self.head).action_close()
        self.assertEqual(programme.state, "closed")
        self.assertEqual(programme.measure_ids.verdict, "better")
        self.assertEqual(str(programme.date_closed), "2026-12-02")

    def test_it_starts_when_everything_is_planned(self):
        programme = self._programme(
            aim=False,
            plan=False,
            steering_user_ids=[Command.set(self.nurse.ids)],
            measure_ids=False,
        )
        with self.assertRaisesRegex(
            UserError, "Effect promised(.|\n)*Plan(.|\n)*steering group(.|\n)*measured"
        ):
            programme.with_user(self.manager).action_start()

    def test_it_starts_when_it_was_measured_before(self):
        programme = self._programme(measure_ids=[Command.create({"name": "Faces"})])
        with self.assertRaisesRegex(UserError, "the figure before: Faces"):
            programme.with_user(self.head).action_start()

    def test_who_leads_it_neither_starts_nor_ends_it(self):
        programme = self._programme(
            steering_user_ids=[Command.set([self.nurse.id, self.head.id])]
        )
        for user in (self.nurse, self.aide, self.leader, self.team):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                programme.with_user(user).action_start()
        programme.with_user(self.head).action_start()
        with freeze_time("2026-12-02"):
            self._measured(programme)
            with self.assertRaises(AccessError):
                programme.action_close()

    def test_a_quality_manager_who_leads_it_does_not_decide_either(self):
        programme = self._programme(leader_id=self.manager.id)
        with self.assertRaises(AccessError):
            programme.with_user(self.manager).action_start()

    def test_it_does_not_end_without_an_evaluation(self):
        programme = self._running()
        with self.assertRaisesRegex(
            UserError, "Effect(.|\n)*Evaluation(.|\n)*the figure afterwards"
        ):
            programme.with_user(self.head).action_close()

    def test_who_leads_it_seats_nobody_once_it_runs(self):
        programme = self._running()
        for values in (
            {"leader_id": self.aide.id},
            {"steering_user_ids": [Command.link(self.nurse.id)]},
        ):
            with self.subTest(values=values), self.assertRaises(AccessError):
                programme.write(values)
        programme.with_user(self.manager).leader_id = self.aide
        self.assertEqual(programme.leader_id, self.aide)

    def test_who_has_led_it_decides_on_it_from_no_other_seat(self):
        programme = self._programme(led_by_ids=False)
        seats = [Command.set([self.nurse.id, self.head.id])]
        programme.write({"steering_user_ids": seats, "leader_id": self.aide.id})
        self.assertEqual(programme.sudo().led_by_ids, self.nurse | self.aide)
        with self.assertRaises(AccessError):
            programme.action_start()
        with self.assertRaises(UserError):
            programme.with_user(self.aide).led_by_ids = False
        programme.with_user(self.head).action_start()
        with self.assertRaises(AccessError):
            programme.action_stop(reason="Mine after all")

    def test_nobody_hangs_his_own_below_the_programme_of_another(self):
        whole = self._running(leader_id=self.leader.id)
        part = self._programme()
        with self.assertRaises(AccessError):
            part.parent_id = whole.id
        part.with_user(self.manager).parent_id = whole.id
        self.assertEqual(part.parent_id.id, whole.id)

    def test_a_figure_belongs_to_its_programme(self):
        row = self._programme().measure_ids
        other = self._programme(leader_id=self.leader.id)
        with self.assertRaisesRegex(UserError, "belongs to its programme"):
            row.programme_id = other.id

    def test_without_an_indicator_no_figure_is_taken(self):
        with self.assertRaisesRegex(UserError, "there is no figure"):
            self._programme().measure_ids.action_take_before()

    def test_its_plan_stands_once_it_runs(self):
        programme = self._running()
        for values in ({"aim": "x"}, {"plan": "x"}, {"date_end": "2027-01-01"}):
            with self.subTest(values=values), self.assertRaises(UserError):
                programme.write(values)
        row = programme.measure_ids
        for write in (
            lambda: row.write({"value_before": 10}),
            lambda: row.copy(),
            row.unlink,
        ):
            with self.assertRaises(UserError):
                write()
        programme.status_note = "Half way"
        programme.action_change(reason="Another unit")
        programme.plan = "Two units"
        self.assertEqual(programme.state, "draft")

    def test_ended_it_stands_with_its_figures(self):
        programme = self._running()
        programme.with_user(self.head).action_stop(reason="No money")
        with self.assertRaises(AccessError):
            programme.evaluation = "x"
        with self.assertRaises(AccessError):
            programme.measure_ids.write({"value_after": 1})
        programme.with_user(self.head).action_reopen(reason="Money came")
        self.assertEqual(programme.state, "draft")

    def test_the_whole_ends_after_its_parts(self):
        whole = self._running()
        part = self._running(parent_id=whole.id)
        with freeze_time("2026-12-02"):
            self._measured(whole)
            with self.assertRaisesRegex(UserError, "each of its parts"):
                whole.with_user(self.head).action_close()
            part.with_user(self.head).action_stop(reason="Done elsewhere")
            whole.invalidate_recordset()
            whole.with_user(self.head).action_close()

    def test_no_programme_is_part_of_itself(self):
        whole = self._programme()
        part = self._programme(parent_id=whole.id)
        with self.assertRaises(UserError):
            whole.parent_id = part
            self.env.flush_all()

    def test_a_figure_has_a_source_and_a_day_that_has_been(self):
        rows = self._programme().measure_ids
        for values in (
            {"source_before": False},
            {"date_before": "2026-03-03"},
            {"date_after": "2026-01-01", "source_after": "x"},
        ):
            with self.subTest(values=values), self.assertRaises(ValidationError):
                rows.write(values)

    def test_a_figure_is_taken_from_its_indicator(self):
        indicator = self.env.ref("qms_review.indicator_factors_reviewed")
        self._factor().action_confirm()
        row = self._programme().measure_ids
        row.indicator_id = indicator
        row.action_take_before()
        self.assertEqual((row.value_before, row.source_before), (1, indicator.name))
        self.assertEqual(str(row.date_before), "2026-03-02")
        row.programme_id.with_user(self.head).action_start()
        with self.assertRaises(UserError):
            row.action_take_before()
        row.action_take_after()
        self.assertEqual(row.verdict, "same")

    def test_it_works_for_objectives_of_its_company(self):
        objectives = self.env["qms.objective"].with_user(self.manager)
        own = objectives.create({"name": "Faces", "company_id": self.company.id})
        programme = self._programme(objective_ids=[Command.link(own.id)])
        self.assertEqual(programme.objective_ids, own)
        other = self.env["qms.objective"].create(
            {"name": "x", "company_id": self.other_company.id, "department_id": False}
        )
        with self.assertRaises(UserError):
            programme.with_user(self.manager).objective_ids = other.sudo()

    def test_less_may_be_better(self):
        row = self._programme().measure_ids
        with freeze_time("2026-12-02"):
            row.write({**AFTER, "direction": "less"})
            self.assertEqual(row.verdict, "worse")
            row.value_after = 60
            self.assertEqual(row.verdict, "same")
            row.date_after = False
            self.assertEqual(row.verdict, "open")

    def test_companies_of_one_group_take_part(self):
        branch = self.env["res.company"].create(
            {"name": "Town Housing", "parent_id": self.company.id}
        )
        self.manager.company_ids |= branch | self.other_company
        user = self._new_user("housing", company=branch)
        manager = self._new_user("hmanager", "qms.group_quality_manager", branch)
        programme = self._programme(company_ids=[Command.set(branch.ids)])
        self.assertFalse(programme.with_user(user).has_access("read"))
        programme.with_user(self.head).action_start()
        for reader in (user, manager):
            seen = programme.with_user(reader).with_company(branch)
            self.assertTrue(seen.has_access("read"))
            self.assertTrue(seen.measure_ids.has_access("read"))
            self.assertFalse(seen.has_access("write"))
            with self.assertRaises(AccessError):
                seen.action_stop(reason="x")
        self.assertFalse(programme.with_user(self.stranger).has_access("read"))
        with self.assertRaises(ValidationError):
            self._programme(company_ids=[Command.set(self.other_company.ids)])

    def test_its_leader_owes_the_start_and_the_evaluation(self):
        programme = self._programme()
        duty = self._duties(programme)
        self.assertEqual((duty.verb, duty.user_id), ("start_programme", self.nurse))
        programme.with_user(self.head).action_start()
        duty = self._duties(programme)
        self.assertEqual(duty.verb, "evaluate_programme")
        self.assertEqual(str(duty.date_deadline), "2026-12-31")

    def test_who_leaves_hands_on_his_part_but_nobody_steers_what_he_leads(self):
        programme = self._running()
        succession = self.env["qms.succession"].with_user(self.manager)
        values = {"company_id": self.company.id, "reason": "New job"}
        succession.create(
            {**values, "user_id": self.aide.id, "heir_id": self.team.id}
        ).action_order()
        self.assertEqual(programme.project_user_ids, self.team)
        order = succession.create(
            {**values, "user_id": self.head.id, "heir_id": self.nurse.id}
        )
        steering = order.line_ids.filtered(
            lambda line: line.field_name == "steering_user_ids"
        )
        self.assertTrue(steering)
        with self.assertRaises(UserError):
            order.action_order()
        steering.second_id = self.team
        order.action_order()
        self.assertEqual(programme.steering_user_ids, self.team)

    def test_it_is_printed_with_its_decisions(self):
        programme = self._running()
        reports = self.env["ir.actions.report"].with_user(self.aide)
        html, _kind = reports._render_qweb_html(
            "qms_review.report_programme", programme.ids
        )
        self.assertIn("Fewer faces", html.decode())
        self.assertIn("steering group", html.decode())
