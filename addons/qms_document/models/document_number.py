from odoo import api, models
from odoo.tools import SQL

CODE = "qms.document"


class IrSequence(models.Model):
    """One series per company for its documents: numbers go on, whatever the year."""

    _inherit = "ir.sequence"

    _qms_documents_unique = models.UniqueIndex(
        f"(company_id) WHERE code = '{CODE}'",
        "A company has one series for its documents.",
    )

    @api.model
    def _get_document_series(self, company):
        domain = [("code", "=", CODE), ("company_id", "=", company.id)]
        found = self.search(domain, limit=1)
        if found:
            return found
        # the second of two who come at once fails, and Odoo repeats him
        self.env.cr.execute(
            SQL(
                "UPDATE res_company SET write_date = write_date WHERE id = %s",
                company.id,
            )
        )
        return self.create(
            {
                "name": self.env._("Documents of %s", company.name),
                "code": CODE,
                "company_id": company.id,
                "padding": 4,
            }
        )

    def _draw_document_numbers(self, count):
        rows = self.env.execute_query(
            SQL(
                "SELECT nextval(%s) FROM generate_series(1, %s)",
                f"ir_sequence_{self.id:03d}",
                count,
            )
        )
        return [f"{number:0{self.padding}d}" for [number] in rows]


class QmsDocumentNumbering(models.AbstractModel):
    """Numbered by type, or by hand where a document had its number before."""

    _name = "qms.document.numbering"
    _description = "Numbers of documents"

    def _prepare_create_values(self, vals_list):
        result = super()._prepare_create_values(vals_list)
        needy = {}
        for vals in result:
            vals["number"] = (vals.get("number") or "").strip()
            # without these it is refused as incomplete
            complete = vals["company_id"] and vals.get("type_id")
            if not vals["number"] and complete:
                needy.setdefault(vals["company_id"], []).append(vals)
        for company_id, rows in needy.items():
            self._give_numbers(self.env["res.company"].browse(company_id), rows)
        return result

    @api.model
    def _give_numbers(self, company, rows):
        """The next numbers, past those that were given by hand."""
        # sudo: everybody who makes a document draws its number
        series = self.env["ir.sequence"].sudo()._get_document_series(company)
        prefixes = {
            kind.id: kind.prefix
            for kind in self.env["qms.document.type"].browse(
                {row["type_id"] for row in rows}
            )
        }
        waiting = rows
        while waiting:
            for row, number in zip(
                waiting, series._draw_document_numbers(len(waiting)), strict=True
            ):
                row["number"] = f"{prefixes[row['type_id']]}-{number}"
            # sudo: numbers alone, of documents one may not read
            taken = set(
                self.sudo()
                .search(
                    [
                        ("company_id", "=", company.id),
                        ("number", "in", [row["number"] for row in waiting]),
                    ]
                )
                .mapped("number")
            )
            waiting = [row for row in waiting if row["number"] in taken]
