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


class MailMail(models.Model):
    _inherit = "mail.mail"

    def _prepare_outgoing_list(self, *args, **kwargs):
        """What the chatter of a quality record sends by itself, at the last moment.

        Type and number in the reader's language, no files, and only to those who may
        read the record now: the queue may have waited.
        """
        result = super()._prepare_outgoing_list(*args, **kwargs)
        if not self.is_notification or not self._qms_is_quality_record(self.model):
            return result
        # sudo: who may read the record is asked per recipient
        record = self.env[self.model].sudo().browse(self.res_id).exists()
        partners = self.recipient_ids
        readers = record._readers_among(partners) if record else partners.browse()
        kept = [email for email in result if email["partner_id"] in readers]
        for email in kept:
            lang = email["partner_id"].lang or self.env.lang
            email["subject"] = record.with_context(lang=lang).display_name
            email["attachments"] = []
        return kept

    @api.model
    def _qms_is_quality_record(self, model):
        return bool(model) and hasattr(self.env.get(model), "_readers_among")


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
