from odoo import api, fields, models
from odoo.fields import Domain

READERS = (
    "reader_unit_ids",
    "reader_process_ids",
    "reader_job_ids",
    "reader_group_ids",
)


class QmsDocumentCare(models.AbstractModel):
    """What of the documents nobody looks after."""

    _name = "qms.document.care"
    _description = "Documents that need care"

    has_owner = fields.Boolean(
        compute="_compute_care", search="_search_has_owner", help="Who is still here."
    )
    has_readers = fields.Boolean(compute="_compute_care", search="_search_has_readers")
    needs_care = fields.Boolean(compute="_compute_care", search="_search_needs_care")

    @api.depends("owner_id", "date_review", *READERS)
    def _compute_care(self):
        found = {
            name: self.filtered_domain(getattr(self, f"_search_{name}")("in", [True]))
            for name in ("has_owner", "has_readers", "needs_care")
        }
        for document in self:
            for name, those in found.items():
                document[name] = document in those

    def _search_has_owner(self, operator, value):
        if operator != "in":
            return NotImplemented
        # sudo: who is still here, as `_qms_works_here` says of one
        users = self.env["res.users"].sudo()
        here = users._search([("share", "=", False), ("qms_left", "=", False)])
        return Domain("owner_id", "in", here)

    def _search_has_readers(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain.OR(Domain(name, "!=", False) for name in READERS)

    def _search_needs_care(self, operator, value):
        """Of what is valid."""
        if operator != "in":
            return NotImplemented
        return Domain("state", "=", "valid") & (
            ~self._search_has_owner("in", [True])
            | Domain("date_review", "<", "today")
            | (
                Domain("type_id.asks_reading", "=", True)
                & ~self._search_has_readers("in", [True])
            )
        )
