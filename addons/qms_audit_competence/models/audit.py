from odoo import models
from odoo.fields import Domain

from odoo.addons.qms_competence.tools.judging import CLEARED

OF_AUDITORS = Domain("role", "=", "auditor")


class QmsAudit(models.Model):
    """Auditors have what their company requires of them (ISO 9001 7.2, ISO 19011 7)."""

    _inherit = "qms.audit"

    def _check_auditor_competence(self, users):
        reasons = super()._check_auditor_competence(users)
        # sudo: what is required of auditors, in every company
        required = self.env["qms.competence.requirement"].sudo()
        if not required.search_count(OF_AUDITORS, limit=1):
            return reasons
        for user_id, skills in self._lacking(users).items():
            for name in skills.mapped("display_name"):
                reasons[user_id].append(self.env._("is not cleared for this: %s", name))
        return reasons

    def _lacking(self, users):
        """Skills required of auditors that none of a person's employments has."""
        # sudo: planners learn who is cleared, not what somebody holds
        people = self.env["hr.employee"].sudo()
        people = people.search([("user_id", "in", users.ids)])
        verdicts = people._competence_verdicts(OF_AUDITORS)
        skills = self.env["hr.skill"].sudo()  # sudo: their names
        lacking = {}
        for user, own in people.grouped("user_id").items():
            asked = [verdicts[person.id] for person in own]
            cleared = {
                skill
                for of_person in asked
                for skill, verdict in of_person.items()
                if verdict.state in CLEARED
            }
            missing = {skill for of_person in asked for skill in of_person} - cleared
            lacking[user.id] = skills.browse(sorted(missing))
        return lacking
