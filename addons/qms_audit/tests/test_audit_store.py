import base64

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from odoo.addons.qms.tests.test_photo import photo

from .common import NEXT_DAY, AuditCase

KEY = "0123456789abcdef"


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestAuditStore(AuditCase):
    """What a device sends is stored once, however often it comes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.audit = cls._running()
        cls.row = cls.audit.answer_ids

    def _send(self, *entries, user=None, audit=None):
        answers = self.env["qms.audit.answer"].with_user(user or self.auditor)
        return answers.action_store((audit or self.audit).id, list(entries))

    def _entry(self, key=KEY, **values):
        return {"key": key, "id": self.row.id, **values}

    def test_an_answer_is_stored(self):
        result = self._send(self._entry(answer="minor", note="Open", sample="Room 2"))
        self.assertEqual(result, {KEY: {"stored": True}})
        self.assertEqual(
            (self.row.answer, self.row.note, self.row.sample),
            ("minor", "Open", "Room 2"),
        )
        self.assertTrue(self.row.answered_on)

    def test_sent_twice_it_is_stored_once(self):
        self._send(self._entry(answer="minor", note="Open"))
        self._send(self._entry("fedcba9876543210", answer="major", note="Worse"))
        again = self._send(self._entry(answer="minor", note="Open"))
        self.assertEqual(again, {KEY: {"stored": True}})
        self.assertEqual((self.row.answer, self.row.note), ("major", "Worse"))

    def _two_with_one_card(self):
        """``second`` is in the team too and has answered; the lead saw nothing yet."""
        self.env["qms.audit.member"].create(
            {"audit_id": self.audit.id, "user_id": self.second.id, "role": "auditor"}
        )
        nothing = dict.fromkeys(("answer", "note", "sample"), False)
        theirs = self._entry("from-second", answer="conform", note="", seen=nothing)
        self._send({**theirs, "sample": "Room 2"}, user=self.second)
        self.env.invalidate_all()
        return nothing

    def test_of_two_with_one_card_the_later_one_sees_the_other(self):
        nothing = self._two_with_one_card()
        mine = self._entry(answer="minor", note="Open", sample=False, seen=nothing)
        [result] = self._send(mine).values()
        self.assertEqual(
            result,
            {
                "stored": False,
                "refused": "Somebody else answered this meanwhile: Conform, Room 2",
                "now": {"answer": "conform", "note": False, "sample": "Room 2"},
            },
        )
        self.assertEqual((self.row.answer, self.row.sample), ("conform", "Room 2"))
        [result] = self._send({**mine, "seen": result["now"]}).values()
        self.assertTrue(result["stored"])
        self.assertEqual((self.row.answer, self.row.note), ("minor", "Open"))

    def test_the_same_answer_of_two_is_no_conflict(self):
        nothing = self._two_with_one_card()
        same = {"answer": "conform", "note": False, "sample": "Room 2"}
        [result] = self._send(self._entry(**same, seen=nothing)).values()
        self.assertTrue(result["stored"])

    def test_one_s_own_answer_from_before_is_no_conflict(self):
        """Its receipt may have been lost on the way to the device."""
        nothing = dict.fromkeys(("answer", "note", "sample"), False)
        self._send(self._entry("the-first-one", answer="minor", seen=nothing))
        [result] = self._send(self._entry(answer="major", seen=nothing)).values()
        self.assertTrue(result["stored"])
        self.assertEqual(self.row.answer, "major")

    def test_a_photo_is_taken_whatever_the_other_one_wrote(self):
        self._two_with_one_card()
        data = base64.b64encode(photo()).decode()
        self._send(self._entry(photos=[{"name": "cabinet.jpg", "data": data}]))
        self.assertEqual(self.row.photo_count, 1)

    def test_a_question_added_on_the_device_is_made_once(self):
        entry = {
            "key": KEY,
            "client_key": "own-1",
            "question": "What do you fear?",
            "answer": "conform",
        }
        self._send(entry)
        self._send(entry)
        self._send({**entry, "key": "another-key", "note": "Nothing"})
        own = self.audit.answer_ids - self.row
        self.assertEqual(
            (own.question, own.note, own.source),
            ("What do you fear?", "Nothing", "own"),
        )

    def test_a_photo_is_stored_once_and_without_its_place(self):
        data = base64.b64encode(photo()).decode()
        entry = self._entry(photos=[{"name": "cabinet.jpg", "data": data}])
        self._send(entry)
        self._send(entry)
        self.assertEqual(self.row.photo_count, 1)
        self.assertNotIn(b"Telltale", self.row.attachment_ids.raw)

    def test_what_is_refused_is_named_and_may_come_again(self):
        self.audit.with_user(self.manager).action_cancel(reason="No")
        result = self._send(self._entry(answer="minor"))
        self.assertFalse(result[KEY]["stored"])
        self.assertTrue(result[KEY]["refused"])
        self.assertFalse(self.env["qms.audit.sent"].search_count([("key", "=", KEY)]))

    def test_one_refused_entry_does_not_take_the_others_along(self):
        result = self._send(
            {"key": "gone-question", "id": 0, "answer": "minor"},
            {"key": "bad-question", "id": self.row.id + 1000, "answer": "minor"},
            self._entry(answer="conform"),
        )
        self.assertEqual(
            [result[key]["stored"] for key in ("bad-question", KEY)], [False, True]
        )
        self.assertEqual(self.row.answer, "conform")

    def test_a_row_of_another_audit_is_not_reached(self):
        other = self._running(**NEXT_DAY)
        result = self._send(
            {"key": KEY, "id": other.answer_ids[:1].id, "answer": "major"}
        )
        self.assertFalse(result[KEY]["stored"])
        self.assertFalse(other.answer_ids[:1].answer)

    def test_outsiders_send_nothing(self):
        for user in (self.second, self.nurse, self.stranger):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._send(self._entry(answer="minor"), user=user)
        result = self._send(self._entry(answer="minor"), user=self.leader)
        self.assertFalse(result[KEY]["stored"])
        self.assertFalse(self.row.answer)

    def test_nothing_but_answers_is_taken(self):
        self._send(
            self._entry(
                answer="conform", question="Another?", source="bank", audit_id=0
            )
        )
        self.assertEqual(self.row.question, "How is medicine stored?")

    def test_an_entry_has_a_key(self):
        for key in (None, "", "short", 12345678, "x" * 65):
            with self.subTest(key=key), self.assertRaises(UserError):
                self._send({"key": key, "id": self.row.id, "answer": "minor"})

    def test_a_grade_that_there_is_not_is_refused(self):
        with self.assertRaises(ValueError):
            self._send(self._entry(answer="terrible"))

    def test_identity_numbers_are_masked_here_too(self):
        self._send(self._entry(note="CPR 070761-4285 lay open", answer="minor"))
        self.assertNotIn("4285", self.row.note)

    def test_the_screen_reads_questions_and_what_was_found_before(self):
        self.audit.answer_ids.write({"answer": "minor", "note": "It stood open"})
        self.audit.action_conclude()
        self._write_report(self.audit)
        self.audit.action_report()
        later = self._running(**NEXT_DAY)
        found = later.action_read_on_site()
        card = next(card for card in found["cards"] if card["source"] == "bank")
        self.assertIn("It stood open", card["earlier"][0])
        self.assertIn("8.5.1", card["requirement"])
        self.assertEqual([value for value, _label in found["answers"]][0], "conform")
        self.assertIn("conclude", found["steps"])

    def test_the_screen_shows_no_notes_to_others(self):
        self.row.note = "It stood open"
        self.assertFalse(
            self.audit.with_user(self.leader).action_read_on_site()["cards"]
        )
        with self.assertRaises(AccessError):
            self.audit.with_user(self.nurse).action_read_on_site()
