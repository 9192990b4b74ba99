from odoo import api, fields, models


class HrEmployee(models.Model):
    _name = "hr.employee"
    _inherit = ["hr.employee", "qms.decided.upon.mixin"]
    _decided_upon_path = "employee_id"

    def _qms_moved(self, before):
        """Whoever leads them now confirms what they have entered."""
        result = super()._qms_moved(before)
        for model in ("hr.employee.skill", "hr.resume.line"):
            # sudo: the system passes duties on, whoever moved the people
            entries = self.env[model].sudo()
            entries.search(
                [("employee_id", "in", self.ids), ("state", "=", "claimed")]
            )._sync_duties()
        return result


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
