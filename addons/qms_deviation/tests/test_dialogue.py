from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from odoo.addons.qms.tests.test_photo import photo

from .common import DeviationCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestDialogue(DeviationCase):
    """Those who handle a case and a reporter who is known write to each other."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.report = cls._report()
        cls.case = cls.report.sudo().deviation_ids

    def _send(self, user, action, body="Which cabinet?", **values):
        wizard = self.env["qms.report.ask"].with_user(user)
        wizard = wizard.with_context(**action["context"])
        return wizard.create({"body": body, **values}).action_send()

    def _ask(self, user, body="Which cabinet?", **values):
        action = self.case.with_user(user).action_ask_reporter()
        return self._send(user, action, body, **values)

    def _reply(self, user, body="The red one"):
        action = self.report.with_user(user).action_write_to_handlers()
        return self._send(user, action, body)

    def test_they_ask_and_he_replies(self):
        self._ask(self.leader)
        self._reply(self.nurse)
        for user, record in ((self.nurse, self.report), (self.leader, self.case)):
            said = record.with_user(user).dialogue_ids
            self.assertEqual(said.mapped("body"), ["Which cabinet?", "The red one"])
            self.assertEqual(said.mapped("author_name"), ["Leader", "Nurse"])

    def test_the_reporter_gets_a_mail_with_a_link_and_no_text(self):
        self.env["mail.mail"].search([]).unlink()
        self._ask(self.leader)
        mail = self.env["mail.mail"].search([])
        self.assertEqual(mail.recipient_ids, self.nurse.partner_id)
        self.assertIn(self.report.number, mail.subject)
        self.assertIn(f"/odoo/my-reports/{self.report.id}", mail.body_html)
        self.assertNotIn("cabinet", mail.body_html)

    def test_only_who_handles_the_case_asks(self):
        self.case.with_user(self.leader).action_release()
        for user in (self.team, self.aide, self.nurse, self.stranger):
            with self.assertRaises(AccessError, msg=user.login):
                self.case.with_user(user)._ask("Who was it?")
        self.assertFalse(self.report.sudo().dialogue_ids)

    def test_by_remote_call_neither(self):
        """The screen is no way round: it asks for the same mandate."""
        wizard = self.env["qms.report.ask"].with_user(self.aide)
        for values in (
            {"deviation_id": self.case.id},
            {"report_id": self.report.id},
            {},
        ):
            with self.assertRaises(AccessError):
                wizard.create({"body": "Who was it?", **values}).action_send()

    def test_only_the_reporter_replies(self):
        for user in (self.leader, self.aide, self.manager):
            with self.assertRaises(AccessError):
                self._reply(user)

    def test_a_file_that_is_not_one_s_own_is_not_passed_on(self):
        secret = self.env["ir.attachment"].create({"name": "x.txt", "raw": b"secret"})
        with self.assertRaises(AccessError):
            self._ask(self.leader, attachment_ids=[(6, 0, secret.ids)])

    def test_a_photo_passed_on_tells_no_device(self):
        files = self.env["ir.attachment"].with_user(self.leader)
        file = files.create({"name": "a.jpg", "raw": photo()})
        self._ask(self.leader, attachment_ids=[(6, 0, file.ids)])
        sent = self.report.with_user(self.nurse).dialogue_ids.attachment_ids
        self.assertEqual(sent.name, "a.jpg")
        self.assertNotIn(b"Telltale", sent.raw)

    def test_an_empty_or_endless_message_is_refused(self):
        for body in (" ", "a" * 20_001):
            with self.assertRaises(UserError):
                self._ask(self.leader, body)

    def test_what_was_written_stays(self):
        self._ask(self.leader)
        message = self.report.sudo().dialogue_ids
        for user in (self.leader, self.nurse, self.manager):
            with self.assertRaises(UserError):
                message.with_user(user).write({"body": "Nothing"})
            with self.assertRaises(UserError):
                message.with_user(user).unlink()
            with self.assertRaises(AccessError):
                message.with_user(user).create(
                    {
                        "report_id": self.report.id,
                        "body": "Forged",
                        "date": "2026-03-02",
                        "is_from_reporter": True,
                    }
                )
        with self.assertRaises(UserError):
            message.unlink()

    def test_nobody_sends_a_report_as_nobody_by_remote_call(self):
        reports = self.env["qms.report"].with_user(self.nurse)
        for context in (
            {"default_is_anonymous": True, "default_reporter_id": False},
            {"qms_sender": "x"},
            {"qms_sender": {"receipt_hash": "x"}},
        ):
            report = reports.with_context(**context).create(
                {"description": "Forged", "is_anonymous": True, "reporter_id": False}
            )
            self.assertEqual(report.reporter_id, self.nurse)
            self.assertFalse(report.is_anonymous)
        with self.assertRaises(AccessError):
            reports.create({"description": "Forged", "receipt_hash": "x"})

    def test_a_case_that_nobody_reported_has_nobody_to_ask(self):
        alone = self.env["qms.deviation"].create(
            {"description": "From the old register", "company_id": self.company.id}
        )
        with self.assertRaises(UserError):
            alone.action_ask_reporter()
