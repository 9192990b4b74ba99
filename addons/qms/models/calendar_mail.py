import re
from typing import NamedTuple

from odoo import fields, models

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
    """A mail may carry an invitation, written when the mail is."""

    _inherit = "mail.mail"

    qms_invitation = fields.Text("Invitation of a meeting", readonly=True)

    def _prepare_outgoing_list(self, *args, **kwargs):
        result = super()._prepare_outgoing_list(*args, **kwargs)
        if self.qms_invitation:
            content = self.qms_invitation.replace("\r\n", "\n").replace("\n", "\r\n")
            file = InvitationFile("invite.ics", content.encode(), "application/ics")
            for email in result:
                email["attachments"] = [*email["attachments"], file]
        return result


class IrMailServer(models.Model):
    _inherit = "ir.mail_server"

    def _build_email__(self, *args, **kwargs):
        """Invitations stand in the text as well, where they are answered."""
        message = super()._build_email__(*args, **kwargs)
        for file in kwargs.get("attachments") or ():
            if isinstance(file, InvitationFile):
                file._add_to(message)
        return message
