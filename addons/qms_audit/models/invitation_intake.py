import logging

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.qms_deviation.tools.incoming_mail import read_head, recipients

from ..tools.invitation_file import NotAnAnswer, calendar_parts, read_answer

_logger = logging.getLogger(__name__)


class QmsInvitationIntake(models.AbstractModel):
    """Answers that calendar programs send by mail.

    Nothing is dropped: what cannot be taken for an answer of whoever it says, is kept
    as it came for the quality manager.
    """

    _name = "qms.invitation.intake"
    _description = "Answers to invitations by mail"

    @api.model
    def _find_answer(self, raw):
        """The answer to an invitation of ours in this mail, and its event.

        :return: (answer, event), either of them empty where there is none, and why
        """
        none, problem = self.env["qms.audit.event"], None
        for content, charset in calendar_parts(raw):
            try:
                answer = read_answer(content, charset)
            except NotAnAnswer as error:
                problem = error.args[0]
                continue
            told = none.search([("uid", "=", answer.uid)])
            if told:
                return answer, told, None
            problem = "unknown"
        return None, none, problem

    @api.model
    def _take_in(self, raw, companies):
        """Take in a mail to our address, or one that answers an invitation."""
        answer, told, problem = self._find_answer(raw)
        company = told.audit_id.company_id or companies[:1] or self.env.company
        reason = "calendar" if problem else "other"
        try:
            with self.env.cr.savepoint():
                reason = self._process(raw, company, answer, told) if told else reason
                self.env.flush_all()
        except Exception as error:
            # by its kind alone: what it says may hold what was written
            _logger.warning("Answer by mail kept unread: %s", type(error).__name__)
            reason = "error"
        if reason:
            self.env["qms.unread.mail"]._keep(raw, company, reason)

    @api.model
    def _process(self, raw, company, answer, told):
        """Note the answer; why it is none, if it is none."""
        mail, _message = read_head(raw)
        mail.message_id = mail.message_id or mail.digest
        trace = self.env["qms.mail.trace"]
        if trace._is_known(company, mail.message_id):
            return None
        if mail.forged:
            return "forged"
        if mail.sender != answer.email:
            return "not_invited"
        rows = told.audit_id.invitation_ids
        row = rows.filtered(lambda row: row._address() == answer.email)[:1]
        if not row:
            return "not_invited"
        trace._remember(company, "answer", mail.message_id, mail.sender)
        if answer.sequence < told.time_sequence and told._can_be_answered():
            row._ask_again()
            return None
        try:
            row._answer(answer.answer)
        except UserError:
            # it has begun or was called off: nobody waits for the answer
            return None
        return None


class MailThread(models.AbstractModel):
    """Answers to invitations never become messages of Odoo's own."""

    _inherit = "mail.thread"

    @api.model
    def message_process(self, model, message, *args, **kwargs):
        raw = self._qms_as_bytes(message)
        # sudo: mail.alias - where the mail goes
        aliases = self.env["mail.alias"].sudo()
        aliases = aliases._qms_matching(recipients(raw)).filtered(
            lambda alias: alias.alias_model_id.model == "qms.audit"
        )
        # sudo: the gateway takes in what anybody answers
        intake = self.env["qms.invitation.intake"].sudo()
        if not aliases and not intake._find_answer(raw)[1]:
            return super().message_process(model, message, *args, **kwargs)
        self._qms_check_gateway()
        companies = aliases.env["res.company"].search(
            [("qms_audit_alias_id", "in", aliases.ids)], order="id"
        )
        intake._take_in(raw, companies)
        return False

    @api.model
    def message_route(self, message, message_dict, *args, **kwargs):
        """What is ours was taken in before core routes; no mail makes an audit."""
        routes = super().message_route(message, message_dict, *args, **kwargs)
        return [route for route in routes or [] if route[0] != "qms.audit" or route[1]]


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
