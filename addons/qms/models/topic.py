from odoo import fields, models


class QmsTopic(models.Model):
    """What a figure is about.

    Agendas and reviews name topics, modules hang their indicators on them: so a later
    module's figures arrive there without a bridge.
    """

    _name = "qms.topic"
    _description = "Topic"
    _inherit = "qms.shared.mixin"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10, index=True)
    active = fields.Boolean(default=True)

    _code_unique = models.UniqueIndex("(code)", "This code is used by another topic.")
