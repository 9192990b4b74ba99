from odoo import fields, models


class QmsIndicatorTarget(models.Model):
    """What a company wants a figure to be: companies differ, the figure is one."""

    _name = "qms.indicator.target"
    _description = "Target of a figure"
    _rec_name = "indicator_id"
    _order = "indicator_id, company_id"

    indicator_id = fields.Many2one(
        "qms.indicator", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.company,
    )
    target = fields.Float(required=True, digits=(16, 4))

    _once = models.UniqueIndex(
        "(indicator_id, company_id)", "The company has a target for this figure."
    )
