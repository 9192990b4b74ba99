import random
import secrets
from collections import Counter

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.index import WHOLE

SEEDS = 2**31 - 1
# the hash of an address is kept as long as anybody may ask to be waited
LONGEST_REST = 60


class QmsSurveyCampaignPeople(models.AbstractModel):
    """How many of a population are asked: all, or a share drawn by a stored seed."""

    _name = "qms.survey.campaign.people"
    _description = "Whom a campaign asks"

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
    # unit's id -> how many of them; small units are told to nobody
    unit_populations = fields.Json(readonly=True, copy=False, groups=fields.NO_ACCESS)
    asked_count = fields.Integer("Asked", readonly=True, copy=False, aggregator=None)

    @api.constrains("sample_share", "rest_months")
    def _check_sample(self):
        for campaign in self:
            if not 0 < campaign.sample_share <= WHOLE:
                raise ValidationError(self.env._("A share lies between 1 and 100."))
            if not 0 <= campaign.rest_months <= LONGEST_REST:
                raise ValidationError(
                    self.env._("Months are counted from 0 to %s.", LONGEST_REST)
                )

    def _choose_people(self):
        """Draw who is asked, and keep that they were: others have their turn next."""
        self.ensure_one()
        if self.access == "link":
            return
        people = self._population()
        free = self._free(people)
        seed = secrets.randbelow(SEEDS)
        drawn = self._draw(free, self.sample_share, seed)
        # sudo: invitations belong to the system
        self.env["qms.survey.invitee"].sudo()._invite(self, drawn)
        units = Counter(str(each.unit) for each in people if each.unit)
        # sudo: how many of which unit, which nobody reads
        self.sudo()._write_guarded(
            {
                "sample_seed": seed,
                "population_count": len(people),
                "unit_populations": dict(units),
                "asked_count": len(drawn),
            }
        )

    def _count_asked(self):
        """Hook: keep how many were asked, where they come one by one."""

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

    def _free(self, people):
        """Those whom no campaign asked lately, and who have not said no."""
        since = self.rest_months and fields.Date.subtract(
            self.company_id._qms_today(), months=self.rest_months
        )
        # sudo: hashes of addresses, which nobody reads
        known = self.env["qms.survey.address"].sudo()
        busy = known._left_alone([person.email for person in people], since)
        return [person for person in people if person.email not in busy]
