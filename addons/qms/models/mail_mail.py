import re
from typing import NamedTuple

from odoo import api, fields, models

METHOD = re.compile(r"^METHOD:([A-Z]+)\r?$", re.M)


class InvitationFile(NamedTuple):
    """An attachment as core takes it, that is also shown as a part of the text.

    Outlook and Thunderbird answer the part, Apple's Mail and some web mail the file;
    Google takes either.
    """

    name: str
    content: bytes
    mime: str

    def _add_to(self, message):
        text = self.content.decode()
        alternative = next(
            part
            for part in message.walk()
            if part.get_content_type() == "multipart/alternative"
        )
        alternative.add_alternative(
            text,
            subtype="calendar",
            charset="utf-8",
            # no mail server on the way folds or escapes it anew
            cte="base64",
            params={"method": METHOD.search(text)[1]},
        )


class MailMail(models.Model):
    _inherit = "mail.mail"

    qms_invitation = fields.Text("Invitation as a file", readonly=True)

    def _prepare_outgoing_list(self, *args, **kwargs):
        """What is added and left out at the last moment: the queue may have waited."""
        result = super()._prepare_outgoing_list(*args, **kwargs)
        if self.qms_invitation:
            content = self.qms_invitation.replace("\r\n", "\n").replace("\n", "\r\n")
            file = InvitationFile("invite.ics", content.encode(), "application/ics")
            for email in result:
                email["attachments"] = [*email["attachments"], file]
        if not self.is_notification or not self._qms_is_quality_record(self.model):
            return result
        return self._qms_for_readers(result)

    def _qms_for_readers(self, emails):
        """What the chatter of a quality record sends by itself.

        Type and number in the reader's language, no files, and only to those who may
        read the record now.
        """
        # sudo: who may read the record is asked per recipient
        record = self.env[self.model].sudo().browse(self.res_id).exists()
        partners = self.recipient_ids
        readers = record._readers_among(partners) if record else partners.browse()
        kept = [email for email in emails if email["partner_id"] in readers]
        for email in kept:
            lang = email["partner_id"].lang or self.env.lang
            email["subject"] = record.with_context(lang=lang).display_name
            email["attachments"] = []
        return kept

    @api.model
    def _qms_is_quality_record(self, model):
        return bool(model) and hasattr(self.env.get(model), "_readers_among")


class IrMailServer(models.Model):
    _inherit = "ir.mail_server"

    def _build_email__(self, *args, **kwargs):
        """Invitations stand in the text as well, where they are answered."""
        message = super()._build_email__(*args, **kwargs)
        for file in kwargs.get("attachments") or ():
            if isinstance(file, InvitationFile):
                file._add_to(message)
        return message
