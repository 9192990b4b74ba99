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
        for user_id in self._lacking(users):
            reasons[user_id].append(self.env._("is not cleared for this"))
        return reasons

    def _lacking(self, users):
        """Ids of who has, in none of his employments, all that is required there.

        Which competence it is, planners do not learn.
        """
        # sudo: planners learn who is cleared, not what somebody holds
        people = self.env["hr.employee"].sudo()
        people = people.search([("user_id", "in", users.ids)])
        verdicts = people._competence_verdicts(OF_AUDITORS)
        lacking = []
        for user, own in people.grouped("user_id").items():
            asked = [verdicts[person.id] for person in own]
            cleared = {
                skill
                for of_person in asked
                for skill, verdict in of_person.items()
                if verdict.state in CLEARED
            }
            if {skill for of_person in asked for skill in of_person} - cleared:
                lacking.append(user.id)
        return lacking
