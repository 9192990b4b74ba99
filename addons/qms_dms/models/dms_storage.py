from odoo import fields, models

from .guard import Guarded


class DmsStorage(Guarded, models.Model):
    _inherit = "dms.storage"

    qms_filed = fields.Boolean(
        "Kept by Quality Management", readonly=True, copy=False, index=True
    )

    def _qms_placed(self):
        return self.filtered("qms_filed")
