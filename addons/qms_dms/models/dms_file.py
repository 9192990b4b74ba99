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
    # the DMS lets its own users alone read what these lead to: without it everybody
    # else is refused the whole screen of a file that he may read
    category_id = fields.Many2one(groups="dms.group_dms_user")
    tag_ids = fields.Many2many(groups="dms.group_dms_user")
