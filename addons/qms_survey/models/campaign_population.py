import ast
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from odoo.addons.qms.tools.lifecycle import Point


class Asked(NamedTuple):
    """Somebody a campaign may ask, by his address.

    :ivar contact: id of the contact, or ``None`` for an address without one
    :ivar lang: of an address without a contact
    :ivar unit: id of the unit in which his answer is counted, or ``None``
    """

    email: str
    contact: int | None = None
    lang: str | None = None
    unit: int | None = None


class QmsSurveyCampaignPopulation(models.AbstractModel):
    """Whom a campaign stands for, each way of naming them a method of its own."""

    _name = "qms.survey.campaign.population"
    _description = "Population of a campaign"

    audience = fields.Selection(
        [
            ("tags", "Contacts with a tag"),
            ("filter", "Contacts by a filter"),
            ("list", "A list of addresses, for this survey alone"),
        ],
        "Whom it asks",
        default="tags",
        required=True,
    )
    tag_ids = fields.Many2many(
        "res.partner.category",
        "qms_survey_campaign_tag_rel",
        string="Contacts with one of these tags",
    )
    contact_filter = fields.Char("Contacts", default="[]")
    listed_count = fields.Integer("Addresses", compute="_compute_listed_count")
    asked_unit_ids = fields.Many2many(
        "hr.department",
        "qms_survey_campaign_asked_rel",
        string="Staff of these units",
        check_company=True,
        help="With the units below; empty: of the whole company.",
    )

    @api.depends("audience")
    def _compute_listed_count(self):
        # sudo: how many there are, none of them
        listed = self.env["qms.survey.listed"].sudo()
        rows = listed._read_group(
            [("campaign_id", "in", self.ids)], ["campaign_id"], ["__count"]
        )
        counts = {campaign.id: count for campaign, count in rows}
        for campaign in self:
            campaign.listed_count = counts.get(campaign.id, 0)

    @api.constrains("contact_filter")
    def _check_contact_filter(self):
        for campaign in self:
            try:
                campaign._contact_domain().validate(self.env["res.partner"])
            except (ValueError, SyntaxError, TypeError, RecursionError) as error:
                raise ValidationError(
                    self.env._("Contacts cannot be filtered that way.")
                ) from error

    def _contact_domain(self):
        return Domain(ast.literal_eval(self.contact_filter or "[]"))

    def _way(self):
        """The way in which its people are named."""
        return "staff" if self.population == "staff" else self.audience

    def _population(self):
        """Everybody whom it stands for, in a fixed order.

        :rtype: list[Asked]
        """
        return getattr(self, f"_population_{self._way()}")()

    def _missing_people(self):
        if self.access == "link":
            return []
        return getattr(self, f"_missing_{self._way()}", self._missing_anybody)()

    def _missing_tags(self):
        if not self.tag_ids:
            return [Point(self.env._("which contacts are asked"), "tag_ids")]
        return self._missing_anybody("tag_ids")

    def _missing_filter(self):
        if not self._contact_domain():
            return [Point(self.env._("which contacts are asked"), "contact_filter")]
        return self._missing_anybody("contact_filter")

    def _missing_staff(self):
        return self._missing_anybody("asked_unit_ids")

    def _missing_list(self):
        if self.listed_count:
            return []
        return [Point(self.env._("the list of addresses"), "audience")]

    def _missing_anybody(self, place="audience"):
        if self._population():
            return []
        text = self.env._("somebody to ask: nobody there has an e-mail address")
        return [Point(text, place)]

    # ------------------------------------------------------------
    # Ways
    # ------------------------------------------------------------

    def _population_tags(self):
        return self._contacts(Domain("category_id", "child_of", self.tag_ids.ids))

    def _population_filter(self):
        return self._contacts(self._contact_domain())

    def _contacts(self, domain):
        # what he cannot read himself, whoever opens it does not learn by a filter
        contacts = self.env["res.partner"].sudo(False)
        contacts = contacts.search(
            domain
            & Domain("email", "not in", (False, ""))
            & Domain("company_id", "in", (self.company_id.id, False)),
            order="id",
        )
        return [Asked(contact.email, contact.id) for contact in contacts]

    def _population_list(self):
        # sudo: an address list, which nobody reads
        listed = self.env["qms.survey.listed"].sudo()
        rows = listed.search([("campaign_id", "=", self.id)], order="id")
        return [Asked(row.email, None, row.lang) for row in rows]

    def _population_staff(self):
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
        return [
            Asked(contact.email, contact.id, None, unit)
            for contact, unit in sorted(people.items(), key=lambda pair: pair[0].id)
        ]

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
