from datetime import date

from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .external_common import ExternalCase

NIGHT = "qms_competence.ir_cron_external_ask"


@freeze_time("2026-03-02 09:00:00")
@tagged("post_install", "-at_install", "qms")
class TestExternal(ExternalCase):
    """Somebody from outside: what he can, and what he has confirmed."""

    def test_whoever_works_here_is_not_from_outside(self):
        with self.assertRaises(ValidationError):
            self._new_external(self.nurse.partner_id)
        without_login = self.env["hr.employee"].create(
            {"name": "Cook", "company_id": self.company.id}
        )
        with self.assertRaises(ValidationError):
            self._new_external(without_login.work_contact_id)

    @mute_logger("odoo.sql_db")
    def test_a_contact_stands_once_per_company_and_stays_the_same(self):
        with self.assertRaises(UniqueViolation), self.env.cr.savepoint():
            self._new_external(self.partner)
        other = self.env["res.partner"].create({"name": "Other"})
        for values in (
            {"partner_id": other.id},
            {"company_id": self.other_company.id},
        ):
            with self.assertRaises(UserError):
                self.external.write(values)

    def test_nobody_writes_that_it_is_confirmed(self):
        made = self._new_external(
            self.env["res.partner"].create({"name": "Bo"}),
            confirmed_until="2030-01-01",
            date_confirmed="2026-01-01",
        )
        self.assertFalse(made.confirmed_until or made.date_confirmed)
        for user in (self.leader, self.manager):
            for values in ({"confirmed_until": "2030-01-01"}, {"date_confirmed": None}):
                with self.assertRaises(UserError):
                    self.external.with_user(user).write(values)
        self.external.action_ask()
        asked = self._rounds().with_user(self.manager)
        for call in (
            lambda: asked.write({"state": "confirmed"}),
            asked.unlink,
            lambda: asked.create({"external_id": self.external.id}),
        ):
            with self.assertRaises(AccessError):
                call()

    def test_asked_by_whom_it_concerns_alone(self):
        for user in (self.nurse, self.team, self.stranger):
            for step in ("action_ask", "action_make_link"):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    getattr(self.external.with_user(user), step)()
        for user in (self.leader, self.head, self.manager):
            self.assertTrue(self.external.with_user(user).action_ask())
        self.assertEqual(self._rounds().mapped("state"), ["asked", "lapsed", "lapsed"])

    def test_without_an_address_a_link_is_handed_over(self):
        self.partner.email = False
        with self.assertRaises(UserError):
            self.external.action_ask()
        action = self.external.action_make_link()
        self.assertIn("/qms/link/", action["context"]["default_address"])
        self.assertFalse(self.env["qms.external.link"].search([]))

    def test_until_it_is_there_it_stands_with_who_looks_after_him(self):
        self.external.action_ask()
        asked = self._rounds()
        duty = self._duties(asked)
        self.assertEqual((duty.user_id, duty.verb), (self.leader, "see_confirmed"))
        self.assertNotIn("Vera", duty.display_name)
        self.external.owner_id = self.head
        self.assertEqual(self._duties(asked).user_id, self.head)
        asked._confirm()
        self.assertFalse(self._duties(asked))

    def test_it_holds_for_a_year_or_what_the_company_says(self):
        self.assertEqual(self.external.confirmation_state, "never")
        self.external.action_ask()
        self.assertEqual(self.external.confirmation_state, "asked")
        self._confirmed_now()
        self.assertEqual(self.external.confirmed_until, date(2027, 3, 2))
        self.company.qms_external_months = 6
        self._confirmed_now()
        self.assertEqual(self.external.confirmed_until, date(2026, 9, 2))
        for day, state in (("2026-09-02", "valid"), ("2026-09-03", "expired")):
            with freeze_time(day):
                self.external.invalidate_recordset()
                self.assertEqual(self.external.confirmation_state, state)
                found = self.external.search([("confirmation_state", "=", state)])
                self.assertIn(self.external, found)
                found = self.external.search([("confirmation_state", "!=", state)])
                self.assertNotIn(self.external, found)

    def test_a_leap_day_has_its_year(self):
        with freeze_time("2028-02-29 09:00:00"):
            self._confirmed_now()
        self.assertEqual(self.external.confirmed_until, date(2029, 2, 28))

    def test_what_he_confirmed_stays_as_it_was_read(self):
        self._confirmed_now()
        confirmed = self._rounds()
        self.external.rules = "Wash your hands, and wear gloves."
        self.assertEqual(confirmed.content, "Wash your hands before each visit.")
        self.assertEqual(confirmed.words, "Gladly")

    def test_what_changes_is_asked_again_and_the_former_holds_a_while(self):
        self.external.rules = "Not asked yet"
        self.assertFalse(self._rounds())
        self._confirmed_now()
        self.external.rules = "Wash your hands, and wear gloves."
        asked = self._rounds().filtered(lambda each: each.state == "asked")
        self.assertEqual(self.external.confirmed_until, asked.date_deadline)
        self.assertTrue(self.external._is_confirmed())
        self.external.task = "Something else"
        self.assertEqual(len(self._rounds()), 2)

    def test_asked_again_before_it_ends_and_once(self):
        self._confirmed_now()
        self._night(NIGHT, "2027-01-30")
        self.assertEqual(self._rounds().mapped("state"), ["confirmed"])
        for day in ("2027-01-31", "2027-02-01", "2027-06-01"):
            self._night(NIGHT, day)
            self.assertEqual(self._rounds().mapped("state"), ["asked", "confirmed"])

    def test_who_no_longer_works_for_us_is_asked_nothing(self):
        self._confirmed_now()
        self.external.action_ask()
        assignment = self._assignment()
        with self.assertRaises(UserError):
            self.external.active = False
        assignment.action_cancel(reason="Moved away")
        self.external.active = False
        self.assertEqual(self._rounds().mapped("state"), ["lapsed", "confirmed"])
        for each in self._rounds():
            self.assertFalse(self._duties(each))
        with self.assertRaises(UserError):
            self.external.action_ask()
        with self.assertRaises(ValidationError):
            self._assignment()
        self._night(NIGHT, "2027-02-20")
        self.assertEqual(len(self._rounds()), 2)
        with self.assertRaises(UserError):
            self.external.sudo().unlink()

    def test_who_looks_after_him_hands_on(self):
        names = {each.field for each in self.external._get_holdings()}
        self.assertEqual(names, {"owner_id"})
        units = {each.field for each in self.external._get_unit_holdings()}
        self.assertEqual(units, {"department_id"})

    def test_competence_is_seen_by_who_enters_it(self):
        values = {
            **self._entry_values(self.person[self.nurse]),
            "external_id": self.external.id,
            "seen_by_id": self.director.id,
        }
        del values["employee_id"]
        rows = self.env["qms.external.competence"].with_user(self.leader)
        row = rows.create(values)
        self.assertEqual(row.seen_by_id, self.leader)
        row.with_user(self.head).write({"seen_by_id": self.nurse.id})
        self.assertEqual(row.seen_by_id, self.head)
        with self.assertRaises(ValidationError):
            row.skill_level_id = self.passed

    def test_no_one_is_counted_by_him(self):
        for model, spec in (
            ("qms.external.person", "name"),
            ("qms.external.person", "partner_id"),
            ("qms.external.assignment", "external_id.partner_id"),
        ):
            with self.assertRaises(AccessError):
                self.env[model].with_user(self.manager)._read_group([], [spec])


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
        other = self._new_external(
            self.env["res.partner"].create({"name": "Bo"}),
            user=self.manager,
            department_id=self.administration.id,
        )
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
