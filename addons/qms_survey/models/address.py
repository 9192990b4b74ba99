import hashlib
import hmac

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, email_normalize

# longer than any campaign may ask to be waited
KEPT_YEARS = 5


class QmsSurveyAddress(models.Model):
    """What is kept of an address that was asked: when last, and whether it said no.

    The address itself is not: only a hash made with the database's secret, so that
    nobody is asked too often, and whoever said no is never asked again, after the lists
    of all campaigns are gone. By which survey, and whether there was an answer, is kept
    nowhere.
    """

    _name = "qms.survey.address"
    _description = "Address that was asked"
    _rec_name = "digest"
    _order = "id"
    _log_access = False

    digest = fields.Char(required=True, readonly=True)
    asked_on = fields.Date(readonly=True, index=True)
    is_refused = fields.Boolean("Never ask again", readonly=True)

    _digest_unique = models.UniqueIndex("(digest)")

    @api.model
    def _digest(self, email):
        # sudo: the database's own secret
        secret = self.env["ir.config_parameter"].sudo().get_param("database.secret")
        plain = (email_normalize(email) or (email or "").strip().lower()).encode()
        digest = hmac.digest(secret.encode(), b"asked:" + plain, hashlib.sha256)
        return digest.hex()

    @api.model
    def _left_alone(self, emails, since):
        """Those of ``emails`` that said no, or were asked after ``since``."""
        digests = {email: self._digest(email) for email in emails}
        kept = Domain("is_refused", "=", True)
        if since:
            kept |= Domain("asked_on", ">", since)
        known = Domain("digest", "in", list(set(digests.values())))
        busy = set(self.search(known & kept).mapped("digest"))
        return {email for email, digest in digests.items() if digest in busy}

    @api.model
    def _note_asked(self, emails, day):
        self._store(emails, "asked_on", day)

    @api.model
    def _note_refused(self, email):
        self._store([email], "is_refused", True)

    @api.model
    def _store(self, emails, name, value):
        digests = sorted({self._digest(email) for email in emails})
        if not digests:
            return
        self.env.execute_query(
            SQL(
                """INSERT INTO qms_survey_address (digest, %(name)s)
                        SELECT digest, %(value)s FROM unnest(%(digests)s) digest
                   ON CONFLICT (digest) DO UPDATE SET %(name)s = EXCLUDED.%(name)s
                     RETURNING id""",
                name=SQL.identifier(name),
                value=value,
                digests=digests,
            )
        )
        self.invalidate_model()

    @api.autovacuum
    def _gc_addresses(self):
        """A hash of somebody who was asked long ago serves nothing any more."""
        limit = fields.Date.subtract(fields.Date.today(), years=KEPT_YEARS)
        old = [("asked_on", "<", limit), ("is_refused", "=", False)]
        self.search(old, limit=10_000).unlink()
