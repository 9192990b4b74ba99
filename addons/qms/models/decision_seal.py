import json
import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from .decision import digest

_logger = logging.getLogger(__name__)

SEAL_COLUMNS = ("number", "date", "previous_digest", "heads", "chains")
# transactions that began before a seal may commit after it
OVERLAP = timedelta(days=1)


class QmsDecisionSeal(models.Model):
    """A day's heads of all chains that grew, chained to the day before.

    Whoever cuts a chain's end, or rewrites it whole, would have to rewrite every
    seal since. That too is possible for the database's owner, and the last seals can
    be deleted without a trace in the database; therefore each fingerprint leaves it:
    by mail to the quality managers, and as a line of the server's log.
    """

    _name = "qms.decision.seal"
    _description = "Daily seal over the decisions"
    _inherit = "qms.final.mixin"
    _log_access = False
    _final_columns = (*SEAL_COLUMNS, "digest")
    _order = "number desc"
    _rec_name = "number"

    number = fields.Integer(required=True, readonly=True)
    date = fields.Datetime("Sealed on", required=True, readonly=True)
    chains = fields.Integer("Chains that grew", readonly=True)
    heads = fields.Text(readonly=True)
    previous_digest = fields.Char("Fingerprint before", readonly=True)
    digest = fields.Char("Fingerprint", required=True, readonly=True)

    _number_unique = models.UniqueIndex("(number)")

    @api.model
    def _cron_seal(self):
        """Seal what was decided since the last seal; nothing new, no seal."""
        last = self.search([], limit=1)
        heads = self._heads_since(last.date - OVERLAP if last else None)
        known = last._head_digests() if last else {}
        heads = [head for head in heads if known.get(tuple(head[:2])) != head[3]]
        if not heads:
            return self.browse()
        values = {
            "number": last.number + 1,
            "date": fields.Datetime.now(),
            "previous_digest": last.digest or "",
            "heads": json.dumps(heads),
            "chains": len(heads),
        }
        values["digest"] = self._seal_digest(values)
        seal = self._append([values])
        seal._make_known()
        return seal

    def _make_known(self):
        """Bring the fingerprint out of the database's reach."""
        _logger.info("Seal %s over the decisions: %s", self.number, self.digest)
        group = self.env.ref("qms.group_quality_manager")
        managers = group.all_user_ids.filtered(lambda user: user.active and user.email)
        told = {f"seal_{name}": self[name] for name in ("number", "date", "digest")}
        mailer = self.env["qms.mailer"].with_context(**told)
        mailer._send("qms.mail_template_seal", managers)

    @api.model
    def _heads_since(self, since):
        self.env["qms.decision"].flush_model()
        where = SQL("date >= %s", since) if since else SQL("TRUE")
        rows = self.env.execute_query(
            SQL(
                """SELECT DISTINCT ON (res_model, res_id)
                          res_model, res_id, sequence, digest
                     FROM qms_decision WHERE %s
                 ORDER BY res_model, res_id, sequence DESC""",
                where,
            )
        )
        return [list(row) for row in rows]

    def _head_digests(self):
        return {
            (model, res_id): head
            for model, res_id, _sequence, head in json.loads(self.heads)
        }

    @api.model
    def _seal_digest(self, values):
        return digest(*(values[name] or "" for name in SEAL_COLUMNS))
