from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import ormcache

from ..tools.judging import CLEARED, judge


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.model
    @ormcache()
    def _qms_clearance_asked(self):
        # sudo: whether there is any
        requirements = self.env["qms.competence.requirement"].sudo()
        found = requirements.search_count([("process_id", "!=", False)], limit=1)
        return bool(found) or super()._qms_clearance_asked()

    def _qms_not_cleared(self, processes):
        """Who lacks something in all of his employments, whatever unit he works in."""
        lacking = super()._qms_not_cleared(processes)
        # sudo: what is required and held; the caller learns who is cleared, no more
        people = self.env["hr.employee"].sudo()
        needs = people._competence_needs_of(Domain("process_id", "in", processes.ids))
        if not needs:
            return lacking
        people = people.search([("user_id", "in", self.ids)])
        held = people._competence_held(needs)
        today = fields.Date.context_today(self)
        by_user = people.grouped("user_id")
        for user in self - lacking:
            own = by_user.get(user, people.browse())
            for skill, need in needs.items():
                entries = [
                    one for each in own for one in held.get((each.id, skill), ())
                ]
                if judge(need, entries, today).state not in CLEARED:
                    lacking |= user
                    break
        return lacking
