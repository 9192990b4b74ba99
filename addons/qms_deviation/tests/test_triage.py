from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from odoo.addons.qms.tools.marks import FollowUp

from .triage_common import TriageCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestTriageCases(TriageCase):
    """Which cases come before the quality group, and why."""

    def test_a_serious_case_comes_before_the_group(self):
        case = self._serious()
        self._released()
        self.assertEqual(self._for_group(), case)
        self.assertEqual(case.triage_why, "Critical")

    def test_what_is_serious_is_for_the_company_to_say(self):
        case = self._released()
        case.sudo().write({"consequence": "4", "likelihood": "4"})
        self.assertEqual(case.level, "high")
        self.assertFalse(self._for_group())
        self.company.qms_serious_level = "high"
        case = self._released()
        case.sudo().write({"consequence": "4", "likelihood": "4"})
        self.assertEqual(self._for_group(), case)

    def test_reported_as_serious_it_comes_before_the_group_unjudged(self):
        case = self._released(serious=True)
        self.assertEqual(self._for_group(), case)
        self.assertEqual(case.triage_why, "Serious")

    def test_three_alike_within_twelve_months_come_before_the_group(self):
        for day in ("2025-02-01", "2025-06-01"):
            with freeze_time(day):
                self._released()
        second = self._released()
        self.assertFalse(self._for_group())
        third = self._released()
        found = self._for_group()
        self.assertEqual(len(found), 3)
        self.assertLess(second | third, found)
        self.assertTrue(third.is_repeated)
        self.assertEqual(third.triage_why, "3 alike in twelve months")

    def test_alike_is_by_unit_type_and_requirement(self):
        self._released(requirement_id=self.requirement.id)
        self._released(requirement_id=self.requirement.id)
        self._released(requirement_id=self.procedure.id)
        self._released(type_id=self.env.ref("qms_deviation.type_near_miss").id)
        self.assertFalse(self._for_group())

    def test_the_same_requirement_in_two_units_comes_before_the_group(self):
        one = self._released(requirement_id=self.requirement.id)
        self.assertFalse(self._for_group())
        two = self._released(
            requirement_id=self.requirement.id, department_id=self.care.id
        )
        self._released(requirement_id=self.procedure.id)
        self.assertEqual(self._for_group(), one | two)
        self.assertTrue(one.is_common)
        self.assertEqual(two.triage_why, "Common to several units")

    def test_each_pattern_can_be_searched_for(self):
        one = self._released(requirement_id=self.requirement.id)
        two = self._released(
            requirement_id=self.requirement.id, department_id=self.care.id
        )
        cases = self.env["qms.deviation"].with_user(self.team)
        mine = ("company_id", "=", self.company.id)
        self.assertEqual(cases.search([("is_common", "=", True), mine]), one | two)
        self.assertFalse(cases.search([("is_common", "=", False), mine]))
        self.assertFalse(cases.search([("is_repeated", "=", True), mine]))
        self.assertEqual(cases.search([("is_repeated", "=", False), mine]), one | two)

    def test_confidential_cases_count_for_nothing(self):
        self._released(requirement_id=self.requirement.id)
        self._case(requirement_id=self.requirement.id, department_id=self.care.id)
        for _number in range(3):
            self._case()
        self.assertFalse(self._for_group())
        self.assertFalse(self._for_group(self.leader))

    def test_what_is_dismissed_counts_for_nothing(self):
        for _number in range(2):
            self._released()
        third = self._released()
        third.with_user(self.leader).action_dismiss(reason="Not ours")
        self.assertFalse(self._for_group())

    def test_other_companies_count_for_nothing(self):
        one = self._released(requirement_id=self.requirement.id)
        unit = self.env["hr.department"].create(
            {"name": "There", "company_id": self.other_company.id}
        )
        other = self.env["qms.report"].with_user(self.stranger)
        other = other.create(
            {
                "description": "There too",
                "department_id": unit.id,
                "company_id": self.other_company.id,
                "type_id": self.type_deviation.id,
                "requirement_id": self.requirement.id,
            }
        )
        other.sudo().deviation_ids._write_guarded({"confidentiality": "normal"})
        self.assertFalse(self._for_group())
        self.assertFalse(one.is_common)

    def test_what_the_group_has_looked_at_leaves_the_list(self):
        case = self._serious()
        case.action_triage()
        self.assertFalse(self._for_group())
        self.assertEqual(case.triaged_on, self.DAY)

    def test_patterns_of_many_cases_take_one_query(self):
        cases = self.env["qms.deviation"]
        for _number in range(4):
            cases |= self._released(requirement_id=self.requirement.id)
        cases.mapped("department_id")
        self.env.flush_all()
        with self.assertQueryCount(1):
            cases.sudo()._patterns()


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestTriageAnswers(TriageCase):
    """The five questions, what they make and who may ask them."""

    def _assert_answered(self, name, kind, state, owner):
        case = self._serious(requirement_id=self.requirement.id)
        criterion = "No open doors in May" if kind == "corrective" else False
        action = self._answered(case, name, criterion=criterion)
        self.assertEqual(action.type_id.code, kind)
        self.assertEqual(action.state, state)
        self.assertEqual(action.owner_id, owner)
        self.assertEqual(action.author_id, self.team)
        self.assertEqual(action.deviation_id, case.sudo())
        self.assertEqual(action.name, self._question(name).proposal)
        self.assertGreater(action.date_deadline, self.DAY)
        decision = self._decisions(case)[-1:]
        self.assertEqual(decision.verb, "triage")
        self.assertEqual(decision.role, "quality_team")
        reason = self.env["qms.decision"]._timeline(case)[case.id][-1]["reason"]
        self.assertIn(self._question(name).name, reason)
        self.assertIn(action.number, reason)
        self.assertEqual(case.triaged_on, self.DAY)
        return action

    def test_tell_staff_makes_a_communication_of_the_leader(self):
        action = self._assert_answered("tell", "communication", "open", self.leader)
        self.assertEqual(self._duties(action).user_id, self.leader)

    def test_discuss_makes_a_consultation(self):
        action = self._assert_answered("discuss", "consultation", "open", self.leader)
        self.assertEqual(action.forum, "committee")

    def test_uniform_makes_an_improvement(self):
        self._assert_answered("uniform", "improvement", "open", self.leader)

    def test_follow_up_makes_a_follow_up(self):
        self._assert_answered("follow_up", "follow_up", "open", self.leader)

    def test_procedure_makes_a_corrective_action_that_is_approved(self):
        action = self._assert_answered(
            "procedure", "corrective", "proposed", self.leader
        )
        self.assertTrue(action.why)
        self.assertEqual(self._duties(action).user_id, self.head)

    def test_whoever_handles_the_case_or_owns_the_process_is_proposed(self):
        case = self._serious()
        process = self.env["qms.process"].create(
            {"name": "Care", "company_id": self.company.id, "owner_id": self.head.id}
        )
        case.sudo().write({"process_id": process.id, "responsible_id": self.aide.id})
        self.assertEqual(self._wizard(case, "uniform").owner_id, self.head)
        self.assertEqual(self._wizard(case, "follow_up").owner_id, self.aide)
        self._question("tell").owner = "member"
        self.assertEqual(self._wizard(case, "tell").owner_id, self.team)

    def test_several_questions_may_be_answered_for_one_case(self):
        case = self._serious()
        self._answered(case, "tell")
        self._answered(case, "follow_up")
        self.assertEqual(len(case.action_ids), 2)
        self.assertEqual(self._decisions(case).mapped("verb")[-2:], ["triage"] * 2)

    def test_nothing_needed_is_an_answer_too(self):
        case = self._serious()
        case.action_triage("Known and solved")
        row = self.env["qms.decision"]._timeline(case)[case.id][-1]
        self.assertEqual(row["label"], "Looked at by the quality group")
        self.assertEqual(row["reason"], "Nothing more is needed: Known and solved")
        self.assertEqual(row["role"], "quality group")
        self.assertFalse(case.action_ids)
        self.assertEqual(case.state, "reported")

    # ------------------------------------------------------------
    # The answer of a committee
    # ------------------------------------------------------------

    def test_a_consultation_ends_with_the_answer_and_its_date(self):
        action = self._answered(self._serious(), "discuss").with_user(self.leader)
        with self.assertRaisesRegex(UserError, "what the department or committee"):
            action.action_complete()
        action.outcome = "not_agreed"
        with self.assertRaisesRegex(UserError, "when it answered"):
            action.action_complete()
        with self.assertRaisesRegex(UserError, "today at the latest"):
            action.date_outcome = "2026-03-03"
        action.date_outcome = "2026-03-01"
        action.action_complete()
        self.assertEqual(action.state, "done")

    def test_the_answer_of_a_closed_consultation_stands(self):
        action = self._answered(self._serious(), "discuss").with_user(self.leader)
        action.write({"outcome": "agreed", "date_outcome": "2026-03-01"})
        action.action_complete()
        with self.assertRaises(AccessError):
            action.outcome = "not_agreed"

    # ------------------------------------------------------------
    # Refused
    # ------------------------------------------------------------

    def test_who_is_not_of_the_group_asks_nothing(self):
        case = self._serious()
        auditor = self._new_user("auditor", "qms.group_auditor")
        for user in (self.aide, self.leader, self.school.manager_id.user_id, auditor):
            mine = case.with_user(user)
            with self.assertRaises(AccessError):
                mine.action_triage()
            with self.assertRaises(AccessError):
                mine._follow_up(self._question("tell"), {})
            with self.assertRaises(AccessError):
                self._wizard(case, "tell", user)
        self.assertFalse(case.triaged_on)
        self.assertFalse(case.sudo().action_ids)

    def test_another_companys_group_asks_nothing(self):
        case = self._serious()
        other = self._new_user("other", "qms.group_quality_team", self.other_company)
        with self.assertRaises(AccessError):
            case.with_user(other).action_triage()
        with self.assertRaises(AccessError):
            self._answered(case, "tell", other)

    def test_a_confidential_case_is_not_the_groups(self):
        case = self._case().with_user(self.team)
        with self.assertRaises(AccessError):
            case.action_triage()
        with self.assertRaises(AccessError):
            self._answered(case, "tell")
        self.assertNotIn("triage", self._decisions(case).mapped("verb"))

    def test_a_closed_case_is_not_asked_about(self):
        case = self._released()
        case.with_user(self.leader).action_dismiss(reason="Not ours")
        with self.assertRaises(UserError):
            case.action_triage()
        with self.assertRaises(UserError):
            self._answered(case, "tell")
        self.assertFalse(case.sudo().action_ids)

    def test_the_group_plans_no_other_actions(self):
        """Neither by hand nor by saying so in a context."""
        case = self._serious()
        values = {"res_model": "qms.deviation", "res_id": case.id}
        for context in ({}, {"qms_follow_up": True}, {"qms_follow_up": [1]}):
            actions = self.env["qms.action"].with_user(self.team)
            with self.assertRaises(AccessError):
                actions.with_context(**context).create({**values, "name": "Another"})

    def test_the_group_does_not_give_up_the_actions_of_others(self):
        case = self._serious()
        action = self._new_action(
            self.leader, res_model="qms.deviation", res_id=case.id
        )
        with self.assertRaises(AccessError):
            action.with_user(self.team).action_cancel(reason="Not needed")

    def test_the_question_is_set_by_the_answer_only(self):
        question = self._question("tell").id
        action = self._new_action(question_id=question)
        self.assertFalse(action.question_id)
        with self.assertRaises(UserError):
            action.question_id = question

    def test_when_the_group_looked_is_set_by_its_step_only(self):
        case = self._serious()
        with self.assertRaises(UserError):
            case.with_user(self.leader).triaged_on = self.DAY
        case.action_triage()
        with self.assertRaises(UserError):
            case.sudo().triaged_on = False

    def test_a_report_does_not_say_that_the_group_has_looked(self):
        reports = self.env["qms.report"].with_user(self.nurse)
        report = reports.with_context(default_triaged_on=self.DAY).create(
            {
                "description": "The door stood open",
                "department_id": self.home_care.id,
                "company_id": self.company.id,
                "type_id": self.type_deviation.id,
            }
        )
        self.assertFalse(report.sudo().deviation_ids.triaged_on)

    def test_a_member_may_hide_what_should_not_be_shown(self):
        case = self._serious()
        follow_up = self._answered(case, "tell")
        case.action_restrict(reason="A name stands in it")
        self.assertFalse(case.has_access("read"))
        self.assertTrue(follow_up.confidential)
        self.assertFalse(self._for_group())

    def test_a_member_does_not_dismiss(self):
        """That is the first reader's, or the quality manager's in the meeting."""
        for _number in range(3):
            case = self._released()
        self.assertIn(case, self._for_group())
        self.assertNotIn(" dismiss ", case.allowed_transitions)
        with self.assertRaises(AccessError):
            case.action_dismiss(reason="Not ours")
        case.with_user(self.manager).action_dismiss(reason="Not ours")

    def test_a_mark_of_python_is_needed_to_follow_up(self):
        case = self._serious()
        self.assertFalse(case._may_plan_actions())
        marked = case.with_context(qms_follow_up=FollowUp(self._question("tell")))
        self.assertTrue(marked._may_plan_actions())
        self.assertFalse(marked.with_user(self.aide)._may_plan_actions())
