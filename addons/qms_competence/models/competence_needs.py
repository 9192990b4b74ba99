from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools.judging import Held, Need, judge

GROUPS = {
    "auditor": "qms.group_auditor",
    "quality_team": "qms.group_quality_team",
    "quality_manager": "qms.group_quality_manager",
}


class HrEmployee(models.Model):
    """What is required of people, what they hold, and how one compares to the other.

    All of it for thousands at once: the number of statements follows from the number
    of requirements' kinds, not of people.
    """

    _inherit = "hr.employee"

    qms_other_job_ids = fields.Many2many(
        "hr.job",
        "qms_employee_other_job_rel",
        "employee_id",
        "job_id",
        "Also works as",
        groups="hr.group_hr_user",
        help="What is required for these jobs is asked too.",
    )

    def _qms_jobs(self):
        return super()._qms_jobs() | self.qms_other_job_ids

    @api.model
    def _qms_jobs_domain(self, jobs):
        other = Domain("qms_other_job_ids", "in", jobs.ids)
        return super()._qms_jobs_domain(jobs) | other

    def _competence_verdicts(self, domain=Domain.TRUE, today=None):
        """How each stands to each competence required of him.

        The caller has checked that he may know.

        :param domain: on ``qms.competence.requirement``, such as one process
        :return: {employee id: {skill id: :class:`Verdict`}}
        """
        # sudo: hr.employee - where they work; the caller checked
        people = self.sudo().with_context(version_id=False)
        needs = people._competence_needs(domain)
        skills = {skill for asked in needs.values() for skill in asked}
        held = people._competence_held(skills)
        soon = {
            company: company.qms_competence_soon_days for company in people.company_id
        }
        verdicts = {}
        for person in people:
            day = today or fields.Date.context_today(person)
            verdicts[person.id] = {
                skill: judge(
                    need, held.get((person.id, skill), ()), day, soon[person.company_id]
                )
                for skill, need in needs[person.id].items()
            }
        return verdicts

    def _competence_needs(self, domain=Domain.TRUE):
        """{employee id: {skill id: Need}}; of several for one skill all hold."""
        requirements = self.env["qms.competence.requirement"].search(
            Domain("company_id", "in", self.company_id.ids)
            & Domain("skill_type_id.active", "=", True)
            & Domain(domain)
        )
        places = self._competence_places(requirements)
        asked = {}
        for requirement in requirements:
            for place in requirement._places():
                asked.setdefault(place, []).append(requirement)
        alike, needs = {}, {}
        for person in self:
            key = places[person.id].intersection(asked)
            if key not in alike:
                alike[key] = self._merge_needs(asked, key)
            needs[person.id] = alike[key]
        return needs

    @api.model
    def _competence_needs_of(self, domain):
        """What these requirements ask together, {skill id: Need}."""
        requirements = self.env["qms.competence.requirement"].search(
            Domain("skill_type_id.active", "=", True) & domain
        )
        return self._merge_needs({None: requirements}, [None])

    @api.model
    def _merge_needs(self, asked, places):
        needs = {}
        for place in places:
            for requirement in asked[place]:
                need = Need(
                    requirement.skill_level_id.level_progress,
                    requirement.certificate_needed,
                )
                skill = requirement.skill_id.id
                needs[skill] = needs[skill].both(need) if skill in needs else need
        return needs

    def _competence_places(self, requirements):
        """Where a requirement may reach each: jobs, processes, roles, with company."""
        units = {
            unit.id: frozenset(unit._qms_line_ids()) for unit in self.department_id
        }
        by_unit = {
            unit: [
                ("process", process.id)
                for process in requirements.process_id
                if not line.isdisjoint(process.department_ids.ids)
            ]
            for unit, line in units.items()
        }
        roles = self._competence_roles(requirements)
        places = {}
        for person in self:
            company = person.company_id.id
            found = [("job", job.id) for job in person._qms_jobs()]
            found += by_unit.get(person.department_id.id, ())
            found += [("role", role) for role in roles.get(person.user_id.id, ())]
            places[person.id] = frozenset((company, *place) for place in found)
        return places

    @api.model
    def _competence_roles(self, requirements):
        """Roles that are asked for something, per id of the users who hold them."""
        roles = {}
        for role in set(filter(None, requirements.mapped("role"))):
            if role in GROUPS:
                users = self.env.ref(GROUPS[role]).all_user_ids
            else:
                rows = self.env["qms.unit.reader"].search(
                    [("kind", "=", role), ("date_to", "=", "9999-12-31")]
                )
                users = rows.user_id
            for user in users:
                roles.setdefault(user.id, []).append(role)
        return roles

    def _competence_held(self, skill_ids):
        """Confirmed entries, {(employee id, skill id): [Held]}."""
        if not skill_ids or not self:
            return {}
        self.env["hr.employee.skill"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """SELECT held.employee_id, held.skill_id, level.level_progress,
                          held.valid_from, held.valid_to,
                          COALESCE(kind.is_certification, FALSE) OR EXISTS (
                              SELECT FROM ir_attachment file
                               WHERE file.res_model = 'hr.employee.skill'
                                 AND file.res_field = 'certificate_file'
                                 AND file.res_id = held.id)
                     FROM hr_employee_skill held
                     JOIN hr_skill_level level ON level.id = held.skill_level_id
                     JOIN hr_skill_type kind ON kind.id = held.skill_type_id
                    WHERE held.state = 'confirmed'
                      AND held.employee_id = ANY(%s) AND held.skill_id = ANY(%s)""",
                list(self.ids),
                list(skill_ids),
            )
        )
        held = {}
        for employee, skill, *entry in rows:
            held.setdefault((employee, skill), []).append(Held(*entry))
        return held


class QmsCompetenceRequirement(models.Model):
    _inherit = "qms.competence.requirement"

    def _places(self):
        """Where it is asked, as ``_competence_places`` names it."""
        company = self.company_id.id
        if self.job_id:
            return [(company, "job", self.job_id.id)]
        if self.process_id:
            return [(company, "process", self.process_id.id)]
        return [(company, "role", self.role)]
