from odoo import models

# what was said, by whom, when and where
SAID = {
    "attachment_ids",
    "author_id",
    "body",
    "date",
    "email_from",
    "message_type",
    "model",
    "res_id",
    "subject",
    "subtype_id",
}


class MailMessage(models.Model):
    _inherit = "mail.message"

    def write(self, vals):
        if not SAID.isdisjoint(vals):
            self._qms_check_not_frozen()
        return super().write(vals)

    def unlink(self):
        self._qms_check_not_frozen()
        return super().unlink()

    def _qms_check_not_frozen(self):
        """What was said on a quality record before a decision stays as it was."""
        if self.env.su:
            return
        # sudo: where the messages belong
        messages = self.sudo().filtered(
            lambda message: self.env["mail.mail"]._qms_is_quality_record(message.model)
        )
        for model, of_model in messages.grouped("model").items():
            for res_id, of_record in of_model.grouped("res_id").items():
                self.env[model].browse(res_id)._check_not_frozen(of_record)
