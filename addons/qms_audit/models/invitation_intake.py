from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.qms.tools.mail_head import recipients


class QmsInvitationIntake(models.AbstractModel):
    """Answers to invitations to audits, and whatever comes to their address."""

    _inherit = "qms.invitation.intake"

    @api.model
    def _get_inviting(self):
        return [*super()._get_inviting(), "qms.audit.event"]

    @api.model
    def _companies_of(self, raw):
        # sudo: mail.alias - where the mail goes
        aliases = self.env["mail.alias"].sudo()
        aliases = aliases._qms_matching(recipients(raw)).filtered(
            lambda alias: alias.alias_model_id.model == "qms.audit"
        )
        found = super()._companies_of(raw)
        return found | aliases.env["res.company"].search(
            [("qms_audit_alias_id", "in", aliases.ids)], order="id"
        )


class QmsAuditEvent(models.Model):
    _inherit = "qms.audit.event"

    def _inviting_company(self):
        return self.audit_id.company_id

    def _invited_as(self, email):
        rows = self.audit_id.invitation_ids
        return rows.filtered(lambda row: row._address() == email)[:1]

    def _take_reply(self, row, answer):
        if answer.sequence < self.time_sequence and self._can_be_answered():
            row._ask_again()
            return
        try:
            row._answer(answer.answer)
        except UserError:
            # it has begun or was called off: nobody waits for the answer
            return


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    @api.model
    def message_route(self, message, message_dict, *args, **kwargs):
        """What is ours was taken in before core routes; no mail makes an audit."""
        routes = super().message_route(message, message_dict, *args, **kwargs)
        return [route for route in routes or [] if route[0] != "qms.audit" or route[1]]
