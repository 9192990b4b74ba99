from odoo import models

from ..tools.judging import CLEARED

# code of the figure -> the verdicts it counts
KEPT = {
    "competence_covered": CLEARED,
    "competence_missing": ("missing",),
    "competence_expired": ("expired",),
    "competence_soon": ("soon",),
}


class QmsIndicator(models.Model):
    """What is missing today cannot be counted afterwards: it is kept month by month."""

    _inherit = "qms.indicator"

    def _get_kept(self):
        return super()._get_kept() | set(KEPT)

    def _count_today(self):
        if self.code not in KEPT:
            return super()._count_today()
        # sudo: hr.employee - how much is missing where; no figure tells of few people
        people = self.env["hr.employee"].sudo().with_context(version_id=False)
        people = people.search([("company_id", "!=", False)])
        asked = people._competence_verdicts()
        counts = {}
        for person in people:
            found = [verdict.state for verdict in asked[person.id].values()]
            amount = sum(state in KEPT[self.code] for state in found)
            base = len(found) if self.aggregate == "share" else amount
            place = person.company_id.id, person.department_id.id
            before = counts.get(place, (0, 0))
            counts[place] = before[0] + amount, before[1] + base
        return counts
