from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..tools.lifecycle import Mandate, Transition


class QmsRetainedMixin(models.AbstractModel):
    """A quality record whose text goes some years after it was closed.

    It has ``date_closed``, and ``date_removed`` and ``is_kept`` among its stamps.
    Keeping it, as a case at court may need, is a decision.
    """

    _name = "qms.retained.mixin"
    _description = "Kept for a time"

    is_kept = fields.Boolean(
        "Kept: not to be erased",
        readonly=True,
        copy=False,
        help="For instance because a case is at court.",
    )

    date_removed = fields.Date("Text removed on", readonly=True, copy=False)

    @api.model
    def _retained_models(self):
        names = self.env.registry.descendants([self._name], "_inherit")
        return [
            self.env[name] for name in sorted(names) if not self.env[name]._abstract
        ]

    # ------------------------------------------------------------
    # Kept all the same
    # ------------------------------------------------------------

    def _get_transitions(self):
        states = tuple(self._fields["state"].get_values(self.env))
        return (
            *super()._get_transitions(),
            Transition(
                "keep",
                states,
                None,
                "_mandate_keep",
                reason=True,
                blind=True,
                offered=False,
            ),
            Transition(
                "keep_no_longer",
                states,
                None,
                "_mandate_keep_no_longer",
                reason=True,
                blind=True,
                offered=False,
            ),
        )

    def action_keep(self, reason=None):
        """Nothing of it is erased until somebody decides otherwise."""
        return self._transition("keep", reason, is_kept=True)

    def action_keep_no_longer(self, reason=None):
        """It may be erased again, by its rule or by hand."""
        return self._transition("keep_no_longer", reason, is_kept=False)

    def _mandate_keep(self):
        # sudo: whether it is kept
        return None if self.sudo().is_kept else self._erasure_mandate("text")

    def _mandate_keep_no_longer(self):
        # sudo: whether it is kept
        return self._erasure_mandate("text") if self.sudo().is_kept else None

    def _erasure_obstacles(self):
        obstacles = super()._erasure_obstacles()
        if self.is_kept:
            obstacles.append(self.env._("%s is to be kept.", self.display_name))
        return obstacles

    def _transition_labels(self):
        return {
            **super()._transition_labels(),
            "keep": self.env._("To be kept, not erased"),
            "keep_no_longer": self.env._("No longer to be kept"),
        }

    # ------------------------------------------------------------
    # When and how it goes
    # ------------------------------------------------------------

    @api.model
    def _retention_domain(self):
        """Hook: records whose text may go one day."""
        return (
            Domain("state", "in", self._lifecycle_closed)
            & Domain("date_removed", "=", False)
            & Domain("is_kept", "=", False)
        )

    def _retention_day(self, years):
        """The first day on which the text is no longer kept."""
        return self.date_closed + relativedelta(years=years)

    def _retention_decide(self, day):
        """Hook: the decisions that the text may go on ``day``, with all that does."""
        decisions, mandate = self.env["qms.decision"], Mandate("quality_manager")
        self._lock()
        for records in self._retention_goes():
            decisions._erase_later(records, mandate, day)

    def _retention_carry_out(self):
        """Hook: leave the figures, and nothing of what it said and of whom."""
        removal, decisions = self.env["qms.removal"], self.env["qms.decision"]
        for records in self._retention_goes():
            decisions._carry_out_erasure(records)
            removal._empty(records, removal._figures_of(records))
        self._write_guarded({"date_removed": fields.Date.today()})

    def _retention_goes(self):
        """Hook: the quality records whose text goes, these last."""
        return [self]
