from odoo import api, models
from odoo.fields import Domain

from ..tools.holding import Holding

OPEN = Domain("state", "in", ("draft", "agreed", "running"))
# working days in which units are told
TELL_DAYS = 10


class QmsObjectiveDuties(models.AbstractModel):
    """Who owes what on an objective, and what of it changes hands."""

    _name = "qms.objective.duties"
    _description = "Who owes what on an objective"

    def _duty_fields(self):
        return {"company_id", "date_deadline", "department_id", "owner_id"}

    def _get_duties(self):
        return [duty for objective in self for duty in objective._get_own_duties()]

    def _get_own_duties(self):
        if self.is_closed:
            return []
        due = self.date_deadline or self.company_id._qms_today()
        verb = "word_objective" if self.state == "draft" else "evaluate"
        return [self._duty_of_owner(verb, due), *self._get_telling_duties()]

    def _duty_of_owner(self, verb, due):
        duty = {
            "record": self,
            "verb": verb,
            "deadline": due,
            "unit": self.department_id,
        }
        if self.owner_id:
            return {**duty, "user": self.owner_id}
        return {**duty, "group": self.env.ref("qms.group_quality_manager")}

    def _get_telling_duties(self):
        """One a leader, however many of his units are to be told."""
        if not self.date_agreed:
            return []
        due = self.company_id._qms_add_workdays(self.date_agreed, TELL_DAYS)
        duties = {}
        for row, user, mandate in self._tellings_open():
            if user:
                duties.setdefault(
                    user,
                    {
                        "record": self,
                        "verb": "tell_unit",
                        "deadline": due,
                        "unit": row.department_id,
                        "user": user,
                        "behalf_of": mandate.behalf_of,
                    },
                )
        return list(duties.values())

    @api.model
    def _get_holdings(self):
        return (*super()._get_holdings(), Holding("owner_id", OPEN))

    @api.model
    def _get_unit_holdings(self):
        return (
            *super()._get_unit_holdings(),
            Holding("department_id", OPEN),
            Holding("unit_ids", OPEN),
        )

    @api.model
    def _get_owing_domain(self):
        return OPEN
