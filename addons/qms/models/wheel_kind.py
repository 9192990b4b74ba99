from odoo import api, fields, models
from odoo.exceptions import ValidationError

FREQUENCIES = [
    ("monthly", "Every month"),
    ("quarterly", "Every quarter"),
    ("half_yearly", "Twice a year"),
    ("yearly", "Once a year"),
    ("years", "Not every year"),
]
MONTHS = [
    ("1", "January"),
    ("2", "February"),
    ("3", "March"),
    ("4", "April"),
    ("5", "May"),
    ("6", "June"),
    ("7", "July"),
    ("8", "August"),
    ("9", "September"),
    ("10", "October"),
    ("11", "November"),
    ("12", "December"),
]


class QmsWheelKind(models.Model):
    """A kind of recurring duty, and where it usually stands in the year.

    A module whose records are made by the wheel names their model in ``res_model``;
    the model inherits ``qms.wheel.target.mixin``. Without one, what falls due is a
    duty of its owner.
    """

    _name = "qms.wheel.kind"
    _description = "Kind of recurring duty"
    _inherit = "qms.shared.mixin"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10, index=True)
    active = fields.Boolean(default=True)
    ring = fields.Integer(default=1, help="In the picture, counted from outside.")
    color = fields.Integer()
    res_model = fields.Char("Makes", help="The model of the records made when due.")
    is_free = fields.Boolean(
        "In no order", help="Follows nothing, and the certification visit is no limit."
    )
    is_usual = fields.Boolean("In a new wheel", help="A new company begins with it.")
    month = fields.Selection(MONTHS, default="1", required=True)
    day = fields.Integer(default=15, required=True)
    frequency = fields.Selection(FREQUENCIES, default="yearly", required=True)
    lead_days = fields.Integer(
        "Begins ahead",
        default=20,
        help="Working days before the planned day on which it is made.",
    )
    owner_group_id = fields.Many2one(
        "res.groups",
        "Usually done by",
        domain=lambda self: self._role_domain(),
        ondelete="set null",
    )
    after_ids = fields.Many2many(
        "qms.wheel.kind",
        "qms_wheel_kind_after_rel",
        "kind_id",
        "after_id",
        string="Usually follows",
    )

    _code_unique = models.UniqueIndex("(code)", "This code is used by another kind.")
    _day_of_month = models.Constraint(
        "CHECK (day BETWEEN 1 AND 31)", "A month has the days 1 to 31."
    )
    _lead_positive = models.Constraint(
        "CHECK (lead_days >= 0)", "Days are counted from 0."
    )

    @api.model
    def _role_domain(self):
        """The roles of quality management."""
        category = self.env["ir.model.data"]._xmlid_to_res_id(
            "qms.module_category_quality", raise_if_not_found=False
        )
        return [("privilege_id.category_id", "=", category or 0)]

    @api.constrains("after_ids")
    def _check_no_circle(self):
        if self._has_cycle("after_ids"):
            raise ValidationError(self.env._("No kind follows itself."))

    def _target(self):
        """The model whose records this kind makes, or ``None``."""
        self.ensure_one()
        model = self.env.get(self.res_model or "")
        return model if hasattr(model, "_wheel_create") else None
