from odoo import models
from odoo.fields import Domain

from ..tools.redact import name_parts, redact
from .base import PERSON_MODELS


class QmsPrintMixin(models.AbstractModel):
    """A record with its decisions on paper: the fields a model names, as sections.

    With ``qms_masked`` in the context it is printed as it may be handed out: names,
    addresses and numbers masked, persons by their role only.
    """

    _name = "qms.print.mixin"
    _description = "Printed with its decisions"

    def _get_print_fields(self):
        """Hook: the sections, as pairs of a title and the names of its fields."""
        return []

    def _get_print_reports(self):
        """Hook: reports of its own that tell more than its fields, as pairs of a
        report's name and its records."""
        return []

    def _get_print_sections(self):
        """Sections of label and value, empty fields left out."""
        self.ensure_one()
        self.check_access("read")
        sections = []
        for title, names in self._get_print_fields():
            if rows := self._get_print_rows(names):
                sections.append({"title": title, "rows": rows})
        return sections

    def _get_print_rows(self, names):
        """Label and value of those fields that are filled and the reader's to read."""
        return [
            {"label": self._fields[name].get_description(self.env)["string"]}
            | {"value": self._print_masked(name)}
            for name in names
            if self._has_field_access(self._fields[name], "read") and self[name]
        ]

    def _print_value(self, name):
        field = self._fields[name]
        if field.relational:
            # sudo: names of what the record itself shows
            return ", ".join(self[name].sudo().mapped("display_name"))
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(self[name], "")
        if field.type in ("date", "datetime"):
            qweb = self.env[f"ir.qweb.field.{field.type}"]
            return qweb.value_to_html(self[name], {"hide_seconds": True})
        return self[name]

    def _get_print_decisions(self):
        """The decisions as :meth:`qms.decision._timeline` tells them."""
        self.ensure_one()
        entries = self.env["qms.decision"]._timeline(self).get(self.id, [])
        if not self.env.context.get("qms_masked"):
            return entries
        return [
            {
                **entry,
                "person": self._mask_word(),
                "behalf": entry["behalf"] and self._mask_word(),
                "reason": self._without_persons(entry["reason"]),
            }
            for entry in entries
        ]

    def _get_print_files(self):
        """Name and day of each file."""
        files = self.env["ir.attachment"].search(
            [("res_model", "=", self._name), ("res_id", "=", self.id)]
        )
        masked = self.env.context.get("qms_masked")
        return [
            {
                "name": self._without_persons(file.name) if masked else file.name,
                "date": file.create_date.date(),
            }
            for file in files
        ]

    # ------------------------------------------------------------
    # As it may be handed out
    # ------------------------------------------------------------

    def _mask_word(self):
        return f"[{self.env._('masked')}]"

    def _print_masked(self, name):
        value, field = self._print_value(name), self._fields[name]
        if not self.env.context.get("qms_masked"):
            return value
        if field.comodel_name in PERSON_MODELS:
            return self._mask_word()
        if field.relational or field.type in ("char", "text"):
            return self._without_persons(value)
        return value

    def _without_persons(self, text):
        return redact(text or "", self._print_names(), self._mask_word())

    def _print_names(self):
        """Hook: the names to mask, as words: everybody who works or worked here."""
        cache = self.env.cr.cache.setdefault("qms_print_names", {})
        key = self.company_id.root_id.id
        if key not in cache:
            here = Domain("company_id", "child_of", key)
            # sudo: names to take out of a text, never to show
            employees = self.env["hr.employee"].sudo().with_context(active_test=False)
            users = self.env["res.users"].sudo().with_context(active_test=False)
            cache[key] = name_parts(
                [
                    *employees.search_fetch(here, ["name"]).mapped("name"),
                    *users.search_fetch(here, ["name"]).mapped("name"),
                ]
            )
        return cache[key]
