import base64
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .mail_in_common import SECRET, MailInCase

PROGRAM = b"MZ\x90\x00\x03" + b"\x00" * 200


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestUnreadMail(MailInCase):
    """What cannot be taken in is kept as it came; nothing is dropped."""

    def _assert_kept(self, mail, reason):
        raw = mail if isinstance(mail, bytes) else mail.as_bytes()
        self._hand_over(raw)
        kept = self._unread()[0]
        self.assertEqual(kept.reason, reason)
        self.assertEqual(base64.b64decode(kept.raw), raw)
        self.assertFalse(self._reports())
        return kept

    def test_without_a_text(self):
        self._assert_kept(self._new_mail(""), "no_text")
        self._assert_kept(self._new_mail("  \n\t\n"), "no_text")
        self._assert_kept(self._new_mail(None), "no_text")

    def test_a_photo_alone(self):
        mail = self._new_mail(None)
        mail.add_attachment(b"\x89PNG", "image", "png", filename="a.png")
        self._assert_kept(mail, "no_text")

    def test_with_a_broken_charset(self):
        head = f"From: nurse@example.test\r\nTo: {self.address}\r\nSubject: x\r\n"
        for number, (charset, body) in enumerate(
            [
                ("utf-8", b"\xff\xfe\xfa broken"),
                ("no-such-charset", b"text"),
                ("utf-8", b"a\x00b"),
            ]
        ):
            kind = f'Message-ID: <{number}@x>\r\nContent-Type: text/plain; charset="'
            raw = f'{head}{kind}{charset}"\r\n\r\n'.encode() + body
            self._assert_kept(raw, "charset")

    def test_without_a_sender(self):
        self._assert_kept(self._new_mail(sender="nobody"), "sender")
        two = "nurse@example.test, aide@example.test"
        self._assert_kept(self._new_mail(sender=two), "sender")

    def test_mere_noise(self):
        self._assert_kept(
            f"To: {self.address}\n\n".encode() + bytes(range(256)), "sender"
        )

    @mute_logger("odoo.addons.qms_deviation.models.mail_intake")
    def test_mails_in_mails_without_end(self):
        head = f"From: nurse@example.test\nTo: {self.address}\nMessage-ID: <deep@x>\n"
        parts = "".join(
            f"Content-Type: multipart/mixed; boundary=b{i}\n\n--b{i}\n"
            for i in range(3000)
        )
        self._hand_over((head + parts + "\n\nText").encode())
        self.assertIn(self._unread().reason, ("no_text", "error"))

    def test_from_a_machine_of_our_own(self):
        for head in (
            {"Auto_Submitted": "auto-replied"},
            {"Precedence": "list"},
            {"Return_Path": "<>"},
            {"List_Id": "all.example.test"},
        ):
            self._assert_kept(self._new_mail(**head), "machine")
        daemon = "MAILER-DAEMON@example.test"
        self._assert_kept(self._new_mail(sender=daemon), "machine")
        self.assertFalse(self._mails_to("example.test"))

    def test_found_forged_by_the_mail_server(self):
        found = "mx.example.test; spf=pass; dmarc=fail (p=none)"
        self._assert_kept(self._new_mail(Authentication_Results=found), "forged")

    @mute_logger("odoo.addons.qms_deviation.models.mail_intake")
    def test_a_text_that_is_too_long(self):
        self._assert_kept(self._new_mail("word " * 20_001), "error")

    def test_whatever_goes_wrong_and_the_log_tells_no_text(self):
        model = self.env.registry["qms.report"]
        error = ValueError(SECRET)
        with (
            patch.object(model, "_make_cases", side_effect=error),
            self.assertLogs("odoo.addons.qms_deviation", "WARNING") as logs,
        ):
            self._assert_kept(self._new_mail(), "error")
        self.assertNotIn(SECRET, "".join(logs.output))
        self.assertFalse(
            self.env["qms.deviation"].search([("company_id", "=", self.company.id)])
        )

    def test_the_same_one_fetched_twice_is_kept_once(self):
        mail = self._new_mail("")
        self._hand_over(mail)
        self._hand_over(mail)
        self.assertEqual(len(self._unread()), 1)

    def test_its_text_stands_in_the_file_alone(self):
        self._hand_over(self._new_mail(SECRET, Auto_Submitted="auto-replied"))
        self.assertTrue(self._unread())
        self.assertFalse(self._tables_with(SECRET))

    # ------------------------------------------------------------
    # Files that do not come in
    # ------------------------------------------------------------

    def test_a_program_is_kept_out_named_and_kept_for_the_quality_manager(self):
        mail = self._new_mail()
        mail.add_attachment(PROGRAM, "image", "jpeg", filename="photo.jpg")
        mail.add_attachment(b"%PDF-1.4", "application", "pdf", filename="plan.pdf")
        report = self._hand_over(mail)
        self.assertEqual(report.attachment_ids.mapped("name"), ["plan.pdf"])
        self.assertIn("photo.jpg is a program", report.description)
        kept = self._unread()
        self.assertEqual((kept.reason, kept.report_id), ("files", report))
        self.assertEqual(base64.b64decode(kept.raw), mail.as_bytes())

    def test_a_file_that_is_too_large_is_kept_out(self):
        self.company.qms_upload_limit = 1
        mail = self._new_mail()
        content = b"x" * (1024 * 1024 + 1)
        mail.add_attachment(content, "application", "pdf", filename="big.pdf")
        report = self._hand_over(mail)
        self.assertFalse(report.attachment_ids)
        self.assertIn("big.pdf is too large", report.description)
        self.assertEqual(self._unread().reason, "files")

    def test_a_program_in_a_mail_in_the_mail_is_kept_out(self):
        inner = self._new_mail("Inner")
        inner.add_attachment(PROGRAM, "application", "x-foo", filename="a.exe")
        outer = self._new_mail()
        outer.add_attachment(inner)
        report = self._hand_over(outer)
        self.assertFalse(report.attachment_ids)
        self.assertEqual(self._unread().reason, "files")
        plain = self._new_mail()
        plain.add_attachment(self._new_mail("Inner"))
        self.assertEqual(
            self._hand_over(plain).attachment_ids.mapped("name"), ["file-1.eml"]
        )

    # ------------------------------------------------------------
    # The quality manager
    # ------------------------------------------------------------

    def _kept(self, **kwargs):
        self._hand_over(self._new_mail("", **kwargs))
        return self._unread()[0].with_user(self.manager)

    def _write_report(self, kept, user=None, **values):
        action = kept.action_report()
        model = self.env["qms.report"].with_user(user or self.manager)
        return model.with_context(**action["context"]).create(
            {"description": "Read on paper", "department_id": self.home_care.id}
            | values
        )

    def test_it_is_on_the_list_of_the_quality_managers(self):
        duty = self._duties(self._kept())
        self.assertEqual(duty.verb, "sort_mail")
        self.assertEqual(duty.group_id, self.env.ref("qms.group_quality_manager"))

    def test_the_daily_list_tells_the_quality_manager(self):
        kept = self._kept()
        with freeze_time("2026-03-03"), self.enter_registry_test_mode():
            self.env.ref("qms.ir_cron_daily_list").method_direct_trigger()
        mail = self._mails_to(self.manager.email)
        self.assertEqual(len(mail), 1)
        self.assertIn(
            f"Sort out: {kept.display_name}", " ".join(mail.body_html.split())
        )

    def test_only_quality_managers_of_the_company_read_it(self):
        kept = self._kept()
        foreign = self._new_user(
            "foreign", "qms.group_quality_manager", self.other_company
        )
        self.assertTrue(kept.has_access("read"))
        for user in (self.nurse, self.leader, self.head, self.team, foreign):
            with self.assertRaises(AccessError):
                kept.with_user(user).read(["raw"])
            file = kept.sudo()._raw_files().with_user(user)
            with self.assertRaises(AccessError):
                file.read(["raw"])

    def test_taken_in_by_hand_the_original_goes_and_the_sender_gets_a_receipt(self):
        kept = self._kept()
        self.assertEqual(
            kept.action_report()["context"]["default_description"], "Medicine"
        )
        report = self._write_report(kept)
        self.assertEqual(kept.state, "taken_in")
        self.assertEqual(kept.report_id.sudo(), report.sudo())
        self.assertFalse(kept.raw)
        self.assertFalse(self._duties(kept))
        self.assertEqual(self._decisions(kept).mapped("verb"), ["take_in"])
        self.assertEqual(len(self._mails_to("nurse@example.test")), 1)

    def test_not_without_a_report(self):
        with self.assertRaisesRegex(UserError, "A report made from it"):
            self._kept().action_take_in()

    def test_taken_in_once(self):
        kept = self._kept()
        self._write_report(kept)
        with self.assertRaises(UserError):
            kept.action_report()
        model = self.env["qms.report"].with_user(self.manager)
        with self.assertRaises(UserError):
            model.create({"description": "Again", "unread_mail_id": kept.id})

    def test_nobody_else_takes_it_in(self):
        kept = self._kept()
        model = self.env["qms.report"].with_user(self.nurse)
        with self.assertRaises(AccessError):
            model.create({"description": "Mine now", "unread_mail_id": kept.id})
        self.assertEqual(kept.state, "waiting")
        with self.assertRaises(AccessError):
            kept.with_user(self.team).action_dismiss(reason="No")

    def test_dismissed_with_a_reason_and_gone_for_good_later(self):
        kept = self._kept()
        self.assertEqual(kept.action_dismiss()["res_model"], "qms.reason")
        kept.action_dismiss(reason="An empty mail")
        self.assertEqual(kept.state, "dismissed")
        self.assertTrue(kept.raw)
        with freeze_time("2026-07-01"):
            self.env["qms.unread.mail"]._gc_dismissed()
        self.assertFalse(kept.raw)
        self.assertEqual(self._decisions(kept).mapped("verb"), ["dismiss"])

    def test_its_name_tells_nothing(self):
        kept = self._kept(Subject=SECRET)
        self.assertNotIn(SECRET, kept.display_name)
