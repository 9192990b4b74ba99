from odoo import fields, models


class HrResumeLine(models.Model):
    """Education, courses and experience, each with its proof."""

    _name = "hr.resume.line"
    _inherit = ["qms.confirmed.mixin", "hr.resume.line"]
    _confirmed_fields = (
        "employee_id",
        "name",
        "line_type_id",
        "date_start",
        "date_end",
        "certificate_file",
    )

    employee_id = fields.Many2one(default=lambda self: self.env.user.employee_id)
