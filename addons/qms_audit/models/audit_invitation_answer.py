from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.qms.tools.personal_link import LinkPurpose

PURPOSE = "audit_invitation"
# a link works until the audit begins, for no longer than this
LINK_DAYS = 400
CHOICES = {"accept": "accepted", "tentative": "tentative", "decline": "declined"}


class QmsAuditInvitationAnswer(models.AbstractModel):
    """The ways to answer: a button, a link without login, a calendar program.

    All of them end in :meth:`_answer`.
    """

    _name = "qms.audit.invitation.answer"
    _description = "Answer to an invitation"

    def action_accept(self):
        """I take part."""
        return self._answer_myself("accepted")

    def action_tentative(self):
        """I take part perhaps."""
        return self._answer_myself("tentative")

    def action_decline(self):
        """I cannot take part; nobody asks why."""
        return self._answer_myself("declined")

    def _answer_myself(self, answer):
        self.check_access("read")
        for row in self:
            if row.user_id != self.env.user:
                raise AccessError(self.env._("Everybody answers for himself."))
            # sudo: the answer to one's own invitation
            row.sudo()._answer(answer)
        return True

    def _answer(self, answer):
        """Note an answer to the dates as they are now, and tell the lead auditor."""
        self.ensure_one()
        told = self.audit_id.told_ids
        if not self.is_told or not told._can_be_answered():
            raise UserError(
                self.env._(
                    "There is nothing to answer: it has begun or was called off."
                )
            )
        is_same = self.answer == answer and self.answered_sequence >= told.time_sequence
        values = {"answer": answer, "answered_sequence": told.sequence}
        self.write(values)
        told._show_answers()
        if not is_same:
            self._tell_answer()

    def _tell_answer(self):
        """To the lead auditor; of his own answer to whoever plans."""
        audit = self.audit_id
        users = audit.lead_id - self.user_id or audit._planners() - self.user_id
        # what came by mail or by link came from who is invited, not from a user
        users -= self.env.user
        self.env["qms.audit.notice"]._send(
            [
                {
                    "audit_id": audit.id,
                    "invitation_id": self.id,
                    "kind": self.answer,
                    "about": self.who,
                    **audit._prepare_reader(user),
                }
                for user in users
            ]
        )

    def _ask_again(self):
        """The answer was about an earlier time: send what holds now once more."""
        self.env["qms.audit.notice"]._send(self._prepare_notices("again"))

    # ------------------------------------------------------------
    # The page behind the link
    # ------------------------------------------------------------

    def _describe_for_link(self):
        """Whom the page answers for, and what about."""
        self.ensure_one()
        told = self.audit_id.told_ids
        parts = [
            self.env._("You answer for %s.", self.who),
            f"{self.audit_id.display_name}: {told._when()}"
            if told.date_start
            else self.audit_id.display_name,
            told.place,
            self.env._("So far: %s.", self._answer_label()),
        ]
        return "\n".join(filter(None, parts))

    def _answer_label(self):
        answers = dict(self._fields["answer"]._description_selection(self.env))
        return answers.get(self.answer, "")

    def _answer_by_link(self, link, choice, comment):
        self._answer(CHOICES[choice])
        return f"{self.who}: {self._answer_label()}"

    @api.model
    def _make_links(self, rows):
        """A fresh link for each of these invitations; those sent before end."""
        links = self.env["qms.personal.link"]
        links._revoke_links(PURPOSE, rows)
        made, now = {}, fields.Datetime.now()
        for lang, of_lang in rows.grouped(lambda row: row._lang()).items():
            ends = max(of_lang.audit_id.told_ids.mapped("date_start"))
            addresses = links.with_context(lang=lang)._create_links(
                PURPOSE,
                [(row, row._link_recipient()) for row in of_lang],
                days=min(max((ends - now).days + 1, 1), LINK_DAYS),
                single_use=False,
            )
            made.update(zip(of_lang.ids, addresses, strict=True))
        return made


class QmsPersonalLink(models.Model):
    _inherit = "qms.personal.link"

    @api.model
    def _get_purposes(self):
        return super()._get_purposes() | {
            PURPOSE: LinkPurpose(
                model="qms.audit.invitation",
                method="_answer_by_link",
                title=self.env._("Will you take part in the audit?"),
                explanation=self.env._(
                    "Nobody asks for a reason. You can change your answer here until "
                    "the audit begins."
                ),
                buttons={
                    "accept": self.env._("I take part"),
                    "tentative": self.env._("Perhaps"),
                    "decline": self.env._("I cannot take part"),
                },
                done=self.env._("Thank you. Your answer is registered."),
                describe="_describe_for_link",
            ),
        }
