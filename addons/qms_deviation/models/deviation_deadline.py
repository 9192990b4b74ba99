from odoo import fields, models

from odoo.addons.qms.models.res_company import LEVELS


class QmsDeviationDeadline(models.Model):
    """How soon a case of a type is read and handled, from a severity on.

    Where no line is reached the type's own days hold. A company's own line goes before
    the general one of the same severity.
    """

    _name = "qms.deviation.deadline"
    _inherit = ["qms.shared.mixin"]
    _description = "Deadlines by severity"
    _order = "type_id, id"
    _rec_name = "level"

    type_id = fields.Many2one(
        "qms.deviation.type", required=True, index=True, ondelete="cascade"
    )
    level = fields.Selection(LEVELS, "From severity", required=True)
    first_read_days = fields.Integer(
        "First read within", default=1, help="Working days from the report."
    )
    handle_days = fields.Integer(
        "Handled within", default=10, help="Working days from the report."
    )
    company_id = fields.Many2one(
        "res.company", index=True, ondelete="cascade", help="Empty: for all companies."
    )

    _one_each = models.UniqueIndex(
        "(type_id, level, COALESCE(company_id, 0))",
        "There are deadlines for this severity already; change them.",
    )
    _not_negative = models.Constraint(
        "CHECK (first_read_days >= 0 AND handle_days >= 0)", "Days are counted from 0."
    )
