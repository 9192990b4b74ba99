from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, freeze_time, tagged

from .reading_common import ReadingCase


class MeetingCase(ReadingCase):
    def _people(self, *people):
        ids = [
            self._employee(person).id if person._name == "res.users" else person.id
            for person in people
        ]
        return self.env["hr.employee.public"].browse(ids)


@freeze_time("2026-03-02 09:00:00")
@tagged("post_install", "-at_install", "qms")
class TestTeamMeeting(MeetingCase):
    """Several texts gone through together: one tick by the leader."""

    def test_those_present_have_read_what_was_gone_through(self):
        first, second = self._sent(), self._sent(name="Second")
        third = self._sent(name="Third")
        meeting = self._meeting(
            first | second, self._people(self.cleaner, self.cook, self.nurse)
        )
        self.assertEqual(meeting.state, "draft")
        meeting.action_hold()
        for notice in (first, second):
            self.assertEqual(self._asked(notice), ["Aide"])
        self.assertEqual(len(self._asked(third)), 4)
        reading = self._readings(first, self.cook)
        self.assertEqual(
            (reading.way, reading.ticked_by_id, reading.meeting_id, reading.state),
            ("meeting", self.leader, meeting, "read"),
        )

    def test_who_ticked_is_a_decision_on_whom_and_what(self):
        notice = self._sent()
        present = self._people(self.cook)
        meeting = self._meeting(notice, present)
        meeting.action_hold()
        [decision] = self._decisions(meeting)
        self.assertEqual((decision.verb, decision.role), ("hold", "leader"))
        detail = self.env["qms.decision.detail"].search(
            [("decision_ref", "=", decision.id)]
        )
        self.assertEqual(detail.user_ref, self.leader.id)
        self.assertIn(f'"present_ids": [{self.cook.id}]', detail.content)

    def test_people_with_and_without_login_are_offered_and_what_they_must_read(self):
        notice = self._sent()
        self._sent(self.manager, unit_ids=self.administration.ids, name="All")
        self._sent(self.head, unit_ids=self.care.ids, name="Care").action_end()
        meeting = self._meeting(notice, self._people())
        self.assertEqual(
            sorted(meeting.offered_employee_ids.mapped("name")),
            ["Aide", "Cleaner", "Cook", "Leader", "Nurse"],
        )
        titles = meeting.with_context(qms_titles=True).offered_round_ids
        self.assertEqual(
            sorted(titles.mapped("display_name")),
            ["All", "New lock on the medicine cabinet"],
        )

    def test_the_unit_one_leads_is_filled_in(self):
        meetings = self.env["qms.team.meeting"].with_user(self.head)
        values = meetings.with_company(self.company).default_get(["department_id"])
        self.assertEqual(values["department_id"], self.care.id)

    # ------------------------------------------------------------
    # Refused
    # ------------------------------------------------------------

    def test_a_leader_ticks_off_own_units_and_those_below_alone(self):
        notice = self._sent(self.manager, unit_ids=self.administration.ids)
        people = self._people(self.cook)
        for user in (self.nurse, self.team, self.stranger):
            with self.assertRaises(AccessError):
                self._meeting(notice, people, user)
        for unit in (self.care, self.administration):
            with self.assertRaises(AccessError):
                self._meeting(notice, people, department_id=unit.id)
        self._meeting(notice, people, self.head).action_hold()
        self.assertEqual(self._readings(notice, self.cook).ticked_by_id, self.head)

    def test_a_meeting_is_not_moved_to_a_unit_of_somebody_else(self):
        notice = self._sent(self.manager, unit_ids=self.administration.ids)
        meeting = self._meeting(notice, self._people(self.cook))
        with self.assertRaises(AccessError):
            meeting.department_id = self.administration
            meeting.flush_recordset()
            meeting.check_access("write")

    def test_the_quality_manager_ticks_nobody_off_where_there_is_a_leader(self):
        notice = self._sent()
        meeting = self._meeting(notice, self._people(self.cook))
        with self.assertRaises(AccessError):
            meeting.with_user(self.manager).action_hold()
        for unit in (self.home_care, self.care, self.administration):
            unit.manager_id = False
        meeting.with_user(self.manager).action_hold()
        self.assertEqual(self._readings(notice, self.cook).state, "read")

    def test_people_of_other_units_are_refused_by_name(self):
        notice = self._sent(self.manager, unit_ids=self.administration.ids)
        meeting = self._meeting(notice, self._people(self.cook, self.team))
        with self.assertRaises(UserError) as refused:
            meeting.action_hold()
        self.assertIn("Team", str(refused.exception))
        self.assertNotIn("Cook", str(refused.exception))
        self.assertEqual(self._readings(notice, self.team).state, "open")

    def test_a_text_the_unit_is_not_asked_ticks_nobody_off(self):
        elsewhere = self._sent(self.manager, unit_ids=self._new_unit("X", None).ids)
        with self.assertRaises(AccessError):
            self._meeting(elsewhere, self._people(self.cook))
        meeting = self._meeting(elsewhere, self._people(self.cook), self.manager)
        meeting.with_user(self.leader).action_hold()
        self.assertFalse(self._readings(elsewhere))

    def test_nothing_is_ticked_off_in_advance_or_without_anybody(self):
        notice = self._sent()
        meeting = self._meeting(notice, self._people(), date="2026-03-03")
        with self.assertRaises(UserError) as refused:
            meeting.action_hold()
        for part in ("who was present", "a day that has come"):
            self.assertIn(part, str(refused.exception))

    def test_once_ticked_off_it_stays(self):
        notice = self._sent()
        meeting = self._meeting(notice, self._people(self.cook))
        meeting.action_hold()
        for values in ({"present_ids": []}, {"note": "x"}, {"state": "draft"}):
            with self.assertRaises(UserError):
                meeting.write(values)
        with self.assertRaises(UserError):
            meeting.action_hold()
        with self.assertRaises(UserError):
            meeting.copy({"state": "held"}).write({"held_by_id": self.nurse.id})

    def test_what_was_written_on_the_page_is_shown_and_goes_with_it(self):
        notice = self._sent(on_unit_page=True)
        round_ = notice.sudo().reading_round_ids
        round_._claim(self.home_care, "Kim from nights")
        meeting = self._meeting(notice, self._people(self.cook))
        self.assertIn("Kim from nights", meeting.claims)
        claims = self.env["qms.reading.claim"]
        for user, seen in ((self.leader, 1), (self.head, 1), (self.manager, 0)):
            self.assertEqual(len(claims.with_user(user).search([])), seen, user.login)
        with self.assertRaises(AccessError):
            claims.with_user(self.nurse).search([])
        meeting.action_hold()
        self.assertFalse(claims.search([]))


@freeze_time("2026-03-02 09:00:00")
@tagged("post_install", "-at_install", "qms")
class TestShareRead(MeetingCase):
    """How many have read it, by unit; what is small is left out."""

    def setUp(self):
        super().setUp()
        for number in range(8):
            self._new_worker(f"Helper {number}")
        self.kitchen = self._new_unit("Kitchen", None, self.home_care)
        for number in range(2):
            self._new_worker(f"Baker {number}", self.kitchen)
        self.notice = self._sent()

    def _tick(self, count):
        people = self._readings(self.notice).filtered(
            lambda row: row.employee_id.name.startswith("Helper")
        )[:count]
        people._confirm("meeting")

    def _share(self):
        rows = self.notice.sudo().reading_round_ids._get_share()
        return {row["unit"]: (row["read"], row["asked"]) for row in rows}

    def test_small_figures_and_those_they_follow_from_are_left_out(self):
        self._tick(1)
        self.assertNotIn(
            1, {figure for row in self._share().values() for figure in row}
        )
        self.assertNotIn(
            2, {figure for row in self._share().values() for figure in row}
        )

    def test_the_certified_scope_stands_beside_everybody(self):
        self.home_care.qms_in_scope = True
        rounds = self.notice.sudo().reading_round_ids
        # the bakers' own figure is too small to show: their others' would tell it
        self.assertFalse([row for row in rounds._get_share() if row.get("in_scope")])
        for number in range(2, 5):
            self._new_worker(f"Baker {number}", self.kitchen)
        self._tick(5)
        inside = [row for row in rounds._get_share() if row.get("in_scope")]
        self.assertEqual([(row["read"], row["asked"]) for row in inside], [(5, 12)])
        self.assertIn("In the certified scope", rounds._render_share())

    def test_what_is_large_enough_is_shown_without_names(self):
        baker = self._readings(self.notice).filtered(
            lambda row: row.department_id == self.kitchen
        )
        baker.sudo().unlink()
        self._tick(5)
        self.assertEqual(self._share(), {"Home care": (5, 12)})
        shown = self.notice.with_user(self.leader).read_share
        self.assertIn("42 %", shown)
        for person in self._readings(self.notice).employee_id:
            self.assertNotIn(person.name, shown)

    def test_units_stand_in_the_order_of_their_names(self):
        self._tick(8)
        units = list(self._share())
        self.assertEqual(units, ["Home care", "Kitchen", ""])


@tagged("post_install", "-at_install", "qms")
class TestTeamMeetingOnAPhone(MeetingCase, HttpCase):
    """On a phone: the leader ticks off a meeting, a nurse confirms by one click."""

    browser_size = "375x667"
    touch_enabled = True

    def test_tick_off(self):
        self._sent(date_deadline="2036-03-16")
        self.start_tour("/odoo", "qms_tick_off", login=self.leader.login)
        [meeting] = self.env["qms.team.meeting"].search([])
        self.assertEqual((meeting.state, meeting.held_by_id), ("held", self.leader))
        self.assertEqual(
            sorted(meeting.present_ids.mapped("name")), ["Cleaner", "Cook"]
        )

    def test_read_by_one_click(self):
        notice = self._sent(date_deadline="2036-03-16")
        self.start_tour("/odoo", "qms_read_and_understood", login=self.nurse.login)
        self.assertEqual(self._readings(notice, self.nurse).state, "read")
