from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .common import QmsCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestNoticeAnswer(QmsCase):
    """Readers ask and answer; it stays between them, who sent it and their leader."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.notice = (
            cls.env["qms.notice"]
            .with_user(cls.manager)
            .create(
                {
                    "name": "New lock",
                    "body": "Turn the key twice",
                    "company_id": cls.company.id,
                    "unit_ids": cls.home_care.ids,
                    "date_deadline": "2026-03-20",
                    "owner_id": cls.manager.id,
                }
            )
        )
        cls.notice.action_send()
        cls.answer = cls._ask(cls.nurse)

    @classmethod
    def _ask(cls, user, **kwargs):
        values = {"notice_id": cls.notice.id, "text": "Which key?", **kwargs}
        return cls.env["qms.notice.answer"].with_user(user).create(values)

    def test_who_sent_it_owes_a_reply(self):
        duty = self._duties(self.answer)
        self.assertEqual((duty.verb, duty.user_id), ("reply", self.manager))
        self.assertEqual(str(duty.date_deadline), "2026-03-09")
        mine = self.answer.with_user(self.manager)
        with self.assertRaisesRegex(UserError, "a reply"):
            mine.action_reply()
        mine.reply = "The red one"
        mine.action_reply()
        self.assertFalse(self._duties(self.answer))
        self.assertEqual(self.answer.reply, "The red one")
        with self.assertRaises(UserError):
            mine.reply = "The blue one"

    def test_others_know_how_many_and_nothing_more(self):
        self._ask(self.aide)
        for user in (self.aide, self.team, self.stranger):
            with self.subTest(user=user.login):
                seen = self.answer.with_user(user)
                self.assertNotIn(self.answer, seen.search([]))
                with self.assertRaises(AccessError):
                    seen.read(["text"])
        self.assertEqual(self.notice.with_user(self.aide).answer_count, 2)
        self.assertEqual(self.answer.with_user(self.leader).text, "Which key?")

    def test_who_writes_is_not_chosen(self):
        answer = self._ask(self.aide, author_id=self.nurse.id, reply="Yes")
        self.assertEqual(answer.author_id, self.aide)
        self.assertEqual(answer.department_id, self.home_care)
        self.assertFalse(answer.reply)
        with self.assertRaises(UserError):
            answer.with_user(self.leader).write({"author_id": self.nurse.id})

    def test_nobody_replies_to_himself(self):
        with self.assertRaises(AccessError):
            self.answer.write({"reply": "The red one"})
        own = self._ask(self.manager)
        with self.assertRaises(AccessError):
            own.action_reply()

    def test_to_what_the_owner_himself_asks_his_leader_replies(self):
        self.notice.sudo()._hand_on(
            self.notice._get_holding("owner_id"), self.manager, self.leader
        )
        own = self._ask(self.leader)
        self.assertEqual(self._duties(own).user_id, self.head)
        with self.assertRaises(AccessError):
            own.write({"reply": "The red one"})
        replied = own.with_user(self.head)
        replied.reply = "The red one"
        replied.action_reply()
        self.assertEqual(own.state, "replied")
        self.assertFalse(self._duties(own))
        # the questions of others stay his
        self.assertEqual(self._duties(self.answer).user_id, self.leader)

    def test_above_the_last_leader_nobody_owes_a_reply(self):
        self.notice.sudo()._hand_on(
            self.notice._get_holding("owner_id"), self.manager, self.director
        )
        own = self._ask(self.director)
        self.assertFalse(self._duties(own))

    @freeze_time("2026-03-02 23:30:00")
    def test_its_days_are_those_of_the_company(self):
        answer = self._ask(self.aide)
        self.assertEqual(str(answer.date_asked), "2026-03-03")
        mine = answer.with_user(self.manager)
        mine.reply = "The red one"
        mine.action_reply()
        self.assertEqual(str(answer.date_replied), "2026-03-03")

    def test_who_is_not_asked_to_read_it_does_not_answer(self):
        for user in (self.team, self.stranger):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._ask(user)

    def test_what_is_no_longer_read_has_no_more_answers(self):
        self.notice.action_end()
        with self.assertRaisesRegex(UserError, "not sent out"):
            self._ask(self.manager)

    def test_who_inherits_the_notice_inherits_the_questions(self):
        self.notice.sudo()._hand_on(
            self.notice._get_holding("owner_id"), self.manager, self.leader
        )
        self.assertEqual(self._duties(self.answer).user_id, self.leader)
