from odoo import fields, models


class QmsActionType(models.Model):
    """A kind of action and what its life asks for."""

    _name = "qms.action.type"
    _description = "Type of action"
    _inherit = ["qms.shared.mixin"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Fixed name for modules to refer to.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    approval = fields.Selection(
        [
            ("never", "Never"),
            ("level", "From the company's severity"),
            ("always", "Always"),
        ],
        required=True,
        default="level",
    )
    needs_verification = fields.Boolean(
        "Effect is judged",
        default=True,
        help="Someone other than the one who carried it out judges its effect "
        "(ISO 9001 10.2.1 d).",
    )
    asks_outcome = fields.Boolean(
        "A committee answers",
        help="It ends when a department or committee was informed, has discussed it, "
        "agreed or not.",
    )
    verify_days = fields.Integer(
        "Judged after (days)", default=60, help="Days from done until the effect shows."
    )

    _code_unique = models.Constraint("UNIQUE (code)", "The code is taken.")
