from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .common import NEXT_DAY, AuditCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestAuditChecklist(AuditCase):
    """What is asked: the bank, what was found before, what is open now."""

    def _drawn(self, **kwargs):
        audit = self._audit(**kwargs)
        audit.action_draw_checklist()
        return audit

    def _asked(self, audit, source="bank"):
        rows = audit.answer_ids.filtered(lambda row: row.source == source)
        return rows.mapped("question")

    def test_questions_of_the_criteria_and_of_clauses_below_them(self):
        chapter = self.env.ref("qms.iso9001_2015_8")
        elsewhere = self.env.ref("qms.iso9001_2015_9_2")
        self._question("Who audits?", requirement_ids=elsewhere.ids)
        audit = self._drawn(requirement_ids=chapter.ids)
        self.assertEqual(self._asked(audit), ["How is medicine stored?"])
        self.assertEqual(audit.answer_ids.requirement_id, self.clause)

    def test_a_question_on_a_process_is_asked_where_that_is_audited(self):
        self._question("Is the list signed?", process_ids=self.process.ids)
        self.assertNotIn("Is the list signed?", self._asked(self._drawn()))
        audit = self._drawn(process_ids=self.process.ids)
        self.assertIn("Is the list signed?", self._asked(audit))
        row = audit.answer_ids.filtered(lambda one: "list" in one.question)
        self.assertEqual(row.process_id, self.process)

    def test_without_criteria_those_of_the_process_are_asked(self):
        audit = self._drawn(requirement_ids=False, process_ids=self.process.ids)
        self.assertEqual(self._asked(audit), ["How is medicine stored?"])

    def test_questions_for_all_companies_and_none_of_another(self):
        self._question("For all?", company_id=False)
        self._question("Elsewhere?", company_id=self.other_company.id)
        asked = self._asked(self._drawn())
        self.assertIn("For all?", asked)
        self.assertNotIn("Elsewhere?", asked)

    def test_archived_questions_are_not_asked(self):
        self.question.active = False
        self.assertFalse(self._asked(self._drawn()))

    def test_a_question_is_kept_as_it_was_drawn(self):
        audit = self._drawn()
        self.question.text = "Something else?"
        self.assertEqual(self._asked(audit), ["How is medicine stored?"])

    def test_drawn_twice_nothing_comes_twice(self):
        self._reported()
        self._case()
        audit = self._drawn()
        before = audit.answer_ids
        self.assertEqual(set(before.mapped("source")), {"bank", "finding", "case"})
        self._question("Who has the key?")
        audit.action_draw_checklist()
        self.assertEqual(
            (audit.answer_ids - before).mapped("question"), ["Who has the key?"]
        )

    def test_what_was_found_there_before_is_asked_about(self):
        earlier = self._reported().finding_ids
        audit = self._drawn()
        [question] = self._asked(audit, "finding")
        self.assertIn(earlier.number, question)
        self.assertIn("The cabinet stood open", question)
        self.assertIn("Minor nonconformity", question)

    def test_in_another_unit_it_is_not(self):
        self._reported()
        kitchen = self._new_unit("Kitchen", None, self.administration)
        self.assertFalse(
            self._asked(self._drawn(department_ids=kitchen.ids), "finding")
        )

    def test_what_another_team_has_not_reported_yet_is_not(self):
        self._concluded()
        self.assertFalse(self._asked(self._drawn(), "finding"))

    def test_good_practice_what_was_withdrawn_and_what_is_old_is_not(self):
        self._reported(answer="good")
        audit = self._reported(**NEXT_DAY)
        audit.finding_ids.action_withdraw(reason="No")
        self.assertFalse(self._asked(self._drawn(), "finding"))
        audit.finding_ids.action_reinstate(reason="Yes")
        self.assertTrue(self._asked(self._drawn(), "finding"))
        with freeze_time("2029-03-05"):
            self.assertFalse(
                self._asked(self._drawn(date_planned="2029-04-01"), "finding")
            )

    def test_open_cases_are_asked_about_without_their_story(self):
        case = self._case()
        audit = self._drawn()
        [question] = self._asked(audit, "case")
        self.assertIn(case.number, question)
        self.assertNotIn("cabinet", question)

    def test_of_what_is_released_the_neutral_summary_is_told(self):
        case = self._case()
        case.action_release()
        case.summary = "A lock was broken"
        [question] = self._asked(self._drawn(), "case")
        self.assertIn("A lock was broken", question)

    def test_of_many_open_cases_the_most_severe_and_oldest_are_asked_about(self):
        cases = [self._case() for _case in range(12)]
        cases[-1].sudo()._write_guarded({"level": "critical"})
        asked = self._asked(self._drawn(), "case")
        self.assertEqual(len(asked), 10)
        self.assertIn(cases[-1].number, asked[0])

    def test_a_case_hidden_from_the_auditor_is_not_told(self):
        case = self._case()
        case.sudo()._write_guarded({"hidden_from_id": self.auditor.id})
        self.assertFalse(self._asked(self._drawn(), "case"))

    def test_own_questions_are_added_and_taken_away(self):
        audit = self._drawn()
        row = audit.answer_ids.create(
            {"audit_id": audit.id, "question": "What do you fear?"}
        )
        self.assertEqual(row.source, "own")
        row.unlink()
        self.assertEqual(len(audit.answer_ids), 1)

    def test_the_team_alone_draws_it_up(self):
        audit = self._audit()
        for user in (self.second, self.leader, self.team):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                audit.with_user(user).action_draw_checklist()

    def test_after_the_audit_it_is_settled(self):
        audit = self._concluded()
        with self.assertRaisesRegex(UserError, "settled"):
            audit.action_draw_checklist()

    def test_answers_are_given_while_the_audit_runs(self):
        audit = self._scheduled()
        with self.assertRaisesRegex(UserError, "while the audit runs"):
            audit.answer_ids.answer = "conform"
        with self.assertRaisesRegex(UserError, "while the audit runs"):
            audit.answer_ids.create(
                {"audit_id": audit.id, "question": "x", "answer": "conform"}
            )
        audit.action_start()
        audit.answer_ids.answer = "conform"
        audit.action_conclude()
        with self.assertRaises(UserError):
            audit.answer_ids.answer = "major"

    def test_progress_is_counted_for_who_reads_the_notes(self):
        audit = self._running()
        audit.answer_ids.write({"answer": "minor", "note": "x"})
        self.assertEqual((audit.answer_count, audit.answered_count), (1, 1))
        seen = audit.with_user(self.leader)
        self.assertEqual((seen.answer_count, seen.answered_count), (0, 0))
