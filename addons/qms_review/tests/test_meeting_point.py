from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .meeting_common import MeetingCase


@freeze_time("2026-03-16 09:00")
@tagged("post_install", "-at_install", "qms")
class TestMeetingPoint(MeetingCase):
    """What is decided at a point, what it arrives with, what comes again."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time("2026-03-02 08:00"):
            cls.meeting = cls._held(cls._new_meeting())
        cls.meeting.action_begin()
        cls.goals = cls._point(cls.meeting, "goals")

    def _end(self):
        self.meeting.action_finish()
        self.meeting.with_user(self.head).action_approve()

    def _next(self, day="2026-06-15"):
        return self._new_meeting(day)

    # ------------------------------------------------------------
    # What is decided
    # ------------------------------------------------------------

    def test_a_question_makes_an_action_with_owner_and_deadline(self):
        action = self._decide(self.goals)
        self.assertEqual(action.question_id, self.follow)
        self.assertEqual(action.meeting_point_id, self.goals)
        self.assertEqual((action.owner_id, action.state), (self.aide, "open"))
        self.assertEqual(action.department_id, self.home_care)
        self.assertEqual(action.author_id, self.nurse)
        self.assertEqual(self.goals.state, "treated")
        decision = self._decisions(self.goals)[-1]
        self.assertEqual((decision.verb, decision.role), ("follow_up", "secretary"))

    def test_one_point_takes_several_decisions(self):
        self._decide(self.goals)
        self._decide(self.goals, name="And tell them")
        self.assertEqual(len(self.goals.action_ids), 2)
        self.assertEqual(len(self._decisions(self.goals)), 2)

    def test_what_is_proposed_follows_from_the_question(self):
        screen = self.goals.env["qms.meeting.follow.up"].create(
            {"point_id": self.goals.id, "question_id": self.tell.id}
        )
        self.assertEqual(screen.owner_id, self.leader)
        self.assertEqual(screen.name, self.tell.proposal)
        self.assertEqual(str(screen.date_deadline), "2026-03-30")

    def test_actions_are_made_by_a_question_in_the_meeting_alone(self):
        for user in (self.nurse, self.head, self.aide, self.manager):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._new_action(
                    user, res_model="qms.meeting.point", res_id=self.goals.id
                )
        with self.assertRaises(AccessError):
            self._decide(self.goals.with_user(self.aide))

    def test_nobody_puts_his_own_action_into_the_minutes(self):
        for user in (self.aide, self.nurse):
            with self.subTest(user=user.login):
                action = self._new_action(user, meeting_point_id=self.goals.id)
                self.assertFalse(action.meeting_point_id)
                with self.assertRaises(UserError):
                    action.write({"meeting_point_id": self.goals.id})
        self.assertFalse(self.goals.action_ids)

    def test_a_member_who_reads_it_does_not_lay_it_before_the_committee(self):
        action = self._decide(self.goals, owner_id=self.nurse.id)
        kind = self.env.ref("qms.action_type_consultation")
        action.sudo()._write_guarded({"type_id": kind.id})
        committee = self.env["qms.committee"].create(
            {"name": "Committee", "company_id": self.company.id}
        )
        values = {
            "name": "Shifts",
            "company_id": self.company.id,
            "committee_id": committee.id,
            "action_id": action.id,
        }
        self.assertTrue(action.with_user(self.aide).has_access("read"))
        for lay in (
            lambda user: action.with_user(user).action_consult(),
            lambda user: self.env["qms.consultation"].with_user(user).create(values),
        ):
            with self.assertRaisesRegex(AccessError, "Whoever carries it out"):
                lay(self.aide)
            self.assertTrue(lay(self.nurse))

    def test_before_and_after_the_meeting_nothing_is_decided(self):
        ahead = self._next()
        with self.assertRaisesRegex(UserError, "the meeting, begun"):
            self._decide(ahead.point_ids[0])
        self._end()
        with self.assertRaises(UserError):
            self._decide(self.goals)

    def test_members_read_what_was_decided_others_do_not(self):
        action = self._decide(self.goals, owner_id=self.nurse.id)
        seen = self.env["qms.action"].with_user(self.aide).search([])
        self.assertIn(action, seen)
        with self.assertRaises(AccessError):
            action.with_user(self.aide).write({"result": "Mine"})
        with self.assertRaises(AccessError):
            action.with_user(self._new_user("clerk")).read(["name"])

    def test_telling_staff_drafts_the_news(self):
        self.goals.note = "Wash your hands before and after"
        action = self._decide(self.goals, self.tell, owner_id=self.leader.id)
        notice = self.env["qms.notice"].search([("action_id", "=", action.id)])
        self.assertEqual((notice.state, notice.owner_id), ("draft", self.leader))
        self.assertEqual(notice.body, "Wash your hands before and after")
        self.assertEqual(notice.unit_ids, self.home_care)
        notice.with_user(self.leader).action_send()
        self.assertEqual(notice.state, "sent")
        with self.assertRaises(UserError):
            notice.with_user(self.leader).action_id = False

    def test_a_point_taken_up_again_needs_a_reason(self):
        self.goals.action_nothing()
        with self.assertRaises(UserError):
            self.goals.action_nothing()
        self.goals.action_take_up_again("One more thing")
        self.assertEqual(self.goals.state, "open")
        self.assertFalse(self.goals.date_treated)

    # ------------------------------------------------------------
    # What comes again
    # ------------------------------------------------------------

    def test_what_was_not_gone_through_comes_again_by_itself(self):
        own = self._new_point(self.meeting, "Keys of the store room")
        own = own.with_user(self.nurse)
        own.note = "No time"
        for point in self.meeting.point_ids - own - self.goals:
            point.action_nothing()
        self._end()
        self.assertEqual(own.state, "carried")
        following = self._next()
        again = following.point_ids.filtered("previous_id")
        self.assertEqual(again.previous_id, self.goals | own)
        self.assertEqual(again[-1].title, "Keys of the store room")
        self.assertEqual(len(following.point_ids), len(self.items) + 1)
        self.assertEqual(
            again[-1].action_read_screen()["carried"][0]["note"], "No time"
        )

    def test_it_comes_to_a_meeting_that_was_planned_already(self):
        following = self._next()
        self.assertFalse(following.point_ids.previous_id)
        self._new_point(self.meeting, "Keys")
        self._end()
        self.assertEqual(len(following.point_ids), len(self.items) + 1)

    def test_it_comes_again_once(self):
        self._end()
        first, second = self._next(), self._next("2026-09-14")
        self.assertEqual(len(first.point_ids.previous_id), len(self.items))
        self.assertFalse(second.point_ids.previous_id)

    def test_of_a_cancelled_meeting_nothing_is_lost(self):
        self._end()
        first = self._next()
        self._new_point(first, "Keys")
        first.action_cancel("Snow")
        second = self._next("2026-06-22")
        self.assertIn("Keys", second.point_ids.mapped("name"))
        chain = second.point_ids[0]._chain()
        self.assertEqual(chain.meeting_id, first | self.meeting)

    # ------------------------------------------------------------
    # What it arrives with
    # ------------------------------------------------------------

    def test_it_arrives_with_what_was_decided_and_how_it_went(self):
        still_open = self._decide(self.goals)
        done = self._decide(self.goals, name="Ask the board", owner_id=self.nurse.id)
        elsewhere = self._decide(self._point(self.meeting, "audits"))
        self._end()
        done.with_user(self.nurse).result = "The board agrees"
        done.with_user(self.nurse).action_complete()
        with freeze_time("2026-06-15 09:00"):
            point = self._point(self._next(), "goals").with_user(self.aide)
            told = {row["id"]: row for row in point.action_read_screen()["decided"]}
            self.assertEqual(set(told), {still_open.id, done.id})
            self.assertNotIn(elsewhere.id, told)
            self.assertTrue(told[still_open.id]["is_late"])
            self.assertEqual(told[done.id]["result"], "The board agrees")
        with freeze_time("2026-10-01 09:00"):
            later = self._held_after("2026-06-15", "2026-10-01")
            told = self._point(later, "goals").action_read_screen()["decided"]
            self.assertEqual([row["id"] for row in told], [still_open.id])

    def _held_after(self, day, following):
        with freeze_time("2026-06-01"):
            meeting = self.env["qms.meeting"].search([("date", "=", day)])
            self._held(meeting.with_user(self.nurse))
        with freeze_time(f"{day} 09:00"):
            meeting.with_user(self.nurse).action_begin()
            meeting.with_user(self.nurse).action_finish()
        return self._new_meeting(following)

    def test_a_figure_equals_the_list_it_opens_for_each_reader(self):
        indicator = self.env["qms.indicator"].create(
            {
                "name": "Actions planned",
                "code": "actions_planned",
                "topic_id": self.env.ref("qms.topic_objective").id,
                "res_model": "qms.action",
                "date_field": "date_deadline",
            }
        )
        for owner in (self.aide, self.nurse, self.nurse):
            self._new_action(self.head, owner_id=owner.id, date_deadline="2026-03-10")
        self._new_action(self.head, owner_id=self.aide.id, date_deadline="2025-11-20")
        counts = {}
        for user in (self.aide, self.nurse, self.head):
            point = self.goals.with_user(user)
            figures = point.action_read_screen()["figures"]
            figure = next(row for row in figures if row["indicator_id"] == indicator.id)
            opened = point.action_open_figure(indicator.id, self.company.id)
            found = self.env["qms.action"].with_user(user).search(opened["domain"])
            self.assertEqual(figure["value"], len(found), user.login)
            counts[user.login] = figure["value"]
        self.assertEqual(counts, {"qms_aide": 1, "qms_nurse": 2, "qms_head": 3})

    def test_a_share_of_few_is_not_printed(self):
        indicator = self.env["qms.indicator"].create(
            {
                "name": "Severe ones",
                "code": "actions_severe",
                "topic_id": self.env.ref("qms.topic_objective").id,
                "res_model": "qms.action",
                "date_field": "date_deadline",
                "aggregate": "share",
                "part_domain": "[('level', '=', 'high')]",
            }
        )

        def printed(**kwargs):
            for level in kwargs["levels"]:
                self._new_action(self.head, level=level, date_deadline="2026-03-10")
            rows = self.goals.with_user(self.head)._print_figures()
            return {row["indicator_id"]: row["shown"] for row in rows}[indicator.id]

        self.assertEqual(printed(levels=["high", *["low"] * 4]), "too few to show")
        self.assertEqual(printed(levels=["high", "high", "low"]), "38")

    def test_points_open_what_they_are_about(self):
        opened = {
            point.item_id.code: point.with_user(self.aide).action_read_screen()["opens"]
            for point in self.meeting.sudo().point_ids
        }
        expected = {
            "goals": "qms.objective",
            "review": "qms.review",
            "communication": "qms.notice",
            "procedures": "qms.process",
            "context": "qms.risk.map",
        }
        windows = self.env["ir.actions.act_window"]
        self.assertEqual(
            {code: windows.browse(opened[code]).res_model for code in expected},
            expected,
        )

    def test_the_point_on_the_review_arrives_with_what_it_decided(self):
        review = self.env["qms.review"].create(
            {
                "company_id": self.company.id,
                "owner_id": self.manager.id,
                "date_from": "2025-01-01",
                "date_to": "2025-12-31",
            }
        )
        action = self.env["qms.action"].create(
            {
                "name": "One procedure for medicine",
                "type_id": self.env.ref("qms_review.action_type_review").id,
                "res_model": "qms.review",
                "res_id": review.id,
                "owner_id": self.aide.id,
            }
        )

        def decided(code, user):
            point = self._point(self.meeting, code).with_user(user)
            return [row["id"] for row in point.action_read_screen()["decided"]]

        self.assertIn(action.id, decided("review", self.aide))
        self.assertNotIn(action.id, decided("goals", self.aide))
        self.assertNotIn(action.id, decided("review", self.leader))

    def test_a_figure_of_another_point_is_not_opened(self):
        indicator = self.env.ref("qms.indicator_actions_effective")
        with self.assertRaises(ValueError):
            self.goals.action_open_figure(indicator.id, self.company.id)

    def test_what_came_back_is_a_number_at_the_next_meeting(self):
        action = self._decide(self.goals, self.tell, owner_id=self.leader.id)
        notice = self.env["qms.notice"].search([("action_id", "=", action.id)])
        notice.with_user(self.leader).action_send()
        answers = self.env["qms.notice.answer"].with_user(self.aide)
        answers.create({"notice_id": notice.id, "text": "And the night shift?"})
        self._end()
        with freeze_time("2026-06-15 09:00"):
            point = self._point(self._next(), "communication")
            [news] = point.action_read_screen()["news"]
        self.assertEqual((news["name"], news["answers"]), (action.name, 1))
        self.assertNotIn("night shift", str(news))
        self.assertFalse(answers.with_user(self.nurse).search([]))
