import re

from odoo import SUPERUSER_ID, api, models
from odoo.fields import Command, Domain
from odoo.tools import SQL

from ..tools.marks import MIRRORING, REMOVING
from .base import PERSON_MODELS

# what says something, of which kind ever
TELLING_TYPES = {
    "binary",
    "char",
    "html",
    "image",
    "json",
    "many2one_reference",
    "properties",
    "reference",
    "text",
}
# what is told of nobody: what it is called and which record it comes from
NAMES = {"number", "old_number", "res_id", "res_model"}
# what a record is called and when things happened; the rest says what and whom
KEPT_TYPES = {"date", "datetime"}
MARK = "-"


class QmsRemoval(models.AbstractModel):
    """Takes away what a record held, and everything that hangs on it.

    What hangs on a record is found by the links themselves, so that what later modules
    add is found as well: rows that would be deleted with it, rows that name it by model
    and id, screens it was filled in on. Whoever calls it has decided that it may go; it
    runs as the system.
    """

    _name = "qms.removal"
    _description = "Removal of what a record held"

    @api.model
    def _remove(self, records):
        """Leave nothing of ``records``."""
        # sudo: the system carries out what was decided
        records = self._quietly(records.sudo())
        self._remove_what_hangs_on(records)
        self._remove_pushed(records)
        records.unlink()

    @api.model
    def _empty(self, records, keep):
        """Leave ``records`` with the fields ``keep``, and days and times."""
        # sudo: the system carries out what was decided
        records = self._quietly(records.sudo())
        self._remove_what_hangs_on(records)
        values = self._prepare_emptied(records, keep)
        if hasattr(records, "_lifecycle_start"):
            records._write_guarded(values)
        else:
            records.write(values)
        records.flush_recordset()
        self._name_nobody(records, keep)
        records.invalidate_recordset()

    def _name_nobody(self, records, keep):
        """The system stands where somebody must, whether it fits there or not."""
        names = ["create_uid", "write_uid"]
        names += [
            name
            for name, field in records._fields.items()
            if field.type == "many2one"
            and field.store
            and field.required
            and field.comodel_name == "res.users"
            and name not in keep
        ]
        self.env.cr.execute(
            SQL(
                "UPDATE %s SET %s WHERE id = ANY(%s)",
                SQL.identifier(records._table),
                SQL(", ").join(
                    SQL("%s = %s", SQL.identifier(name), SUPERUSER_ID) for name in names
                ),
                records.ids,
            )
        )

    @api.model
    def _figures_of(self, records):
        """Fields that neither say anything nor name anybody."""
        return {
            name
            for name, field in records._fields.items()
            if name in NAMES
            or field.type not in TELLING_TYPES
            and field.comodel_name not in PERSON_MODELS
        }

    def _quietly(self, records):
        return records.with_context(
            active_test=False,
            mail_activity_quick_update=True,
            qms_mirroring=MIRRORING,
            qms_removing=REMOVING,
            tracking_disable=True,
        )

    def _prepare_emptied(self, records, keep):
        values = {}
        for name, field in records._fields.items():
            if name in keep or not field.store or field.type in KEPT_TYPES:
                continue
            if field.compute or field.related or field.type == "one2many":
                continue
            if name in ("id", "create_uid", "write_uid"):
                continue
            if field.type == "many2many":
                values[name] = [Command.clear()]
            elif not field.required:
                values[name] = False
            elif field.type in ("char", "text", "html"):
                values[name] = MARK
        return values

    # ------------------------------------------------------------
    # What hangs on a record
    # ------------------------------------------------------------

    def _remove_what_hangs_on(self, records):
        for rows in self._find_hanging(records):
            if rows := self._quietly(rows).exists():
                self._remove_what_hangs_on(rows)
                rows.unlink()

    def _find_hanging(self, records):
        """Recordsets of other models that belong to ``records`` alone."""
        self.env.flush_all()
        for model in self.env.registry.values():
            if not model._auto or model._abstract or self._stands_alone(model):
                continue
            # sudo: as the records themselves
            rows = records.env[model._name].sudo()
            for domain in self._hanging_domains(model, records):
                yield rows.search(domain)
            if model._transient:
                yield self._find_screens(rows, records)

    def _stands_alone(self, model):
        """Quality records are removed by name only, decisions never."""
        registry = self.env.registry
        mixins = registry["qms.final.mixin"], registry["qms.number.mixin"]
        return issubclass(model, mixins) or model._name == "ir.model.data"

    def _hanging_domains(self, model, records):
        name, ids = records._name, records.ids
        for field in model._fields.values():
            if not field.store or field.inherited:
                continue
            if field.type == "many2one_reference":
                kind = Domain(field.model_field, "=", name)
                yield kind & Domain(field.name, "in", ids)
            elif field.comodel_name == name and self._goes_along(model, field):
                yield Domain(field.name, "in", ids)

    def _goes_along(self, model, field):
        if field.type == "many2one":
            return model._transient or field.ondelete == "cascade"
        return model._transient and field.type == "many2many"

    def _find_screens(self, rows, records):
        """Screens that hold the ids of their records as text."""
        kind = "res_model" if "res_model" in rows._fields else "model"
        if not {"res_ids", kind} <= set(rows._fields) or not rows._fields[kind].store:
            return rows
        ids = set(map(str, records.ids))
        return rows.search([(kind, "=", records._name)]).filtered(
            lambda row: ids & set(re.findall(r"\d+", row.res_ids or ""))
        )

    def _remove_pushed(self, records):
        """What was pushed to browsers, and mails, that give a record's number."""
        numbered = "number" in records._fields
        for number in filter(None, records.mapped("number") if numbered else ()):
            self.env.cr.execute(
                SQL("DELETE FROM bus_bus WHERE message LIKE %s", f"%{number}%")
            )
            ours = Domain("model", "=like", "qms.%")
            named = Domain("subject", "like", number) | Domain(
                "body_html", "like", number
            )
            # sudo: mails of the system
            self.env["mail.mail"].sudo().search(ours & named).unlink()
