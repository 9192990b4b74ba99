from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .channel_common import STORY, ChannelCase


@freeze_time("2026-03-02 10:00:00")
@tagged("post_install", "-at_install", "qms")
class TestHandoverReaders(ChannelCase):
    """Who reads what was handed over, and who is told of it."""

    def test_the_text_is_closed_to_all_but_the_named(self):
        case = self._case(description=STORY)
        case.action_release()
        case.handler_ids = self.aide
        case.message_subscribe((self.leader | self.team).partner_id.ids)
        comment = case.message_post(body="Who sent it?")
        handed = self._handed_over(case=case)
        report = handed.sudo().report_ids
        self.assertIn("Zebrafish", handed.description)
        self.assertTrue(report.with_user(self.officer).has_access("read"))
        for user in (self.leader, self.head, self.team, self.manager, self.aide):
            with self.subTest(user=user.login):
                for part in (handed, report, comment):
                    self.assertFalse(part.with_user(user).has_access("read"))
                hits = self.env["qms.deviation"].with_user(user)
                self.assertFalse(hits.search([("description", "ilike", "zebra")]))
        self.assertFalse(handed.message_partner_ids)

    def test_its_actions_are_closed_as_well(self):
        case = self._treated()
        action = case.action_ids
        action.with_user(self.leader).action_confirm_effect(reason="Checked")
        self._handed_over(case=case)
        for user in (self.leader, self.aide, self.head):
            self.assertFalse(action.with_user(user).has_access("read"), user.login)
        self.assertTrue(action.with_user(self.officer).has_access("read"))

    def test_nobody_named_then_whoever_handed_it_over(self):
        case = self._handed_over(self._channel(named=False))
        self.assertFalse(case.has_access("read"))
        leader = case.with_user(self.leader)
        self.assertTrue(leader.has_access("read"))
        self.assertFalse(leader.has_access("write"))
        self.assertEqual(self._duties(case).user_id, self.leader)

    def test_who_is_named_for_another_company_reads_nothing(self):
        channel = self._channel(named=False)
        self.officer.company_ids |= self.other_company
        self._name(channel, self.officer, self.other_company)
        case = self._handed_over(channel)
        self.assertEqual(case.sudo().named_ids, self.leader)
        self.assertFalse(case.has_access("read"))

    def test_who_is_named_later_reads_nothing_from_before(self):
        channel = self._channel()
        case = self._handed_over(channel)
        self._name(channel.with_user(self.manager), self.manager)
        self.assertFalse(case.with_user(self.manager).has_access("read"))
        later = self._handed_over(channel)
        self.assertTrue(later.with_user(self.manager).has_access("read"))

    def test_who_is_no_longer_named_reads_nothing_any_more(self):
        channel = self._channel()
        case = self._handed_over(channel)
        self.assertTrue(case.has_access("read"))
        channel.with_user(self.manager).person_ids.unlink()
        self.assertFalse(case.has_access("read"))
        group = self.env.ref("qms.group_quality_manager")
        self.assertEqual(self._duties(case).group_id, group)
        self._confirm(case, self.manager)
        self.assertTrue(case.sudo().date_confirmed)

    def test_from_whom_it_is_hidden_is_not_named(self):
        channel = self._channel()
        self._name(channel, self.leader)
        case = self._case(not_own_leader=True)
        case.with_user(self.head).action_hand_over(channel.id)
        self.assertEqual(case.sudo().named_ids, self.officer)
        self.assertFalse(case.with_user(self.leader).has_access("read"))

    def test_open_because_does_not_open_it(self):
        case = self._handed_over().with_user(self.manager)
        with self.assertRaises(UserError):
            case.action_open_because(reason="Curious")

    def test_the_named_read_and_note_but_change_nothing(self):
        case = self._handed_over()
        case.message_post(body="Sent by courier")
        with self.assertRaises(AccessError):
            case.write({"place": "Elsewhere"})
        with self.assertRaises(AccessError):
            case.write({"summary": "x"})

    # ------------------------------------------------------------
    # The register
    # ------------------------------------------------------------

    def _line(self, case, user=None):
        register = self.env["qms.register"].with_user(user or self.manager)
        return register.search([("id", "=", case.id)])

    def test_the_register_keeps_a_line_without_the_story(self):
        case = self._case()
        case.action_release()
        case.summary = "A letter went astray."
        self.assertIn("astray", self._line(case).summary)
        case = self._handed_over(case=case)
        line = self._line(case)
        line.invalidate_recordset()
        self.assertEqual((line.state, line.number), ("handed_over", case.number))
        self.assertEqual(line.channel_id.code, "test")
        self.assertFalse(line.summary)

    def test_for_whistle_blowing_not_even_that(self):
        case = self._case()
        case.action_release()
        self.assertTrue(self._line(case))
        self._handed_over(self._traceless(), case)
        for user in (self.manager, self.team, self.leader, self.officer):
            self.assertFalse(self._line(case, user), user.login)

    def test_it_is_no_longer_one_of_three_alike(self):
        first = self._case(requirement_id=self.requirement.id)
        second = self._case(requirement_id=self.requirement.id)
        self.assertEqual(second._count_alike(), 1)
        self._handed_over(case=first)
        self.assertEqual(second._count_alike(), 0)

    # ------------------------------------------------------------
    # Who is told
    # ------------------------------------------------------------

    def _mails(self, words):
        return self.env["mail.mail"].search([("subject", "ilike", words)])

    def test_the_sender_is_told_at_once_behind_a_link(self):
        case = self._handed_over()
        [mail] = self._mails("Handed over: Report")
        self.assertEqual(mail.recipient_ids, self.nurse.partner_id)
        self.assertIn(case.number, mail.subject)
        self.assertIn("/odoo/my-reports/", mail.body_html)
        for word in ("Zebrafish", "Data protection"):
            self.assertNotIn(word, mail.body_html + mail.subject)
        report = case.sudo().report_ids.with_user(self.nurse)
        self.assertEqual(report.case_state, "Handed over")
        self.assertIn("Data protection office", report.handover_line)
        self.assertFalse(self._mails("There is an answer"))

    def test_he_is_told_in_his_language(self):
        self.env["res.lang"]._activate_lang("da_DK")
        template = self.env.ref("qms_deviation.mail_template_handed_over")
        template.with_context(lang="da_DK").subject = "Sendt videre"
        self.nurse.lang = "da_DK"
        self._handed_over()
        self.assertTrue(self._mails("Sendt videre"))

    def test_the_contact_is_mailed_number_and_day_no_text(self):
        self._handed_over(self._channel(contact_email="dpo@example.test"))
        [mail] = self._mails("Handed over to you")
        self.assertEqual(mail.email_to, "dpo@example.test")
        self.assertIn("03/02/2026", mail.body_html)
        for word in ("Zebrafish", "Nurse", "Home care"):
            self.assertNotIn(word, mail.body_html + mail.subject)

    def test_the_named_are_mailed_at_once_what_they_owe(self):
        case = self._handed_over()
        [mail] = self._mails("Get the confirmation")
        self.assertIn("officer@example.test", mail.email_to or "")
        self.assertIn(case.number, mail.subject)
        self.assertNotIn("Zebrafish", mail.body_html)

    def test_without_a_contact_nobody_outside_is_mailed(self):
        self._handed_over()
        self.assertFalse(self._mails("Handed over to you"))

    def test_the_duty_stands_in_no_leaders_load(self):
        case = self._handed_over()
        duty = self._duties(case)
        self.assertEqual(duty.verb_label, "Get the confirmation")
        self.assertFalse(duty.department_id | duty.record_department_id)
        self.assertFalse(duty.with_user(self.director).has_access("read"))
