import hmac

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.qms.tools.mail_head import key_of

# how long is remembered what came in
KEPT_DAYS = 400


class QmsMailTrace(models.Model):
    """That a mail came in and what became of it; nothing of who wrote or what.

    It tells a mail fetched twice, and an answer to the receipt, from a new report,
    and how often somebody from outside was refused.
    """

    _name = "qms.mail.trace"
    _description = "Mail that came in"
    _order = "id desc"
    _rec_name = "date"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="cascade"
    )
    date = fields.Date(required=True, readonly=True, default=fields.Date.context_today)
    outcome = fields.Selection(
        [
            ("report", "Report made"),
            ("receipt", "Receipt sent"),
            ("note", "Note added to a report"),
            ("unread", "Kept unread"),
            ("refused", "Refused: from outside"),
        ],
        required=True,
        readonly=True,
    )
    key = fields.Char(required=True, readonly=True, groups="base.group_system")
    sender_key = fields.Char(
        readonly=True, index="btree_not_null", groups="base.group_system"
    )
    report_id = fields.Many2one(
        "qms.report",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
        groups="base.group_system",
    )

    _by_key = models.Index("(key)")

    @api.model
    def _remember(self, company, outcome, message_id, sender="", report=None):
        return self.create(
            {
                "company_id": company.id,
                "outcome": outcome,
                "key": key_of(message_id),
                "sender_key": self._sender_key(sender),
                "report_id": report.id if report else False,
            }
        )

    @api.model
    def _sender_key(self, address):
        """What stands for an address, and cannot be turned back into it."""
        # sudo: the secret of this database
        secret = self.env["ir.config_parameter"].sudo().get_param("database.secret")
        key = hmac.new(secret.encode(), address.encode(), "sha256")
        return key.hexdigest() if address else False

    @api.model
    def _belongs_to(self, report, message_ids):
        """These mails turned out to be about ``report``."""
        domain = self._key_domain(report.company_id, filter(None, message_ids))
        self.search(domain).report_id = report

    @api.model
    def _is_known(self, company, message_id):
        """Whether this mail has come in before."""
        return bool(self.search_count(self._key_domain(company, [message_id]), limit=1))

    @api.model
    def _report_of(self, company, references):
        """The report that a mail with these references belongs to."""
        domain = self._key_domain(company, references)
        return self.search(domain & Domain("report_id", "!=", False), limit=1).report_id

    @api.model
    def _key_domain(self, company, message_ids):
        return Domain("company_id", "=", company.id) & Domain(
            "key", "in", [key_of(each) for each in message_ids]
        )

    @api.model
    def _was_refused_today(self, company, sender):
        domain = (
            Domain("company_id", "=", company.id)
            & Domain("outcome", "=", "refused")
            & Domain("sender_key", "=", self._sender_key(sender))
            & Domain("date", "=", fields.Date.context_today(self))
        )
        return bool(self.search_count(domain, limit=1))

    @api.autovacuum
    def _gc_traces(self):
        before = fields.Date.subtract(fields.Date.today(), days=KEPT_DAYS)
        self.search([("date", "<", before)], limit=10000).unlink()
