import logging

from odoo import api, models

from ..tools.invitation_reply import NotAnAnswer, calendar_parts, read_answer
from ..tools.mail_head import read_head

_logger = logging.getLogger(__name__)


class QmsInvitationIntake(models.AbstractModel):
    """Answers that calendar programs send by mail, whatever was invited to.

    What invites has a ``uid``, says whose it is (``_inviting_company``), which row is
    that of an address (``_invited_as``), and notes an answer or asks again
    (``_take_reply``).
    """

    _name = "qms.invitation.intake"
    _description = "Answers to invitations by mail"

    @api.model
    def _get_inviting(self):
        """Hook: the models that invite."""
        return []

    @api.model
    def _find_answer(self, raw):
        """The answer to an invitation of ours in this mail, and what invited.

        :return: (answer, record), either of them empty where there is none, and why
        """
        problem = None
        for content, charset in calendar_parts(raw):
            try:
                answer = read_answer(content, charset)
            except NotAnAnswer as error:
                problem = error.args[0]
                continue
            for name in self._get_inviting():
                told = self.env[name].search([("uid", "=", answer.uid)], limit=1)
                if told:
                    return answer, told, None
            problem = "unknown"
        return None, None, problem

    @api.model
    def _companies_of(self, raw):
        """Hook: whose address for answers this mail went to."""
        return self.env["res.company"]

    @api.model
    def _concerns(self, raw):
        """Whether this mail is to our address, or answers an invitation."""
        return bool(self._companies_of(raw) or self._find_answer(raw)[1])

    @api.model
    def _take_in(self, raw):
        """Take in a mail that concerns us.

        :return: whether that was all there is to do with it
        """
        answer, told, problem = self._find_answer(raw)
        company = told._inviting_company() if told else self._companies_of(raw)[:1]
        reason = "calendar" if problem else "other"
        try:
            with self.env.cr.savepoint():
                reason = self._process(raw, company, answer, told) if told else reason
                self.env.flush_all()
        except Exception as error:
            # by its kind alone: what it says may hold what was written
            _logger.warning("Answer by mail not taken in: %s", type(error).__name__)
            reason = "error"
        return not reason or self._keep_unread(raw, company, reason)

    @api.model
    def _process(self, raw, company, answer, told):
        """Note the answer; why it is none, if it is none."""
        mail, _message = read_head(raw)
        mail.message_id = mail.message_id or mail.digest
        if self._is_known(company, mail):
            return None
        if mail.forged:
            return "forged"
        row = mail.sender == answer.email and told._invited_as(answer.email)
        if not row:
            return "not_invited"
        self._remember(company, mail)
        told._take_reply(row, answer)
        return None

    @api.model
    def _keep_unread(self, raw, company, reason):
        """Hook: keep a mail that is no answer of whoever it says, as it came.

        :return: whether it was kept; else it goes the way of all other mail
        """
        return False

    @api.model
    def _is_known(self, company, mail):
        """Hook: whether this mail has come in before."""
        return False

    @api.model
    def _remember(self, company, mail):
        """Hook: it came in."""
