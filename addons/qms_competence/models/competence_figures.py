from collections import Counter

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
        result = super()._count_today()
        own = self.filtered(lambda each: each.code in KEPT)
        if not own:
            return result
        # sudo: hr.employee - how much is missing where; no figure tells of few people
        people = self.env["hr.employee"].sudo().with_context(version_id=False)
        people = people.search([("company_id", "!=", False)])
        asked = people._competence_verdicts()
        places = {}
        for person in people:
            place = person.company_id.id, person.department_id.id
            states = (verdict.state for verdict in asked[person.id].values())
            places.setdefault(place, Counter()).update(states)
        return result | {each: each._of_states(places) for each in own}

    def _of_states(self, places):
        """Amount and count per place, of how often each verdict was given there."""
        counts = {}
        for place, states in places.items():
            amount = sum(states[state] for state in KEPT[self.code])
            whole = states.total() if self.aggregate == "share" else amount
            counts[place] = amount, whole
        return counts
