from odoo import fields, models

from .guard import Guarded


class DmsFile(Guarded, models.Model):
    _inherit = "dms.file"

    # the row of which it is a file; withdrawn by the row, not removed with it
    qms_filing_id = fields.Many2one(
        "qms.filing",
        "Kept by Quality Management",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
