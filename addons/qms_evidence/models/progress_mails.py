from hashlib import sha256

from odoo import models
from odoo.fields import Domain
from odoo.tools import html2plaintext

from ..tools.pack_file import free_name, short_name

# what somebody wrote; what the system itself sends names the record and no more
WRITTEN = ("comment", "email")


class QmsEvidenceProgressMails(models.AbstractModel):
    """Mails and messages on a record, as texts beside its files."""

    _name = "qms.evidence.progress.mails"
    _description = "Mails of an evidence pack"

    def _mails_of(self, record):
        if "message_ids" not in record._fields:
            return record.env["mail.message"]
        domain = (
            Domain("model", "=", record._name)
            & Domain("res_id", "=", record.id)
            & Domain("message_type", "in", WRITTEN)
            & Domain("create_date", "<=", self.pack_id.cut_off)
        )
        return record.env["mail.message"].search(domain, order="id")

    def _take_mail(self, mail, place, names):
        """The mail as a text; of a masked pack, that there is one."""
        pack = self.pack_id.with_env(mail.env)
        title = mail.subject or mail.env._("Message")
        if pack.is_masked:
            title = pack._without_persons(title)
        content = self._mail_text(mail).encode()
        row = {
            "name": f"{mail.date.date()} {title}.txt",
            "path": None,
            "size": len(content),
            "digest": sha256(content).hexdigest(),
            "date": str(mail.create_date.date()),
        }
        if pack.is_masked:
            return row
        path = f"{place}/{free_name(short_name(row['name'], 'file'), names)}"
        self._spool().write(path, lambda file: file.write(content))
        return {**row, "path": path}

    def _mail_text(self, mail):
        _ = mail.env._
        # sudo: the name that the message shows
        author = mail.sudo().author_id.name or mail.email_from or ""
        return "\n".join(
            [
                _("From: %s", author),
                _("Sent on (UTC): %s", mail.date),
                _("Subject: %s", mail.subject or ""),
                "",
                html2plaintext(mail.body or ""),
                "",
            ]
        )
