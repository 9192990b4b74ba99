from odoo import api, models
from odoo.fields import Domain

from ..tools.apart import apart
from ..tools.people import People
from .duty_sync import OPEN

SLICE = 1000


class QmsDutyEscalation(models.AbstractModel):
    """What is late for too long is passed up, one level per period of grace."""

    _name = "qms.duty.escalation"
    _description = "How duties are passed up"

    @api.model
    def _escalate(self):
        """Tell the next leader up of what is late for too long; in slices."""
        companies = self.env["res.company"].search([("qms_escalate_days", ">", 0)])
        for company in companies:
            late = OPEN & Domain("company_id", "=", company.id)
            late &= Domain("date_deadline", "<", company._qms_today())
            last = 0
            while duties := self.search(
                late & Domain("id", ">", last), order="id", limit=SLICE
            ):
                last = duties[-1].id
                apart(duties, lambda part, own=company: part._pass_up(own))
                self.env["ir.cron"]._commit_progress()

    def _pass_up(self, company):
        people = People(self.env, company._qms_today())
        levels = {
            deadline: company._qms_workdays_between(deadline, people.date)
            // company.qms_escalate_days
            for deadline in set(self.mapped("date_deadline"))
        }
        changes = {}
        for duty in self:
            user = duty._superior(levels[duty.date_deadline], people)
            if duty.escalation_user_id != user:
                changes.setdefault(user.id, []).append(duty.id)
        for user_id, ids in changes.items():
            self.browse(ids).write({"escalation_user_id": user_id})

    def _superior(self, level, people):
        """The leader ``level`` steps above the holder, at the top a quality manager."""
        nobody = people.env["res.users"]
        if level < 1:
            return nobody
        if self._is_personal() and self.user_id and people.is_away(self.user_id):
            return nobody
        holder = self.user_id | self.behalf_id | self.employee_id.user_id
        unit = self.department_id or self.record_department_id
        above = people.leaders_above(unit, self.company_id, holder)
        above -= self._leaders_below_holder(above, people)
        if self.group_id:
            above = above[-1:]
        if self.employee_id:
            # it stands with the nearest already
            above = above[1:]
        managers = people.managers(self.company_id) - above
        above |= managers.filtered(lambda user: not people.same_person(user, holder))[
            :1
        ]
        here = above.filtered(lambda user: not people.is_away(user))
        return (here or above)[:level][-1:]

    def _leaders_below_holder(self, leaders, people):
        """Where the holder leads a unit further up, those below are not above him."""
        line = (self.department_id or self.record_department_id)._qms_line()
        led = [step for step in line if step._qms_leader_user() == self.user_id]
        if not self.user_id or not led:
            return leaders.browse()
        above = people.leaders_above(led[-1], self.company_id, self.user_id)
        return leaders - above
