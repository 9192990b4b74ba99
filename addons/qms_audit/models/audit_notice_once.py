from odoo import api, fields, models
from odoo.tools import SQL

TELLING = ("planned", "moved", "changed", "cancelled", "withdrawn")
OFF = ("cancelled", "withdrawn")


def _together(first, then):
    """What two changes come to for somebody who knows of neither; maybe nothing."""
    if first == "planned":
        return None if then in OFF else first
    if first in OFF:
        return then if then in OFF else "moved"
    return first if then == "changed" else then


class QmsAuditNotice(models.Model):
    """One change, one mail, also where a transaction tells of it in parts.

    A savepoint tells what was changed so far. As long as the transaction lasts those
    mails are its own: what follows takes their place.
    """

    _inherit = "qms.audit.notice"

    told_in = fields.Char("Transaction", readonly=True)

    @api.model
    def _told_once(self, vals_list):
        """These values, with what was told to the same people in this transaction."""
        [[transaction]] = self.env.execute_query(
            SQL("SELECT pg_current_xact_id()::text")
        )
        waiting = self._waiting_in(transaction, vals_list)
        result, replaced = [], self.browse()
        for vals in vals_list:
            known = waiting.get((vals["audit_id"], vals["email"]))
            kind = vals["kind"]
            if known and kind in TELLING:
                replaced |= known
                kind = _together(known.kind, kind)
            if kind:
                result.append({**vals, "kind": kind, "told_in": transaction})
        replaced._mails().unlink()
        replaced.unlink()
        return result

    @api.model
    def _waiting_in(self, transaction, vals_list):
        """What this transaction told and nobody has sent, per audit's id and reader."""
        notices = self.search(
            [
                ("audit_id", "in", list({vals["audit_id"] for vals in vals_list})),
                ("told_in", "=", transaction),
                ("kind", "in", TELLING),
            ]
        )
        waiting = notices.browse(notices._mails().mapped("res_id"))
        return {(row.audit_id.id, row.email): row for row in waiting}

    def _mails(self):
        if not self:
            return self.env["mail.mail"]
        return self.env["mail.mail"].search(
            [
                ("model", "=", self._name),
                ("res_id", "in", self.ids),
                ("state", "=", "outgoing"),
            ]
        )
