import secrets

from odoo import SUPERUSER_ID, Command, api, models
from odoo.tools import email_normalize

VISITOR = "qms.group_visitor"
HOME = "/qms/seat"


class QmsEvidenceSeatAccount(models.AbstractModel):
    """The portal account of a seat: made for it alone, and gone with it."""

    _name = "qms.evidence.seat.account"
    _description = "Account of an auditor's seat"

    @api.model
    def _running_of(self, user):
        """The seat in which ``user`` may sit now."""
        # sudo: a visitor has rights on nothing
        seat = self.sudo().search([("user_id", "=", user.id), ("state", "=", "open")])
        return seat if seat and not seat._why_over() else seat.browse()

    def _accounts(self):
        """All accounts, archived ones too, that have the address."""
        email = email_normalize(self.email or "")
        # sudo: addresses of all accounts
        users = self.env["res.users"].sudo().with_context(active_test=False)
        if not email:
            return users
        # ``=ilike`` takes an underscore for any character
        found = users.search(
            ["|", ("login", "=ilike", email), ("email", "=ilike", f"%{email}%")]
        )
        return found.filtered(
            lambda user: email in (user.login.lower(), email_normalize(user.email))
        )

    def _foreign_accounts(self):
        """Accounts of the address that are not those of a seat that has ended.

        What such an account may see would be shown to the auditor besides, and ending
        the seat would end the account.
        """
        accounts = self._accounts()
        # sudo: other seats of theirs
        seats = self.sudo().search(
            [("user_id", "in", accounts.ids), ("state", "=", "open")]
        )
        other = accounts.filtered(lambda user: not user._qms_is_visitor())
        return accounts.filtered("active") | seats.user_id | other

    def _take_account(self):
        """The account made new, or the archived one of an earlier seat, emptied."""
        email = email_normalize(self.email)
        values = {
            "active": True,
            "name": self.visitor,
            "login": email,
            "email": email,
            "lang": self.lang,
            "company_id": self.company_id.id,
            "company_ids": [Command.set(self.company_id.ids)],
            "group_ids": [Command.set(self.env.ref(VISITOR).ids)],
            # nobody knows it: the link of the mail sets another
            "password": secrets.token_urlsafe(32),
        }
        account = self._accounts()[:1]
        if account:
            account.write(values)
        else:
            quiet = {"no_reset_password": True, "tracking_disable": True}
            account = account.with_context(**quiet).create(values)
        return account

    def _send_invitations(self):
        """Mail a link to each by which a password is set, once."""
        links = {}
        for seat in self:
            # sudo: the token of an account that the system made
            partner = seat.user_id.sudo().partner_id
            partner.signup_prepare()
            url = partner._get_signup_url_for_action(url=HOME)[partner.id]
            links[seat.id] = url
        mails = self.env["qms.mailer"]._send(
            "qms_evidence.mail_template_seat", self, seat_links=links
        )
        # whoever reads the seat may not sit in it: the mail is no part of its chatter
        mails.mail_message_id.write({"model": False, "res_id": False})

    def _close_accounts(self):
        """Archive them: sessions, links and passwords are dead with that."""
        # a visitor ends his own, which nobody else may
        users = self.with_user(SUPERUSER_ID).user_id
        if not users:
            return
        # sudo: keys that an administrator may have made for them
        keys = self.env["res.users.apikeys"].with_user(SUPERUSER_ID)
        keys.search([("user_id", "in", users.ids)]).unlink()
        users.active = False
        users.partner_id.active = False
