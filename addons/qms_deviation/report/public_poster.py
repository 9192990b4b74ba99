from base64 import b64encode

from odoo import api, models
from odoo.tools.image import image_data_uri

SIZE = 600


class ReportPublicPoster(models.AbstractModel):
    """The sheet to hang up, in the language of the company.

    The picture stands in the page: a poster printed without its code is worth nothing.
    """

    _name = "report.qms_deviation.report_poster"
    _description = "Poster of a page without login"

    @api.model
    def _get_report_values(self, docids, data=None):
        pages = self.env["qms.public.page"].browse(docids)
        pages.check_access("read")
        numbers = self.env["qms.emergency.number"]
        # sudo: the language the company writes in
        langs = {page: page.company_id.sudo().partner_id.lang for page in pages}
        return {
            "docs": pages,
            "langs": langs,
            "emergency": {
                page: numbers.with_context(lang=langs[page])._told(page.company_id)
                for page in pages
            },
            "codes": {page: self._code(page.address) for page in pages},
        }

    @api.model
    def _code(self, address):
        picture = self.env["ir.actions.report"].barcode(
            "QR", address, width=SIZE, height=SIZE, barLevel="M"
        )
        return image_data_uri(b64encode(picture))
