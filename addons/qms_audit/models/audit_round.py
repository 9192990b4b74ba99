from datetime import date, timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from .audit_planning import SPREAD
from .audit_table import CLOSED, RELEASED

OPEN_STATES = ("planned", "due")
OVER = {*RELEASED, *CLOSED}


class QmsAuditRound(models.AbstractModel):
    """The wheel's audit round is the programme's audits of that part of the year.

    When it begins they are planned; it is done when the last of them is reported. One
    programme serves the rounds of its whole cycle.
    """

    _name = "qms.audit.round"
    _description = "Programme that follows the year wheel"
    _inherit = "qms.wheel.target.mixin"

    wheel_round_ids = fields.Many2many(
        "qms.wheel.occurrence",
        string="Rounds still to come",
        compute="_compute_wheel_round_ids",
    )

    def _compute_wheel_round_ids(self):
        """Of the company and cycle, whether the wheel has begun them or not."""
        # sudo: days of the wheel, which every employee may read
        rounds = self.env["qms.wheel.occurrence"].sudo()
        rounds = rounds.search(
            Domain("kind_id.res_model", "=", self._name)
            & Domain("company_id", "in", self.company_id.ids)
            & Domain("state", "in", OPEN_STATES),
            order="date_planned, id",
        )
        for programme in self:
            programme.wheel_round_ids = rounds.filtered(
                lambda each, own=programme: (
                    each.company_id == own.company_id
                    and own._covers_year(each._round_year())
                )
            )

    def _covers_year(self, year):
        return self.date_from.year <= year <= self.date_to.year

    # ------------------------------------------------------------
    # It begins
    # ------------------------------------------------------------

    @api.model
    def _wheel_create(self, occurrences):
        """The programme of that year, its audits planned; without one a draft."""
        result = []
        for occurrence in occurrences:
            programme = self._programme_of(occurrence)
            if not programme:
                programme = self.create(self._prepare_wheel_values(occurrence))
            result.append(programme.id)
        programmes = self.browse(result)
        held = programmes.filtered(lambda each: each.state == "approved")
        self.browse(set(held.ids)).line_ids._plan_missing()
        return programmes

    @api.model
    def _programme_of(self, occurrence):
        """One that holds before a draft."""
        year = occurrence._round_year()
        return self.search(
            [
                ("company_id", "=", occurrence.company_id.id),
                ("state", "!=", "closed"),
                ("date_from", "<=", f"{year}-12-31"),
                ("date_to", ">=", f"{year}-01-01"),
            ],
            order="state, date_from desc, id desc",
            limit=1,
        )

    @api.model
    def _prepare_wheel_values(self, occurrence):
        year, company = occurrence._round_year(), occurrence.company_id
        owner = self._wheel_owner(occurrence)
        leaders = self._top_units(company).manager_id.user_id
        return {
            **super()._prepare_wheel_values(occurrence),
            "name": self.env._("Audits %s", year),
            "owner_id": owner.id or self.env.uid,
            "approver_id": (leaders - owner)[:1].id,
            "date_from": date(year, 1, 1),
            "date_to": date(year, 12, 31),
        }

    def _after_transition(self, step, reason):
        """What was begun before the programme held is planned as soon as it does."""
        result = super()._after_transition(step, reason)
        if step.name == "approve":
            begun = self.filtered(
                lambda each: "due" in each._wheel_occurrences().mapped("state")
            )
            # sudo: whoever approves plans nothing; that the wheel asks for it does
            begun.sudo().line_ids._plan_missing()
        return result

    # ------------------------------------------------------------
    # It is done
    # ------------------------------------------------------------

    def _wheel_done(self):
        """Not the programme's end, but that of the audits of a round."""
        for programme in self:
            for occurrence in programme._wheel_occurrences():
                if occurrence.state == "due" and programme._round_is_over(occurrence):
                    occurrence._done_by(programme)

    def _round_is_over(self, occurrence):
        # sudo: how far the audits are
        audits = self.sudo().audit_ids.filtered(
            lambda audit: occurrence.sudo()._is_round_of(audit)
        )
        states = set(audits.mapped("state"))
        return bool(states - {"cancelled"}) and states <= OVER


class QmsWheelOccurrence(models.Model):
    _inherit = "qms.wheel.occurrence"

    def _round_year(self):
        return self.carried_from or self.year_id.year

    def _round_period(self):
        """First and last day of the audits of a round, by the day they are planned for.

        Of several rounds a year each has what is planned since the one before; the
        last has the rest of the year.
        """
        self.ensure_one()
        year = self._round_year()
        first, last = date(year, 1, 1), date(year, 12, 31)
        others = self.search(
            [
                ("year_id", "=", self.year_id.id),
                ("item_id", "=", self.item_id.id),
                ("carried_from", "=", self.carried_from),
                ("state", "!=", "skipped"),
                ("id", "!=", self.id),
            ]
        )
        days = others.mapped("date_planned")
        before = [day for day in days if day < self.date_planned]
        if before:
            first = max(before) + timedelta(days=1)
        if any(day > self.date_planned for day in days):
            last = self.date_planned
        return first, last

    def _is_round_of(self, audit):
        first, last = self._round_period()
        inside = first <= audit.date_planned <= last
        unit = self.department_id
        return inside and (not unit or unit in audit.covered_unit_ids)

    def _round_limit(self, earliest):
        """By when its audits are held: its own day, else before what follows it."""
        if self.date_planned >= earliest:
            return self.date_planned
        following = self.successor_ids.filtered(lambda each: each.state in OPEN_STATES)
        days = following.mapped("date_planned")
        return min(days) - timedelta(days=1) if days else None


class QmsAuditInRound(models.AbstractModel):
    _name = "qms.audit.in.round"
    _description = "Audit that follows the year wheel"

    def _proposal_bounds(self):
        """Within its round of the wheel, and not before what the round follows."""
        earliest, latest = super()._proposal_bounds()
        rounds = self.programme_id.wheel_round_ids
        own = rounds.filtered(lambda each: each._is_round_of(self))[:1]
        if not own:
            return earliest, latest
        before = own.predecessor_ids.filtered(lambda each: each.state in OPEN_STATES)
        soon = max([self._proposal_soon(), *before.mapped("date_planned")])
        limit = own._round_limit(soon)
        latest = min(latest, limit) if limit else latest
        if latest < earliest:
            # planned for a day after its round: as near to its end as can be
            earliest = latest - SPREAD
        return max(earliest, soon), latest

    def _after_transition(self, step, reason):
        result = super()._after_transition(step, reason)
        if step.target in OVER:
            self.programme_id._wheel_done()
        return result
