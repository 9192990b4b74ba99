from base64 import b64encode

from odoo import api, models
from odoo.tools.image import image_data_uri

SIZE = 400


class ReportPaperForm(models.AbstractModel):
    """The form on paper; with the open address as a QR code where there is one."""

    _name = "report.qms_survey.report_paper"
    _description = "Survey on paper"

    @api.model
    def _get_report_values(self, docids, data=None):
        campaigns = self.env["qms.survey.campaign"].browse(docids)
        campaigns.check_access("read")
        # sudo: questions are read by those who draw up surveys
        known = campaigns.sudo()
        return {
            "docs": known,
            "codes": {
                campaign: self._code(campaign.address)
                for campaign in known
                if campaign.address
            },
        }

    @api.model
    def _code(self, address):
        picture = self.env["ir.actions.report"].barcode(
            "QR", address, width=SIZE, height=SIZE, barLevel="M"
        )
        return image_data_uri(b64encode(picture))
