from datetime import date

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from ..models import deviation_removal
from .channel_common import STORY, ChannelCase

WORD = "Zebrafish"


@freeze_time("2026-03-02 10:00:00")
@tagged("post_install", "-at_install", "qms")
class TestHandoverRemoval(ChannelCase):
    """Removed only when the other side has it and the archive rule allows."""

    def _full_case(self):
        """A case in which the word stands in every place it can."""
        case = self._treated(
            description=STORY,
            place=f"{WORD} road 1",
            attachment_ids=[
                Command.create(
                    {
                        "name": f"{WORD}.txt",
                        "raw": b"Zebrafish again",
                        "mimetype": "text/plain",
                    }
                )
            ],
        )
        case.write(
            {
                "cause": f"{WORD} was asleep",
                "correction": f"{WORD} was called",
                "summary": f"About {WORD}",
                "responsible_id": self.leader.id,
            }
        )
        case.message_post(
            body=f"{WORD} rang", attachments=[(f"{WORD}2.txt", b"Zebrafish 2")]
        )
        case.message_subscribe(self.head.partner_id.ids)
        case.action_ids.message_post(body=f"{WORD} was seen to")
        case.sudo().report_ids.with_user(self.nurse).message_post(body=f"{WORD} too")
        case.activity_schedule(
            "mail.mail_activity_data_todo",
            note=f"Ask {WORD}",
            user_id=self.leader.id,
        )
        action = case.action_ids
        action.with_user(self.leader).action_confirm_effect(reason=f"{WORD} is fine")
        self.env.flush_all()
        return case

    def test_the_word_stands_in_many_places_to_begin_with(self):
        self._full_case()
        places = {place.split(".")[0] for place in self._places_of(WORD)}
        self.assertLessEqual(
            {
                "ir_attachment",
                "mail_activity",
                "mail_message",
                "qms_decision_detail",
                "qms_deviation",
                "qms_report",
            },
            places,
        )

    # ------------------------------------------------------------
    # When
    # ------------------------------------------------------------

    def test_before_the_confirmation_nothing_is_removed(self):
        case = self._handed_over(self._removed_at_once())
        with freeze_time("2036-03-02"):
            self._run_cron()
        self.assertIn(WORD, case.description)
        self.assertFalse(case.date_removed)

    def _run_cron(self, name="qms_deviation.ir_cron_remove_handed_over"):
        with self.enter_registry_test_mode():
            self.env.ref(name).method_direct_trigger()
        self.env.invalidate_all()

    def test_where_the_text_stays_it_is_never_removed(self):
        case = self._handed_over(self._channel())
        self._confirm(case)
        with freeze_time("2036-03-02"):
            self._run_cron()
        self.assertIn(WORD, case.description)
        self.assertFalse(case.date_removable)

    def test_after_the_months_of_the_rule_it_is_removed(self):
        case = self._handed_over(self._removed_at_once(keep_months=6))
        self._confirm(case)
        self.assertEqual(case.date_removable, date(2026, 9, 2))
        with freeze_time("2026-09-01"):
            self._run_cron()
        self.assertIn(WORD, case.description)
        with freeze_time("2026-09-02 03:00:00"):
            self._run_cron()
            self.assertEqual(self._places_of(WORD), [])
            self.assertEqual(case.sudo().date_removed, date(2026, 9, 2))
            self.assertEqual(self._problems(), [])
            self._run_cron()

    def test_a_rule_made_longer_afterwards_does_not_undo_what_was_decided(self):
        channel = self._removed_at_once(keep_months=6)
        case = self._handed_over(channel)
        self._confirm(case)
        channel.keep_months = 1
        self.assertEqual(case.date_removable, date(2026, 9, 2))

    def test_with_no_months_it_goes_with_the_confirmation(self):
        case = self._handed_over(self._removed_at_once(), self._full_case())
        self._confirm(case)
        self.assertEqual(self._places_of(WORD), [])
        self.assertEqual(self._problems(), [])

    def test_the_scheduled_action_takes_many_in_slices(self):
        channel = self._removed_at_once(keep_months=1)
        cases = self.env["qms.deviation"]
        for _time in range(3):
            cases |= self._handed_over(channel)
        self._confirm(cases)
        self.patch(deviation_removal, "SLICE", 2)
        with freeze_time("2026-05-01"):
            self._run_cron()
        self.assertTrue(all(cases.sudo().mapped("date_removed")))

    def test_nobody_empties_it_before_the_day_that_was_decided(self):
        case = self._handed_over(self._removed_at_once(keep_months=6))
        self._confirm(case)
        with self.assertRaises(UserError):
            self.env["qms.decision"].sudo()._carry_out_erasure(case)

    # ------------------------------------------------------------
    # What is left
    # ------------------------------------------------------------

    def test_number_type_dates_and_channel_are_left(self):
        case = self._handed_over(self._removed_at_once(), self._full_case())
        number, report = case.number, case.sudo().report_ids
        self._confirm(case)
        case = case.sudo()
        self.assertEqual(case.number, number)
        self.assertEqual(case.type_id, self.type_deviation)
        self.assertEqual(case.channel_id.code, "test")
        self.assertEqual(case.external_reference, "DP-77")
        self.assertEqual(case.date_reported, date(2026, 3, 2))
        self.assertEqual(case.department_id, self.home_care)
        for name in ("responsible_id", "handler_ids", "named_ids", "cause", "level"):
            self.assertFalse(case[name], name)
        self.assertEqual((report.number, report.description), (number, "-"))
        self.assertFalse(report.reporter_id or report.attachment_ids or report.place)
        for record in (case, report, case.action_ids):
            self.assertFalse(record.message_ids, record)
            self.assertFalse(record.message_partner_ids, record)
            self.assertEqual(record.create_uid.id, 1)
        line = self.env["qms.register"].with_user(self.manager).browse(case.id)
        self.assertEqual(line.number, number)

    def test_the_decisions_are_left_without_person_reason_and_content(self):
        case = self._handed_over(self._removed_at_once(), self._full_case())
        self._confirm(case)
        decisions = self._decisions(case)
        self.assertEqual(
            decisions.mapped("verb")[-3:],
            ["hand_over", "confirm_handover", "erase_later"],
        )
        details = self.env["qms.decision.detail"].search(
            [("decision_ref", "in", decisions.ids)]
        )
        self.assertEqual(len(details), len(decisions))
        for detail in details:
            self.assertTrue(detail.erased_on)
            self.assertFalse(detail.person or detail.content or detail.user_ref)

    def test_a_report_that_another_case_still_needs_keeps_its_text(self):
        case = self._case(description=STORY)
        report = case.sudo().report_ids
        other = self._case()
        report.deviation_ids |= other.sudo()
        case = self._handed_over(self._removed_at_once(), case)
        self._confirm(case)
        self.assertEqual(report.description, STORY)
        self.assertFalse(report.with_user(self.leader).has_access("read"))

    # ------------------------------------------------------------
    # A count and nothing else
    # ------------------------------------------------------------

    def test_whistle_blowing_leaves_a_count_and_nothing_else(self):
        case = self._full_case()
        report, action = case.sudo().report_ids, case.action_ids
        number, action_number = case.number, action.number
        self.env["qms.reason"].with_user(self.leader).create(
            {
                "res_model": "qms.deviation",
                "res_ids": str(case.id),
                "transition": "restrict",
                "reason": f"{WORD} on a screen",
            }
        )
        case.with_user(self.leader).env["qms.deviation.settle"].create(
            {"deviation_ids": case.ids, "enough_because": f"{WORD} is enough"}
        )
        case = self._handed_over(self._traceless(contact_email="w@x.test"), case)
        self.assertIn(WORD, case.description)
        self._duties(case).sudo().date_deadline = "2026-03-02"
        self._run_cron("qms.ir_cron_daily_list")
        self.assertIn("mail_mail.body_html", self._places_of(number))
        people = self.nurse.id, self.leader.id, self.officer.id
        self._confirm(case, reference=None)
        for text in (WORD, number, action_number):
            self.assertEqual(self._places_of(text), [], text)
        for record in (case, report, action):
            self.assertFalse(record.sudo().exists())
            self._assert_nothing_names(record, people)
        self.assertEqual(self._problems(), [])

    def _assert_nothing_names(self, record, people):
        """Only its chain leads to the record, and says neither whom nor what."""
        self.assertLessEqual(self._tables_naming(record), {"qms_decision"})
        details = self.env["qms.decision.detail"].search(
            [("decision_ref", "in", self._decisions(record).ids)]
        )
        self.assertFalse(details.filtered(lambda detail: detail.user_ref in people))
        self.assertFalse(details.filtered(lambda detail: not detail.erased_on))

    def test_until_the_confirmation_all_of_it_is_there(self):
        case = self._handed_over(self._traceless(), self._full_case())
        with freeze_time("2036-03-02"):
            self._run_cron()
        self.assertTrue(case.exists())
        self.assertIn(WORD, case.description)

    def _count(self):
        return self.env["qms.channel.count"].search(
            [("company_id", "=", self.company.id)]
        )

    def test_it_is_counted_once_confirmed_not_before(self):
        channel = self._traceless()
        cases = self._handed_over(channel) | self._handed_over(channel)
        self.assertFalse(self._count())
        self._confirm(cases[0], reference=None)
        with freeze_time("2027-01-02"):
            self._confirm(cases[1], reference=None)
        count = self._count()
        self.assertEqual((count.year, count.channel_id), ("2026", channel))
        self.assertEqual(count.sudo()._read_group([], [], ["count:sum"])[0][0], 2)

    def test_small_numbers_are_not_shown(self):
        channel = self._traceless()
        for number in (1, 2, 3):
            self.env["qms.channel.count"]._add([(self.company.id, channel.id, "2026")])
            count = self._count().with_user(self.manager)
            self.assertEqual(count.shown, "3" if number == 3 else "Too few to show")

    def test_the_number_itself_is_read_by_nobody(self):
        self.env["qms.channel.count"]._add(
            [(self.company.id, self._traceless().id, "2026")]
        )
        count = self._count().with_user(self.manager)
        with self.assertRaises(AccessError):
            count.read(["count"])
        with self.assertRaises(AccessError):
            count.search([("count", "=", 1)])
        with self.assertRaises(AccessError):
            count.formatted_read_group([], ["year"], ["count:sum"])
        for user in (self.leader, self.team, self.nurse):
            self.assertFalse(count.with_user(user).has_access("read"))
        foreign = self._new_user(
            "foreign", "qms.group_quality_manager", self.other_company
        )
        self.assertFalse(count.with_user(foreign).has_access("read"))

    def test_it_says_nothing_of_when_or_by_whom(self):
        fields = set(self.env["qms.channel.count"]._fields)
        self.assertFalse({"create_uid", "write_date", "create_date"} & fields)

    def test_a_report_with_another_case_loses_its_text(self):
        """Of a case that had gone to another channel before."""
        case = self._case(description=STORY)
        report = case.sudo().report_ids
        other = self._handed_over(self._channel(code="other"), self._case())
        report.deviation_ids |= other.sudo()
        case = self._handed_over(self._traceless(), case)
        self._confirm(case, reference=None)
        self.assertEqual(self._places_of(WORD), [])
        self.assertEqual(report.deviation_ids, other.sudo())
        self.assertEqual(report.description, "-")
