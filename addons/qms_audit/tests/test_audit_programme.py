from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .common import NEXT_DAY, AuditCase

REASON = {"reason": "Because"}


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestAuditProgramme(AuditCase):
    """What is audited how often, and why; and what a year of it says."""

    def _approved(self, **kwargs):
        programme = self._programme(**kwargs)
        programme.with_user(self.director).action_approve()
        return programme

    def _conclusion(self, programme, **kwargs):
        values = {
            "programme_id": programme.id,
            "year": 2026,
            "conclusion": "The system holds",
            "suitable": "yes",
            "suitable_because": "The rules fit the work",
            "effective": "partly",
            "effective_because": "Two units are behind",
            **kwargs,
        }
        model = self.env["qms.audit.programme.conclusion"].with_user(self.owner)
        return model.create(values)

    # ------------------------------------------------------------
    # Approved
    # ------------------------------------------------------------

    def test_top_management_approves_it(self):
        programme = self._approved()
        self.assertEqual(
            (programme.state, str(programme.date_approved)), ("approved", "2026-03-02")
        )
        self.assertEqual(self._decisions(programme).role, "leader")

    def test_another_quality_manager_may_too(self):
        programme = self._programme()
        programme.with_user(self.manager).action_approve()
        self.assertEqual(programme.state, "approved")

    def test_who_answers_for_it_does_not_approve_it(self):
        programme = self._programme(owner_id=self.manager.id)
        with self.assertRaises(AccessError):
            programme.action_approve()
        programme = self._programme(owner_id=self.director.id)
        with self.assertRaises(AccessError):
            programme.with_user(self.director).action_approve()

    def test_who_was_named_without_that_right_does_not(self):
        programme = self._programme(approver_id=self.aide.id)
        with self.assertRaises(AccessError):
            programme.with_user(self.aide).action_approve()
        with self.assertRaisesRegex(UserError, "top management"):
            programme.with_user(self.manager).action_approve()

    def test_all_that_the_standard_asks_for_is_there_first(self):
        programme = self._programme(
            objective=False, methods=False, risks=False, line_ids=False
        )
        with self.assertRaises(UserError) as refused:
            programme.with_user(self.director).action_approve()
        for text in ("Objective", "Methods", "Risks", "Lines"):
            self.assertIn(text, str(refused.exception))

    def test_approved_it_changes_only_by_being_approved_anew(self):
        programme = self._approved()
        for record, values in (
            (programme, {"scope": "Everything"}),
            (programme.line_ids, {"frequency": 3}),
        ):
            with self.subTest(model=record._name), self.assertRaises(UserError):
                record.with_user(self.owner).write(values)
        programme.with_user(self.owner).action_change(**REASON)
        programme.line_ids.with_user(self.owner).frequency = 3
        self.assertFalse(programme.date_approved)

    def test_what_it_was_approved_on_is_kept_with_its_figures(self):
        self._case()
        decision = self._decisions(self._approved())
        content = decision.sudo()._details()[decision.id].content
        self.assertIn('"open_cases": 1', content)
        self.assertIn('"frequency": 1', content)

    def test_the_owner_completes_it_then_the_approver_is_asked(self):
        programme = self._programme(risks=False)
        duty = self._duties(programme)
        self.assertEqual((duty.verb, duty.user_id), ("complete", self.owner))
        programme.with_user(self.owner).risks = "Few auditors"
        duty = self._duties(programme)
        self.assertEqual(
            (duty.verb, duty.user_id), ("approve_programme", self.director)
        )
        programme.with_user(self.director).action_approve()
        duty = self._duties(programme)
        self.assertEqual(
            (duty.verb, duty.user_id, str(duty.date_deadline)),
            ("conclude_programme", self.owner, "2026-12-31"),
        )

    def test_a_cycle_lasts_up_to_three_years(self):
        self._programme(date_to="2028-12-31")
        with self.assertRaises(ValidationError):
            self._programme(date_to="2029-01-01")

    def test_a_line_is_about_a_process_or_a_unit_once(self):
        programme = self._programme()
        lines = self.env["qms.audit.programme.line"].with_user(self.owner)
        with self.assertRaises(ValidationError):
            lines.create(
                {"programme_id": programme.id, "department_id": self.home_care.id}
            )
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            with self.env.cr.savepoint():
                lines.create({"programme_id": programme.id})

    # ------------------------------------------------------------
    # Figures
    # ------------------------------------------------------------

    def test_open_cases_of_a_unit_and_those_below_are_counted(self):
        self._case()
        closed = self._case()
        closed.action_dismiss(reason="A mistake")
        programme = self._programme(
            line_ids=[
                (0, 0, {"department_id": self.home_care.id}),
                (0, 0, {"department_id": self.administration.id}),
                (0, 0, {"process_id": self.process.id}),
            ]
        )
        self.assertEqual(programme.line_ids.mapped("open_cases"), [1, 1, 0])

    def test_cases_of_a_process_are_counted(self):
        self._case().process_id = self.process
        programme = self._programme(line_ids=[(0, 0, {"process_id": self.process.id})])
        self.assertEqual(programme.line_ids.open_cases, 1)

    def test_earlier_nonconformities_and_the_last_audit_are_told(self):
        self._reported(answer="major")
        line = self._programme().line_ids
        self.assertEqual(
            (line.earlier_findings, str(line.last_audit)), (1, "2026-03-02")
        )
        self._reported(answer="observation", **NEXT_DAY)
        line.invalidate_recordset()
        self.assertEqual(line.earlier_findings, 1)

    # ------------------------------------------------------------
    # Audits of it
    # ------------------------------------------------------------

    def test_missing_audits_are_planned_evenly_and_once(self):
        programme = self._approved(
            line_ids=[(0, 0, {"department_id": self.home_care.id, "frequency": 2})]
        )
        planning = programme.with_user(self.owner)
        planning.action_plan_audits()
        self.assertEqual(
            sorted(map(str, programme.audit_ids.mapped("date_planned"))),
            ["2026-04-02", "2026-10-01"],
        )
        planning.action_plan_audits()
        self.assertEqual(len(programme.audit_ids), 2)
        programme.audit_ids[0].with_user(self.owner).action_cancel(**REASON)
        planning.action_plan_audits()
        self.assertEqual(len(programme.audit_ids), 3)

    def test_they_are_planned_once_it_holds_and_by_who_answers_for_it(self):
        programme = self._programme()
        with self.assertRaisesRegex(UserError, "approved first"):
            programme.with_user(self.owner).action_plan_audits()
        programme.with_user(self.director).action_approve()
        with self.assertRaises(AccessError):
            programme.with_user(self.auditor).action_plan_audits()

    def test_an_audit_of_a_process_takes_over_its_units_and_criteria(self):
        self.process.department_ids = self.home_care
        programme = self._approved(line_ids=[(0, 0, {"process_id": self.process.id})])
        programme.with_user(self.owner).action_plan_audits()
        audit = programme.audit_ids
        self.assertEqual(audit.department_ids, self.home_care)
        self.assertEqual(audit.process_ids, self.process)
        self.assertEqual(audit.requirement_ids, self.clause)

    def test_nobody_makes_himself_the_owner_of_a_programme(self):
        values = {"name": "x", "company_id": self.company.id}
        for user in (self.auditor, self.leader, self.nurse, self.team):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.env["qms.audit.programme"].with_user(user).create(values)

    # ------------------------------------------------------------
    # The year
    # ------------------------------------------------------------

    def test_a_year_is_concluded_with_both_verdicts_and_their_reasons(self):
        programme = self._approved()
        row = self._conclusion(programme, suitable=False, effective_because=False)
        with self.assertRaises(UserError) as refused:
            row.action_conclude()
        self.assertIn("The system is suitable", str(refused.exception))
        self.assertIn("Effective or not, because", str(refused.exception))
        row.write({"suitable": "yes", "effective_because": "Two units are behind"})
        row.action_conclude()
        self.assertEqual(row.state, "concluded")
        with self.assertRaises(UserError):
            row.write({"suitable": "no"})

    def test_its_figures_are_read_from_the_audits(self):
        programme = self._approved()
        self._reported(
            programme_id=programme.id, programme_line_id=programme.line_ids.id
        )
        figures = self._conclusion(programme).figures
        self.assertIn("Audits carried out: 1", figures)
        self.assertIn("Minor nonconformity: 1", figures)

    def test_a_year_has_one_conclusion(self):
        programme = self._approved()
        self._conclusion(programme)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            with self.env.cr.savepoint():
                self._conclusion(programme)

    def test_a_cycle_closes_when_each_year_is_concluded(self):
        programme = self._approved(date_to="2027-12-31")
        closing = programme.with_user(self.owner)
        self._conclusion(programme).action_conclude()
        with self.assertRaisesRegex(UserError, "the conclusion of 2027"):
            closing.action_close()
        self._conclusion(programme, year=2027).action_conclude()
        closing.action_close()
        self.assertEqual(programme.state, "closed")
        with self.assertRaises(AccessError):
            closing.name = "x"
        closing.action_reopen(**REASON)
        self.assertEqual(programme.state, "approved")

    def test_others_conclude_nothing(self):
        programme = self._approved()
        row = self._conclusion(programme)
        for user in (self.auditor, self.team, self.leader):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                row.with_user(user).action_conclude()
        with self.assertRaises(AccessError):
            self.env["qms.audit.programme.conclusion"].with_user(self.auditor).create(
                {"programme_id": programme.id, "year": 2027}
            )
