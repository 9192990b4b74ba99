from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from odoo.addons.qms.models.decision_sql import lock_rows

# as a browser sends it; anything longer is no key of ours
KEY_LENGTH = 64
TAKEN = ("answer", "note", "sample")


class AnsweredMeanwhile(UserError):
    """Somebody else answered the question since the card was read."""

    def __init__(self, message, row):
        super().__init__(message)
        self.now = row._taken()


class QmsAuditSent(models.Model):
    """The key of each answer a device sent: what arrives twice is stored once."""

    _name = "qms.audit.sent"
    _description = "Answer that has arrived"
    _log_access = False
    _rec_name = "key"

    audit_id = fields.Many2one(
        "qms.audit", required=True, index=True, ondelete="cascade"
    )
    key = fields.Char(required=True)

    _key_unique = models.UniqueIndex("(audit_id, key)")

    @api.model
    def _take(self, audit, key):
        """Whether this key comes for the first time; a second request waits for it."""
        rows = self.env.execute_query(
            SQL(
                """INSERT INTO qms_audit_sent (audit_id, key) VALUES (%s, %s)
                   ON CONFLICT DO NOTHING RETURNING id""",
                audit.id,
                key,
            )
        )
        return bool(rows)


class QmsAuditSentMixin(models.AbstractModel):
    """Answers from a device with a bad network."""

    _name = "qms.audit.sent.mixin"
    _description = "Answers sent by a device"

    @api.model
    def action_store(self, audit_id, entries):
        """Store what a device sends, each entry once however often it comes.

        An entry is a dict with ``key`` (its own name, for ever), and either ``id`` or,
        for a question added on the device, ``client_key`` with ``question``; besides
        what was answered: ``answer``, ``note``, ``sample``, and ``photos``, a list of
        dicts with ``name`` and ``data`` (base64). ``seen`` says which answer, note and
        sample the device knew of: what somebody else wrote since is not written over.

        :return: per key whether it is ``stored`` now, or why it is not (``refused``),
            with what is there ``now`` where somebody else was quicker
        """
        audit = self.env["qms.audit"].browse(audit_id)
        audit.check_access("read")
        return {entry["key"]: self._store_one(audit, entry) for entry in entries}

    @api.model
    def _store_one(self, audit, entry):
        key = entry.get("key")
        if not isinstance(key, str) or not 8 <= len(key) <= KEY_LENGTH:
            raise UserError(self.env._("This was not sent by the audit screen."))
        try:
            with self.env.cr.savepoint():
                # sudo: only that it has arrived is noted
                if self.env["qms.audit.sent"].sudo()._take(audit, key):
                    self._take_in(audit, entry)
                    self.env.flush_all()
        except AnsweredMeanwhile as error:
            return {"stored": False, "refused": str(error), "now": error.now}
        except (AccessError, UserError) as error:
            return {"stored": False, "refused": str(error)}
        return {"stored": True}

    @api.model
    def _take_in(self, audit, entry):
        row = self._entry_row(audit, entry)
        values = {name: entry[name] for name in TAKEN if name in entry}
        if values:
            row._lock()
            row._check_as_seen(values, entry.get("seen"))
            row.write(values)
        photos = entry.get("photos") or []
        if photos:
            row.check_access("write")
        self.env["ir.attachment"].create(
            [
                {
                    "name": photo.get("name") or self.env._("Photo"),
                    "datas": photo.get("data"),
                    "res_model": self._name,
                    "res_id": row.id,
                }
                for photo in photos
            ]
        )
        return row

    def _lock(self):
        """Who comes second begins anew, with the first one's answer before his eyes."""
        self.flush_recordset()
        lock_rows(self.env.cr, self._table, self.ids)
        self.invalidate_recordset(TAKEN)

    def _taken(self):
        return {name: self[name] or False for name in TAKEN}

    def _check_as_seen(self, values, seen):
        """Nobody else's words are written over unseen; one's own are, being older."""
        now = self._taken()
        if (
            not isinstance(seen, dict)
            or self.write_uid == self.env.user
            or all(now[name] == (seen.get(name) or False) for name in TAKEN)
            or all(now[name] == (value or False) for name, value in values.items())
        ):
            return
        labels = dict(self._fields["answer"]._description_selection(self.env))
        told = filter(None, (labels.get(now["answer"]), now["sample"], now["note"]))
        raise AnsweredMeanwhile(
            self.env._("Somebody else answered this meanwhile: %s", ", ".join(told)),
            self,
        )

    @api.model
    def _entry_row(self, audit, entry):
        """The row an entry is about; a question added on the device is made once."""
        if "id" in entry:
            row = self.browse(entry["id"]).exists()
            if not row or row.audit_id != audit:
                raise UserError(self.env._("This question is gone from the checklist."))
            return row
        name = entry.get("client_key") or entry["key"]
        row = self.search([("audit_id", "=", audit.id), ("client_key", "=", name)])
        if row:
            return row
        # the key is set by the system; whether he may is asked of the row without it
        question = str(entry.get("question") or "").strip()
        if not question:
            raise UserError(self.env._("A question of your own needs its words."))
        row = self.create({"audit_id": audit.id, "question": question})
        row.sudo().client_key = name  # sudo: the name the device gave it
        return row
