from odoo import fields, models
from odoo.fields import Domain


class HrDepartment(models.Model):
    _inherit = "hr.department"

    def _qms_restructured(self):
        result = super()._qms_restructured()
        if self:
            # sudo: hr.employee - structure only
            people = self.env["hr.employee"].sudo().with_context(version_id=False)
            below = self._qms_subtree()
            people.search(
                Domain("department_id", "in", below.ids)
            )._place_competence_reviews()
        return result


class QmsCompetenceReviewPlace(models.AbstractModel):
    """Whose review it is, and the unit whose leader holds it."""

    _name = "qms.competence.review.place"
    _description = "Place of a competence review"

    employee_id = fields.Many2one(
        "hr.employee",
        "Whose",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    department_id = fields.Many2one(
        "hr.department",
        "Held in",
        readonly=True,
        index=True,
        ondelete="restrict",
        help="The unit whose leader holds it.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="restrict"
    )

    def _place(self):
        """Bring these in line with where their people work now."""
        units = self.employee_id._competence_units()
        moved = self.filtered(
            lambda each: each.department_id != units[each.employee_id.id]
        )
        for unit, reviews in moved.grouped(
            lambda each: units[each.employee_id.id]
        ).items():
            reviews._write_guarded({"department_id": unit.id})
        self._sync_duties()
