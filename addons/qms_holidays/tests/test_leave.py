from datetime import date

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .common import LeaveCase

MONDAY, TUESDAY, WEDNESDAY = "2026-03-02", "2026-03-03", "2026-03-04"
THURSDAY, FRIDAY = "2026-03-05", "2026-03-06"


@tagged("post_install", "-at_install", "qms")
@freeze_time(MONDAY)
class TestLeave(LeaveCase):
    """Approved time off is an absence like one that somebody noted himself."""

    def _asked(self):
        """An action that waits for the approval of the home care's leader."""
        action = self._new_action(owner_id=self.nurse.id)
        action.action_submit()
        return action

    def _decider(self, action):
        duty = self._duties(action)
        return duty.user_id, duty.behalf_id

    def _deputy(self):
        return self.env["qms.deputy"].create(
            {
                "user_id": self.leader.id,
                "deputy_id": self.aide.id,
                "date_from": MONDAY,
                "date_to": "2026-03-13",
                "company_id": self.company.id,
            }
        )

    # ------------------------------------------------------------
    # Which days
    # ------------------------------------------------------------

    def test_away_from_the_first_to_the_last_day(self):
        self._leave(self.nurse, TUESDAY, THURSDAY)
        days = (MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY)
        self.assertEqual(
            self._away_on(self.nurse, *days), [TUESDAY, WEDNESDAY, THURSDAY]
        )
        self.assertFalse(self._away_on(self.aide, *days))

    def test_of_somebody_without_login_it_is_known_too(self):
        worker = self.env["hr.employee"].create(
            {
                "name": "Cook",
                "department_id": self.home_care.id,
                "company_id": self.company.id,
            }
        )
        self._leave(None, TUESDAY, THURSDAY, employee=worker)
        everybody = worker | self._employee(self.nurse)
        for day, away in ((2, False), (3, True), (5, True), (6, False)):
            found = everybody._qms_away(date(2026, 3, day))
            self.assertEqual(found, worker if away else worker.browse(), day)

    def test_what_is_not_approved_is_no_absence(self):
        leave = self._requested(self.nurse, TUESDAY, THURSDAY)
        self.assertFalse(self._away_on(self.nurse, WEDNESDAY))
        leave.with_user(self.officer).action_refuse()
        self.assertFalse(self._away_on(self.nurse, WEDNESDAY))

    def test_with_one_of_two_approvals_it_is_none_yet(self):
        twice = self._new_type("Study leave", leave_validation_type="both")
        self._employee(self.nurse).leave_manager_id = self.head
        leave = self._requested(
            self.nurse, TUESDAY, THURSDAY, holiday_status_id=twice.id
        )
        leave.with_user(self.head).action_approve()
        self.assertEqual(leave.state, "validate1")
        self.assertFalse(self._away_on(self.nurse, WEDNESDAY))
        leave.with_user(self.officer).action_approve()
        self.assertEqual(self._away_on(self.nurse, WEDNESDAY), [WEDNESDAY])

    def test_worked_time_elsewhere_is_none(self):
        course = self._new_type("Course", time_type="other")
        self._leave(self.nurse, TUESDAY, THURSDAY, holiday_status_id=course.id)
        self.assertFalse(self._away_on(self.nurse, WEDNESDAY))

    def test_half_a_day_is_none(self):
        half = self._new_type("Half days", request_unit="half_day")
        self._leave(
            self.nurse,
            TUESDAY,
            TUESDAY,
            holiday_status_id=half.id,
            request_date_from_period="am",
            request_date_to_period="am",
        )
        self.assertFalse(self._away_on(self.nurse, TUESDAY))

    def test_between_two_halves_are_whole_days(self):
        half = self._new_type("Half days", request_unit="half_day")
        self._leave(
            self.nurse,
            TUESDAY,
            FRIDAY,
            holiday_status_id=half.id,
            request_date_from_period="pm",
            request_date_to_period="am",
        )
        days = (TUESDAY, WEDNESDAY, THURSDAY, FRIDAY)
        self.assertEqual(self._away_on(self.nurse, *days), [WEDNESDAY, THURSDAY])

    def test_both_halves_of_a_day_are_a_day(self):
        half = self._new_type("Half days", request_unit="half_day")
        self._leave(
            self.nurse,
            TUESDAY,
            WEDNESDAY,
            holiday_status_id=half.id,
            request_date_from_period="am",
            request_date_to_period="pm",
        )
        self.assertEqual(
            self._away_on(self.nurse, TUESDAY, WEDNESDAY), [TUESDAY, WEDNESDAY]
        )

    def test_some_hours_are_none_and_all_of_them_are_a_day(self):
        hours = self._new_type("Hours", request_unit="hour")
        for day, start, end in ((TUESDAY, 8, 10), (THURSDAY, 8, 17)):
            self._leave(
                self.nurse,
                day,
                day,
                holiday_status_id=hours.id,
                request_hour_from=start,
                request_hour_to=end,
            )
        self.assertEqual(self._away_on(self.nurse, TUESDAY, THURSDAY), [THURSDAY])

    def test_what_somebody_noted_himself_counts_beside_it(self):
        self._leave(self.nurse, TUESDAY, TUESDAY)
        self.env["qms.absence"].create(
            {"user_id": self.nurse.id, "date_from": FRIDAY, "date_to": FRIDAY}
        )
        days = (TUESDAY, WEDNESDAY, FRIDAY)
        self.assertEqual(self._away_on(self.nurse, *days), [TUESDAY, FRIDAY])

    def test_over_a_period_it_is_the_same_as_day_by_day(self):
        self._leave(self.nurse, TUESDAY, THURSDAY)
        self._leave(self.leader, FRIDAY, FRIDAY)
        users = self.nurse | self.leader | self.aide
        away = users._qms_away_days(date(2026, 3, 2), date(2026, 3, 6))
        self.assertEqual(
            {user: [str(day) for day in sorted(away[user.id])] for user in users},
            {
                self.nurse: [TUESDAY, WEDNESDAY, THURSDAY],
                self.leader: [FRIDAY],
                self.aide: [],
            },
        )

    def test_of_many_it_is_one_question(self):
        users = self.nurse | self.aide | self.leader | self.head | self.director
        for user in users:
            self._leave(user, TUESDAY, WEDNESDAY)
        leaves = self.env["hr.leave"]
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(1):
            away = leaves._qms_whole_day(users, date(2026, 3, 3))
        self.assertEqual(away.user_id, users)

    # ------------------------------------------------------------
    # Duties follow, whatever happens to the leave
    # ------------------------------------------------------------

    def test_approved_the_next_leader_decides_and_refused_it_comes_back(self):
        action = self._asked()
        nobody = self.env["res.users"]
        leave = self._requested(self.leader, MONDAY, FRIDAY).with_user(self.officer)
        self.assertEqual(self._decider(action), (self.leader, nobody))
        leave.action_approve()
        self.assertEqual(self._decider(action), (self.head, nobody))
        leave.action_refuse()
        self.assertEqual(self._decider(action), (self.leader, nobody))

    def test_the_deputy_takes_over_and_decides_on_behalf(self):
        self._deputy()
        action = self._asked()
        self._leave(self.leader, MONDAY, FRIDAY)
        self.assertEqual(self._decider(action), (self.aide, self.leader))
        action.with_user(self.aide).action_approve()
        detail = self.env["qms.decision.detail"].search([], order="id desc", limit=1)
        self.assertEqual(
            (detail.user_ref, detail.behalf_ref), (self.aide.id, self.leader.id)
        )

    def test_the_deputy_is_away_too_the_next_leader_decides(self):
        self._deputy()
        action = self._asked()
        self._leave(self.aide, MONDAY, FRIDAY)
        self._leave(self.leader, MONDAY, FRIDAY)
        self.assertEqual(self._decider(action)[0], self.head)

    def test_cancelled_it_comes_back(self):
        action = self._asked()
        leave = self._leave(self.leader, MONDAY, FRIDAY)
        self.assertEqual(self._decider(action)[0], self.head)
        leave.with_user(self.leader)._action_user_cancel("I stay")
        self.assertEqual(leave.state, "cancel")
        self.assertEqual(self._decider(action)[0], self.leader)

    def test_moved_it_comes_back(self):
        action = self._asked()
        leave = self._leave(self.leader, MONDAY, FRIDAY)
        leave.with_user(self.officer).action_back_to_approval()
        self.assertEqual(self._decider(action)[0], self.leader)
        leave.write({"request_date_from": WEDNESDAY, "request_date_to": "2026-03-13"})
        leave.with_user(self.officer).action_approve()
        self.assertEqual(self._decider(action)[0], self.leader)
        # as Odoo itself does where it splits a leave
        leave.with_context(leave_skip_state_check=True).request_date_from = MONDAY
        self.assertEqual(self._decider(action)[0], self.head)

    def test_deleted_it_comes_back(self):
        action = self._asked()
        leave = self._leave(self.leader, MONDAY, FRIDAY)
        leave.with_user(self.officer).unlink()
        self.assertEqual(self._decider(action)[0], self.leader)

    def test_what_needs_no_approval_counts_at_once(self):
        free = self._new_type("Day off", leave_validation_type="no_validation")
        action = self._asked()
        self._requested(self.leader, MONDAY, FRIDAY, holiday_status_id=free.id)
        self.assertEqual(self._decider(action)[0], self.head)

    def test_what_begins_later_is_passed_on_at_night(self):
        action = self._asked()
        self._leave(self.leader, WEDNESDAY, THURSDAY)
        self.assertEqual(self._decider(action)[0], self.leader)
        for day, holder in ((WEDNESDAY, self.head), (FRIDAY, self.leader)):
            with freeze_time(day), self.enter_registry_test_mode():
                self.env.ref("qms.ir_cron_resync_duties").method_direct_trigger()
            self.env.invalidate_all()
            self.assertEqual(self._decider(action)[0], holder)

    def test_many_approved_together_are_one_round(self):
        rounds = []
        users = self.env.registry["res.users"]
        self.patch(users, "_qms_resync", lambda self, *units: rounds.append(self))
        leaves = self._requested(self.leader, MONDAY, FRIDAY)
        leaves |= self._requested(self.nurse, MONDAY, FRIDAY)
        leaves |= self._requested(self.aide, "2026-06-01", "2026-06-05")
        rounds.clear()
        leaves.with_user(self.officer).action_approve()
        self.assertEqual([r for r in rounds if r], [self.leader | self.nurse])

    def test_a_leave_of_who_has_no_login_keeps_nobody_away(self):
        action = self._asked()
        cleaner = self.env["hr.employee"].create(
            {
                "name": "Cleaner",
                "department_id": self.home_care.id,
                "company_id": self.company.id,
            }
        )
        duty = self._duties(action)
        leave = self._leave(self.env["res.users"], MONDAY, FRIDAY, employee=cleaner)
        self.assertEqual(leave.state, "validate")
        self.assertFalse(leave.user_id)
        self.assertEqual(self._duties(action), duty)
        self.assertFalse(self.env["res.users"]._qms_away(date(2026, 3, 2)))

    # ------------------------------------------------------------
    # Reminders
    # ------------------------------------------------------------

    def _told(self, day):
        lists = self.env["qms.daily.list"]
        known = lists.search([])
        with freeze_time(f"{day} 05:00:00"), self.enter_registry_test_mode():
            self.env.ref("qms.ir_cron_daily_list").method_direct_trigger()
        self.env.invalidate_all()
        return (lists.search([]) - known).user_id

    def test_nobody_is_reminded_on_leave(self):
        self.company.qms_escalate_days = 0
        self.env["qms.duty"].search([])._close()
        action = self._new_action(date_deadline=date(2026, 3, 2))
        action.action_submit()
        action.with_user(self.leader).action_approve()
        self._leave(self.aide, TUESDAY, WEDNESDAY)
        self.assertEqual(self._told(MONDAY), self.aide)
        self.assertFalse(self._told(TUESDAY))
        self.assertEqual(self._told(THURSDAY), self.aide)

    def test_an_employee_changes_no_duty_by_a_leave_he_may_not_approve(self):
        action = self._asked()
        leave = self._requested(self.leader, MONDAY, FRIDAY)
        with self.assertRaises(UserError):
            leave.with_user(self.aide).action_approve()
        self.assertEqual(self._decider(action)[0], self.leader)
