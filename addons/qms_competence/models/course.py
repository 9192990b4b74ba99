from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class QmsCourse(models.Model):
    """A course there is: for whom, and which competences it gives.

    Who takes part is arranged elsewhere; the list of who was there comes in as
    ``qms.course.attendance``.
    """

    _name = "qms.course"
    _description = "Course"
    _inherit = ["qms.text.mixin"]
    _order = "area, name, id"
    _check_company_auto = True

    name = fields.Char("Course", required=True, index=True)
    area = fields.Char()
    for_whom = fields.Char(help="Jobs, roles or people who should take it.")
    provider = fields.Char(help="Who holds it.")
    duration = fields.Char()
    description = fields.Text("What it is about")
    gives_ids = fields.One2many("qms.course.gives", "course_id")
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )

    _area_index = models.Index("(area, name, id)")


class QmsCourseGives(models.Model):
    """A competence that whoever took the course has, once his leader confirms it."""

    _name = "qms.course.gives"
    _description = "Competence that a course gives"
    _inherit = ["qms.competence.level.mixin"]
    _order = "id"
    _rec_name = "skill_id"

    course_id = fields.Many2one(
        "qms.course", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="course_id.company_id", store=True, index=True)
    months = fields.Integer("Months valid", help="0: without an end.")

    _months = models.Constraint("CHECK (months >= 0)", "Months are counted from 0.")
    _once = models.UniqueIndex(
        "(course_id, skill_id)", "The course gives this competence already."
    )

    def _prepare_entry(self, employee, date):
        """What somebody who took the course claims."""
        end = date + relativedelta(months=self.months) if self.months else None
        return {
            "employee_id": employee.id,
            "skill_type_id": self.skill_type_id.id,
            "skill_id": self.skill_id.id,
            "skill_level_id": self.skill_level_id.id,
            "valid_from": date,
            "valid_to": end,
        }


class QmsCourseAttendance(models.Model):
    """Who was there: a line of an attendance list, brought in once.

    It enters the course among education and courses, and what it gives among the
    competences, both for the leader to confirm; a course that was agreed on is taken.
    """

    _name = "qms.course.attendance"
    _description = "Taken part in a course"
    _order = "date desc, id desc"
    _rec_name = "course_id"
    _check_company_auto = True

    course_id = fields.Many2one(
        "qms.course", required=True, index=True, ondelete="restrict", check_company=True
    )
    employee_id = fields.Many2one(
        "hr.employee",
        "Who",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    date = fields.Date("Taken on", required=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )

    _by_day = models.Index("(date DESC, id DESC)")
    _once = models.UniqueIndex(
        "(employee_id, course_id, date)", "This stands in the list already."
    )

    @api.constrains("date")
    def _check_date(self):
        for row in self:
            if row.date > row.company_id._qms_today():
                raise UserError(self.env._("A course is taken once it was held."))

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        # sudo: whoever keeps the list enters for others what their leaders confirm
        known = rows.sudo()
        known._enter_courses()
        known._enter_competences()
        known._take_agreed()
        return rows

    def write(self, vals):
        if vals:
            raise UserError(self.env._("A line of an attendance list stands as it is."))
        return super().write(vals)

    def _enter_courses(self):
        kind = self.env.ref("hr_skills.resume_type_training", raise_if_not_found=False)
        self.env["hr.resume.line"].create(
            [
                {
                    "employee_id": row.employee_id.id,
                    "name": row.course_id.name,
                    "line_type_id": kind.id if kind else False,
                    "date_start": row.date,
                    "date_end": row.date,
                }
                for row in self
            ]
        )

    def _enter_competences(self):
        self.env["hr.employee.skill"].create(
            [
                gives._prepare_entry(row.employee_id, row.date)
                for row in self
                for gives in row.course_id.gives_ids
            ]
        )

    def _take_agreed(self):
        """What was agreed on at a competence review is waited for no longer."""
        agreed = self.env["qms.competence.review.course"].search(
            Domain("course_id", "in", self.course_id.ids)
            & Domain("review_id.employee_id", "in", self.employee_id.ids)
            & Domain("review_id.state", "=", "held")
            & Domain("date_taken", "=", False)
        )
        days = {(row.employee_id, row.course_id): row.date for row in self}
        by_day = agreed.grouped(
            lambda course: days.get((course.review_id.employee_id, course.course_id))
        )
        for day, courses in by_day.items():
            if day:
                courses.date_taken = day
