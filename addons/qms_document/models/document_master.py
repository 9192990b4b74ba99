from odoo import api, models

from odoo.addons.qms.tools.xlsx import Column, Link, Sheet, write_workbook

NAMES = (
    "number",
    "name",
    "type_id",
    "state",
    "edition",
    "date_valid",
    "approved_by",
    "date_approved",
    "owner_id",
    "department_id",
    "process_ids",
    "requirement_ids",
    "date_review",
    "confidentiality",
)
SLICE = 1_000


class QmsDocumentMaster(models.AbstractModel):
    """The master list: which documents there are, and which version of each holds."""

    _name = "qms.document.master"
    _description = "Master list of documents"

    @api.model
    def _master_list(self):
        """An XLSX file of what the current user may read."""
        labels = self.fields_get(NAMES, ["string", "type"])
        columns = [
            Column(
                labels[name]["string"],
                {"date": "date", "integer": "integer"}.get(
                    labels[name]["type"], "text"
                ),
            )
            for name in NAMES
        ]
        columns.append(Column(self.env._("Short address"), "link"))
        title = self.env._("Documents")
        return write_workbook([Sheet(title, columns, self._master_rows())])

    @api.model
    def _master_rows(self):
        here = [("company_id", "in", self.env.companies.ids)]
        documents = self.search(here, order="number, id")
        for start in range(0, len(documents), SLICE):
            for document in documents[start : start + SLICE]:
                yield document._master_row()

    def _master_row(self):
        row = [self._master_value(self._fields[name]) for name in NAMES]
        address = self._reading_address()
        return [*row, Link(address, address)]

    def _master_value(self, field):
        value = self[field.name]
        if field.relational:
            # sudo: names of what the document itself shows
            return ", ".join(value.sudo().mapped("display_name"))
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, "")
        return value or None
