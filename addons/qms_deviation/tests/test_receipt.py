from datetime import timedelta

from odoo import fields
from odoo.tests import BaseCase, freeze_time, tagged

from odoo.addons.qms.tests.test_photo import photo
from odoo.addons.qms_deviation.controllers import receipt
from odoo.addons.qms_deviation.tools import receipt_code

from .anonymous_common import AnonymousCase


@tagged("post_install", "-at_install", "qms")
class TestReceiptCode(BaseCase):
    def test_it_has_sixty_bits_and_more(self):
        choices = len(receipt_code.ALPHABET) ** receipt_code.LENGTH
        self.assertGreaterEqual(choices.bit_length(), 60)
        self.assertEqual(len(set(receipt_code.ALPHABET)), len(receipt_code.ALPHABET))

    def test_it_has_no_letters_that_are_mistaken_for_one_another(self):
        self.assertFalse(set("01ILOU") & set(receipt_code.ALPHABET))

    def test_it_is_read_however_it_is_typed(self):
        code = receipt_code.code_of_form("secret", "sheet")
        shown = receipt_code.show_code(code)
        self.assertRegex(shown, r"^(\w{4}-){3}\w{4}$")
        for typed in (shown, code, shown.lower(), f"  {shown.replace('-', ' ')}\n"):
            self.assertEqual(receipt_code.read_code(typed), code)

    def test_another_sheet_or_secret_gives_another_code(self):
        codes = {
            receipt_code.code_of_form(secret, f"sheet {number}")
            for secret in ("one", "two")
            for number in range(500)
        }
        self.assertEqual(len(codes), 1000)


@tagged("post_install", "-at_install", "qms")
class TestReceipt(AnonymousCase):
    """What the holder of a code is told and can do."""

    def setUp(self):
        super().setUp()
        self.report, self.code = self._sent()
        self.case = self.report.deviation_ids

    def _write(self, body, files=(), **values):
        """Enter the code, write, press Send."""
        document = self._document(self._enter(self.code))
        data = {
            field.get("name"): field.get("value")
            for field in document.xpath("//form//input[@type='hidden']")
        }
        data.update(body=body, **values)
        parts = [("files", (name, content)) for name, content in files]
        return self._open("/qms/receipt", data=data, files=parts or None)

    def _ask(self, user, body, **values):
        action = self.case.with_user(user).action_ask_reporter()
        wizard = self.env[action["res_model"]].with_user(user)
        wizard = wizard.with_context(**action["context"])
        return wizard.create({"body": body, **values}).action_send()

    def _notice(self):
        """What told those who handle the case that the reporter has written."""
        return self.env["mail.message"].search(
            [
                ("model", "=", "qms.deviation"),
                ("res_id", "=", self.case.id),
                ("body", "ilike", "The reporter has written"),
            ]
        )

    def _text(self, response):
        return " ".join(self._document(response).text_content().split())

    # ------------------------------------------------------------
    # The code
    # ------------------------------------------------------------

    def test_the_code_shows_state_and_text(self):
        text = self._text(self._enter(self.code))
        self.assertIn(self.report.number, text)
        self.assertIn("Where it stands: Reported", text)
        self.assertIn("The door stood open", text)
        self.assertNotIn("Leader", text)

    def test_only_its_hash_is_stored_and_nobody_reads_that(self):
        self.env.cr.execute(
            "SELECT receipt_hash FROM qms_report WHERE id = %s", [self.report.id]
        )
        stored = self.env.cr.fetchone()[0]
        self.assertEqual(len(stored), 64)
        plain = self.code.replace("-", "")
        self.assertEqual(stored, receipt_code.hash_code(plain))
        for user in (self.leader, self.manager):
            fields_ = self.report.with_user(user).fields_get()
            self.assertNotIn("receipt_hash", fields_)

    def test_a_wrong_code_and_one_that_never_was_get_the_same_answer(self):
        last = "3" if self.code.endswith("2") else "2"
        mistyped = self._enter(self.code[:-1] + last)
        never = self._enter("AAAA-BBBB-CCCC-DDDD")
        nonsense = self._enter("' OR 1=1 --\0")
        for response in (mistyped, never, nonsense):
            self.assertEqual(response.status_code, 404)
            self.assertEqual(self._errors(response), self._errors(never))
        self.assertEqual(self._enter(" - ").status_code, 422)

    def test_a_code_in_the_address_is_not_taken(self):
        response = self._open(f"/qms/receipt?code={self.code}")
        self.assertNotIn("The door stood open", response.text)
        response = self._open(f"/qms/receipt?code={self.code}", data={"x": "1"})
        self.assertNotIn("The door stood open", response.text)

    def test_many_wrong_codes_lock_the_page_for_wrong_ones_until_the_hour_is_over(self):
        self.patch(receipt, "WRONG_LIMIT", 2)
        with freeze_time("2026-03-02 10:00:00"):
            answers = [self._enter("AAAA").status_code for _time in range(3)]
            self.assertEqual(answers, [404, 404, 429])
        with freeze_time("2026-03-02 11:00:00"):
            self.assertEqual(self._enter("AAAA").status_code, 404)

    def test_the_code_of_a_closed_page_still_works(self):
        self.page.active = False
        self.assertEqual(self._enter(self.code).status_code, 200)

    def test_a_report_with_a_sender_has_no_code(self):
        known = self._report()
        self.assertFalse(known.sudo().receipt_hash)
        self.assertEqual(self._enter("").status_code, 422)

    # ------------------------------------------------------------
    # The dialogue
    # ------------------------------------------------------------

    def test_they_ask_and_the_reporter_replies(self):
        self._ask(self.leader, "Which door?")
        self.assertIn("Which door?", self._text(self._enter(self.code)))
        response = self._write("The one to the yard", [("Nanna.jpg", photo())])
        self.assertIn("Sent. It stands below", self._text(response))
        said = self.case.with_user(self.leader).dialogue_ids
        self.assertEqual(said.mapped("body"), ["Which door?", "The one to the yard"])
        self.assertEqual(said.mapped("author_name"), ["Leader", "Reporter (anonymous)"])
        self.assertEqual(said.attachment_ids.mapped("name"), ["1.jpg"])
        self.assertNotIn(b"Telltale", said.attachment_ids.raw)

    def test_the_reporter_does_not_learn_who_asks(self):
        self._ask(self.leader, "Which door?")
        text = self._text(self._enter(self.code))
        self.assertIn("Those who handle the report", text)
        self.assertNotIn("Leader", text)

    def test_who_handles_it_is_told_that_not_what_was_written(self):
        self._write("The one to the yard")
        message = self._notice()
        self.assertEqual(message.notified_partner_ids, self.leader.partner_id)
        self.assertNotIn("yard", message.body)
        mails = self.env["mail.mail"].search([("mail_message_id", "=", message.id)])
        self.assertTrue(mails)
        self.assertNotIn("yard", "".join(mails.mapped("body_html")))

    def test_the_answer_is_read_when_it_is_closed(self):
        case = self.case.with_user(self.leader)
        case.write({"correction": "Locked", "answer": "Thank you, it is locked now."})
        self.assertNotIn("it is locked now", self._text(self._enter(self.code)))
        case.enough_because = "Nobody was in"
        case.action_settle()
        text = self._text(self._enter(self.code))
        self.assertIn("Thank you, it is locked now.", text)
        self.assertIn("Where it stands: Closed", text)

    def test_after_closure_a_message_still_arrives(self):
        case = self.case.with_user(self.leader)
        case.write({"correction": "Locked", "enough_because": "Nobody was in"})
        case.action_settle()
        self._write("It is open again")
        self.assertEqual(case.dialogue_ids.body, "It is open again")
        self.assertEqual(self._notice().notified_partner_ids, self.leader.partner_id)

    def test_pressing_twice_writes_once(self):
        document = self._document(self._enter(self.code))
        data = {
            field.get("name"): field.get("value")
            for field in document.xpath("//form//input[@type='hidden']")
        }
        for _time in range(2):
            response = self._open("/qms/receipt", data={**data, "body": "Once"})
            self.assertEqual(response.status_code, 200)
        self.assertEqual(self.report.dialogue_ids.mapped("body"), ["Once"])

    def test_nonsense_is_refused_and_the_text_kept(self):
        for body, values, word in (
            (" ", {}, "Write your message"),
            ("a" * 20_001, {}, "too long"),
            ("Kept", {"sheet": "x.y"}, "once more"),
        ):
            with self.subTest(word=word):
                response = self._write(body, **values)
                self.assertEqual(response.status_code, 422)
                self.assertIn(word, " ".join(self._errors(response)))
                kept = self._document(response).xpath("string(//*[@id='body'])")
                self.assertEqual(kept.strip(), body.strip())
        response = self._write("With a file", [("a.jpg", b"MZ")])
        self.assertIn("File 1 cannot be read", " ".join(self._errors(response)))
        self.assertFalse(self.report.dialogue_ids)

    def test_many_messages_wait(self):
        self.patch(receipt, "MESSAGE_LIMIT", 1)
        with freeze_time(fields.Datetime.now() + timedelta(days=1)):
            self.assertEqual(self._write("One").status_code, 200)
            response = self._write("Two")
        self.assertIn("Wait an hour", " ".join(self._errors(response)))
        self.assertEqual(self.report.dialogue_ids.mapped("body"), ["One"])

    def test_a_national_identity_number_is_masked(self):
        self._write("It was 010190-1234")
        self.assertNotIn("1234", self.report.dialogue_ids.body)
