from odoo import fields, models


class QmsDeviationCause(models.Model):
    """A kind of cause: something that can be changed, never a person."""

    _name = "qms.deviation.cause"
    _description = "Kind of cause"
    _inherit = ["qms.shared.mixin"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
