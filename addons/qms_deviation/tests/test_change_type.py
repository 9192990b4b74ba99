from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged

from .types_common import TypesCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestChangeType(TypesCase):
    """A type can be changed without retyping and with the dates kept."""

    def _reported_before(self):
        with freeze_time("2026-02-23"):
            return self._case(occurred_on="2026-02-22 08:00:00", place="Room 4")

    def test_the_screen_asks_for_the_type(self):
        screen = self._case().action_change_type()
        self.assertEqual(screen["res_model"], "qms.deviation.sort")
        self.assertEqual(screen["context"]["default_kind"], "type")

    def test_texts_and_dates_are_kept(self):
        case = self._reported_before()
        before = case.read(["description", "occurred_on", "place", "date_reported"])
        number = case.number
        self._sort(case, "type", type_id=self.type_complaint.id)
        self.assertEqual(case.type_id, self.type_complaint)
        self.assertEqual(case.flow, "complaint")
        after = case.read(["description", "occurred_on", "place", "date_reported"])
        self.assertEqual(before, after)
        self.assertEqual(case.number, number)

    def test_it_leaves_a_decision_that_says_from_what_to_what(self):
        case = self._case()
        self._sort(case, "type", type_id=self.type_praise.id, reason="It is praise")
        self.assertEqual(self._last(case).verb, "change_flow")
        self.assertIn("Deviation → Praise: It is praise", case.decision_timeline)

    def test_the_deadline_follows_the_type_from_the_same_day(self):
        case = self._reported_before()
        self._sort(case, "type", type_id=self.type_complaint.id)
        self.assertEqual(case.date_deadline, date(2026, 3, 9))
        duty = self._duties(case)
        self.assertEqual(duty.verb, "acknowledge")
        self.assertEqual(duty.date_deadline, date(2026, 2, 25))

    def test_a_deadline_set_by_hand_is_kept(self):
        case = self._reported_before()
        case.date_deadline = "2026-06-01"
        self._sort(case, "type", type_id=self.type_complaint.id)
        self.assertEqual(case.date_deadline, date(2026, 6, 1))

    def test_within_a_flow_the_case_stays_where_it_is(self):
        case = self._analysed()
        self._sort(case, "type", type_id=self.type_near_miss.id)
        self.assertEqual(case.state, "analysis")
        self.assertEqual(self._last(case).verb, "change_type")

    def test_to_another_flow_it_is_read_first_again(self):
        case = self._analysed()
        self._sort(case, "type", type_id=self.type_proposal.id)
        self.assertEqual(case.state, "reported")
        self.assertEqual(case.cause, "The lock is broken")
        case.action_accept()
        self.assertEqual(case.state, "accepted")

    def test_not_while_actions_are_open(self):
        case = self._analysed()
        self._new_action(self.leader, res_model="qms.deviation", res_id=case.id)
        with self.assertRaises(UserError) as error:
            self._sort(case, "type", type_id=self.type_praise.id)
        self.assertIn("1 actions are open", str(error.exception))

    def test_a_closed_case_keeps_its_type(self):
        case = self._closed()
        with self.assertRaises(UserError):
            self._sort(case, "type", type_id=self.type_near_miss.id)
        self.assertEqual(case.type_id, self.type_deviation)

    def test_the_type_is_not_written(self):
        case = self._case()
        for user in (self.leader, self.manager):
            with self.assertRaises(UserError):
                case.with_user(user).type_id = self.type_praise
        case.type_id = self.type_deviation
        self.assertEqual(case.type_id, self.type_deviation)

    def test_only_the_first_reader_changes_it(self):
        case = self._case()
        case.action_release()
        for user in (self.team, self.nurse, self.aide):
            with self.assertRaises(AccessError):
                self._sort(case, "type", user, type_id=self.type_praise.id)
        self.assertEqual(case.type_id, self.type_deviation)

    def test_a_safety_rep_follows_no_further_than_he_reads(self):
        rep = self._new_user("rep")
        self.home_care.qms_safety_rep_ids = rep
        self.type_near_miss.work_environment = True
        case = self._case(type_id=self.type_near_miss.id)
        case.action_release()
        case.message_subscribe(rep.partner_id.ids)
        self.assertIn(rep.partner_id, case.message_partner_ids)
        self._sort(case, "type", type_id=self.type_praise.id)
        self.assertNotIn(rep.partner_id, case.message_partner_ids)

    def test_its_own_type_is_no_change(self):
        case = self._case()
        self._sort(case, "type", type_id=self.type_deviation.id)
        self.assertFalse(self._decisions(case))

    def test_a_type_with_cases_keeps_its_flow(self):
        self._case()
        with self.assertRaises(ValidationError):
            self.type_deviation.flow = "praise"

    # ------------------------------------------------------------
    # Many at once
    # ------------------------------------------------------------

    def test_many_are_sorted_at_once(self):
        cases = self._case() | self._analysed() | self._proposal()
        self._sort(
            cases,
            type_id=self.type_near_miss.id,
            responsible_id=self.aide.id,
            date_deadline="2026-05-05",
        )
        self.assertEqual(cases.type_id, self.type_near_miss)
        self.assertEqual(cases.responsible_id, self.aide)
        self.assertEqual(set(cases.mapped("date_deadline")), {date(2026, 5, 5)})
        self.assertEqual(cases.mapped("state"), ["reported", "analysis", "reported"])
        for case in cases:
            self.assertEqual(self._last(case).verb, "assign")

    def test_all_of_them_or_none(self):
        cases = self._case() | self._closed()
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self._sort(cases, type_id=self.type_near_miss.id)
        cases.invalidate_recordset()
        self.assertEqual(cases.type_id, self.type_deviation)

    def test_nothing_entered_is_nothing_done(self):
        with self.assertRaises(UserError) as error:
            self._sort(self._case())
        self.assertIn("Say what should change", str(error.exception))

    def test_the_responsible_can_reach_it(self):
        case = self._case()
        with self.assertRaises(UserError) as error:
            self._sort(case, "assign", responsible_id=self.stranger.id)
        self.assertIn("cannot be responsible", str(error.exception))

    def test_only_first_readers_assign(self):
        case = self._case()
        case.action_release()
        with self.assertRaises(AccessError):
            self._sort(case, "assign", self.team, responsible_id=self.team.id)

    def test_sorting_hundreds_asks_no_query_per_case(self):
        reports = self.env["qms.report"].with_user(self.nurse)
        values = {
            "description": "x",
            "department_id": self.home_care.id,
            "company_id": self.company.id,
        }
        made = reports.create([values] * 220).sudo().deviation_ids
        cases = made.with_user(self.leader)

        def statements(some):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._sort(some, type_id=self.type_near_miss.id, date_deadline="2026-05-05")
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        few, many = statements(cases[:20]), statements(cases[20:])
        self.assertLess(many, few + 150, f"{few} for 20, {many} for 200")
