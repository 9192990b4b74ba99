from odoo import http
from odoo.http import request

from odoo.addons.qms.controllers.public_pages import HEADERS
from odoo.addons.qms.models.ir_http import NOBODY


class SummaryController(http.Controller):
    """The released summary of a management review, for whoever has its address.

    Plain HTML without script or cookie; nothing is noted of who reads it.
    """

    @http.route(
        "/qms/review/<string:key>",
        type="http",
        auth=NOBODY,
        methods=["GET"],
        readonly=True,
        save_session=False,
    )
    def summary(self, key, **kwargs):
        summary = request.env["qms.review.summary"]._find_public(key)
        lang = self._pick_lang(summary.company_id)
        request.update_context(lang=lang)
        page = request.env["ir.qweb"]._render(
            "qms_review.public_summary",
            {
                "html_lang": lang.replace("_", "-").partition("@")[0],
                "summary": summary.with_env(request.env),
            },
        )
        return request.make_response(
            f"<!DOCTYPE html>\n{page}",
            headers=HEADERS,
            status=200 if summary else 404,
        )

    def _pick_lang(self, company):
        """The texts are the company's, so is what stands around them."""
        installed = [code for code, _name in request.env["res.lang"].get_installed()]
        for code in (company.partner_id.lang, request.best_lang):
            if code in installed:
                return code
        return "en_US" if "en_US" in installed else installed[0]
