import hashlib
import hmac
import secrets

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, email_normalize

SEED_LENGTH = 18
TEMPLATE = "qms_survey.mail_template_invitation"


class QmsSurveyInvitee(models.Model):
    """Somebody a campaign asks, for as long as it takes answers; then the list goes.

    Only the hash of his address' token is stored. It is made of a random seed and the
    database's secret, so that a reminder can name the same address. That he answered is
    marked to take no second answer; what he answered is not kept with it.
    """

    _name = "qms.survey.invitee"
    _description = "Invited to a survey"
    _rec_name = "campaign_id"
    _order = "id"
    # who was marked when would tell
    _log_access = False

    campaign_id = fields.Many2one(
        "qms.survey.campaign", required=True, index=True, ondelete="cascade"
    )
    partner_id = fields.Many2one(
        "res.partner", index="btree_not_null", ondelete="cascade"
    )
    # of whom there is no contact; written as it is compared
    email = fields.Char(index="btree_not_null")
    lang = fields.Char()
    department_id = fields.Many2one("hr.department", ondelete="set null", index=True)
    seed = fields.Char(required=True)
    token_hash = fields.Char(required=True)
    mails = fields.Integer(default=0)
    is_answered = fields.Boolean()

    _token_unique = models.UniqueIndex("(token_hash)")
    _once = models.UniqueIndex("(campaign_id, partner_id)")
    _address_once = models.UniqueIndex("(campaign_id, email)")

    @api.model
    def _invite(self, campaign, people):
        """Put ``people``, each an ``Asked``, on the list of ``campaign``."""
        # first: of two who ask the same address at once the later one waits here, and
        # starts again with the earlier one's list before its eyes
        self.env["qms.survey.address"]._note_asked(
            [person.email for person in people], campaign.company_id._qms_today()
        )
        seeds = [secrets.token_urlsafe(SEED_LENGTH) for _person in people]
        self.create(
            [
                {
                    "campaign_id": campaign.id,
                    "partner_id": person.contact,
                    "email": not person.contact and email_normalize(person.email),
                    "lang": person.lang,
                    "department_id": person.unit,
                    "seed": seed,
                    "token_hash": self._hash(self._token(seed)),
                }
                for person, seed in zip(people, seeds, strict=True)
            ]
        )

    @api.model
    def _find(self, token):
        return self.search([("token_hash", "=", self._hash(token))])

    @api.model
    def _token(self, seed):
        # sudo: the database's own secret
        secret = self.env["ir.config_parameter"].sudo().get_param("database.secret")
        digest = hmac.digest(secret.encode(), b"survey:" + seed.encode(), "sha256")
        return digest.hex()

    @api.model
    def _hash(self, token):
        return hashlib.sha256(token.encode()).hexdigest()

    @api.model
    def _rewrite(self, campaign):
        """Write the whole list anew, so that no row shows when it was last changed.

        PostgreSQL keeps of each row the transaction that wrote it, and lays what was
        changed behind what was not: those marked between two batches of answers would
        be those who gave the answers of the second.
        """
        self.flush_model()
        self.env.cr.execute(
            SQL(
                """WITH taken AS (
                      DELETE FROM qms_survey_invitee WHERE campaign_id = %s RETURNING *)
                   INSERT INTO qms_survey_invitee
                        SELECT * FROM taken ORDER BY random()""",
                campaign.id,
            )
        )

    def _link(self, after=""):
        """The invited person's own address, or that of the page ``after`` it."""
        self.ensure_one()
        lang = (self._get_lang() or "")[:2]
        token = self._token(self.seed)
        return f"{self.get_base_url()}/qms/survey/{token}{after}?lang={lang}"

    def _get_lang(self):
        return self.partner_id.lang or self.lang

    def _get_address(self):
        return self.partner_id.email_formatted or self.email

    def _refuse(self):
        """He is asked by no survey again, neither by those that run now."""
        self.ensure_one()
        email = self.partner_id.email or self.email or ""
        self.env["qms.survey.address"]._note_refused(email)
        (self | self._waiting_at(email_normalize(email) or email)).unlink()

    @api.model
    def _waiting_at(self, plain):
        """All invitations to this address, of whichever campaign."""
        at = Domain("email", "=", plain) | Domain(
            "partner_id.email_normalized", "=", plain
        )
        return self.search(at)

    def _send_mail(self):
        """One mail each; who was invited before is reminded."""
        for times, invitees in self.grouped("mails").items():
            self.env["qms.mailer"]._send(TEMPLATE, invitees, survey_reminds=bool(times))
            invitees.mails = times + 1
