from odoo import fields, models


class QmsWheelItem(models.Model):
    _inherit = "qms.wheel.item"

    quality_group_id = fields.Many2one(
        "qms.group",
        "Quality group",
        index="btree_not_null",
        ondelete="set null",
        help="Whose meetings or terms of reference these are; empty: those of the "
        "company's first group.",
    )
