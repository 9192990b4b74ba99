from hashlib import sha256

from odoo import models

from ..tools.pack_file import free_name, short_name


class QmsEvidenceProgressMails(models.AbstractModel):
    """Mails and messages on a record, as texts beside its files."""

    _name = "qms.evidence.progress.mails"
    _description = "Mails of an evidence pack"

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
        self._spool().put(path, lambda file: file.write(content))
        return {**row, "path": path}

    def _mail_text(self, mail):
        env, told = mail.env, self._mail_told(mail)
        return "\n".join(
            [
                env._("From: %s", told["author"]),
                env._("Sent on (UTC): %s", mail.date),
                env._("Subject: %s", told["subject"]),
                "",
                told["text"],
                "",
            ]
        )
