from collections import defaultdict

from odoo import fields, models
from odoo.fields import Domain

from ..tools.index import Index
from .campaign_results import SHOWN

# rounds that stand beside the latest
ROUNDS = 5


class QmsSurveyCampaignRounds(models.AbstractModel):
    """A round beside those before it, and beside other companies of the group."""

    _name = "qms.survey.campaign.rounds"
    _description = "Rounds of a survey side by side"

    final_index = fields.Float(
        "Concluded index",
        readonly=True,
        copy=False,
        aggregator=None,
        digits=(5, 1),
        help="As it was when it was concluded; 0: too few answered.",
    )
    final_margin = fields.Float(
        readonly=True,
        copy=False,
        aggregator=None,
        digits=(5, 1),
        help="Of the concluded index; 0: people were not drawn by lot.",
    )
    final_rate = fields.Float(
        "Final response rate", readonly=True, copy=False, aggregator=None, digits=(5, 1)
    )

    def write(self, vals):
        """Whoever chooses questions or the round before reads them; no constraint, as
        Odoo runs those as the system."""
        result = super().write(vals)
        if not self.env.su:
            for name in {"survey_id", "previous_id"} & vals.keys():
                self[name].check_access("read")
        return result

    def _keep_final(self):
        """What figures and other companies see of it from now on."""
        for campaign in self:
            rows = campaign._results()
            whole = campaign._whole(rows)
            campaign._write_guarded(
                {
                    "final_index": whole.value if whole else 0,
                    "final_margin": (whole and whole.margin) or 0,
                    "final_rate": campaign.rate,
                }
            )
            # sudo: figures that were shown
            self.env["qms.survey.tested"].sudo()._keep(campaign, rows)
        # sudo: names that have served
        self.env["qms.survey.signature"].sudo()._erase(self)

    def _whole_change(self, whole):
        """Of the index since the round before, where both asked the same."""
        # sudo: what was shown of it when it was concluded
        last = self.sudo().previous_id
        if whole is None or not last.final_index or last.survey_id != self.survey_id:
            return None
        return whole.value - last.final_index

    def _rounds_before(self):
        """Pairs of a day and what was shown then, the latest round first."""
        rounds, each = [], self.previous_id
        while each and len(rounds) < ROUNDS and each.state in SHOWN:
            rounds.append((each.date_closed, self._shown_by(each)))
            each = each.previous_id
        return rounds

    def _shown_by(self, other):
        """What ``other`` showed of each question that both asked in the same words."""
        shown = other._indices_shown()
        if other.survey_id == self.survey_id:
            return shown
        ours, theirs = self._places_by_words(), other._places_by_words()
        return {
            ours[words]: shown[place]
            for words, place in theirs.items()
            if words in ours and place in shown
        }

    def _places_by_words(self):
        """What was asked -> its place; what was asked twice is left out."""
        places = defaultdict(list)
        for question, row in self._asked():
            places[question._qms_words(row)].append((question.id, row.id or None))
        return {words: found[0] for words, found in places.items() if len(found) == 1}

    def _elsewhere(self):
        """Pairs of a company of the group and its index of the same survey.

        The latest concluded round of each, without persons, units or questions.
        """
        # sudo: which companies belong together
        company = self.company_id.sudo()
        ours = company.search([("id", "child_of", company.root_id.id)])
        # sudo: figures that were shown there
        found = self.sudo().search(
            Domain("survey_id", "=", self.survey_id.id)
            & Domain("company_id", "in", (ours - company).ids)
            & Domain("state", "=", "concluded")
            & Domain("population", "=", self.population)
            & Domain("final_index", ">", 0),
            order="date_closed desc, id desc",
        )
        latest = {}
        for campaign in found:
            latest.setdefault(campaign.company_id, campaign)
        return [
            (company.name, campaign._final()) for company, campaign in latest.items()
        ]

    def _final(self):
        """The index over all questions as it was concluded."""
        return Index(self.final_index, self.answered_count, self.final_margin or None)
