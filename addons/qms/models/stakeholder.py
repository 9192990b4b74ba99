from odoo import fields, models


class QmsStakeholder(models.Model):
    _name = "qms.stakeholder"
    _description = "Stakeholder"
    _order = "sequence, name, id"

    name = fields.Char(required=True, translate=True)
    kind = fields.Selection(
        [
            ("citizen", "Citizens and users"),
            ("employee", "Employees"),
            ("politician", "Politicians"),
            ("authority", "Authorities"),
            ("partner", "Partners"),
            ("supplier", "Suppliers"),
            ("other", "Others"),
        ],
        required=True,
        default="citizen",
    )
    description = fields.Text(
        string="Why they matter",
        translate=True,
        help="What they mean for the services, and how they are heard.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    expectation_ids = fields.One2many(
        "qms.requirement", "stakeholder_id", string="Expectations"
    )
