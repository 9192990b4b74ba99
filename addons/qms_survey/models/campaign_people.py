import random
import secrets

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from odoo.addons.qms.tools.lifecycle import Point

from ..tools.index import WHOLE

SEEDS = 2**31 - 1


class QmsSurveyCampaignPeople(models.AbstractModel):
    """Whom a campaign asks: all of them, or a random share drawn by a stored seed."""

    _name = "qms.survey.campaign.people"
    _description = "Whom a campaign asks"

    tag_ids = fields.Many2many(
        "res.partner.category",
        "qms_survey_campaign_tag_rel",
        string="Contacts with one of these tags",
    )
    asked_unit_ids = fields.Many2many(
        "hr.department",
        "qms_survey_campaign_asked_rel",
        string="Staff of these units",
        check_company=True,
        help="With the units below; empty: of the whole company.",
    )
    sample_share = fields.Integer(
        "Share that is asked (%)",
        default=WHOLE,
        help="Less than 100: so many of them are drawn by lot.",
    )
    rest_months = fields.Integer(
        "Months between two surveys",
        default=6,
        help="Who was asked by any campaign within so many months is left alone.",
    )
    sample_seed = fields.Integer(
        readonly=True,
        copy=False,
        aggregator=None,
        help="With it the same people are drawn again from the same population.",
    )
    population_count = fields.Integer(
        "People it stands for", readonly=True, copy=False, aggregator=None
    )
    asked_count = fields.Integer("Asked", readonly=True, copy=False, aggregator=None)

    @api.constrains("sample_share", "rest_months")
    def _check_sample(self):
        for campaign in self:
            if not 0 < campaign.sample_share <= WHOLE:
                raise ValidationError(self.env._("A share lies between 1 and 100."))
            if campaign.rest_months < 0:
                raise ValidationError(self.env._("Months are counted from 0."))

    def _missing_people(self):
        if self.access == "link":
            return []
        if self.population == "citizens" and not self.tag_ids:
            return [Point(self.env._("which contacts are asked"), "tag_ids")]
        if not self._population():
            place = "tag_ids" if self.population == "citizens" else "asked_unit_ids"
            text = self.env._("somebody to ask: nobody there has an e-mail address")
            return [Point(text, place)]
        return []

    def _population(self):
        """``(contact, unit)`` of everybody whom it stands for, in a fixed order."""
        if self.population == "staff":
            return self._staff()
        contacts = self.env["res.partner"].search(
            Domain("category_id", "child_of", self.tag_ids.ids)
            & Domain("email", "not in", (False, ""))
            & Domain("company_id", "in", (self.company_id.id, False)),
            order="id",
        )
        return [(contact, None) for contact in contacts]

    def _staff(self):
        # sudo: who works where, to whom the invitation goes; nothing else is read
        employees = self.env["hr.employee"].sudo()
        domain = Domain("company_id", "=", self.company_id.id)
        if self.asked_unit_ids:
            domain &= Domain("department_id", "child_of", self.asked_unit_ids.ids)
        found = employees.search(domain & Domain("work_contact_id.email", "!=", False))
        place = self._places()
        people = {
            employee.work_contact_id: place.get(employee.department_id.id)
            for employee in found
        }
        return sorted(people.items(), key=lambda pair: pair[0].id)

    def _places(self):
        """Per unit's id the one of ``unit_ids`` that its people are counted in."""
        # sudo: structure only
        told = self.sudo().unit_ids
        units = self.env["hr.department"].sudo()
        units = units.search([("id", "child_of", told.ids)]) if told else units
        return {
            unit.id: next(
                (above for above in unit._qms_line_ids() if above in told.ids), None
            )
            for unit in units
        }

    def _choose_people(self):
        """Draw who is asked, and keep that they were: others have their turn next."""
        self.ensure_one()
        if self.access == "link":
            return
        people = self._population()
        rested = self._rested(contact for contact, _unit in people)
        free = [pair for pair in people if pair[0] in rested]
        seed = secrets.randbelow(SEEDS)
        drawn = self._draw(free, self.sample_share, seed)
        # sudo: invitations belong to the system
        self.env["qms.survey.invitee"].sudo()._invite(self, drawn)
        self._write_guarded(
            {
                "sample_seed": seed,
                "population_count": len(people),
                "asked_count": len(drawn),
            }
        )

    @api.model
    def _draw(self, people, share, seed):
        """A share of ``people``, rounded up; the same for the same seed."""
        if share == WHOLE:
            return people
        count = -(-len(people) * share // WHOLE)
        # no secret is drawn here: the seed is kept so that the lot can be repeated
        lot = random.Random(seed)  # noqa: S311
        places = sorted(lot.sample(range(len(people)), count))
        return [people[place] for place in places]

    def _rested(self, contacts):
        """Those whom no campaign asked lately."""
        partners = self.env["res.partner"].union(*contacts)
        if not self.rest_months:
            return partners
        limit = fields.Date.subtract(
            self.company_id._qms_today(), months=self.rest_months
        )
        # sudo: when somebody was asked last, which is kept for nothing else
        known = partners.sudo()
        return known.filtered(
            lambda contact: not contact.qms_asked_on or contact.qms_asked_on <= limit
        )


class ResPartner(models.Model):
    _inherit = "res.partner"

    qms_asked_on = fields.Date(
        "Last asked by a survey",
        readonly=True,
        copy=False,
        groups=fields.NO_ACCESS,
        help="So that nobody is asked too often; not by which survey, nor whether he "
        "answered.",
    )
