from odoo import api, models


class QmsMailer(models.AbstractModel):
    """Every mail of ours: a template, rendered in its reader's language, queued."""

    _name = "qms.mailer"
    _description = "Outgoing mail"

    @api.model
    def _send(self, template_xmlid, records, **context):
        """Queue one mail per record and wake the queue; no user waits for SMTP.

        :return: the mails, as sudo
        """
        if not records:
            return self.env["mail.mail"].sudo()  # sudo: none
        # sudo: templates and the queue belong to the system
        template = self.env.ref(template_xmlid).sudo().with_context(**context)
        mails = template.send_mail_batch(records.ids, force_send=False)
        self._trigger_queue()
        return mails

    @api.model
    def _trigger_queue(self):
        # sudo: the queue's own scheduled action
        self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()


class MailComposeMessage(models.TransientModel):
    _inherit = "mail.compose.message"

    def _action_send_mail_mass_mail(self, res_ids, auto_commit=False):
        """A quality record is discussed in its chatter; its text goes in no mail."""
        if not self.env["mail.mail"]._qms_is_quality_record(self.model):
            return super()._action_send_mail_mass_mail(res_ids, auto_commit=auto_commit)
        self.composition_mode = "comment"
        messages = self._action_send_mail_comment(res_ids)
        # sudo: the mails that tell of the messages
        mails = self.env["mail.mail"].sudo()
        return mails.search([("mail_message_id", "in", messages.ids)])
