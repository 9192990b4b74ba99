from odoo import SUPERUSER_ID, api, fields, models
from odoo.fields import Domain

from odoo.addons.qms.tools.holding import Holding
from odoo.addons.qms.tools.lifecycle import Point, Transition

IMPORTANCE = [("high", "Great"), ("medium", "Medium"), ("low", "Small")]
IN_USE = Domain("state", "!=", "ended")


class QmsStandingMixin(models.AbstractModel):
    """An entry of what the organisation stands in (ISO 9001 4.1 and 4.2).

    Whoever answers for it says from time to time that it still is right, in one click,
    or what was changed about it. Each time is a decision on the entry as it stands.
    """

    _name = "qms.standing.mixin"
    _description = "What the organisation stands in"
    _inherit = ["qms.review.again.mixin", "qms.holding.mixin", "qms.record.mixin"]

    _lifecycle_start = "new"
    _lifecycle_closed = ("ended",)
    _lifecycle_stamps = ("date_reviewed",)
    _lifecycle_transitions = (
        Transition(
            "confirm",
            ("new", "reviewed"),
            "reviewed",
            "_mandate_own",
            ("_missing_review",),
        ),
        Transition(
            "change",
            ("new", "reviewed"),
            "reviewed",
            "_mandate_own",
            ("_missing_review",),
            reason=True,
        ),
        Transition("end", ("new", "reviewed"), "ended", "_mandate_own", reason=True),
        Transition("resume", ("ended",), "new", "_mandate_own", reason=True),
    )

    state = fields.Selection(
        [
            ("new", "Not reviewed yet"),
            ("reviewed", "Reviewed"),
            ("ended", "No longer of importance"),
        ],
        default="new",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
        group_expand=True,
    )
    importance = fields.Selection(
        IMPORTANCE, default="medium", required=True, tracking=True
    )
    how_met = fields.Text(
        "How we meet it", help="By which work, rule or contact; and what is missing."
    )
    owner_id = fields.Many2one(
        "res.users",
        "Responsible",
        index=True,
        default=lambda self: self._default_owner_id(),
        domain="[('share', '=', False)]",
        tracking=True,
    )

    @api.model
    def _default_owner_id(self):
        """Nobody for what was there before somebody could answer for it."""
        return False if self.env.uid == SUPERUSER_ID else self.env.user

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._sync_duties()
        return records

    # ------------------------------------------------------------
    # Steps
    # ------------------------------------------------------------

    def action_confirm(self):
        """Looked at: it still is right."""
        return self._transition("confirm")

    def action_change(self, reason=None):
        """Looked at and changed: what, and why."""
        return self._transition("change", reason)

    def action_end(self, reason=None):
        """It is of no importance any more."""
        return self._transition("end", reason)

    def action_resume(self, reason=None):
        """It is of importance again."""
        return self._transition("resume", reason)

    def _mandate_handle(self):
        return self._mandate_own()

    def _missing_review(self):
        missing = []
        if not self.owner_id:
            missing.append(Point(self.env._("who answers for it"), "owner_id"))
        if not self.how_met:
            missing.append(Point(self.env._("how we meet it"), "how_met"))
        return missing

    def _after_transition(self, step, reason):
        result = super()._after_transition(step, reason)
        if step.target == "reviewed":
            self._stamp_reviewed()
        return result

    def _transition_labels(self):
        return super()._transition_labels() | {
            "confirm": self.env._("Still right"),
            "change": self.env._("Changed"),
            "end": self.env._("No longer of importance"),
            "resume": self.env._("Of importance again"),
        }

    # ------------------------------------------------------------
    # Duties, people
    # ------------------------------------------------------------

    def _duty_fields(self):
        return {"owner_id", "date_review"}

    def _duty_name(self):
        return self.name

    def _get_duties(self):
        return [
            {
                "record": record,
                "verb": "review_again",
                "user": record.owner_id,
                "deadline": record.date_review,
            }
            for record in self
            if record.state != "ended" and record.owner_id and record.date_review
        ]

    @api.model
    def _get_holdings(self):
        return (*super()._get_holdings(), Holding("owner_id", IN_USE))
