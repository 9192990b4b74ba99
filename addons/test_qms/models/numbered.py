from odoo import fields, models


class TestQmsNumbered(models.Model):
    _name = "test.qms.numbered"
    _inherit = ["qms.number.mixin"]
    _description = "Test: numbered record"
    _rec_name = "number"

    name = fields.Char()
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )

    _number_unique = models.Constraint(
        "UNIQUE (company_id, number)", "A number is given once."
    )
