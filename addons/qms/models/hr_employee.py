from contextlib import contextmanager
from typing import NamedTuple

from odoo import api, fields, models
from odoo.fields import Domain

from ..tools.marks import CHANGING_UNITS, WATCHING
from .certified_scope import PERSON_SCOPES


class Place(NamedTuple):
    """Where an employee works; ids."""

    user: int
    unit: int
    company: int
    active: bool
    job: int


class HrEmployee(models.Model):
    """People's moves reach readers and duties at once, whatever way they are made.

    An employee's unit stands in his version, his account and whether he is active in
    his resource; so those are watched too.
    """

    _inherit = "hr.employee"

    qms_scope = fields.Selection(
        PERSON_SCOPES,
        string="Certified scope",
        tracking=True,
        help="Empty: as the department.",
    )
    qms_in_scope = fields.Boolean(
        string="In the certified scope", compute="_compute_qms_in_scope", store=True
    )

    @api.depends("qms_scope", "current_version_id.department_id.qms_in_scope")
    def _compute_qms_in_scope(self):
        for employee in self:
            department = employee.current_version_id.department_id
            employee.qms_in_scope = (
                employee.qms_scope == "in"
                if employee.qms_scope
                else department.qms_in_scope
            )

    @api.model_create_multi
    def create(self, vals_list):
        employees = super().create(vals_list)
        employees._qms_moved({})
        if any(vals.get("lang") for vals in vals_list):
            employees._qms_pass_language()
        return employees

    def write(self, vals):
        moves = {
            "user_id",
            "department_id",
            "active",
            "company_id",
            "current_version_id",
            "job_id",
        }
        if moves.isdisjoint(vals):
            result = super().write(vals)
        else:
            with self._qms_watched(self) as employees:
                result = super(HrEmployee, employees).write(vals)
        if vals.get("lang"):
            self._qms_pass_language()
        return result

    def _qms_pass_language(self):
        """Who has no login is written to in the language of his work contact."""
        # sudo: the contact behind the employee
        for employee in self.sudo().filtered(lambda each: not each.user_id):
            if employee.lang:
                employee.work_contact_id.lang = employee.lang

    def unlink(self):
        # sudo: structure only
        led = self.env["hr.department"].sudo().search([("manager_id", "in", self.ids)])
        users = self.sudo().user_id
        units = self.sudo().department_id | led._qms_subtree()
        places = self._qms_places().values()
        result = super().unlink()
        self.env["qms.unit.reader"]._refresh(units)
        # sudo: the system passes duties on
        duties = self.env["qms.duty"].sudo()
        duties._resync(duties._held_by(users) | duties._of_units(units))
        gone = [(place, place._replace(user=False)) for place in places]
        self.env["qms.succession"]._posts_changed(gone)
        return result

    @contextmanager
    def _qms_watched(self, records):
        """Whatever happens to these employees inside, readers and duties follow.

        Yields ``records`` in the environment the change is to be made in.
        """
        if self.env.context.get("qms_watching") is WATCHING:
            yield records
            return
        before = self._qms_places()
        yield records.with_context(qms_watching=WATCHING)
        self._qms_moved(before)

    def _qms_away(self, date):
        """Those who are away on ``date``; hook for leave systems, which know more of
        those without login."""
        # sudo: hr.employee - their accounts; that someone is away is known to all
        people = self.sudo()
        away = people.user_id._qms_away(date)
        return people.filtered(lambda e: e.user_id in away).with_env(self.env)

    def _qms_jobs(self):
        """Hook: the jobs somebody has."""
        return self.job_id

    @api.model
    def _qms_jobs_domain(self, jobs):
        """Hook: who has one of ``jobs``."""
        return Domain("job_id", "in", jobs.ids)

    def _qms_places(self):
        """Where each of them works, per employee id."""
        # sudo: structure only; as of today, whichever version is on the screen
        employees = self.sudo().with_context(version_id=False).exists()
        return {
            employee.id: Place(
                employee.user_id.id,
                employee.department_id.id,
                employee.company_id.id,
                employee.active,
                employee.job_id.id,
            )
            for employee in employees
        }

    def _qms_moved(self, before):
        """Bring readers and duties in line for those whose place is not as before."""
        places = self._qms_places()
        moved = [key for key in places if places[key] != before.get(key)]
        if not moved:
            return
        now = [places[key] for key in moved]
        was = [before[key] for key in moved if key in before]
        # sudo: structure only
        departments = self.env["hr.department"].sudo()
        led = departments.search([("manager_id", "in", moved)])._qms_subtree().sudo()
        units = departments.browse({place.unit for place in now + was if place.unit})
        self.env["qms.unit.reader"]._refresh(units | led)
        self.env["qms.reading.round"]._follow_people(self.browse(moved))
        # sudo: the system passes duties on, whoever moved the people
        users = self.env["res.users"].sudo()
        users = users.browse({place.user for place in now + was if place.user})
        duties = self.env["qms.duty"].sudo()
        held = duties._held_by(users) | duties._held_by_employees(self.browse(moved))
        duties._resync(held | duties._of_units(led))
        self.env["qms.succession"]._people_changed(users)
        # what belongs to a unit that changes goes with its people by that change
        if self.env.context.get("qms_changing_units") is not CHANGING_UNITS:
            changes = [(before[key], places[key]) for key in moved if key in before]
            self.env["qms.succession"]._posts_changed(changes)


class HrVersion(models.Model):
    _inherit = "hr.version"

    @api.model_create_multi
    def create(self, vals_list):
        ids = [vals["employee_id"] for vals in vals_list if vals.get("employee_id")]
        employees = self.env["hr.employee"].browse(ids)
        with employees._qms_watched(self) as versions:
            created = super(HrVersion, versions).create(vals_list)
        return created.with_env(self.env)

    def write(self, vals):
        moves = {"department_id", "date_version", "active", "employee_id", "job_id"}
        if moves.isdisjoint(vals):
            return super().write(vals)
        # sudo: whose structure changes
        with self.sudo().employee_id._qms_watched(self) as versions:
            return super(HrVersion, versions).write(vals)

    def unlink(self):
        # sudo: whose structure changes
        with self.sudo().employee_id._qms_watched(self) as versions:
            return super(HrVersion, versions).unlink()


class ResourceResource(models.Model):
    _inherit = "resource.resource"

    def write(self, vals):
        if {"user_id", "active"}.isdisjoint(vals):
            return super().write(vals)
        # sudo: structure only
        employees = self.env["hr.employee"].sudo().with_context(active_test=False)
        employees = employees.search([("resource_id", "in", self.ids)])
        with employees._qms_watched(self) as resources:
            return super(ResourceResource, resources).write(vals)
