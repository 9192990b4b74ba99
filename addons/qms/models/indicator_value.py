from odoo import api, fields, models


class QmsIndicatorValue(models.Model):
    """A figure of one month: of a company, or of one of its units.

    Counted figures are written by the scheduled action alone. ``amount`` over ``count``
    is what averages and shares of several months or units are made of.
    """

    _name = "qms.indicator.value"
    _description = "Figure of a month"
    _order = "month desc, indicator_id, company_id, department_id"
    _rec_name = "indicator_id"
    _check_company_auto = True

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
    department_id = fields.Many2one(
        "hr.department",
        "Unit",
        index="btree_not_null",
        ondelete="cascade",
        check_company=True,
        help="Empty: the whole company.",
    )
    month = fields.Date(required=True, index=True)
    amount = fields.Float("Added up", digits=(16, 4), aggregator="sum")
    count = fields.Integer("Rests on", aggregator="sum")
    value = fields.Float(digits=(16, 4), aggregator="avg")
    is_small = fields.Boolean(
        "Too small to show", help="It could point to persons, or tell another figure."
    )

    _once = models.UniqueIndex(
        "(indicator_id, company_id, month, COALESCE(department_id, 0))",
        "There is a figure for this month.",
    )

    @api.depends("indicator_id", "month")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for each in self:
            month = each.month and each.month.strftime("%Y-%m") or ""
            each.display_name = f"{each.indicator_id.name or ''} {month}".strip()
