from odoo import models


class QmsDocumentVersion(models.Model):
    _inherit = "qms.document.version"

    def _refile(self):
        # sudo: what readers see follows its versions
        self.sudo().document_id._refile()
