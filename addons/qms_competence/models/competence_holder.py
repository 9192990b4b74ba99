from odoo import fields, models
from odoo.tools import SQL


class QmsCompetenceHolder(models.Model):
    """Who has a competence today: what colleagues of a unit may know of each other.

    'Whom can I ask?' Nothing of what is missing, of what has expired, and of when
    anything will.
    """

    _name = "qms.competence.holder"
    _description = "Who has a competence"
    _auto = False
    _order = "skill_id, id"
    _rec_name = "skill_id"
    _depends = {
        "hr.employee": ["current_version_id", "active", "company_id"],
        "hr.employee.skill": [
            "employee_id",
            "skill_id",
            "skill_level_id",
            "skill_type_id",
            "state",
            "valid_from",
            "valid_to",
        ],
        "hr.skill.level": ["level_progress"],
        "hr.version": ["department_id"],
    }

    # not stored: nobody counts or sorts this by people
    employee_id = fields.Many2one(
        "hr.employee.public", "Who", compute="_compute_employee_id"
    )
    department_id = fields.Many2one("hr.department", "Unit", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    skill_type_id = fields.Many2one("hr.skill.type", "Kind", readonly=True)
    skill_id = fields.Many2one("hr.skill", "Competence", readonly=True)
    skill_level_id = fields.Many2one("hr.skill.level", "Level", readonly=True)

    def _compute_employee_id(self):
        # sudo: whose entry it is, for who may read the row
        entries = self.env["hr.employee.skill"].sudo().browse(self.ids)
        people = {entry.id: entry.employee_id.id for entry in entries}
        for holder in self:
            holder.employee_id = people[holder.id]

    @property
    def _table_query(self):
        return SQL(
            """SELECT DISTINCT ON (held.employee_id, held.skill_id)
                      held.id, place.department_id,
                      person.company_id, held.skill_type_id, held.skill_id,
                      held.skill_level_id
                 FROM hr_employee_skill held
                 JOIN hr_skill_level level ON level.id = held.skill_level_id
                 JOIN hr_skill_type kind ON kind.id = held.skill_type_id
                 JOIN hr_employee person ON person.id = held.employee_id
                 JOIN hr_version place ON place.id = person.current_version_id
                WHERE held.state = 'confirmed' AND kind.active AND person.active
                  AND held.valid_from <= %(today)s
                  AND (held.valid_to IS NULL OR held.valid_to >= %(today)s)
             ORDER BY held.employee_id, held.skill_id,
                      level.level_progress DESC, held.id""",
            today=fields.Date.context_today(self),
        )
