from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged

from .external_common import ExternalCase


@freeze_time("2026-03-02 09:00:00")
@tagged("post_install", "-at_install", "qms")
class TestExternalAssignment(ExternalCase):
    """Work is given to who has confirmed what he has to follow."""

    def _refused(self, call, word):
        with self.assertRaises(UserError) as caught:
            call()
        self.assertIn(word, str(caught.exception))

    def _detail(self, decision):
        details = self.env["qms.decision.detail"].sudo()
        return details.search([("decision_ref", "=", decision.id)])

    def test_begins_when_it_is_confirmed(self):
        assignment = self._assignment()
        self.assertEqual(assignment.department_id, self.home_care)
        self.assertEqual(assignment.owner_id, self.leader)
        self.assertTrue(assignment.number)
        self._refused(assignment.action_begin, "confirmation")
        self._confirmed_now()
        assignment.action_begin()
        self.assertEqual(assignment.state, "running")
        self.assertFalse(assignment.by_exception)
        assignment.action_end()
        self.assertEqual(self._decisions(assignment).mapped("verb"), ["begin", "end"])

    def test_an_expired_confirmation_blocks_also_one_that_expires_before_it_begins(
        self,
    ):
        self._confirmed_now()
        later = self._assignment(date_from="2027-03-03")
        self._refused(later.action_begin, "confirmation")
        now = self._assignment()
        with freeze_time("2027-03-03 09:00:00"):
            self.external.invalidate_recordset()
            self._refused(now.action_begin, "confirmation")
        now.action_begin()

    def test_what_runs_goes_on_when_it_expires(self):
        self._confirmed_now()
        assignment = self._assignment()
        assignment.action_begin()
        with freeze_time("2028-01-03 09:00:00"):
            self.assertEqual(assignment.state, "running")
            assignment.action_end()

    def test_a_manager_who_did_not_plan_it_decides_otherwise(self):
        assignment = self._assignment()
        for user in (self.leader, self.nurse, self.aide, self.team, self.manager):
            with self.subTest(user=user.login), self.assertRaises(UserError):
                assignment.with_user(user).action_begin_anyway(reason="Nobody else")
        screen = assignment.with_user(self.head).action_begin_anyway()
        self.assertEqual(screen["target"], "new")
        self.assertEqual(assignment.state, "planned")
        assignment.with_user(self.head).action_begin_anyway(reason="Nobody else")
        self.assertEqual(assignment.state, "running")
        self.assertTrue(assignment.by_exception)
        decision = self._decisions(assignment)
        self.assertEqual(decision.verb, "begin_anyway")
        self.assertEqual(self._detail(decision).user_ref, self.head.id)
        self.assertEqual(self._detail(decision).reason, "Nobody else")

    def test_nothing_is_decided_otherwise_where_nothing_stands_against_it(self):
        self._confirmed_now()
        assignment = self._assignment().with_user(self.head)
        self._refused(
            lambda: assignment.action_begin_anyway(reason="So"), "simply begins"
        )

    def test_not_used_again_blocks_too(self):
        self._confirmed_now()
        evaluation = self._evaluation()
        evaluation.line_ids.write({"verdict": "stop", "note": "Came late"})
        evaluation.action_end()
        self.external.invalidate_recordset()
        self.assertEqual(self.external.verdict, "stop")
        assignment = self._assignment()
        self._refused(assignment.action_begin, "verdict")
        assignment.with_user(self.head).action_begin_anyway(reason="Once more")

    def test_the_state_changes_in_no_other_way(self):
        self._confirmed_now()
        assignment = self._assignment()
        for values in (
            {"state": "running"},
            {"by_exception": True},
            {"date_begun": "2026-03-02"},
        ):
            with self.assertRaises(UserError):
                assignment.with_user(self.manager).write(values)
            with self.assertRaises(UserError):
                self._assignment(**values)
        assignment.action_begin()
        with self.assertRaises(UserError):
            assignment.external_id = self._new_external(
                self.env["res.partner"].create({"name": "Bo"})
            )
        with self.assertRaises(UserError):
            assignment.unlink()

    def test_steps_are_refused_to_others(self):
        self._confirmed_now()
        assignment = self._assignment()
        for user in (self.nurse, self.aide, self.team, self.stranger):
            own = assignment.with_user(user)
            for call, reason in ((own.action_begin, ()), (own.action_cancel, ("No",))):
                with self.subTest(user=user.login, call=call.__name__):
                    self.assertRaises(UserError, call, *reason)
        self.assertEqual(assignment.state, "planned")

    def test_work_is_given_to_people_one_sees(self):
        """Otherwise their page would show, and their state tell, what is not ours."""
        other = self._elsewhere()
        sly = {"external_id": other.id, "owner_id": self.leader.id}
        with self.assertRaises(AccessError):
            self._assignment(**sly)
        with self.assertRaises(AccessError):
            self._assignment(**sly, department_id=self.home_care.id)
        assignment = self._assignment()
        with self.assertRaises(AccessError):
            assignment.external_id = other
        with self.assertRaises(AccessError):
            self._assignment(user=self.nurse)
        self.assertFalse(other.assignment_ids)

    def test_naming_another_as_responsible_gains_nothing(self):
        """Whoever planned it decides of no exception, nor does whom he named; and what
        one is responsible for shows no more of the person."""
        assignment = self._assignment(owner_id=self.nurse.id)
        for user in (self.leader, self.nurse):
            with self.subTest(user=user.login), self.assertRaises(UserError):
                assignment.with_user(user).action_begin_anyway(reason="Nobody else")
        other = self._elsewhere()
        elsewhere = self._assignment(
            user=self.manager, external_id=other.id, owner_id=self.aide.id
        )
        self.assertEqual(elsewhere.with_user(self.aide).state, "planned")
        with self.assertRaises(AccessError):
            other.with_user(self.aide).read(["rules"])
        for user in (self.stranger, self.env.ref("base.public_user")):
            with self.assertRaises(ValidationError):
                self._assignment(owner_id=user.id)

    def test_it_is_owed_on_its_day(self):
        assignment = self._assignment(date_to="2026-04-01")
        duty = self._duties(assignment)
        self.assertEqual((duty.verb, duty.user_id), ("begin_assignment", self.leader))
        self._confirmed_now()
        assignment.action_begin()
        duty = self._duties(assignment)
        self.assertEqual(duty.verb, "end_assignment")
        self.assertEqual(duty.date_deadline, date(2026, 4, 1))

    def test_what_the_process_requires_and_is_not_documented_is_shown(self):
        self._require(process_id=self.process.id)
        assignment = self._assignment()
        self.assertEqual(assignment.not_documented, self.medicine.name)
        values = {
            **self._entry_values(self.person[self.nurse], self.expert),
            "external_id": self.external.id,
            "valid_to": "2026-12-31",
        }
        del values["employee_id"]
        self.env["qms.external.competence"].with_user(self.leader).create(values)
        assignment.invalidate_recordset()
        self.assertFalse(assignment.not_documented)
        later = self._assignment(date_from="2027-01-01")
        self.assertEqual(later.not_documented, self.medicine.name)

    # ------------------------------------------------------------
    # Evaluated once a year
    # ------------------------------------------------------------

    def _evaluation(self, user=None, **kwargs):
        evaluations = self.env["qms.external.evaluation"].with_user(
            user or self.manager
        )
        return evaluations.create(
            {
                "date_deadline": "2026-10-20",
                "company_id": self.company.id,
                **kwargs,
            }
        )

    def test_everybody_from_outside_is_evaluated_before_it_ends(self):
        other = self._elsewhere()
        gone = self._new_external(self.env["res.partner"].create({"name": "Gone"}))
        evaluation = self._evaluation()
        self.assertEqual(evaluation.line_ids.external_id, self.external | other | gone)
        self._refused(evaluation.action_end, "3 to be evaluated")
        gone.active = False
        evaluation.line_ids.filtered(
            lambda line: line.external_id != gone
        ).verdict = "good"
        evaluation.action_end()
        with self.assertRaises(UserError):
            evaluation.line_ids[0].verdict = "stop"
        evaluation.action_reopen(reason="Mistaken")
        evaluation.line_ids[0].verdict = "stop"

    def test_a_unit_evaluates_those_who_work_for_it(self):
        evaluation = self._evaluation(department_id=self.care.id)
        self.assertEqual(evaluation.line_ids.external_id, self.external)
        line = evaluation.line_ids.with_user(self.leader)
        line.write({"verdict": "conditions", "note": "Calls before she comes"})
        for values in ({"external_id": 1}, {"evaluation_id": evaluation.id}):
            with self.assertRaises(UserError):
                line.write(values)
        with self.assertRaises(AccessError):
            line.with_user(self.nurse).read(["note"])

    def test_the_wheel_begins_it_and_hears_of_its_end(self):
        kind = self.env.ref("qms_competence.wheel_kind_externals")
        self.assertEqual(kind._target()._name, "qms.external.evaluation")
        old = self.env["qms.wheel.item"].search([("company_id", "=", self.company.id)])
        old.unlink()
        item = self.env["qms.wheel.item"].create(
            {
                "name": "Externals",
                "kind_id": kind.id,
                "month": "4",
                "day": 15,
                "company_id": self.company.id,
                "owner_id": self.manager.id,
            }
        )
        year = self.env["qms.wheel.year"].with_user(self.manager)
        year = year.create({"year": 2026, "company_id": self.company.id})
        year.action_start()
        occurrence = self.env["qms.wheel.occurrence"].search(
            [("item_id", "=", item.id)]
        )
        occurrence.with_user(self.manager).action_begin()
        evaluation = self.env["qms.external.evaluation"].search(
            [("company_id", "=", self.company.id)]
        )
        self.assertEqual(evaluation.owner_id, self.manager)
        evaluation = evaluation.with_user(self.manager)
        evaluation.line_ids.verdict = "good"
        evaluation.action_end()
        self.assertEqual(occurrence.state, "done")

    def test_what_is_said_is_part_of_the_decision(self):
        evaluation = self._evaluation()
        evaluation.line_ids.write({"verdict": "good", "note": "Always in time"})
        evaluation.action_end()
        detail = self._detail(self._decisions(evaluation))
        self.assertIn("Always in time", detail.content)

    def test_masked_like_every_text(self):
        evaluation = self._evaluation()
        evaluation.line_ids.note = "CPR 010190-1236 came up"
        self.assertNotIn("1236", evaluation.line_ids.note)
