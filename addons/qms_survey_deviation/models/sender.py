from odoo import fields, models
from odoo.tools import email_normalize


class QmsDeviationSender(models.Model):
    _inherit = "qms.deviation.sender"

    never_asked = fields.Boolean(
        "Not asked how it went",
        help="Because of what it is about, or a protected address.",
    )

    def _askable(self):
        """Those with an address for mail whom a survey may ask."""
        return self.filtered(
            lambda sender: (
                email_normalize(sender.email)
                and not sender.never_asked
                and not sender.deviation_id.type_id.survey_off_limits
            )
        )

    def _erase(self):
        """Nor does an invitation keep his address."""
        # sudo: invitations, which nobody reads
        invitees = self.env["qms.survey.invitee"].sudo()
        plain = {email_normalize(email) for email in self.mapped("email")} - {False}
        invitees.search([("email", "in", list(plain))]).unlink()
        return super()._erase()
