from odoo import Command
from odoo.tests import tagged

from odoo.addons.qms_deviation.tests.test_unit_page import UnitPageCase
from odoo.addons.qms_document.tests.common import DocumentCase


@tagged("post_install", "-at_install", "qms")
class TestUnitDocuments(DocumentCase, UnitPageCase):
    """Documents on a unit's page, where they allow it, and nothing else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.documents_page = f"{cls.start}/documents"
        document = cls._new_document(on_unit_page=True)
        picture = cls._picture(cls.nurse, document.draft_id).image_src
        text = f'<p>Count <img src="{picture}" alt="the red"/> boxes.</p>'
        document.draft_id.text = text
        cls.file = cls._file(cls.nurse, "Køreliste å.docx")
        document.draft_id.file_ids = cls.file
        cls._approve(document)
        cls.document = document

    def _path(self, document, file=""):
        return f"{self.documents_page}/{document.id}{file and f'/{file.id}'}"

    def test_it_is_offered_found_and_read_without_login(self):
        links = self._links(self._open(self.start))
        self.assertTrue(any(self.documents_page in link for link in links))
        for words in ("", "?words=paracetamol", "?words=counts"):
            text = self._text_of(self._open(self.documents_page + words))
            self.assertIn("Medicine count", text)
        text = self._text_of(self._open(f"{self.documents_page}?words=nothing"))
        self.assertNotIn("Medicine count", text)
        shown = self._open(self._path(self.document))
        self.assertIn("Count the red boxes.", self._text_of(shown))
        self.assertNotIn("/web/image", shown.text)
        said = f"/qms/report/{self.start.rpartition('/')[2]}"
        self.assertTrue(any(said in link for link in self._links(shown)))
        self.assertNotIn(self.nurse.name, self._text_of(shown))
        file = self._open(self._path(self.document, self.file))
        self.assertEqual(file.content, self.file.raw)
        self.assertIn("attachment", file.headers["Content-Disposition"])
        name = "K%C3%B8reliste%20%C3%A5.docx"
        self.assertIn(name, file.headers["Content-Disposition"])
        self.assertFalse(file.headers.get("Set-Cookie"))

    def test_what_does_not_allow_it_is_not_there(self):
        others = (
            self._approved(),
            self._approved(on_unit_page=True, confidentiality="confidential"),
            self._new_document(on_unit_page=True),
            self._approved(
                self.director,
                self.manager,
                on_unit_page=True,
                department_id=self.env["hr.department"]
                .create({"name": "Apart", "company_id": self.company.id})
                .id,
            ),
        )
        for document in others:
            answer = self._open(self._path(document))
            self.assertEqual(answer.status_code, 404, document.sudo().name)
        unit = self._new_unit("Other", None)
        page = self.env["qms.public.page"].create(
            {"company_id": self.company.id, "department_id": unit.id}
        )
        elsewhere = f"/qms/unit/{page.key}/documents/{self.document.id}"
        self.assertEqual(self._open(elsewhere).status_code, 404)

    def test_what_units_of_a_process_must_read_is_on_their_page(self):
        process = self.env["qms.process"].create(
            {
                "name": "Medicine",
                "company_id": self.company.id,
                "department_ids": [Command.set(self.home_care.ids)],
            }
        )
        document = self._approved(
            self.director,
            self.manager,
            on_unit_page=True,
            department_id=self._new_unit("Apart", None).id,
            reader_process_ids=process.ids,
        )
        self.assertEqual(self._open(self._path(document)).status_code, 200)

    def test_words_of_an_annex_that_is_not_there_find_nothing(self):
        annex = {"name": "List", "parent_id": self.document.id}
        self._approved(text="<p>Ibuprofen</p>", on_unit_page=True, **annex)
        self._approved(
            text="<p>Morphine</p>",
            on_unit_page=True,
            confidentiality="confidential",
            **annex,
        )
        shown = self._text_of(self._open(self._path(self.document)))
        self.assertEqual(shown.count("List"), 1)
        for words, found in (("ibuprofen", True), ("morphine", False)):
            text = self._text_of(self._open(f"{self.documents_page}?words={words}"))
            self.assertEqual("Medicine count" in text, found, words)

    def test_what_is_withdrawn_leaves_the_page(self):
        version = self.document.valid_version_id.with_user(self.leader)
        note = version.message_post(body="x", attachments=[("Note.txt", b"x")])
        path = self._path(self.document, note.attachment_ids)
        self.assertEqual(self._open(path).status_code, 404)
        version.action_withdraw(reason="No longer needed")
        for path in (
            self.documents_page,
            self._path(self.document),
            self._path(self.document, self.file),
        ):
            self.assertEqual(self._open(path).status_code, 404)
