import hashlib
import secrets
from datetime import timedelta

from odoo import api, fields, models

DAYS = 14
# expired links are kept this long, so that their holders are told the same as before
KEPT_DAYS = 180
# so many times a link is acted with within an hour; nobody needs more
ACTS_PER_HOUR = 20


class QmsPersonalLink(models.Model):
    """Lets one recipient do one thing to one record, without logging in.

    The address holds a random token of which only the hash is stored: it is shown once,
    when the link is made. Opening the address shows what its buttons do and changes
    nothing, since mail scanners open addresses; pressing a button acts, once unless
    told otherwise. Purposes are registered by extending :meth:`_get_purposes`.
    """

    _name = "qms.personal.link"
    _description = "Personal link"
    _rec_name = "purpose"

    purpose = fields.Char(required=True, readonly=True)
    res_model = fields.Char("Kind of record", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        "Record", model_field="res_model", required=True, readonly=True
    )
    partner_id = fields.Many2one(
        "res.partner", readonly=True, index="btree_not_null", ondelete="cascade"
    )
    employee_id = fields.Many2one(
        "hr.employee", readonly=True, index="btree_not_null", ondelete="cascade"
    )
    email = fields.Char(readonly=True)
    lang = fields.Char("Language", readonly=True)
    token_hash = fields.Char(required=True, readonly=True)
    is_single_use = fields.Boolean(default=True, readonly=True)
    expires_at = fields.Datetime(required=True, readonly=True, index=True)
    used_at = fields.Datetime("Last used at", readonly=True)
    revoked_at = fields.Datetime(readonly=True)
    acts = fields.Integer("Tries in this hour", readonly=True)
    acts_since = fields.Datetime("Counted since", readonly=True)

    _token_unique = models.UniqueIndex("(token_hash)")
    _record_index = models.Index("(res_model, res_id)")
    _one_recipient = models.Constraint(
        "CHECK (num_nonnulls(partner_id, employee_id, email) = 1)",
        "A personal link has one recipient.",
    )

    @api.model
    def _get_purposes(self):
        """Hook: what links may do.

        :rtype: dict[str, odoo.addons.qms.tools.personal_link.LinkPurpose]
        """
        return {}

    @api.model
    def _create_link(self, purpose, record, recipient, days=DAYS, single_use=True):
        """Make a link for one recipient; see :meth:`_create_links`.

        :return: its address, which cannot be had a second time
        """
        return self._create_links(purpose, [(record, recipient)], days, single_use)[0]

    @api.model
    def _create_links(self, purpose, pairs, days=DAYS, single_use=True):
        """Make a link for each pair of a record and a recipient.

        :param str purpose: a key of :meth:`_get_purposes`
        :param pairs: the recipient is a ``res.partner``, an ``hr.employee`` or an
            e-mail address
        :param days: how many days the links may be used
        :param single_use: whether the first use is the last
        :return: their addresses, in the same order
        :rtype: list[str]
        :raise ValueError: for an unknown purpose or a record of another model
        """
        spec = self._get_purposes().get(purpose)
        if not spec or any(record._name != spec.model for record, _to in pairs):
            raise ValueError(f"Not a purpose of these records: {purpose}")
        expires_at = fields.Datetime.now() + timedelta(days=days)
        tokens = [secrets.token_urlsafe(32) for _pair in pairs]
        # sudo: qms.personal.link - links are made and used through this model only
        self.sudo().create(
            [
                {
                    "purpose": purpose,
                    "res_model": record._name,
                    "res_id": record.id,
                    "token_hash": self._hash(token),
                    "expires_at": expires_at,
                    "is_single_use": single_use,
                    **self._prepare_recipient(recipient),
                }
                for (record, recipient), token in zip(pairs, tokens, strict=True)
            ]
        )
        return [
            f"{record.get_base_url()}/qms/link/{token}"
            for (record, _recipient), token in zip(pairs, tokens, strict=True)
        ]

    @api.model
    def _revoke_links(self, purpose, records):
        """End all links to ``records`` for ``purpose`` that could still be used."""
        # sudo: qms.personal.link - links are made and used through this model only
        self.sudo().search(
            [
                ("purpose", "=", purpose),
                ("res_model", "=", records._name),
                ("res_id", "in", records.ids),
                ("revoked_at", "=", False),
            ]
        ).revoked_at = fields.Datetime.now()

    @api.model
    def _find_link(self, token):
        """The link of ``token``, open or not, as sudo; empty if there is none."""
        # sudo: qms.personal.link - the token proves who asks
        return self.sudo().search([("token_hash", "=", self._hash(token))])

    def _is_open(self):
        """Whether the link may be used now."""
        return bool(
            self
            and not self.revoked_at
            and not (self.is_single_use and self.used_at)
            and self.expires_at > fields.Datetime.now()
            and self._get_spec()
            and self._get_record().exists()
        )

    def _get_spec(self):
        self.ensure_one()
        spec = self._get_purposes().get(self.purpose)
        return spec if spec and spec.model == self.res_model else None

    def _get_record(self):
        self.ensure_one()
        # sudo: the purpose's record - its method acts for the link's recipient
        return self.env[self.res_model].sudo().browse(self.res_id)

    def _get_files(self):
        """What of the record's files the page offers."""
        method = self._get_spec().files
        if not method:
            # sudo: ir.attachment - none
            return self.env["ir.attachment"].sudo()
        return getattr(self._get_record(), method)()

    def _use(self, choice, comment=""):
        """Do what the button ``choice`` says; returns the text that is then shown.

        The link is marked first: who presses twice at once waits here, then fails with
        a serialization error, which Odoo repeats, and finds it used.
        """
        self.used_at = fields.Datetime.now()
        self.flush_recordset(["used_at"])
        act = getattr(self._get_record(), self._get_spec().method)
        return act(self, choice, comment)

    def _count_act(self):
        """Count a try; says whether there may be one more.

        Per link, so that no address of whoever asks is kept. An unknown token is not
        counted: with 256 random bits there is nothing to find by trying.
        """
        now = fields.Datetime.now()
        if not self.acts_since or self.acts_since <= now - timedelta(hours=1):
            self.write({"acts": 0, "acts_since": now})
        if self.acts >= ACTS_PER_HOUR:
            return False
        self.acts += 1
        return True

    def _prepare_recipient(self, recipient):
        """Who may use a link, and the language its page is written in."""
        if isinstance(recipient, str):
            return {"email": recipient, "lang": self.env.lang}
        recipient.ensure_one()
        if recipient._name == "hr.employee":
            # sudo: hr.employee - the language only
            contact = recipient.sudo().work_contact_id
            return {"employee_id": recipient.id, "lang": contact.lang or self.env.lang}
        return {"partner_id": recipient.id, "lang": recipient.lang or self.env.lang}

    @api.model
    def _hash(self, token):
        return hashlib.sha256(token.encode()).hexdigest()

    @api.autovacuum
    def _gc_links(self):
        limit = fields.Datetime.now() - timedelta(days=KEPT_DAYS)
        self.search([("expires_at", "<", limit)], limit=10_000).unlink()
