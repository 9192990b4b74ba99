from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import email_normalize

from odoo.addons.qms.tools.lifecycle import Point
from odoo.addons.qms_survey.models.campaign_population import Asked

from .deviation import ANSWERED


class QmsSurveyCampaign(models.Model):
    """Asks those who wrote: of the cases of a period, or each as his case closes."""

    _inherit = "qms.survey.campaign"

    audience = fields.Selection(
        selection_add=[
            ("cases", "Those whose case ended in a period"),
            ("after", "Each one right after his case has closed"),
        ],
        ondelete={"cases": "set default", "after": "set default"},
    )
    cases_from = fields.Date("Cases ended from")
    cases_to = fields.Date("Cases ended to")

    @api.constrains("cases_from", "cases_to")
    def _check_cases_period(self):
        for campaign in self:
            if (campaign.cases_from or campaign.cases_to) and not (
                campaign.cases_from
                and campaign.cases_to
                and campaign.cases_from <= campaign.cases_to
            ):
                raise ValidationError(self.env._("A period has a first and last day."))

    @api.constrains("audience", "sample_share")
    def _check_after_asks_all(self):
        for campaign in self:
            if campaign.audience == "after" and campaign.sample_share != 100:
                raise ValidationError(
                    self.env._("Right after a case everybody is asked: share 100.")
                )

    def _prepare_next_values(self):
        """The next round has a period of its own."""
        values = super()._prepare_next_values()
        return {**values, "cases_from": False, "cases_to": False}

    def _missing_cases(self):
        if not self.cases_from:
            text = self.env._("the period in which the cases ended")
            return [Point(text, "cases_from")]
        return self._missing_anybody("cases_from")

    def _missing_after(self):
        """They come as their cases close; two surveys would share them."""
        # sudo: whether there is another, whosever
        other = self.sudo()._running_after(self.company_id) - self
        if not other:
            return []
        text = self.env._("the end of %s, which asks right after a case", other.name)
        return [Point(text, "audience")]

    def _population_after(self):
        return []

    def _population_cases(self):
        # sudo: who wrote, to whom the invitation goes; nothing else is read
        senders = self.env["qms.deviation.sender"].sudo()
        found = senders.search(
            [
                ("company_id", "=", self.company_id.id),
                ("deviation_id.state", "in", ANSWERED),
                ("deviation_id.date_closed", ">=", self.cases_from),
                ("deviation_id.date_closed", "<=", self.cases_to),
            ],
            order="id",
        )
        return self._asked_of(found)

    def _asked_of(self, senders):
        """One ``Asked`` per address, counted in the unit of the last case."""
        places = self._places()
        people = {
            email_normalize(sender.email): (sender.lang, sender.deviation_id)
            for sender in senders._askable()
        }
        return [
            Asked(email, None, lang, places.get(case.department_id.id))
            for email, (lang, case) in people.items()
        ]

    @api.model
    def _running_after(self, company):
        """The campaign of ``company`` that asks right after a case, if one runs."""
        return self.search(
            Domain("company_id", "=", company.id)
            & Domain("state", "=", "open")
            & Domain("audience", "=", "after")
            & Domain("access", "=", "people")
            & Domain("population", "=", "citizens")
            & Domain("date_to", ">=", company._qms_today()),
            limit=1,
        )

    def _ask_after(self, senders):
        invitees = self.env["qms.survey.invitee"]
        here = self._free(self._asked_of(senders))
        # without a limit of months the same person may be on the list already
        known = invitees.search(
            [
                ("campaign_id", "=", self.id),
                ("email", "in", [person.email for person in here]),
            ]
        ).mapped("email")
        invitees._invite(self, [each for each in here if each.email not in known])
        # sudo: the scheduled action is woken, nothing else
        self.env.ref("qms_survey.ir_cron_send").sudo()._trigger()

    def _count_asked(self):
        """Whoever closes a case changes nothing of the campaign: counted at its end."""
        result = super()._count_asked()
        for campaign in self.filtered(lambda each: each._way() == "after"):
            # sudo: how many, none of them
            invitees = self.env["qms.survey.invitee"].sudo()
            count = invitees.search_count([("campaign_id", "=", campaign.id)])
            if count > campaign.asked_count:
                campaign._write_guarded(
                    {"asked_count": count, "population_count": count}
                )
        return result

    def _is_reminding(self):
        """Each was asked on another day, and none of them is kept."""
        return self._way() != "after" and super()._is_reminding()
