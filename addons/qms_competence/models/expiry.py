from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.qms.tools.people import People

from ..tools.judging import CLEARED

SLICE = 500
ASKED = Domain("state", "=", "confirmed") & Domain("date_renew_asked", "!=", False)


class HrEmployeeSkill(models.Model):
    """Before a confirmed entry ends, its holder and his leader are asked to renew it.

    Each entry once, by a duty of each; it is over when another one carries on, when the
    leader withdraws it, and after its last day where nobody requires it.
    """

    _inherit = "hr.employee.skill"
    _lifecycle_stamps = ("date_confirmed", "confirmed_by_id", "date_renew_asked")

    date_renew_asked = fields.Date("Asked to renew on", readonly=True, copy=False)

    _ends_unasked = models.Index(
        "(company_id, valid_to, id) "
        "WHERE state = 'confirmed' AND date_renew_asked IS NULL"
    )

    @api.model
    def _cron_ask_renewal(self):
        """Each night: ask for what ends soon; in slices, each entry once."""
        progress = self.env["ir.cron"]._commit_progress
        for company in self.env["res.company"].search([("active", "=", True)]):
            while count := self._ask_renewal(company):
                if not progress(count, remaining=int(count == SLICE)):
                    return

    @api.model
    def _ask_renewal(self, company):
        """One slice; returns how many were asked for."""
        found = self.browse(self._ending_ids(company, SLICE))
        found._write_guarded({"date_renew_asked": company._qms_today()})
        found._sync_duties()
        return len(found)

    @api.model
    def _renewal_domain(self):
        return ASKED

    @api.model
    def _ending_ids(self, company, limit):
        """Entries of who works here that end soon and that none carries on."""
        today = company._qms_today()
        last = today + timedelta(days=company.qms_competence_soon_days)
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """SELECT held.id FROM hr_employee_skill held
                     JOIN hr_employee person ON person.id = held.employee_id
                     JOIN hr_skill_type kind ON kind.id = held.skill_type_id
                    WHERE held.state = 'confirmed' AND held.date_renew_asked IS NULL
                      AND held.company_id = %s AND held.valid_to BETWEEN %s AND %s
                      AND person.active AND kind.active
                      AND NOT EXISTS (%s)
                 ORDER BY held.valid_to, held.id LIMIT %s""",
                company.id,
                today,
                last,
                self._carrying_on(),
                limit,
            )
        )
        return [key for (key,) in rows]

    @api.model
    def _carrying_on(self):
        """Another one of the same person, as good, that holds on the day after."""
        return SQL(
            """SELECT FROM hr_employee_skill other
                 JOIN hr_skill_level ours ON ours.id = held.skill_level_id
                 JOIN hr_skill_level theirs ON theirs.id = other.skill_level_id
                WHERE other.employee_id = held.employee_id
                  AND other.skill_id = held.skill_id AND other.id != held.id
                  AND other.state = 'confirmed'
                  AND theirs.level_progress >= ours.level_progress
                  AND other.valid_from <= held.valid_to + 1
                  AND (other.valid_to IS NULL OR other.valid_to > held.valid_to)"""
        )

    def _carried_on(self):
        """Those of ``self`` that another one carries on."""
        if not self:
            return self
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                "SELECT held.id FROM hr_employee_skill held "
                "WHERE held.id = ANY(%s) AND EXISTS (%s)",
                list(self.ids),
                self._carrying_on(),
            )
        )
        return self.browse(key for (key,) in rows)

    def _after_transition(self, step, reason):
        result = super()._after_transition(step, reason)
        # sudo: the system asks anew, whoever confirmed or withdrew
        asked = self.sudo().search(
            ASKED
            & Domain("employee_id", "in", self.employee_id.ids)
            & Domain("skill_id", "in", self.skill_id.ids)
        )
        (asked - self)._sync_duties()
        return result

    # ------------------------------------------------------------
    # What is owed
    # ------------------------------------------------------------

    def _get_duties(self):
        duties = super()._get_duties()
        asked = self.filtered_domain(ASKED).filtered("employee_id.active")
        people = People.of(self.env)
        for entry in (asked - asked._carried_on())._still_wanted():
            duties += entry._renewal_duties(people)
        return duties

    def _still_wanted(self):
        """Without those that are over and that nobody requires."""
        over = self.filtered(
            lambda entry: entry.valid_to < entry.company_id._qms_today()
        )
        verdicts = over.employee_id._competence_verdicts()
        unwanted = over.filtered(
            lambda entry: (
                not (
                    (found := verdicts[entry.employee_id.id].get(entry.skill_id.id))
                    and found.state not in CLEARED
                )
            )
        )
        return self - unwanted

    def _renewal_duties(self, people):
        """Both are told; for who has no login the leader alone."""
        person = self.employee_id.with_context(version_id=False)
        unit, company = person.department_id, person.company_id
        user, mandate = people.decider(unit, company, person.user_id)
        duty = {"record": self, "unit": unit, "deadline": self.valid_to}
        if person.user_id._qms_works_here():
            yield {**duty, "verb": "renew", "user": person.user_id}
        if user:
            whose = {"user": user, "behalf_of": mandate.behalf_of}
            yield {**duty, "verb": "see_renewed", **whose}
