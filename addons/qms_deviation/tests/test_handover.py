from datetime import date, datetime

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, freeze_time, tagged

from .channel_common import STORY, ChannelCase


@freeze_time("2026-03-02 10:00:00")
@tagged("post_install", "-at_install", "qms")
class TestHandover(ChannelCase):
    """The first reader hands over at once; the other side confirms."""

    def test_hand_over_to_each_channel(self):
        companies = {code: self.env.ref(f"base.{code}") for code in ("dk", "no", "se")}
        shipped = self.env["qms.channel"].search([("company_id", "=", False)])
        self.assertGreaterEqual(len(shipped), 21)
        for channel in shipped:
            self.company.country_id = channel.country_ids[:1] or companies["dk"]
            self._name(channel, self.officer)
            with self.subTest(channel=channel.code):
                case = self._handed_over(channel)
                self.assertEqual(case.state, "handed_over")
                self.assertEqual(case.channel_id, channel)
                self.assertEqual(case.date_reported, date(2026, 3, 2))
                self.assertFalse(case.handover_late)
                duty = self._duties(case)
                self.assertEqual(duty.mapped("verb"), ["confirm_handover"])
                self.assertEqual(duty.user_id, self.officer)
                number = case.number
                self._confirm(case)
                found = self.env["qms.deviation"].search([("number", "=", number)])
                self.assertEqual(bool(found), not channel.traceless)
                self.assertFalse(self._duties(case))
        self.assertEqual(self._problems(), [])

    def test_a_channel_that_does_not_hold_here_is_refused(self):
        case = self._case()
        foreign = self._channel(country_ids=self.env.ref("base.se").ids)
        others = self._channel(code="others", company_id=self.other_company.id)
        gone = self._channel(code="gone", active=False)
        for channel in (foreign, others, gone):
            with self.assertRaises(UserError):
                case.action_hand_over(channel.id)
        with self.assertRaises(UserError):
            case.action_hand_over(10**9)
        self.assertEqual(case.state, "reported")

    def test_without_a_channel_it_is_asked_for(self):
        case = self._case()
        asked = case.action_hand_over()
        self.assertEqual(asked["res_model"], "qms.deviation.handover.screen")
        self.assertEqual(case.state, "reported")

    def test_the_first_reader_alone_hands_over(self):
        case = self._case()
        channel = self._channel()
        users = (self.nurse, self.aide, self.team, self.manager, self.officer)
        for user in (*users, self.stranger):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                case.with_user(user).action_hand_over(channel.id)
        case.with_user(self.head).action_hand_over(channel.id)

    def test_it_is_handed_over_from_analysis_and_treatment_too(self):
        channel = self._channel()
        case = self._analysed()
        self.assertEqual(self._handed_over(channel, case).state, "handed_over")
        case = self._analysed()
        case.action_treat()
        self.assertEqual(self._handed_over(channel, case).state, "handed_over")

    def test_what_is_closed_is_not_handed_over(self):
        case = self._closed()
        with self.assertRaises(UserError):
            case.action_hand_over(self._channel().id)

    def test_work_that_was_begun_is_ended_first(self):
        case = self._analysed()
        case.action_treat()
        action = self._new_action(
            self.leader, res_model="qms.deviation", res_id=case.id
        )
        channel = self._channel()
        with self.assertRaises(UserError) as error:
            case.action_hand_over(channel.id)
        self.assertIn(action.number, str(error.exception))
        action.action_cancel(reason="It goes elsewhere")
        case.action_hand_over(channel.id)
        self.assertEqual(case.sudo().state, "handed_over")

    def test_an_effect_still_to_be_judged_does_not_hold_it_up(self):
        case = self._treated()
        action = case.action_ids
        self.assertEqual(self._duties(action).mapped("verb"), ["verify"])
        case = self._handed_over(case=case)
        self.assertFalse(self._duties(action))
        case.action_take_back(reason="Not theirs")
        self.assertEqual(self._duties(action).mapped("verb"), ["verify"])

    def test_what_the_hand_over_keeps_is_not_written(self):
        case = self._case()
        for values in (
            {"state": "handed_over"},
            {"channel_id": self._channel().id},
            {"named_ids": [(4, self.aide.id)]},
            {"date_confirmed": "2026-03-01"},
            {"handover_late": True},
            {"received_at": "2026-01-01 00:00:00"},
            {"external_reference": "X"},
            {"date_removable": "2026-03-01"},
        ):
            with self.subTest(values=values), self.assertRaises(UserError):
                case.write(values)

    # ------------------------------------------------------------
    # The clock
    # ------------------------------------------------------------

    def test_the_clock_runs_from_the_receipt_not_from_the_hand_over(self):
        channel = self._channel()
        case = self._case()
        report = case.sudo().report_ids
        self._sent_at(report, "2026-03-02 10:00:00")
        with freeze_time("2026-03-03 09:00:00"):
            case = self._handed_over(channel, case)
        self.assertEqual(case.received_at, datetime(2026, 3, 2, 10))
        self.assertEqual(case.handover_due, datetime(2026, 3, 5, 10))
        self.assertEqual(case.date_handed_over, datetime(2026, 3, 3, 9))
        self.assertFalse(case.handover_late)
        self.assertEqual(self._duties(case).date_deadline, date(2026, 3, 5))

    def _sent_at(self, report, moment):
        self.env.cr.execute(
            "UPDATE qms_report SET create_date = %s WHERE id = %s", (moment, report.id)
        )
        report.invalidate_recordset()

    def test_a_hand_over_past_the_clock_is_seen_to_be_late(self):
        case = self._case()
        self._sent_at(case.sudo().report_ids, "2026-03-02 10:00:00")
        with freeze_time("2026-03-05 10:00:01"):
            case = self._handed_over(case=case)
        self.assertTrue(case.handover_late)
        found = case.search([("handover_late", "=", True)])
        self.assertIn(case, found)

    def test_without_a_clock_the_confirmation_is_due_in_five_working_days(self):
        case = self._handed_over(self._channel(clock_unit="none"))
        self.assertFalse(case.handover_due)
        self.assertEqual(self._duties(case).date_deadline, date(2026, 3, 9))

    # ------------------------------------------------------------
    # Confirmed, or taken back
    # ------------------------------------------------------------

    def test_confirming_needs_the_other_sides_reference(self):
        case = self._handed_over()
        asked = case.action_confirm_handover()
        self.assertEqual(asked["res_model"], "qms.deviation.handover.screen")
        self.assertFalse(case.date_confirmed)
        self._confirm(case)
        self.assertEqual(case.external_reference, "DP-77")
        self.assertEqual(case.date_confirmed, date(2026, 3, 2))
        self.assertIn("confirmed on", case.handover_line)
        self.assertFalse(self._duties(case))

    def test_a_reference_known_already_is_enough(self):
        case = self._handed_over(reference="DP-1")
        case.action_confirm_handover()
        self.assertEqual(case.external_reference, "DP-1")
        self.assertTrue(case.date_confirmed)

    def test_the_named_and_quality_managers_alone_confirm(self):
        case = self._handed_over()
        foreign = self._new_user(
            "foreign", "qms.group_quality_manager", self.other_company
        )
        for user in (self.leader, self.nurse, self.team, self.stranger, foreign):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._confirm(case, user)
        self._confirm(case, self.manager)

    def test_it_is_confirmed_once(self):
        case = self._handed_over()
        self._confirm(case)
        with self.assertRaises(AccessError):
            self._confirm(case, reference="DP-78")
        self.assertEqual(case.external_reference, "DP-77")

    def test_the_day_is_between_the_hand_over_and_today(self):
        case = self._handed_over()
        for day in ("2026-03-01", "2026-03-03"):
            with self.assertRaises(UserError):
                self._confirm(case, date=day)
        with freeze_time("2026-03-04"):
            self._confirm(case, date="2026-03-03")
        self.assertEqual(case.date_confirmed, date(2026, 3, 3))

    def test_a_case_not_handed_over_is_not_confirmed(self):
        with self.assertRaises(UserError):
            self._confirm(self._case())

    def test_what_the_other_side_refuses_is_taken_back_with_a_reason(self):
        case = self._handed_over()
        self.assertEqual(case.action_take_back()["res_model"], "qms.reason")
        for user in (self.leader, self.manager, self.stranger):
            with self.assertRaises(AccessError):
                case.with_user(user).action_take_back(reason="Not theirs")
        case.action_take_back(reason="Not theirs")
        self.assertEqual(case.sudo().state, "reported")
        back = case.with_user(self.leader)
        self.assertTrue(back.has_access("write"))
        self.assertFalse(case.has_access("read"))
        self.assertFalse(back.channel_id or back.date_handed_over or back.date_closed)
        self.assertEqual(self._duties(case).mapped("verb"), ["triage"])
        self.assertEqual(self._problems(), [])

    def test_what_was_confirmed_is_not_taken_back(self):
        case = self._handed_over()
        self._confirm(case)
        with self.assertRaises(AccessError):
            case.action_take_back(reason="Too late")

    # ------------------------------------------------------------
    # The screens
    # ------------------------------------------------------------

    def _screen(self, case, step, user):
        screen = self.env["qms.deviation.handover.screen"].with_user(user)
        return Form(
            screen.with_context(default_step=step, default_res_ids=str(case.id))
        )

    def test_the_screen_proposes_what_the_reporter_picked(self):
        channel = self._channel(word_ids=[])
        case = self._case(channel_id=channel.id)
        self.assertEqual(case.likely_channel_ids, channel)
        form = self._screen(case, "hand_over", self.leader)
        self.assertEqual(form.channel_id, channel)
        self.assertIn("Within 72 hours: until ", form.clock_line)
        self.assertFalse(form.is_late)
        result = form.save().action_confirm()
        self.assertEqual(result["tag"], "display_notification")
        self.assertEqual(case.sudo().channel_id, channel)

    def test_the_screen_proposes_what_the_text_sounds_like(self):
        channel = self._channel()
        form = self._screen(self._case(description=STORY), "hand_over", self.leader)
        self.assertIn(channel, form.channel_choice_ids)
        self.assertEqual(form.channel_id, self._case(description=STORY)._likely()[:1])

    def test_the_screen_asks_what_came_back(self):
        case = self._handed_over()
        form = self._screen(case, "confirm_handover", self.officer)
        form.reference = "DP-9"
        result = form.save().action_confirm()
        self.assertEqual(result["type"], "ir.actions.act_window_close")
        self.assertEqual(case.external_reference, "DP-9")

    def test_the_screen_names_no_case_to_a_stranger(self):
        case = self._case()
        form = self._screen(case, "hand_over", self.stranger)
        self.assertFalse(form.numbers)
