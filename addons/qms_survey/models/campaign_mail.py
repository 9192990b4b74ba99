from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.qms.tools.apart import apart

SLICE = 200


class QmsSurveyCampaignMail(models.AbstractModel):
    """Invitations and reminders, a slice at a time."""

    _name = "qms.survey.campaign.mail"
    _description = "Invitations to a survey"

    def _waiting_domain(self):
        """Who of this campaign gets a mail now.

        An anonymous one reminds everybody: whoever is left out would be known to have
        answered.
        """
        domain = Domain("mails", "=", 0)
        if self._is_reminding():
            domain = Domain("mails", "<", 2)
            if self.identity != "anonymous":
                domain &= Domain("is_answered", "=", False)
        return domain & Domain("campaign_id", "=", self.id)

    def _is_reminding(self):
        if not self.remind_after or not self.date_opened:
            return False
        day = fields.Date.add(self.date_opened, days=self.remind_after)
        return day <= self.company_id._qms_today() <= self.date_to

    @api.model
    def _cron_send(self):
        """Every hour: who has not been invited yet, and who is to be reminded."""
        progress = self.env["ir.cron"]._commit_progress
        for campaign in self.search([("state", "=", "open")], order="id"):
            campaign._count_asked()
            last = 0
            domain = campaign._waiting_domain()
            while found := campaign._next_waiting(domain, last):
                last = found[-1].id
                free = found.try_lock_for_update().filtered_domain(domain)
                apart(free, lambda invitees: invitees._send_mail())
                if not progress(len(found)):
                    return

    def _next_waiting(self, domain, last):
        # sudo: the list of those invited belongs to the system
        invitees = self.env["qms.survey.invitee"].sudo()
        return invitees.search(domain & Domain("id", ">", last), limit=SLICE)
