from pathlib import Path

from odoo import models
from odoo.fields import Domain
from odoo.tools import html2plaintext

# what somebody wrote; what the system itself sends names the record and no more
WRITTEN = ("comment", "email")


class QmsEvidenceBelongings(models.AbstractModel):
    """What hangs on a record, as whoever looks may read it: files, and what was said.

    Both are searched with his own rights; a pack and a case on paper tell the same.
    """

    _name = "qms.evidence.belongings"
    _description = "What hangs on a record"

    def _hangs_on(self, record, model_field, until):
        domain = Domain(model_field, "=", record._name)
        domain &= Domain("res_id", "=", record.id)
        return domain & Domain("create_date", "<=", until) if until else domain

    def _files_on(self, record, until=None):
        domain = self._hangs_on(record, "res_model", until)
        return record.env["ir.attachment"].search(domain, order="id")

    def _mails_on(self, record, until=None):
        messages = record.env["mail.message"]
        if "message_ids" not in record._fields:
            return messages
        domain = self._hangs_on(record, "model", until)
        domain &= Domain("message_type", "in", WRITTEN)
        return messages.search(domain, order="id")

    def _mail_told(self, mail):
        # sudo: the name that the message shows
        author = mail.sudo().author_id.name or mail.email_from or ""
        text = html2plaintext(mail.body or "")
        return {"author": author, "subject": mail.subject or "", "text": text}

    def _stored_path(self, file):
        """Where its bytes lie, if they do in the file store."""
        # sudo: where the bytes of a file lie that its reader may read
        known = file.sudo()
        if not known.store_fname:
            return None
        path = Path(known._full_path(known.store_fname))
        return path if path.is_file() else None

    def _stored_bytes(self, file):
        """Those that lie in the database; nothing where they have gone."""
        # sudo: the bytes of a file that its reader may read
        known = file.sudo()
        return b"" if known.store_fname else known.raw or b""
