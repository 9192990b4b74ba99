from odoo import fields, models

from odoo.addons.qms.models.decision_sql import lock_rows


class QmsDocumentValid(models.AbstractModel):
    """What the versions of a document bring about."""

    _name = "qms.document.valid"
    _description = "What is valid of a document"

    def _lock(self):
        self.flush_recordset()
        lock_rows(self.env.cr, self._table, self.ids)

    def _last_editions(self):
        """{id: number of the latest version}, of those that have one."""
        rows = self.env["qms.document.version"]._read_group(
            [("document_id", "in", self.ids)], ["document_id"], ["edition:max"]
        )
        return {document.id: edition for document, edition in rows}

    def _show_valid(self):
        """Show the version that is valid now, or none."""
        # sudo: what follows from a step that was checked
        for document in self.sudo():
            versions = document.version_ids
            valid = versions.filtered(lambda each: each.state == "valid")
            was = any(versions.mapped("date_valid"))
            values = {
                "state": "valid" if valid else "withdrawn" if was else "draft",
                "valid_version_id": valid.id,
                "date_valid": valid.date_valid,
                "date_review": valid and document._next_review(),
            }
            if valid:
                values["name"] = valid.name
            document.write(values)
            document._keep_own_rule()
            document._ask_readers()

    def _next_review(self):
        months = self.type_id.review_months
        today = self.company_id._qms_today()
        return fields.Date.add(today, months=months) if months else False

    def _reviewed(self):
        """It was looked at and is still right."""
        # sudo: what follows from a step that was checked
        for document in self.sudo():
            document.date_review = document._next_review()
