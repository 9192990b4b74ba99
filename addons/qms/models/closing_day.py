from odoo import api, fields, models


class QmsClosingDay(models.Model):
    """A period on whose days a company, and the companies below it, do not work."""

    _name = "qms.closing.day"
    _description = "Closing days"
    _inherit = ["qms.cached.mixin"]
    _order = "date_from desc, id desc"

    name = fields.Char("Occasion", required=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.company,
    )
    date_from = fields.Date("From", required=True, index=True)
    date_to = fields.Date("To", required=True)

    _date_order = models.Constraint(
        "CHECK (date_to >= date_from)", "The last closing day is before the first."
    )
    _date_span = models.Constraint(
        "CHECK (date_to - date_from < 366)", "Closing days last a year at most."
    )

    @api.onchange("date_from")
    def _onchange_date_from(self):
        if self.date_from and (not self.date_to or self.date_to < self.date_from):
            self.date_to = self.date_from
