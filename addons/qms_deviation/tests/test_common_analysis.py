from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, freeze_time, tagged

from .common import DeviationCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestCommonAnalysis(DeviationCase):
    """Several small cases under one analysis."""

    def _three(self):
        return (
            self._case(requirement_id=self.requirement.id),
            self._case(description="It stood open on Tuesday"),
            self._case(description="It stood open on Friday"),
        )

    def _together(self):
        lead, second, third = self._three()
        (second | third).action_follow(lead.id)
        return lead, second, third

    def _carried_through(self, lead):
        """The lead case, from its analysis to its closing."""
        lead.action_analyse()
        lead.write(
            {
                "correction": "The cabinet was locked",
                "consequence": "2",
                "likelihood": "2",
                "cause": "The lock is broken",
                "cause_kind_id": self.env.ref("qms_deviation.cause_equipment").id,
                "similar": "no",
                "system_change": "no",
                "risks_updated": "na",
                "summary": "A cabinet with a broken lock stood open.",
                "answer": "Thank you, the lock is new.",
            }
        )
        lead.action_treat()
        lead.action_verify()
        lead.action_close()

    def _assert_barred(self, cases, lead, words):
        with self.assertRaises(UserError) as error:
            cases.action_follow(lead.id)
        self.assertIn(words, str(error.exception))

    # ------------------------------------------------------------
    # The way through
    # ------------------------------------------------------------

    def test_they_follow_take_over_the_cause_and_close_with_it(self):
        lead, second, third = self._together()
        self.assertEqual(set((second | third).mapped("state")), {"analysis"})
        self.assertEqual((second | third).common_id, lead)
        second.answer = "Thank you for telling of Tuesday."
        self._carried_through(lead)
        for case in (second, third):
            self.assertEqual(case.state, "closed")
            self.assertEqual(case.cause, "The lock is broken")
            self.assertEqual(case.cause_kind_id, lead.cause_kind_id)
            self.assertEqual(case.summary, lead.summary)
            self.assertEqual(str(case.date_closed), "2026-03-02")

    def test_each_has_decisions_of_its_own(self):
        lead, second, third = self._together()
        self._carried_through(lead)
        for case in (second, third):
            verbs = self._decisions(case).mapped("verb")
            self.assertEqual(verbs, ["follow", "close_along"])
        self.assertNotIn("follow", self._decisions(lead).mapped("verb"))

    def test_each_keeps_its_own_answer_to_its_reporter(self):
        lead, second, third = self._together()
        second.answer = "Thank you for telling of Tuesday."
        self._carried_through(lead)
        self.assertEqual(second.answer, "Thank you for telling of Tuesday.")
        self.assertFalse(third.answer)
        mails = self.env["mail.mail"].search([("model", "=", "qms.report")])
        told = set(mails.mapped("res_id"))
        self.assertLessEqual(set((second | third).sudo().report_ids.ids), told)

    def test_own_words_are_not_overwritten(self):
        lead, second, _third = self._together()
        second.write({"cause": "The hinge, too", "summary": "Open on a Tuesday."})
        self._carried_through(lead)
        self.assertEqual(second.cause, "The hinge, too")
        self.assertEqual(second.summary, "Open on a Tuesday.")

    def test_the_screen_proposes_the_oldest_to_carry_it(self):
        lead, second, third = self._three()
        screen = (lead | second | third).action_analyse_together()
        wizard = Form(
            self.env["qms.deviation.together"]
            .with_user(self.leader)
            .with_context(**screen["context"])
        ).save()
        self.assertEqual(wizard.common_id, lead)
        opened = wizard.action_confirm()
        self.assertEqual(opened["res_id"], lead.id)
        self.assertEqual(lead.follower_ids, second | third)

    def test_who_follows_owes_nothing_meanwhile(self):
        lead, second, _third = self._three()
        self.assertTrue(self._duties(second))
        second.action_follow(lead.id)
        self.assertFalse(self._duties(second))
        self.assertTrue(self._duties(lead))
        second.action_part(reason="It was another door")
        self.assertTrue(self._duties(second))

    def test_parting_needs_a_reason_and_gives_back_an_analysis(self):
        lead, second, _third = self._together()
        self.assertEqual(second.action_part()["res_model"], "qms.reason")
        self.assertTrue(second.common_id)
        second.action_part(reason="It was another door")
        self.assertFalse(second.common_id)
        self.assertEqual(second.state, "analysis")
        self._carried_through(lead)
        self.assertEqual(second.state, "analysis")

    def test_reopened_it_stands_on_its_own(self):
        lead, second, third = self._together()
        self._carried_through(lead)
        second.action_reopen(reason="It happened again")
        self.assertFalse(second.common_id)
        self.assertEqual(second.cause, "The lock is broken")
        self.assertEqual(third.state, "closed")

    def test_texts_do_not_cross_from_confidential_to_released(self):
        lead, second, third = self._together()
        second.action_release()
        self._carried_through(lead)
        self.assertEqual(second.cause_kind_id, lead.cause_kind_id)
        self.assertFalse(second.cause)
        self.assertFalse(second.summary)
        self.assertEqual(third.cause, "The lock is broken")

    def test_the_closer_need_not_read_all_that_follows(self):
        lead, second, _third = self._together()
        second.sudo().reading_department_id = self.administration
        second.sudo().responsible_id = self.director
        self.assertFalse(second.with_user(self.leader).has_access("read"))
        self._carried_through(lead)
        self.assertEqual(second.sudo().state, "closed")

    def test_many_follow_at_once(self):
        lead = self._case(requirement_id=self.requirement.id)
        many = lead.browse()
        for place in range(20):
            many |= self._case(description=f"Open again {place}")
        many.action_follow(lead.id)
        self._carried_through(lead)
        self.assertEqual(set(many.mapped("state")), {"closed"})

    # ------------------------------------------------------------
    # What bars it
    # ------------------------------------------------------------

    def test_severe_cases_are_analysed_on_their_own(self):
        lead, second, _third = self._three()
        grave = {"consequence": "5", "likelihood": "5"}
        second.write(grave)
        self._assert_barred(second, lead, "too severe")
        self._assert_barred(lead, second, "too severe")

    def test_what_the_law_regulates_is_analysed_on_its_own(self):
        lead, second, _third = self._three()
        self.type_deviation.regulated = True
        self._assert_barred(second, lead, "the law regulates")

    def test_confidential_and_released_do_not_mix(self):
        lead, second, _third = self._three()
        lead.action_release()
        self._assert_barred(second, lead, "one is confidential")
        second.action_release()
        second.action_follow(lead.id)
        self.assertEqual(second.common_id, lead)

    def test_companies_do_not_mix(self):
        lead, second, _third = self._three()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE qms_deviation SET company_id = %s WHERE id = %s",
            [self.other_company.id, second.id],
        )
        self.env.invalidate_all()
        self.leader.company_ids = [Command.link(self.other_company.id)]
        second = second.with_context(
            allowed_company_ids=(self.company | self.other_company).ids
        )
        self._assert_barred(second, lead, "another company")

    def test_there_are_no_chains(self):
        lead, second, third = self._three()
        second.action_follow(lead.id)
        self._assert_barred(third, second, "follows another case already")
        self._assert_barred(second, third, "follows another case already")
        self._assert_barred(lead, third, "others follow it")
        self._assert_barred(third, third, "cannot follow itself")

    def test_a_case_with_actions_goes_its_own_way(self):
        lead, second, _third = self._three()
        self._new_action(self.leader, res_model="qms.deviation", res_id=second.id)
        self._assert_barred(second, lead, "actions of its own")

    def test_a_finished_analysis_takes_nobody_in(self):
        treated, case = self._treated(), self._case()
        self._assert_barred(case, treated, "its analysis is over")

    def test_all_or_none_and_all_reasons_at_once(self):
        lead, second, third = self._three()
        lead.action_release()
        third.write({"consequence": "5", "likelihood": "5"})
        with self.assertRaises(UserError) as error:
            (second | third).action_follow(lead.id)
        self.assertIn(second.number, str(error.exception))
        self.assertIn("too severe", str(error.exception))
        self.assertEqual(second.state, "reported")

    def test_who_follows_takes_no_step_of_its_own(self):
        _lead, second, _third = self._together()
        for name in ("treat", "close_along"):
            self.assertNotIn(f" {name} ", second.allowed_transitions)
        with self.assertRaises(UserError) as error:
            second.action_treat()
        self.assertIn("part them first", str(error.exception))

    def test_what_has_become_severe_does_not_close_along(self):
        lead, second, _third = self._together()
        second.write({"consequence": "5", "likelihood": "5"})
        with self.assertRaises(UserError) as error:
            self._carried_through(lead)
        self.assertIn(second.number, str(error.exception))
        self.assertIn("become too severe", str(error.exception))
        second.action_part(reason="It was worse than it seemed")
        self._carried_through(lead)
        self.assertEqual(second.state, "analysis")

    def test_nobody_closes_along_before_the_analysis_is_closed(self):
        _lead, second, _third = self._together()
        with self.assertRaises(UserError) as error:
            second.action_close_along()
        self.assertIn("must be closed first", str(error.exception))
        alone = self._case(requirement_id=self.requirement.id)
        alone.action_analyse()
        with self.assertRaises(AccessError):
            alone.action_close_along()

    def test_a_case_that_others_follow_is_not_dismissed(self):
        lead, second, third = self._together()
        with self.assertRaises(UserError) as error:
            lead.action_dismiss(reason="Nothing to it")
        self.assertIn("2 cases follow it", str(error.exception))
        (second | third).action_part(reason="On their own")
        lead.action_dismiss(reason="Nothing to it")
        self.assertEqual(lead.state, "dismissed")

    # ------------------------------------------------------------
    # Who may
    # ------------------------------------------------------------

    def test_only_the_first_reader_of_each(self):
        lead, second, _third = self._three()
        for case in (lead, second):
            case.action_release()
        for user in (self.nurse, self.aide, self.team, self.stranger):
            with self.assertRaises(AccessError):
                second.with_user(user).action_follow(lead.id)
        foreign = self._report(department_id=self.administration.id)
        foreign = foreign.sudo().deviation_ids
        with self.assertRaises(AccessError):
            (second | foreign.with_user(self.leader)).action_follow(lead.id)
        with self.assertRaises(AccessError):
            second.action_follow(foreign.id)

    def test_the_link_is_not_entered_by_hand(self):
        lead, second, _third = self._three()
        with self.assertRaises(UserError):
            second.write({"common_id": lead.id})
        with self.assertRaises(UserError):
            lead.write({"follower_ids": [Command.link(second.id)]})
        self.assertFalse(second.common_id)

    def test_nobody_else_parts_or_closes_them(self):
        _lead, second, _third = self._together()
        for user in (self.nurse, self.team, self.stranger):
            with self.assertRaises(AccessError):
                second.with_user(user).action_part(reason="Because")
            with self.assertRaises(AccessError):
                second.with_user(user).action_close_along()

    def test_the_screen_is_read_by_who_opened_it(self):
        cases = self._case() | self._case()
        wizards = self.env["qms.deviation.together"]
        wizard = wizards.with_user(self.leader).create({"deviation_ids": cases.ids})
        self.assertFalse(wizard.with_user(self.head).has_access("read"))
