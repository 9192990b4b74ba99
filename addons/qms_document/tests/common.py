import base64
import io
import zipfile

from odoo.addons.qms.tests.common import QmsCase

DOCX_BODY = (
    '<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/'
    'wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>%s</w:t></w:r></w:p></w:body>'
    "</w:document>"
)
PICTURE = base64.b64decode(
    "R0lGODlhAQABAIAAAP8AAP///yH5BAAAAAAALAAAAAABAAEAAAICRAEAOw=="
)


def docx(text):
    """A Word file that says ``text``."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", DOCX_BODY % text)
    return content.getvalue()


class DocumentCase(QmsCase):
    """The nurse looks after a procedure of the home care; its leader approves."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.procedure = cls.env.ref("qms_document.type_procedure")
        cls.policy = cls.env.ref("qms_document.type_policy")
        cls.form = cls.env.ref("qms_document.type_form")
        partner = cls.company.partner_id
        partner.lang = "en_US"

    @classmethod
    def _new_document(cls, user=None, text="<p>Count each box.</p>", **kwargs):
        user = user or cls.nurse
        values = {
            "name": "Medicine count",
            "type_id": cls.procedure.id,
            "department_id": cls.home_care.id,
            "company_id": cls.company.id,
            **kwargs,
        }
        document = cls.env["qms.document"].with_user(user).create(values)
        if text:
            document.draft_id.text = text
        return document

    @classmethod
    def _approved(cls, user=None, approver=None, **kwargs):
        """A document whose first version was approved."""
        document = cls._new_document(user, **kwargs)
        cls._approve(document, approver)
        return document

    @classmethod
    def _approve(cls, document, approver=None):
        version = document.draft_id
        version.action_submit()
        version.with_user(approver or cls.leader).action_approve()
        document.invalidate_recordset()
        return version

    @classmethod
    def _next(cls, document, text="<p>Count each box twice.</p>", **kwargs):
        """A new draft beside the valid version."""
        document.action_write()
        document.invalidate_recordset(["draft_id"])
        version = document.draft_id
        version.write({"text": text, "change_note": "Twice, not once.", **kwargs})
        return version

    @classmethod
    def _picture(cls, user, version=None):
        """A picture as the text editor uploads it."""
        return cls._file(user, "Red.gif", PICTURE, res_id=version and version.id)

    @classmethod
    def _file(cls, user, name="List.docx", content=None, **kwargs):
        """A file as the screen uploads it."""
        return (
            cls.env["ir.attachment"]
            .with_user(user)
            .create(
                {
                    "name": name,
                    "raw": docx("Paracetamol") if content is None else content,
                    "res_model": "qms.document.version",
                    **kwargs,
                }
            )
        )
