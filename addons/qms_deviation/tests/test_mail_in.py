from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .mail_in_common import SECRET, MailInCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestMailIn(MailInCase):
    """Mail to the address for reports."""

    def test_a_mail_becomes_the_report_of_whoever_wrote(self):
        report = self._hand_over(self._new_mail())
        self.assertEqual(report.reporter_id, self.nurse)
        self.assertEqual(report.department_id, self.home_care)
        self.assertEqual(report.description, "Medicine\n\nThe cabinet stood open")
        self.assertEqual(report.mail_from, "nurse@example.test")
        case = report.deviation_ids
        self.assertEqual((case.number, case.state), (report.number, "reported"))
        self.assertEqual(self._duties(case).user_id, self.leader)
        self.assertTrue(report.with_user(self.nurse).has_access("read"))
        self.assertFalse(report.with_user(self.aide).has_access("read"))

    def test_nothing_of_the_text_stays_anywhere_else(self):
        mail = self._new_mail(f"A {SECRET} stood open")
        mail.replace_header("Subject", f"{SECRET} seen")
        mail.add_attachment(b"A note", "text", "plain", filename="note.txt")
        report = self._hand_over(mail)
        self.assertTrue(report.attachment_ids)
        self.assertEqual(self._tables_with(SECRET), {"qms_report", "qms_deviation"})
        names = self.env["ir.attachment"].search([("res_model", "=", "qms.report")])
        self.assertEqual(names.mapped("name"), ["note.txt"])

    def test_a_national_identity_number_is_masked(self):
        mail = self._new_mail("She, CPR 010190-1234, fell")
        mail.add_attachment(b"x", "text", "plain", filename="010190-1234.txt")
        report = self._hand_over(mail)
        self.assertNotIn("010190-1234", report.description)
        self.assertNotIn("010190-1234", report.attachment_ids.name)
        self.assertFalse(self._tables_with("010190-1234"))

    def test_html_becomes_text(self):
        page = "<p>The <b>cabinet</b></p><p>stood &lt;open&gt;</p><script>x()</script>"
        report = self._hand_over(self._new_mail(None, html=page))
        self.assertIn("cabinet", report.description)
        self.assertIn("stood <open>", report.description)
        self.assertNotIn("x()", report.description)
        self.assertNotIn("<p>", report.description)

    def test_text_and_html_of_the_same_are_taken_once(self):
        report = self._hand_over(self._new_mail("Open", html="<p>Open</p>"))
        self.assertEqual(report.description, "Medicine\n\nOpen")

    def test_a_signature_goes_a_story_that_is_passed_on_stays(self):
        text = "See below\n\n-- \nNurse\nTown"
        self.assertEqual(
            self._hand_over(self._new_mail(text)).description, "Medicine\n\nSee below"
        )
        text = "See below\n\nFrom: Citizen\nSent: Monday\nTo: Nurse\n\nHe fell"
        self.assertIn("He fell", self._hand_over(self._new_mail(text)).description)

    def test_the_same_mail_fetched_twice_is_one_report(self):
        mail = self._new_mail()
        self.assertTrue(self._hand_over(mail))
        self.assertFalse(self._hand_over(mail))
        self.assertEqual(len(self._reports()), 1)

    def test_a_mail_without_message_id_fetched_twice_is_one_report(self):
        mail = self._new_mail(Message_ID=None)
        self._hand_over(mail)
        self._hand_over(mail)
        self.assertEqual(len(self._reports()), 1)

    # ------------------------------------------------------------
    # Who wrote
    # ------------------------------------------------------------

    def test_somebody_unknown_from_the_own_domain_reports_without_user(self):
        self.company.qms_mail_department_id = self.care
        report = self._hand_over(self._new_mail(sender="temp@example.test"))
        self.assertFalse(report.reporter_id)
        self.assertEqual(report.mail_from, "temp@example.test")
        self.assertEqual(report.department_id, self.care)
        duty = self._duties(report.deviation_ids)
        self.assertEqual(duty.user_id, self.head)
        self.assertFalse(duty.waiting_ids)

    def test_without_such_a_unit_the_quality_managers_unit_reads_it(self):
        report = self._hand_over(self._new_mail(sender="temp@example.test"))
        self.assertEqual(report.department_id, self.administration)

    def test_an_employee_without_login_reports_from_his_unit(self):
        self.env["hr.employee"].create(
            {
                "name": "Cleaner",
                "work_email": "Cleaner@example.test",
                "department_id": self.home_care.id,
                "company_id": self.company.id,
            }
        )
        report = self._hand_over(self._new_mail(sender="cleaner@example.test"))
        self.assertFalse(report.reporter_id)
        self.assertEqual(report.department_id, self.home_care)

    def test_an_address_that_two_share_is_nobodys(self):
        self.aide.email = "nurse@example.test"
        report = self._hand_over(self._new_mail())
        self.assertFalse(report.reporter_id)

    def test_signs_in_an_address_match_no_other_person(self):
        report = self._hand_over(self._new_mail(sender="n_rse@example.test"))
        self.assertFalse(report.reporter_id)

    def test_a_user_of_another_company_is_unknown_here(self):
        report = self._hand_over(self._new_mail(sender="stranger@example.test"))
        self.assertFalse(report.reporter_id)
        self.assertEqual(report.company_id, self.company)

    def test_further_own_domains_are_listed(self):
        self.company.qms_mail_domains = "@school.example, board.example"
        report = self._hand_over(self._new_mail(sender="teacher@board.example"))
        self.assertTrue(report)

    def test_only_the_gateway_and_administrators_hand_over_mails(self):
        raw = self._new_mail().as_bytes()
        for user in (self.nurse, self.leader, self.manager):
            with self.assertRaises(AccessError):
                self.env["mail.thread"].with_user(user).message_process(False, raw)
        self.assertFalse(self._reports() or self._unread())

    # ------------------------------------------------------------
    # From outside
    # ------------------------------------------------------------

    def test_mail_from_outside_is_answered_counted_and_not_taken_in(self):
        self._hand_over(self._new_mail(f"{SECRET}", sender="citizen@else.example"))
        self.assertFalse(self._reports() or self._unread())
        answer = self._mails_to("citizen@else.example")
        self.assertEqual(len(answer), 1)
        self.assertIn("town@example.test", answer.body_html)
        self.assertIn("auto-replied", answer.headers)
        self.assertEqual(self._outcomes(), ["refused"])
        self.assertFalse(self._tables_with(SECRET))

    def test_a_stranger_is_answered_once_a_day(self):
        for _time in range(3):
            self._hand_over(self._new_mail(sender="citizen@else.example"))
        self.assertEqual(len(self._mails_to("citizen@else.example")), 1)
        self.assertEqual(self._outcomes(), ["refused"] * 3)

    def test_a_machine_outside_is_counted_and_not_answered(self):
        for head in (
            {"Auto_Submitted": "auto-replied"},
            {"Precedence": "bulk"},
            {"Return_Path": "<>"},
            {"Authentication_Results": "mx.example.test; dmarc=fail"},
        ):
            self._hand_over(self._new_mail(sender="robot@else.example", **head))
        self._hand_over(self._new_mail(sender="MAILER-DAEMON@else.example"))
        self.assertFalse(self._mails_to("else.example"))
        self.assertEqual(self._outcomes(), ["refused"] * 5)

    # ------------------------------------------------------------
    # Receipt and answers to it
    # ------------------------------------------------------------

    def _receipt(self, report):
        mail = self._mails_to("nurse@example.test")
        return mail.filtered(lambda mail: report.number in mail.subject)

    def test_the_receipt_says_number_and_link_only(self):
        report = self._hand_over(self._new_mail())
        receipt = self._receipt(report)
        self.assertEqual(len(receipt), 1)
        self.assertIn(report.number, receipt.body_html)
        self.assertIn(f"/odoo/my-reports/{report.id}", receipt.body_html)
        self.assertEqual(receipt.reply_to, self.address)
        self.assertIn("auto-replied", receipt.headers)
        for word in ("cabinet", "Medicine"):
            self.assertNotIn(word, f"{receipt.subject} {receipt.body_html}")

    def test_the_receipt_is_in_the_readers_language(self):
        self.env["res.lang"]._activate_lang("da_DK")
        template = self.env.ref("qms_deviation.mail_template_receipt")
        template.with_context(lang="da_DK").subject = "Modtaget: {{ object.number }}"
        self.nurse.lang = "da_DK"
        report = self._hand_over(self._new_mail())
        self.assertEqual(self._receipt(report).subject, f"Modtaget: {report.number}")

    def _answer(self, report, text="The key was lost", **kwargs):
        receipt = self._receipt(report).message_id
        return self._new_mail(text, References=receipt, Subject="Re: it", **kwargs)

    def test_an_answer_to_the_receipt_is_a_note_on_the_report(self):
        report = self._hand_over(self._new_mail())
        quoted = f"The key was lost\n\nOn Monday Town wrote:\n> {SECRET}"
        answer = self._answer(report, quoted)
        answer.add_attachment(b"%PDF-1.4", "application", "pdf", filename="key.pdf")
        self.assertEqual(self._hand_over(answer), report)
        self.assertEqual(self._reports(), report)
        note = report.message_ids[0]
        self.assertIn("The key was lost", note.body)
        self.assertNotIn(SECRET, note.body)
        self.assertEqual(note.author_id, self.nurse.partner_id)
        self.assertEqual(note.subtype_id, self.env.ref("mail.mt_note"))
        self.assertEqual(note.attachment_ids.name, "key.pdf")

    def test_an_answer_of_somebody_without_login_is_a_note_in_his_name(self):
        temp = "temp@example.test"
        mail = self._new_mail(sender=temp)
        report = self._hand_over(mail)
        more = self._new_mail("More", sender=temp, References=mail["Message-ID"])
        self.assertEqual(self._hand_over(more), report)
        note = report.message_ids[0]
        self.assertFalse(note.author_id)
        self.assertEqual(note.email_from, temp)

    def test_an_answer_to_the_own_mail_is_a_note_too(self):
        mail = self._new_mail()
        report = self._hand_over(mail)
        more = self._new_mail("More", In_Reply_To=mail["Message-ID"])
        self.assertEqual(self._hand_over(more), report)

    def test_a_note_is_masked_and_stays_text(self):
        report = self._hand_over(self._new_mail())
        self._hand_over(self._answer(report, "CPR 010190-1234 <b>x</b>"))
        body = report.message_ids[0].body
        self.assertNotIn("010190-1234", body)
        self.assertIn("&lt;b&gt;", body)

    def test_an_answer_of_another_person_is_kept_unread(self):
        report = self._hand_over(self._new_mail())
        before = len(report.message_ids)
        answer = self._answer(report, sender="aide@example.test")
        self.assertFalse(self._hand_over(answer))
        self.assertEqual(len(report.message_ids), before)
        self.assertEqual(self._unread().reason, "not_own")

    # ------------------------------------------------------------
    # Besides
    # ------------------------------------------------------------

    def test_mail_to_other_addresses_goes_its_own_way(self):
        other = self.env["mail.alias"].create(
            {
                "alias_name": "partners",
                "alias_domain_id": self.company.alias_domain_id.id,
                "alias_model_id": self.env["ir.model"]._get_id("res.partner"),
            }
        )
        both = f"{self.address}, {other.alias_full_name}"
        self._hand_over(self._new_mail(To=both, Subject="To both"))
        self.assertTrue(self.env["res.partner"].search([("name", "=", "To both")]))
        self.assertEqual(len(self._reports()), 1)
        self._hand_over(self._new_mail(To=other.alias_full_name, Subject="To one"))
        self.assertTrue(self.env["res.partner"].search([("name", "=", "To one")]))
        self.assertEqual(len(self._reports()), 1)

    @mute_logger("odoo.addons.qms_deviation.models.mail_thread")
    def test_what_fails_elsewhere_undoes_no_report(self):
        other = self.env["mail.alias"].create(
            {
                "alias_name": "partners",
                "alias_domain_id": self.company.alias_domain_id.id,
                "alias_model_id": self.env["ir.model"]._get_id("res.partner"),
            }
        )
        both = f"{self.address}, {other.alias_full_name}"
        model = self.env.registry["res.partner"]
        with patch.object(model, "message_new", side_effect=ValueError):
            self._hand_over(self._new_mail(To=both))
        self.assertEqual(len(self._reports()), 1)

    def test_each_company_has_its_own_address(self):
        self.other_company.write({"email": "o@example.test", "qms_mail_name": "other"})
        other = self.other_company._qms_mail_address()
        self._hand_over(self._new_mail(To=f"{self.address}, {other}"))
        reports = self.env["qms.report"].search([("mail_from", "!=", False)])
        self.assertEqual(reports.company_id, self.company | self.other_company)
