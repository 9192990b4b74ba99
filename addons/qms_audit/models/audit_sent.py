from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

# as a browser sends it; anything longer is no key of ours
KEY_LENGTH = 64
TAKEN = ("answer", "note", "sample")


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
        dicts with ``name`` and ``data`` (base64).

        :return: per key whether it is ``stored`` now, or why it is not (``refused``)
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
        except (AccessError, UserError) as error:
            return {"stored": False, "refused": str(error)}
        return {"stored": True}

    @api.model
    def _take_in(self, audit, entry):
        row = self._entry_row(audit, entry)
        values = {name: entry[name] for name in TAKEN if name in entry}
        if values:
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
