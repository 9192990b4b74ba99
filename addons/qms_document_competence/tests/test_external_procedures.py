import re

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from odoo.addons.qms.tests.axe_common import AxeCase
from odoo.addons.qms_competence.tests.external_common import ExternalCase
from odoo.addons.qms_document.tests.common import DocumentCase, docx


@tagged("post_install", "-at_install", "qms")
class TestExternalProcedures(DocumentCase, ExternalCase, AxeCase):
    """Procedures that somebody from outside follows, read behind his link."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.document = cls._new_document()
        draft = cls.document.draft_id
        draft.file_ids = cls._file(cls.nurse, res_id=draft.id)
        cls._approve(cls.document)
        cls.external.document_ids = cls.document

    def _path(self):
        action = self.external.action_make_link()
        return "/qms/link/" + action["context"]["default_address"].rpartition("/")[2]

    def test_he_reads_text_and_files_without_an_account(self):
        path = self._path()
        page = self.url_open(path).text
        for shown in ("Medicine count, version 1", "Count each box.", "List.docx"):
            self.assertIn(shown, page)
        self.assertNotIn(self.nurse.name, page)
        [address] = re.findall(rf'href="({path}/\d+)"', page)
        file = self.url_open(address)
        self.assertEqual(file.content, self.document.file_ids.raw)
        self.assertIn("attachment", file.headers["Content-Disposition"])
        other = self.env["ir.attachment"].create({"name": "x", "raw": docx("Secret")})
        self.assertEqual(self.url_open(f"{path}/{other.id}").status_code, 410)
        self.url_open(path, data={"choice": "confirm"})
        self.assertEqual(self.url_open(address).status_code, 410)
        self.env.invalidate_all()
        self.assertIn("Medicine count, version 1", self._rounds().content)

    def test_everybody_can_use_the_page(self):
        self._assert_accessible(self._path())

    def test_a_new_version_that_matters_asks_him_again(self):
        path = self._path()
        self._confirmed_now()
        self._next(self.document, asks_again=False)
        self._approve(self.document)
        self.assertEqual(self._rounds()[:1].state, "confirmed")
        self._next(self.document, asks_again=True)
        self._approve(self.document)
        asked = self._rounds()[:1]
        self.assertEqual(asked.state, "asked")
        self.external.invalidate_recordset()
        self.assertEqual(self.external.confirmed_until, asked.date_deadline)
        self.assertEqual(self.url_open(path).status_code, 410)

    def test_another_procedure_asks_him_again(self):
        self._confirmed_now()
        self.external.document_ids |= self._approved(name="Lifting")
        self.assertEqual(self._rounds()[:1].state, "asked")

    def test_a_confidential_document_is_not_shown_outside(self):
        secret = self._approved(name="Secret", confidentiality="confidential")
        with self.assertRaises(ValidationError):
            self.external.document_ids |= secret
        self.document.with_user(self.manager).confidentiality = "confidential"
        page = self.url_open(self._path()).text
        self.assertNotIn("Medicine count", page)

    def test_what_is_no_longer_valid_is_not_shown(self):
        self.document.valid_version_id.with_user(self.leader).action_withdraw(
            reason="Replaced"
        )
        self.assertNotIn("Medicine count", self.url_open(self._path()).text)
