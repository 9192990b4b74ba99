from odoo import fields, models

# what says something or names somebody; days, state, answer and number stay
TELLING = ("body", "answer", "name", "owner_id")


class QmsConsultationSending(models.AbstractModel):
    """How the members get to know: a mail with a link, never with the material."""

    _name = "qms.consultation.sending"
    _description = "Telling a committee"

    def _tell_members(self):
        """One mail per member, in his language, queued; followers see what comes."""
        for each in self:
            # sudo: who sits in the committee
            members = each.sudo().committee_id._seated() - self.env.user
            for lang, users in members.grouped("lang").items():
                each._mail_members(users, lang)

    def _mail_members(self, users, lang):
        template = "qms_review.mail_template_consultation"
        # sudo: the addresses of who is told
        emails = users.sudo().mapped("email_formatted")
        for email in filter(None, emails):
            self.env["qms.mailer"]._send(
                template, self, qms_to=email, qms_lang=lang or self.env.lang
            )


class QmsConsultationRetention(models.AbstractModel):
    """Some years after it ended it says what was answered when, and no more."""

    _name = "qms.consultation.retention"
    _description = "Retention of a consultation"
    _inherit = ["qms.retained.mixin"]

    date_removed = fields.Date("Text removed on", readonly=True, copy=False)

    def _retention_carry_out(self):
        keep = {name for name in self._fields if name not in TELLING}
        self.env["qms.decision"]._carry_out_erasure(self)
        self.env["qms.removal"]._empty(self, keep)
        self._write_guarded({"date_removed": fields.Date.today()})
