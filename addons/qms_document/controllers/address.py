from odoo import http
from odoo.http import request


class DocumentAddress(http.Controller):
    """The short address of a document, as it stands in print and in its QR code."""

    @http.route("/qms/d/<path:reference>", type="http", auth="user", readonly=True)
    def document(self, reference, **kwargs):
        """By its key or its number; what one may not read is as good as not there."""
        documents = request.env["qms.document"]
        companies = request.env.user.company_ids
        documents = documents.with_context(allowed_company_ids=companies.ids)
        found = documents.search([("key", "=", reference)], limit=1)
        found = found or documents.search([("number", "=", reference)], limit=2)
        if len(found) != 1:
            raise request.not_found()
        return request.redirect(f"/odoo/quality-documents/{found.id}")

    @http.route("/qms/documents.xlsx", type="http", auth="user", readonly=True)
    def master_list(self, **kwargs):
        """The master list of what the user may read."""
        content = request.env["qms.document"]._master_list()
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        return request.make_response(
            content,
            [
                ("Content-Type", kind),
                ("Content-Disposition", http.content_disposition("Documents.xlsx")),
            ],
        )
