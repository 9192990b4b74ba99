import io

from PyPDF2 import PdfWriter

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from ..tools.office_file import COMPOUND, ENCRYPTED
from .common import DocumentCase, docx


@freeze_time("2026-03-02 09:00:00")
@tagged("post_install", "-at_install", "qms")
class TestDocumentFound(DocumentCase):
    """Found by title, number, text, and by what stands in a file or an annex."""

    def _found(self, words, user=None, **kwargs):
        documents = self.env["qms.document"].with_user(user or self.aide)
        return documents.search([("search_words", "ilike", words)])

    def test_by_every_word_whatever_its_ending(self):
        document = self._approved(text="<p>Count the <b>boxes</b> each Monday.</p>")
        for words in ("medicine", "counts", "box monday", document.number):
            with self.subTest(words=words):
                self.assertEqual(self._found(words), document)
        self.assertFalse(self._found("tuesday"))

    def test_in_the_language_of_the_company(self):
        self.env["res.lang"]._activate_lang("da_DK")
        self.company.partner_id.lang = "da_DK"
        document = self._approved(
            name="Ørehænger", text="<p>Kørestolene på lageret</p>"
        )
        for words in ("kørestol", "ørehænger", "lager"):
            with self.subTest(words=words):
                self.assertEqual(self._found(words), document)

    def test_by_what_stands_in_a_file(self):
        document = self._new_document(text=False)
        version = document.draft_id
        version.file_ids = self._file(
            self.nurse, "Skema til kørsel æøå.docx", docx("Paracetamol og ånd")
        )
        self.assertFalse(self._found("paracetamol", self.nurse))
        self._approve(document)
        for words in ("paracetamol", "ånd", "kørsel"):
            with self.subTest(words=words):
                self.assertEqual(self._found(words), document)

    def test_by_a_word_that_stands_only_in_an_annex(self):
        document = self._approved()
        annex = self._approved(
            name="List", text="<p>Ibuprofen</p>", parent_id=document.id
        )
        self.assertEqual(self._found("ibuprofen"), document | annex)
        annex.confidentiality = "confidential"
        self.assertFalse(self._found("ibuprofen", self.team))

    def test_by_a_part_of_its_number_and_never_by_the_opposite(self):
        document = self._approved()
        drafted = self._new_document(name="Drafted")
        number = drafted.number
        self.assertEqual(self._found(number[-4:], self.nurse), drafted)
        self.assertFalse(self._found(number[-4:], self.aide))
        documents = self.env["qms.document"].with_user(self.nurse)
        for words, others in (("medicine", drafted), ("nothing", document | drafted)):
            domain = [("search_words", "not ilike", words)]
            domain += [("id", "in", (document | drafted).ids)]
            self.assertEqual(documents.search(domain), others, words)

    def test_a_word_late_in_a_long_file_is_found(self):
        words = " ".join(f"word{number % 5000}" for number in range(40_000))
        document = self._new_document(text=False)
        file = self._file(self.nurse, "Long.docx", docx(f"{words} defibrillator"))
        document.draft_id.file_ids = file
        self._approve(document)
        self.assertEqual(self._found("defibrillator"), document)

    def test_one_statement_finds_them(self):
        """However many documents and annexes have the words."""
        document = self._approved()
        annexes = [
            self._approved(name=f"Medicine {number}", parent_id=document.id)
            for number in range(4)
        ]
        self.env.flush_all()
        documents = self.env["qms.document"].with_user(self.aide)
        domain = [("search_words", "ilike", "medicine counts")]
        documents.search(domain)
        before = self.env.cr.sql_log_count
        found = documents.search(domain)
        # that, and one for the words without their endings
        self.assertLessEqual(self.env.cr.sql_log_count - before, 2)
        self.assertEqual(found, document.union(*annexes))

    def test_no_draft_and_nothing_withdrawn_is_in_the_index(self):
        document = self._new_document(text="<p>Aspirin</p>", name="Drafted")
        for user in (self.nurse, self.aide, self.manager):
            self.assertFalse(self._found("aspirin", user))
            self.assertFalse(self._found("drafted", user))
        version = self._approve(document)
        self._next(document, "<p>Morphine</p>")
        self._approve(document)
        self.assertFalse(self._found("aspirin", self.manager))
        self.assertEqual(self._found("morphine"), document)
        document.valid_version_id.with_user(self.leader).action_withdraw(reason="x")
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT search_vector::text, search_text, search_files FROM qms_document "
            "WHERE id = %s",
            [document.id],
        )
        self.assertEqual(self.env.cr.fetchone(), ("", None, None))
        self.assertFalse(self._found("morphine", self.manager))
        self.assertIn("Aspirin", version.with_user(self.manager).text)

    def test_words_of_what_one_may_not_read_find_nothing(self):
        document = self._approved(
            text="<p>Alarm code</p>", confidentiality="confidential"
        )
        self.assertEqual(self._found("alarm", self.aide), document)
        for user in (self.team, self.stranger):
            self.assertFalse(self._found("alarm", user))
        with self.assertRaises(AccessError):
            self.env["qms.document"].with_user(self.aide).search(
                [("search_text", "ilike", "alarm")]
            )

    def test_mine_and_new_this_month(self):
        document = self._approved()
        documents = self.env["qms.document"]
        mine = [("is_mine", "=", True), ("id", "=", document.id)]
        new = [("is_new", "=", True), ("id", "=", document.id)]
        self.assertTrue(documents.with_user(self.aide).search_count(mine))
        self.assertFalse(documents.with_user(self.team).search_count(mine))
        self.assertTrue(documents.with_user(self.team).search_count(new))
        with freeze_time("2026-05-02 09:00:00"):
            self.assertFalse(documents.with_user(self.team).search_count(new))

    # ------------------------------------------------------------
    # Files
    # ------------------------------------------------------------

    def _submit_with(self, name, content):
        version = self._new_document(text=False).draft_id
        version.file_ids = self._file(self.nurse, name, content)
        version.action_submit()

    def _protected_pdf(self):
        writer, content = PdfWriter(), io.BytesIO()
        writer.add_blank_page(width=100, height=100)
        writer.encrypt("secret")
        writer.write(content)
        return content.getvalue()

    def test_a_file_that_nobody_can_open_is_not_submitted(self):
        protected = COMPOUND + b"\0" * 500 + ENCRYPTED
        for name, content, words in (
            ("Broken.docx", b"PK\x03\x04 no zip", "damaged"),
            ("Æ ø å.xlsx", protected, "has one"),
            ("Old.pdf", b"%PDF-1.4 nothing", "damaged"),
            ("Løn å.pdf", self._protected_pdf(), "has one"),
        ):
            with self.subTest(name=name), self.assertRaisesRegex(UserError, words):
                self._submit_with(name, content)

    @mute_logger("odoo.http")
    def test_a_program_or_too_large_a_file_does_not_come_in(self):
        self.company.qms_upload_limit = 1
        own = self.env(
            user=self.nurse, context={"allowed_company_ids": self.company.ids}
        )
        for name, content in (
            ("a.docx", b"MZ" + b"x" * 100),
            ("a.pdf", b"x" * (1024 * 1024 + 1)),
        ):
            with self.subTest(name=name), self.assertRaises(UserError):
                self._file(own.user, name, content)

    def test_a_file_that_belongs_elsewhere_is_not_listed(self):
        version = self._new_document().draft_id
        other = self._approved(self.leader, self.head, confidentiality="confidential")
        foreign = self.env["ir.attachment"].create(
            {
                "name": "Secret.txt",
                "raw": b"x",
                "res_model": "qms.document",
                "res_id": other.id,
            }
        )
        waiting = self._file(self.leader)
        for file in (foreign, waiting):
            with self.assertRaises(UserError):
                version.write({"file_ids": [(4, file.id)]})
        own = self._file(self.nurse)
        version.write({"file_ids": [(4, own.id)]})
        self.assertEqual((own.res_model, own.res_id), (version._name, version.id))

    def test_a_listed_file_is_neither_moved_away_nor_shown_to_all(self):
        version = self._new_document().draft_id
        file = self._file(self.nurse, public=True, access_token="known")
        version.file_ids = file
        self.assertEqual((file.public, file.access_token), (False, False))
        for change in (
            {"res_model": False, "res_id": 0},
            {"res_id": 0},
            {"public": True},
            {"access_token": "known"},
            {"type": "url", "url": "https://example.test"},
        ):
            with self.subTest(change=change):
                with self.assertRaisesRegex(UserError, "off the list"):
                    file.write(change)
                with self.assertRaisesRegex(UserError, "off the list"):
                    version.write({"file_ids": [Command.update(file.id, change)]})
                with self.assertRaises(AccessError):
                    file.with_user(self.aide).write(change)
        version.file_ids = [Command.unlink(file.id)]
        file.write({"res_model": False, "res_id": 0})

    def test_a_listed_file_that_lies_elsewhere_is_not_submitted(self):
        version = self._new_document().draft_id
        version.file_ids = file = self._file(self.nurse)
        address = {"type": "url", "url": "https://example.test"}
        for change, back in (
            ({"res_model": False, "res_id": 0}, None),
            (address, {"type": "binary", "url": False}),
        ):
            place = {"res_model": version._name, "res_id": version.id}
            file.sudo().write(change)
            with self.assertRaisesRegex(UserError, "belongs elsewhere"):
                version.action_submit()
            file.sudo().write(back or place)
        version.action_submit()

    def test_who_took_a_file_out_of_a_draft_has_written_it(self):
        version = self._new_document().draft_id
        file = self._file(self.nurse, res_id=version.id)
        file.with_user(self.leader).write({"res_model": False, "res_id": 0})
        self.assertIn(self.leader, version.author_ids)

    def test_files_of_an_approved_version_are_frozen(self):
        document = self._new_document()
        version = document.draft_id
        version.file_ids = file = self._file(self.nurse)
        self._approve(document)
        for user in (self.nurse, self.leader, self.manager):
            own = file.with_user(user)
            for change in ({"raw": b"x"}, {"name": "x"}, {"res_id": 0}):
                with self.assertRaises(AccessError):
                    own.write(change)
            with self.assertRaises(AccessError):
                own.unlink()
            with self.assertRaises(AccessError):
                self._file(user, res_id=version.id)
        note = version.with_user(self.manager).message_post(
            body="See", attachments=[("Later.docx", docx("Later"))]
        )
        self.assertNotIn(note.attachment_ids, document.file_ids)
        self.assertEqual(document.file_ids, file)

    def test_files_are_read_with_the_document_and_no_longer(self):
        document = self._new_document()
        version = document.draft_id
        version.file_ids = file = self._file(self.nurse)
        draft_of_it = self._file(self.nurse, "Notes.docx", res_id=version.id)
        mine = file.with_user(self.aide)
        self.assertFalse(mine.has_access("read"))
        self._approve(document)
        self.assertTrue(mine.has_access("read"))
        self.assertEqual(
            document.with_user(self.aide).file_ids.mapped("name"), ["List.docx"]
        )
        self.assertFalse(draft_of_it.with_user(self.aide).has_access("read"))
        self.assertFalse(file.with_user(self.stranger).has_access("read"))
        indexed = [("index_content", "ilike", "paracetamol")]
        attachments = self.env["ir.attachment"]
        self.assertFalse(attachments.with_user(self.stranger).search(indexed) & file)
        self._next(document)
        self.assertEqual(document.draft_id.file_ids.mapped("name"), ["List.docx"])
        self.assertNotEqual(document.draft_id.file_ids, file)
        self._approve(document)
        self.assertFalse(mine.has_access("read"))
        # by no other way, such as the words Odoo keeps of each file
        for user in (self.aide, self.stranger):
            self.assertFalse(attachments.with_user(user).search(indexed) & file)

    def test_the_text_of_a_pdf_is_found(self):
        from reportlab.pdfgen.canvas import Canvas

        content = io.BytesIO()
        canvas = Canvas(content)
        canvas.drawString(100, 700, "Defibrillator")
        canvas.save()
        document = self._new_document(text=False)
        document.draft_id.file_ids = self._file(self.nurse, "A.pdf", content.getvalue())
        self._approve(document)
        self.assertEqual(self._found("defibrillator"), document)
