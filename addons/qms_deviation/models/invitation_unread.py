from odoo import api, fields, models


class QmsInvitationIntake(models.AbstractModel):
    """What is no answer is kept as it came, for a quality manager."""

    _inherit = "qms.invitation.intake"

    @api.model
    def _keep_unread(self, raw, company, reason):
        company = company or self.env.company
        self.env["qms.unread.mail"]._keep(raw, company, reason)
        return True

    @api.model
    def _is_known(self, company, mail):
        return self.env["qms.mail.trace"]._is_known(company, mail.message_id)

    @api.model
    def _remember(self, company, mail):
        trace = self.env["qms.mail.trace"]
        trace._remember(company, "answer", mail.message_id, mail.sender)


class QmsUnreadMail(models.Model):
    _inherit = "qms.unread.mail"

    reason = fields.Selection(
        selection_add=[
            ("calendar", "It answers an invitation, but cannot be read"),
            ("not_invited", "It answers an invitation to somebody else"),
            ("other", "It came to the address for answers to invitations"),
        ],
        ondelete={
            "calendar": "set default",
            "not_invited": "set default",
            "other": "set default",
        },
        default="error",
    )


class QmsMailTrace(models.Model):
    _inherit = "qms.mail.trace"

    outcome = fields.Selection(
        selection_add=[("answer", "Answer to an invitation")],
        ondelete={"answer": "cascade"},
    )
