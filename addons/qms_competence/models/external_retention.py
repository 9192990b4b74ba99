from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain

SLICE = 100


class QmsExternalPerson(models.Model):
    """Some years after his last assignment or confirmation nobody is named any more.

    What he was given and how it was judged stands in decisions, so it goes as their
    archive rules say; the person goes by himself, once nothing names him that is kept.
    """

    _name = "qms.external.person"
    _inherit = ["qms.external.person"]

    date_removed = fields.Date("No longer kept since", readonly=True, copy=False)

    _named = models.Constraint(
        "CHECK (partner_id IS NOT NULL OR date_removed IS NOT NULL)",
        "Say which contact it is.",
    )

    @api.model
    def _past_domain(self, company):
        """Who has done nothing for longer than ``company`` keeps it."""
        today = company._qms_today()
        limit = today - relativedelta(years=company.qms_external_years)
        kept = Domain("date_removed", "=", False)
        work = kept | Domain("date_ended", ">=", limit)
        asked = Domain("date_asked", ">=", limit) | Domain(
            "date_confirmed", ">=", limit
        )
        judged = self.env["qms.external.evaluation.line"]._search(
            Domain("company_id", "=", company.id)
        )
        return (
            Domain("company_id", "=", company.id)
            & kept
            & Domain("create_date", "<", limit)
            & ~Domain("confirmed_until", ">=", today)
            & Domain("assignment_ids", "not any", work)
            & Domain("confirmation_ids", "not any", asked)
            & Domain("id", "not in", judged.subselect("external_id"))
        )

    @api.model
    def _cron_forget(self):
        """Each night: whoever's time is over is named no longer; run twice it finds
        nothing more."""
        progress = self.env["ir.cron"]._commit_progress
        people = self.with_context(active_test=False)
        for company in self.env["res.company"].search([("active", "=", True)]):
            domain = self._past_domain(company)
            while found := people.search(domain, limit=SLICE):
                found._forget()
                if not progress(len(found), remaining=people.search_count(domain)):
                    return

    def _forget(self):
        """Leave the unit, the processes and the days."""
        removal = self.env["qms.removal"]
        people = removal._quietly(self)
        people.filtered("active").active = False
        removal._empty(people, removal._figures_of(people) | {"partner_id"})
        people._forget_contact()
        # the name follows while it is quiet
        people.flush_recordset()
