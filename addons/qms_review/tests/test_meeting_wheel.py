from odoo.tests import freeze_time, tagged

from odoo.addons.qms.tests.wheel_common import WheelCase

from .meeting_common import MeetingCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestMeetingWheel(MeetingCase, WheelCase):
    """Meetings and terms of reference come from the year wheel, each once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.terms = cls._new_item("terms", "6", 10, owner_id=cls.nurse.id)
        cls.edition = cls._new_year()

    def _make(self, day="2026-05-01"):
        with freeze_time(day):
            self.env["qms.wheel.occurrence"]._make_all()
        return self.env["qms.meeting"].search([("company_id", "=", self.company.id)])

    def test_the_wheel_plans_the_meeting_of_the_companys_group(self):
        meeting = self._make()
        self.assertEqual(meeting.group_id, self.group)
        self.assertEqual(meeting.wheel_occurrence_id, self._of(self.meeting))
        self.assertEqual(str(meeting.date), "2026-05-12")
        self.assertEqual(len(meeting.point_ids), 7)
        self.assertEqual(self._duties(meeting).user_id, self.nurse)
        self.assertEqual(self._make(), meeting)

    def test_a_group_is_named_on_the_wheel(self):
        other = self._new_group(name="Steering group")
        self.meeting.quality_group_id = other
        self.assertEqual(self._make().group_id, other)

    def test_a_company_without_a_group_gets_one(self):
        self.group.active = False
        meeting = self._make()
        self.assertTrue(meeting.group_id - self.group)
        self.assertEqual(
            self._duties(meeting).group_id, self.env.ref("qms.group_quality_manager")
        )

    def test_a_meeting_planned_around_that_day_is_the_one(self):
        planned = self._new_meeting("2026-05-20")
        self.assertEqual(self._make(), planned)
        self.assertEqual(planned.wheel_occurrence_id, self._of(self.meeting))

    def test_the_wheel_asks_twice_and_gets_one_meeting(self):
        again = self._of(self.meeting).sudo().copy({"ordinal": 2})
        again._write_guarded({"date_planned": "2026-05-14"})
        meeting = self._make()
        self.assertEqual(len(meeting), 1)
        self.assertEqual(again.res_id, meeting.id)

    def test_the_wheel_asks_twice_and_gets_one_draft_of_the_terms(self):
        again = self._of(self.terms).sudo().copy({"ordinal": 2})
        again._write_guarded({"date_planned": "2026-06-12"})
        self._make("2026-06-01")
        terms = self.env["qms.terms"].search([("group_id", "=", self.group.id)])
        self.assertEqual(len(terms), 1)
        self.assertEqual(again.res_id, terms.id)

    def test_the_meeting_of_another_month_is_not_the_one(self):
        planned = self._new_meeting("2026-05-28")
        made = self._make() - planned
        self.assertEqual(made.wheel_occurrence_id, self._of(self.meeting))

    def test_a_planned_meeting_follows_the_wheel_a_called_one_does_not(self):
        meeting = self._make().with_user(self.nurse)
        occurrence = self._of(self.meeting)
        with freeze_time("2026-05-02"):
            occurrence.action_move("2026-05-19", "Holidays")
            self.assertEqual(str(meeting.date), "2026-05-19")
            meeting.place = "Room 2"
            meeting.action_call()
            occurrence.action_move("2026-05-26", "Again")
            self.assertEqual(str(meeting.date), "2026-05-19")

    def test_approved_minutes_end_it_in_the_wheel(self):
        meeting = self._make().with_user(self.nurse)
        occurrence = self._of(self.meeting)
        with freeze_time("2026-05-04"):
            meeting.place = "Room 2"
            self._held(meeting)
        with freeze_time("2026-05-12 09:00"):
            meeting.action_begin()
            meeting.action_finish()
            self.assertEqual(occurrence.state, "due")
            meeting.with_user(self.head).action_approve()
        self.assertEqual(occurrence.state, "done")

    def test_cancelled_it_is_owed_until_another_is_planned(self):
        meeting = self._make().with_user(self.nurse)
        occurrence = self._of(self.meeting)
        meeting.action_cancel("Strike")
        self.assertFalse(occurrence.res_id)
        self.assertEqual(self._duties(occurrence).verb, "do")
        other = self._new_meeting("2026-06-01")
        self.assertEqual(occurrence.res_id, other.id)
        self.assertFalse(self._duties(occurrence))

    def test_the_terms_are_evaluated_from_the_wheel(self):
        terms = self.env["qms.terms"].with_user(self.nurse)
        values = {"purpose": "Learn", "line_ids": [(0, 0, {"name": "Write"})]}
        first = terms.create({"group_id": self.group.id, **values})
        first.with_user(self.head).action_approve()
        self._make("2026-06-01")
        second = terms.search([("state", "=", "draft")])
        self.assertEqual((second.version, second.purpose), (2, "Learn"))
        occurrence = self._of(self.terms)
        self.assertEqual(second.wheel_occurrence_id, occurrence)
        with freeze_time("2026-06-05"):
            # nobody wrote in it: the chair has looked and it holds
            second.with_user(self.head).action_approve()
        self.assertEqual((first.state, occurrence.state), ("replaced", "done"))

    def test_a_group_goes_into_the_wheel_once(self):
        group = self._new_group(name="Steering group").with_user(self.manager)
        group.action_into_wheel()
        group.action_into_wheel()
        items = self.env["qms.wheel.item"].search([("quality_group_id", "=", group.id)])
        self.assertEqual(set(items.mapped("kind_id.code")), {"meeting", "terms"})
        self.assertEqual(len(items), 2)
        self.assertEqual(
            items.filtered(lambda item: item.kind_id.code == "meeting").frequency,
            "quarterly",
        )
