from psycopg2.errors import CheckViolation

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .external_common import ExternalCase

FORGET = "qms_competence.ir_cron_external_forget"


@freeze_time("2026-03-02 09:00:00")
@tagged("post_install", "-at_install", "qms")
class TestExternalRetention(ExternalCase):
    """Years after the last assignment or confirmation nobody is named any more."""

    def setUp(self):
        super().setUp()
        self._entered("2026-03-02")

    def _entered(self, day):
        """The clock of the database is not frozen."""
        self.env.cr.execute(
            "UPDATE qms_external_person SET create_date = %s WHERE id = %s",
            (day, self.external.id),
        )
        self.external.invalidate_recordset(["create_date"])

    def _worked(self):
        self._confirmed_now()
        assignment = self._assignment()
        assignment.action_begin()
        assignment.action_end()
        return assignment

    def _judged(self):
        evaluation = self.env["qms.external.evaluation"].with_user(self.manager)
        evaluation = evaluation.create(
            {"date_deadline": "2026-10-20", "company_id": self.company.id}
        )
        evaluation.line_ids.write({"verdict": "good", "note": "Vera is never late"})
        evaluation.action_end()
        return evaluation

    def _lists(self):
        lists = self.env["qms.retention.list"].with_user(self.manager)
        return lists.search(
            [("company_id", "=", self.company.id), ("state", "=", "waiting")]
        )

    def _released(self, planned, due):
        """What is on the list on ``planned`` goes, by a decision, on ``due``."""
        self._night("qms.ir_cron_retention_plan", planned)
        with freeze_time(planned):
            self._lists().action_archived()
            self._lists().action_release()
        self._night("qms.ir_cron_retention_carry_out", due)

    def _assert_named(self, day):
        self._night(FORGET, day)
        self.assertEqual(self.external.name, "Vera")
        self.assertFalse(self.external.date_removed)

    def _assert_forgotten(self, day):
        self._night(FORGET, day)
        self.assertTrue(self.external.date_removed)
        self.assertFalse(self.external.partner_id)

    def test_what_was_given_and_judged_goes_by_its_rule_the_person_afterwards(self):
        assignment, evaluation = self._worked(), self._judged()
        self._night("qms.ir_cron_retention_plan", "2031-01-01")
        self.assertFalse(self._lists())
        self._assert_named("2040-01-01")
        self._released("2031-02-10", "2031-03-15")
        self.assertEqual(assignment.sudo().name, "-")
        self.assertFalse(assignment.sudo().description)
        self.assertEqual((assignment.state, evaluation.state), ("ended", "ended"))
        self.assertFalse(evaluation.sudo().line_ids)
        for record in (assignment, evaluation):
            details = self._decisions(record)._details().values()
            told = [
                detail.content or detail.person for each in details for detail in each
            ]
            self.assertTrue(told)
            self.assertFalse(any(told))
        self._assert_forgotten("2031-03-16")
        self.assertEqual(assignment.external_id, self.external)
        self.assertEqual(self.external.display_name, "No longer kept")

    def test_nothing_that_names_him_is_left_and_unit_and_days_are(self):
        values = {
            **self._entry_values(self.person[self.nurse], self.expert),
            "external_id": self.external.id,
            "certificate_file": b"eA==",
        }
        del values["employee_id"]
        competence = self.env["qms.external.competence"].create(values)
        self.external.process_ids = self.process
        self._confirmed_now()
        rounds = self._rounds()
        self.external.message_post(body="Vera called")
        partner = self.partner
        # the log is written when a request ends, long before that night
        self.env.flush_all()
        self.env.cr.precommit.run()
        self._assert_forgotten("2031-03-03")
        external = self.external.sudo()
        self.assertFalse(competence.exists() or rounds.exists())
        files = self.env["ir.attachment"].search(
            [("res_model", "=", competence._name), ("res_id", "=", competence.id)]
        )
        links = self.env["qms.personal.link"].search([("partner_id", "=", partner.id)])
        self.assertFalse(files or links or external.message_ids)
        self.assertFalse(external.message_partner_ids)
        self.assertEqual((external.task, external.rules), ("-", False))
        self.assertFalse(external.name or external.active)
        self.assertEqual(external.owner_id, self.env.ref("base.user_root"))
        self.assertEqual(external.create_uid, self.env.ref("base.user_root"))
        self.assertEqual(external.department_id, self.home_care)
        self.assertEqual(external.process_ids, self.process)
        self.assertEqual(f"{external.date_confirmed}", "2026-03-02")
        partner.unlink()

    def test_the_years_are_the_company_s_own(self):
        self._confirmed_now()
        self.company.qms_external_years = 2
        self._assert_named("2028-03-02")
        self._assert_forgotten("2028-03-03")

    @mute_logger("odoo.sql_db")
    def test_it_is_kept_for_a_year_at_least(self):
        with self.assertRaises(CheckViolation), self.env.cr.savepoint():
            self.company.qms_external_years = 0
            self.company.flush_recordset()

    def test_who_was_entered_and_never_worked_goes_too(self):
        self._assert_named("2031-03-01")
        self._assert_forgotten("2031-03-03")

    def test_asked_since_or_entered_since_stays(self):
        with freeze_time("2028-01-10 09:00:00"):
            self.external.action_ask()
        self._assert_named("2033-01-09")
        self._entered("2030-01-10")
        self._assert_named("2034-01-10")

    def test_while_a_confirmation_holds_he_stays(self):
        self.company.qms_external_months = 120
        self._confirmed_now()
        self._assert_named("2036-03-02")
        self._assert_forgotten("2036-03-03")

    def test_work_that_runs_is_kept_or_ended_since_keeps_him(self):
        self._confirmed_now()
        running = self._assignment()
        running.action_begin()
        self._assert_named("2040-01-01")
        with freeze_time("2036-01-10 09:00:00"):
            running.action_end()
        kept = self._assignment()
        kept.action_cancel(reason="Not needed")
        kept.with_user(self.manager).action_keep(reason="It is at court")
        self.company.qms_external_years = 10
        self._released("2041-01-01", "2041-02-10")
        self.assertFalse(kept.sudo().date_removed)
        self._assert_named("2050-01-01")
        kept.with_user(self.manager).action_keep_no_longer(reason="It is over")
        self._released("2050-01-02", "2050-02-10")
        self._assert_forgotten("2050-02-11")

    def test_an_evaluation_that_is_kept_keeps_him(self):
        self._judged()
        self._assert_named("2040-01-01")

    def test_run_twice_it_does_nothing_and_nothing_is_entered_anew(self):
        self._assert_forgotten("2031-03-03")
        self._night(FORGET, "2032-03-03")
        self.assertEqual(f"{self.external.date_removed}", "2031-03-03")
        for values in (
            {"active": True},
            {"partner_id": self.partner.id},
            {"task": "Trains again"},
        ):
            with self.assertRaises(UserError):
                self.external.with_user(self.manager).write(values)
        with self.assertRaises(UserError):
            self.external.action_ask()

    def test_nobody_writes_that_it_is_over_or_does_without_a_contact(self):
        for user in (self.leader, self.manager):
            with self.assertRaises(UserError):
                self.external.with_user(user).date_removed = "2026-03-01"
        made = self._new_external(
            self.env["res.partner"].create({"name": "Bo"}), date_removed="2026-03-01"
        )
        self.assertFalse(made.date_removed)
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(CheckViolation),
            self.env.cr.savepoint(),
        ):
            self._new_external(self.env["res.partner"], date_removed="2026-03-01")

    def test_what_was_said_of_him_is_erased_at_once_where_it_must_be(self):
        evaluation = self._judged()
        line = evaluation.line_ids
        pieces = self.env["qms.erasure"].with_user(self.manager)
        key = f"{line._name},{line.id},note"
        ground = self.env.ref("qms.ground_needless")
        pieces._erase(evaluation, [key], ground)
        self.assertFalse(line.sudo().note)
        self.assertEqual(line.verdict, "good")
        [detail, *_later] = self._decisions(evaluation)._details().values()
        self.assertNotIn("never late", detail.content or "")
