from odoo import api, fields, models


class QmsIndicatorValue(models.Model):
    """A figure of one month: of a company, or of one of its units.

    Counted figures are written by the scheduled action alone; the others are typed in
    or imported (``qms.indicator.typed``). ``amount`` over ``count`` is what averages
    and shares of several months or units are made of.
    """

    _name = "qms.indicator.value"
    _description = "Figure of a month"
    _inherit = "qms.indicator.typed"
    _order = "month desc, id desc"
    _rec_name = "indicator_id"
    _check_company_auto = True

    indicator_id = fields.Many2one(
        "qms.indicator",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('source', '=', 'typed')]",
        help="Its name or its code.",
    )
    topic_id = fields.Many2one(related="indicator_id.topic_id")
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
    month = fields.Date(
        required=True, index=True, help="Any day of the month; the first is kept."
    )
    amount = fields.Float("Added up", digits=(16, 4), readonly=True, aggregator="sum")
    count = fields.Integer(
        "Rests on",
        aggregator="sum",
        help="How many cases, answers or people; 0: unknown.",
    )
    value = fields.Float(digits=(16, 4), aggregator="avg", required=True)
    unit = fields.Char(related="indicator_id.unit", string="Measured in")
    is_small = fields.Boolean(
        "Too small to show",
        readonly=True,
        help="It could point to persons, or tell another figure that could.",
    )

    _once = models.UniqueIndex(
        "(indicator_id, company_id, month, COALESCE(department_id, 0))",
        "There is a figure for this month.",
    )

    @api.depends("indicator_id", "month")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for each in self:
            month = f"{each.month:%Y-%m}" if each.month else ""
            each.display_name = f"{each.indicator_id.name or ''} {month}".strip()
