from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged

from .reading_common import ReadingCase


@freeze_time("2026-03-02 09:00:00")
@tagged("post_install", "-at_install", "qms")
class TestReading(ReadingCase):
    """Read and understood: who is asked, and who confirms."""

    def test_whoever_works_there_or_below_is_asked_but_not_the_sender(self):
        below = self._new_unit("Night watch", None, self.home_care)
        self._new_worker("Watchman", below)
        notice = self._sent()
        self.assertEqual(
            self._asked(notice), ["Aide", "Cleaner", "Cook", "Nurse", "Watchman"]
        )
        self.assertEqual(self._asked(self._sent(self.manager))[-3], "Leader")

    def test_a_draft_asks_nobody(self):
        notice = self._new_notice()
        self.assertFalse(self._readings(notice))
        self.assertFalse(notice.with_user(self.nurse).has_access("read"))

    def test_each_owes_it_by_the_day(self):
        notice = self._sent()
        reading = self._readings(notice, self.nurse)
        duty = self._duties(reading)
        self.assertEqual((duty.verb, duty.user_id), ("read", self.nurse))
        self.assertEqual(str(duty.date_deadline), "2026-03-16")
        mine = duty.with_user(self.nurse)
        self.assertEqual(mine.title, "Read: New lock on the medicine cabinet")
        self.assertEqual(mine.display_name, f"Read: {notice.display_name}")
        self.assertEqual(mine.action_open()["res_model"], "qms.notice")
        self.assertEqual(self._activities(reading).user_id, self.nurse)

    def test_one_click_on_the_notice(self):
        notice = self._sent().with_user(self.nurse)
        self.assertTrue(notice.must_read)
        self.assertIn(notice, notice.search([("must_read", "=", True)]))
        notice.action_read()
        reading = self._readings(notice, self.nurse)
        self.assertEqual((reading.state, reading.way), ("read", "self"))
        self.assertEqual(str(reading.date_read), "2026-03-02")
        notice.invalidate_recordset()
        self.assertFalse(notice.must_read)
        self.assertEqual(notice.my_reading_date, reading.date_read)
        self.assertNotIn(notice, notice.search([("must_read", "=", True)]))
        self.assertFalse(self._duties(reading))
        self.assertFalse(self._activities(reading))

    def test_one_click_on_my_quality_work(self):
        notice = self._sent()
        [duty] = self._own(self.nurse, [("verb", "=", "read")])
        duty.action_read()
        self.assertEqual(self._readings(notice, self.nurse).state, "read")
        self.assertEqual(duty.state, "done")

    def test_twice_is_as_good_as_once(self):
        notice = self._sent()
        notice.with_user(self.nurse).action_read()
        with freeze_time("2026-03-05 09:00:00"):
            notice.with_user(self.nurse).action_read()
        reading = self._readings(notice, self.nurse)
        self.assertEqual(str(reading.date_read), "2026-03-02")

    # ------------------------------------------------------------
    # Refused
    # ------------------------------------------------------------

    def test_nobody_confirms_for_another(self):
        reading = self._readings(self._sent(), self.nurse)
        for user in (self.aide, self.leader, self.manager, self.stranger, self.head):
            with self.assertRaises(AccessError):
                reading.with_user(user).action_confirm()
        both = self._readings(self.env["qms.notice"].search([]), self.nurse, self.aide)
        with self.assertRaises(AccessError):
            both.with_user(self.nurse).action_confirm()
        self.assertEqual(set(both.mapped("state")), {"open"})

    def test_anothers_duty_is_not_done_by_a_click(self):
        notice = self._sent()
        duty = self._duties(self._readings(notice, self.nurse))
        for user in (self.leader, self.manager, self.aide):
            with self.assertRaises(AccessError):
                duty.with_user(user).action_read()
        self.assertEqual(duty.state, "open")

    def test_who_is_not_asked_has_nothing_to_confirm(self):
        notice = self._sent()
        with self.assertRaises(AccessError):
            notice.with_user(self.leader).action_read()
        with self.assertRaises(AccessError):
            notice.with_user(self.stranger).action_read()

    def test_nobody_writes_rows(self):
        notice = self._sent()
        reading = self._readings(notice, self.nurse)
        for user in (self.nurse, self.leader, self.manager):
            own = reading.with_user(user)
            for change in ({"state": "read"}, {"date_deadline": "2027-01-01"}):
                with self.assertRaises(AccessError):
                    own.write(change)
            with self.assertRaises(AccessError):
                own.unlink()
            with self.assertRaises(AccessError):
                own.create({"round_id": 1, "employee_id": 1})
            with self.assertRaises(AccessError):
                own.round_id.write({"date_ended": "2026-03-02"})
        self.assertEqual(reading.state, "open")

    def test_a_ticked_activity_reads_nothing(self):
        reading = self._readings(self._sent(), self.nurse)
        self._activities(reading).with_user(self.nurse).action_feedback()
        self.assertEqual(reading.state, "open")
        self.assertTrue(self._activities(reading))

    # ------------------------------------------------------------
    # Who reads what
    # ------------------------------------------------------------

    def test_units_concerned_read_it_and_nobody_else(self):
        notice = self._sent()
        for user in (self.nurse, self.aide, self.leader, self.head, self.manager):
            self.assertTrue(notice.with_user(user).has_access("read"), user.login)
        for user in (self.team, self.stranger):
            self.assertFalse(notice.with_user(user).has_access("read"), user.login)
            self.assertFalse(notice.with_user(user).search([]))

    def test_who_is_asked_changes_nothing(self):
        notice = self._sent().with_user(self.nurse)
        with self.assertRaises(UserError):
            notice.name = "Another"
        for step in ("end", "send", "discard"):
            with self.assertRaises(UserError):
                notice._transition(step, "x")

    def test_one_sees_his_own_row_and_a_leader_those_of_his_units(self):
        notice = self._sent()
        rows = self._readings(notice)
        for user, seen in (
            (self.nurse, self._readings(notice, self.nurse)),
            (self.leader, rows),
            (self.head, rows),
            (self.manager, rows),
            (self.team, rows.browse()),
            (self.stranger, rows.browse()),
        ):
            found = self.env["qms.reading"].with_user(user).search([])
            self.assertEqual(found, seen, user.login)

    def test_rows_are_counted_by_unit_and_never_by_person(self):
        self._sent()
        rows = self.env["qms.reading"].with_user(self.manager)
        self.assertTrue(rows.formatted_read_group([], ["department_id"], ["__count"]))
        for spec in ("employee_id", "ticked_by_id", "employee_id.name"):
            with self.assertRaises(AccessError):
                rows.formatted_read_group([], [spec], ["__count"])


@freeze_time("2026-03-02 09:00:00")
@tagged("post_install", "-at_install", "qms")
class TestNotice(ReadingCase):
    """A notice: who sends it, what it asks for, when it ends."""

    def test_a_leader_sends_to_own_units_and_those_below_alone(self):
        self._sent()
        self._sent(self.head)
        for units in (self.care, self.care | self.home_care, self.administration):
            notice = self._new_notice(unit_ids=units.ids)
            with self.assertRaises(AccessError):
                notice.action_send()
            self.assertFalse(notice.sudo().reading_round_ids)
        self._sent(self.manager, unit_ids=self.administration.ids)

    def test_a_deputy_sends_in_his_period(self):
        notice = self._new_notice()
        notice.sudo().owner_id = self.aide
        self.env["qms.deputy"].create(
            {
                "user_id": self.leader.id,
                "deputy_id": self.aide.id,
                "date_from": "2026-03-01",
                "date_to": "2026-03-31",
                "company_id": self.company.id,
            }
        )
        notice.with_user(self.aide).action_send()
        self.assertEqual(self._decisions(notice)[-1].role, "deputy")

    def test_staff_write_none(self):
        for user in (self.nurse, self.team):
            with self.assertRaises(AccessError):
                self._new_notice(user)

    def test_all_that_is_missing_is_said_at_once(self):
        notice = self._new_notice(body=False, unit_ids=[], date_deadline="2026-03-01")
        with self.assertRaises(UserError) as refused:
            notice.action_send()
        for part in ("a text, a link or a file", "units concerned", "today or later"):
            self.assertIn(part, str(refused.exception))

    def test_a_file_or_a_link_is_enough(self):
        self._sent(body=False, url="https://town.example/procedure")
        notice = self._new_notice(body=False)
        self.env["ir.attachment"].create(
            {
                "name": "a.txt",
                "raw": b"Read me",
                "res_model": notice._name,
                "res_id": notice.id,
            }
        )
        notice.action_send()

    def test_a_link_leads_to_the_web_alone(self):
        for url in ("javascript:alert(1)", "data:text/html,x", "town.example"):
            with self.assertRaises(ValidationError):
                self._new_notice(url=url)

    def test_what_was_sent_out_stays_as_it_is(self):
        notice = self._sent()
        for values in (
            {"body": "Turn it once"},
            {"unit_ids": [Command.clear()]},
            {"date_deadline": "2030-01-01"},
            {"on_unit_page": True},
        ):
            with self.assertRaises(UserError):
                notice.write(values)
        with self.assertRaises(UserError):
            notice.write({"state": "draft"})

    def test_ended_it_asks_nobody_and_who_has_read_it_stays_known(self):
        notice = self._sent()
        notice.with_user(self.nurse).action_read()
        notice.action_end()
        self.assertFalse(self._asked(notice))
        self.assertFalse(self._own(self.aide, [("state", "=", "open")]))
        self.assertEqual(self._readings(notice, self.nurse).state, "read")
        self.assertEqual(notice.state, "ended")
        self.assertTrue(notice.with_user(self.nurse).has_access("read"))
        self.assertFalse(notice.with_user(self.aide).has_access("read"))

    def test_ended_by_the_responsible_or_a_leader_of_its_units(self):
        notice = self._sent()
        for user in (self.nurse, self.team, self.stranger):
            with self.assertRaises(AccessError):
                notice.with_user(user).action_end()
        notice.with_user(self.head).action_end()
        self.assertEqual(self._decisions(notice).mapped("verb"), ["send", "end"])

    def test_a_draft_is_discarded_with_a_reason(self):
        notice = self._new_notice()
        self.assertIsInstance(notice.action_discard(), dict)
        notice.action_discard("Said at the meeting")
        self.assertEqual(notice.state, "discarded")

    def test_a_second_round_ends_the_first(self):
        notice = self._sent()
        notice.with_user(self.nurse).action_read()
        notice.sudo()._start_reading(self.home_care, "2026-05-01")
        self.assertIn("Nurse", self._asked(notice))
        self.assertEqual(len(notice.sudo().reading_round_ids), 2)
        self.assertEqual(len(notice.sudo()._open_reading_rounds()), 1)
        self.assertTrue(notice.with_user(self.nurse).must_read)

    def test_its_text_is_masked_and_erased_like_any_other(self):
        notice = self._sent(body="CPR 010180-1234 turns the key twice")
        self.assertNotIn("010180-1234", notice.body)
        pieces = self.env["qms.erasure"].with_user(self.manager)
        key = f"qms.notice,{notice.id},body"
        self.assertIn(key, pieces._pieces(notice.with_user(self.manager)))
        ground = self.env.ref("qms.ground_needless")
        record = notice.with_user(self.manager)
        pieces._erase(record, [key], ground)
        self.assertNotIn("turns the key", notice.sudo().body or "")
