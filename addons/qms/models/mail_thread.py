from xmlrpc import client as xmlrpclib

from odoo import api, models
from odoo.exceptions import AccessError


class MailThread(models.AbstractModel):
    """Answers to invitations never become messages of Odoo's own; a message about a
    quality record goes by that record's rules."""

    _inherit = "mail.thread"

    @api.model
    def message_process(self, model, message, *args, **kwargs):
        raw = self._qms_as_bytes(message)
        # sudo: the gateway takes in what anybody answers
        intake = self.env["qms.invitation.intake"].sudo()
        if not intake._concerns(raw):
            return super().message_process(model, message, *args, **kwargs)
        self._qms_check_gateway()
        if intake._take_in(raw):
            return False
        return super().message_process(model, message, *args, **kwargs)

    @api.model
    def _qms_as_bytes(self, message):
        if isinstance(message, xmlrpclib.Binary):
            return bytes(message.data)
        return message.encode("utf-8") if isinstance(message, str) else bytes(message)

    @api.model
    def _qms_check_gateway(self):
        """Who may hand over a mail may write it in anybody's name."""
        if not self.env.su and not self.env.user.has_group("base.group_system"):
            raise AccessError(
                self.env._("Only the mail gateway and administrators hand over mails.")
            )

    def message_notify(self, *, model=False, res_id=False, **kwargs):
        """A message about a quality record is sent by that record's own rules."""
        if not self and res_id and self.env["mail.mail"]._qms_is_quality_record(model):
            return self.env[model].browse(res_id).message_notify(**kwargs)
        return super().message_notify(model=model, res_id=res_id, **kwargs)
