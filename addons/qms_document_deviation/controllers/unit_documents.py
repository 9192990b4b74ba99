from odoo.http import content_disposition, request

from odoo.addons.qms.controllers.public_pages import HEADERS
from odoo.addons.qms_deviation.controllers.public import PublicController, public_route

LONGEST_WORDS = 100


class UnitDocuments(PublicController):
    """Documents on a unit's page: found and read there without login."""

    @public_route("/qms/unit/<string:key>/documents")
    def documents(self, key, **kwargs):
        """What holds here; words in the address look for it."""
        page = self._find_page(key)
        found = page._get_documents()
        if not found:
            return self._respond_not_open()
        words = request.httprequest.args.get("words", "")[:LONGEST_WORDS].strip()
        if words:
            found = found.with_company(page.company_id)._with_words(words)
        return self._respond(
            "qms_document_deviation.unit_documents",
            page=page,
            documents=found,
            words=words,
        )

    @public_route("/qms/unit/<string:key>/documents/<string:number>")
    def document(self, key, number, **kwargs):
        """One of them, with its files."""
        page, document = self._find(key, number)
        if not document:
            return self._respond_not_open()
        return self._respond(
            "qms_document_deviation.unit_document",
            page=page,
            document=document,
            annexes=document.annex_ids & page._get_documents(),
        )

    @public_route("/qms/unit/<string:key>/documents/<string:number>/<string:file>")
    def file(self, key, number, file, **kwargs):
        """A file of one of them, to be kept and opened, never shown in the page."""
        _page, document = self._find(key, number)
        found = document.file_ids.filtered(lambda each: str(each.id) == file)
        if not found:
            return self._respond_not_open()
        headers = [
            *(pair for pair in HEADERS if pair[0] != "Content-Type"),
            ("Content-Type", "application/octet-stream"),
            ("Content-Disposition", content_disposition(found.name)),
        ]
        return request.make_response(found.raw or b"", headers=headers)

    def _find(self, key, number):
        page = self._find_page(key)
        documents = page._get_documents()
        return page, documents.filtered(lambda each: str(each.id) == number)
