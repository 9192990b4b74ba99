from odoo import api, fields, models

from ..tools.sheet import normal
from ..tools.xlsx import Column, Sheet, write_workbook

# so many names fit into a cell that explains a column
NAMED = 20


class QmsStartSheet(models.Model):
    """A register that is filled from an Excel template.

    A module adds its own as data records. With ``changes`` the first column names a
    record that is there, and the others are written to it; otherwise each row becomes a
    new record. Rows are read and written as the current user.
    """

    _name = "qms.start.sheet"
    _description = "Excel template of a register"
    _inherit = ["qms.start.sheet.load"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10, index=True)
    active = fields.Boolean(default=True)
    res_model = fields.Char("Model", required=True)
    columns = fields.Char(required=True, help="Names of fields, with commas between.")
    asked = fields.Char(
        default="", help="Columns that each row fills in, besides required fields."
    )
    keys = fields.Char(
        default="", help="Columns by which a row is the same as one that is there."
    )
    changes = fields.Boolean("Changes what is there")
    note = fields.Text(translate=True, help="What to know before filling it in.")

    @api.model
    def _names(self, text):
        return [name.strip() for name in (text or "").split(",") if name.strip()]

    def _fields_of(self):
        """The fields of the columns, in their order."""
        model = self.env[self.res_model]
        return [model._fields[name] for name in self._names(self.columns)]

    def _labels(self):
        """What the columns are called in the current language, by field name."""
        names = self._names(self.columns)
        found = self.env[self.res_model].fields_get(names, ["string"])
        return {name: found[name]["string"] for name in names if name in found}

    def _is_asked(self, field):
        if field.name in self._names(self.asked) or self.changes:
            return True
        # nobody else is meant by an empty cell than whoever is named in it
        starts = field.compute or field.default and not field.relational
        return field.required and not starts

    @api.model
    def _usable(self):
        """The registers that the current user fills himself."""
        return self.search([("active", "=", True)]).filtered(
            lambda sheet: self.env[sheet.res_model].has_access(
                "write" if sheet.changes else "create"
            )
        )

    # ------------------------------------------------------------
    # The file
    # ------------------------------------------------------------

    def _make_template(self):
        """The XLSX file: the titles on one sheet, how to fill it in on the next."""
        self.ensure_one()
        labels = self._labels()
        titles = [
            Column(f"{labels[field.name]}{' *' * self._is_asked(field)}", width=28)
            for field in self._fields_of()
            if field.name in labels
        ]
        how = [
            Column(self.env._("Column"), width=28),
            Column(self.env._("Must be filled in"), width=14),
            Column(self.env._("What it holds"), width=50),
            Column(self.env._("Allowed values"), width=60),
        ]
        return write_workbook(
            [
                Sheet(self.name, titles, []),
                Sheet(self.env._("How to fill it in"), how, self._explanations(labels)),
            ]
        )

    def _explanations(self, labels):
        for field in self._fields_of():
            if field.name not in labels:
                continue
            asked = self.env._("yes") if self._is_asked(field) else self.env._("no")
            yield (
                labels[field.name],
                asked,
                field._description_help(self.env) or "",
                self._allowed(field),
            )
        if self.note:
            yield (self.env._("Note"), "", self.note, "")

    def _allowed(self, field):
        """What a cell of this column may hold, for who fills it in."""
        if field.type == "selection":
            labels = (label for _key, label in field._description_selection(self.env))
            return "; ".join(labels)
        if field.type == "boolean":
            return self.env._("yes; no")
        if field.type == "date":
            return self.env._("A day, such as 2027-12-31 or 31.12.2027")
        kind = self.env._("Its name, as it stands in Odoo")
        if self.changes and field.name == self._names(self.columns)[0]:
            return kind
        if field.type != "many2one":
            return self.env._("Text")
        if field.comodel_name == self.res_model and not self.changes:
            kind = self.env._("Its name, as in Odoo or in an earlier line of this file")
        if field.comodel_name in ("res.users", "hr.employee"):
            return self.env._("Name or e-mail, as it stands in Odoo")
        found = self.env[field.comodel_name].search([], limit=NAMED + 1)
        if not found or len(found) > NAMED:
            return kind
        return f"{kind}: {'; '.join(found.mapped('display_name'))}"

    # ------------------------------------------------------------
    # Its titles, in whatever language it was downloaded
    # ------------------------------------------------------------

    def _match_titles(self, titles):
        """Field names per column of the file, and what is wrong with the titles."""
        known = {}
        for lang, _label in self.env["res.lang"].get_installed():
            labels = self.with_context(lang=lang)._labels()
            known |= {normal(label): name for name, label in labels.items()}
        names = [known.get(normal(title)) for title in titles]
        problems = [
            (title, self.env._("There is no such column in the template."))
            for title, name in zip(titles, names, strict=True)
            if title and not name
        ]
        labels = self._labels()
        for field in self._fields_of():
            times = names.count(field.name)
            if times > 1:
                problems.append(
                    (labels[field.name], self.env._("This column comes twice."))
                )
            if not times and self._is_asked(field):
                problems.append(
                    (labels[field.name], self.env._("This column is missing."))
                )
        return names, problems
