from odoo import api, fields, models
from odoo.fields import Domain


class HrEmployee(models.Model):
    _name = "hr.employee"
    _inherit = ["hr.employee", "qms.decided.upon.mixin"]
    _decided_upon_path = "employee_id"

    def _qms_moved(self, before):
        """Whoever leads them now confirms what they have entered, sees to what ends,
        and holds their reviews."""
        result = super()._qms_moved(before)
        # sudo: the system passes duties on, whoever moved the people
        skills = self.env["hr.employee.skill"].sudo()
        lines = self.env["hr.resume.line"].sudo()
        own = Domain("employee_id", "in", self.ids)
        claimed = Domain("state", "=", "claimed")
        skills.search(own & (claimed | skills._renewal_domain()))._sync_duties()
        lines.search(own & claimed)._sync_duties()
        self._place_competence_reviews()
        return result

    def _place_competence_reviews(self):
        """What is not closed goes along; what is stays where it was held."""
        # sudo: the system passes reviews on, whoever moved the people
        reviews = self.env["qms.competence.review"].sudo()
        reviews.search(
            Domain("employee_id", "in", self.ids)
            & Domain("state", "in", ("planned", "held"))
        )._place()

    def _competence_units(self):
        """Whose leader holds each one's review, {employee id: unit}.

        The nearest unit upwards that somebody else leads; none at the top, where a
        quality manager holds it.
        """
        # sudo: hr.employee - structure only
        people = self.sudo().with_context(version_id=False)
        lines = {
            unit: [(step, step._qms_leader_user()) for step in unit._qms_line()]
            for unit in people.department_id
        }
        none = self.env["hr.department"]
        return {
            person.id: next(
                (
                    unit.with_env(self.env)
                    for unit, leader in lines.get(person.department_id, ())
                    if leader and leader != person.user_id
                ),
                none,
            )
            for person in people
        }


class HrEmployeePublic(models.Model):
    """Core computes these past all rules; here each sees what he may read."""

    _inherit = "hr.employee.public"

    current_employee_skill_ids = fields.One2many(
        related=None, compute="_compute_readable_skills", compute_sudo=False
    )
    certification_ids = fields.One2many(
        related=None, compute="_compute_readable_skills", compute_sudo=False
    )

    @api.depends("employee_skill_ids")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_readable_skills(self):
        entries = self.env["hr.employee.skill"]
        readable = entries.search(
            [("employee_id", "in", self.ids), ("skill_type_id.active", "=", True)]
        )
        current = readable.get_current_skills_by_employee()
        by_person = readable.grouped(lambda entry: entry.employee_id.id)
        for person in self:
            mine = by_person.get(person.id, entries)
            person.current_employee_skill_ids = current[person.id]
            person.certification_ids = mine.filtered("is_certification")


class ResourceResource(models.Model):
    _inherit = "resource.resource"

    employee_skill_ids = fields.One2many(
        related=None,
        comodel_name="hr.employee.skill",
        compute="_compute_employee_skill_ids",
        compute_sudo=False,
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_employee_skill_ids(self):
        entries = self.env["hr.employee.skill"]
        found = entries.search([("employee_id.resource_id", "in", self.ids)])
        # sudo: hr.employee - which resource is whose
        by_resource = found.grouped(lambda e: e.sudo().employee_id.resource_id.id)
        for resource in self:
            resource.employee_skill_ids = by_resource.get(resource.id, entries)
