from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from odoo.addons.qms.tools.holding import Holding
from odoo.addons.qms.tools.lifecycle import Point, Transition

OPEN = Domain("state", "=", "open")
YES_NO = [("yes", "Yes"), ("no", "No")]
# what each kind of review looks through
LOOKED_THROUGH = {
    "context": ("qms.stakeholder", "qms.factor"),
    "risk": ("qms.risk",),
}
ANSWERED = ("climate_relevant", "climate_because", "climate_expected")


class QmsContextReview(models.Model):
    """Once a year: do stakeholders, factors and risks still stand as written?

    That of the context answers the question of ISO 9001:2015/Amd 1:2024 as well:
    whether climate change matters (4.1), and whether somebody expects something of us
    because of it (4.2).
    """

    _name = "qms.context.review"
    _description = "Review of the context"
    _inherit = [
        "qms.wheel.target.mixin",
        "qms.retained.mixin",
        "qms.holding.mixin",
        "qms.record.mixin",
    ]
    _order = "year desc, id desc"
    _rec_names_search = ["number"]
    _check_company_auto = True
    _mask_fields = (
        "climate_because",
        "climate_expectations",
        "climate_stands",
        "conclusion",
    )

    _lifecycle_start = "open"
    _lifecycle_closed = ("concluded", "discarded")
    _lifecycle_stamps = ("date_concluded", "date_closed", "date_removed", "is_kept")
    _lifecycle_transitions = (
        Transition(
            "conclude", ("open",), "concluded", "_mandate_own", ("_missing_review",)
        ),
        Transition("discard", ("open",), "discarded", "_mandate_own", reason=True),
        Transition(
            "reopen", ("concluded", "discarded"), "open", "_mandate_own", reason=True
        ),
    )

    kind = fields.Selection(
        [("context", "Stakeholders and factors"), ("risk", "Risks and opportunities")],
        default="context",
        required=True,
        index=True,
    )
    year = fields.Integer(
        required=True,
        aggregator=None,
        default=lambda self: fields.Date.context_today(self).year,
    )
    date_from = fields.Date(
        "Begun on",
        required=True,
        default=lambda self: fields.Date.context_today(self),
        help="What was reviewed since then counts.",
    )
    date_deadline = fields.Date("Deadline", tracking=True)
    state = fields.Selection(
        [("open", "Open"), ("concluded", "Concluded"), ("discarded", "Discarded")],
        default="open",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
        group_expand=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    owner_id = fields.Many2one(
        "res.users",
        "Responsible",
        index=True,
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
        tracking=True,
    )
    climate_relevant = fields.Selection(
        YES_NO,
        "Climate change is relevant for us",
        tracking=True,
        help="ISO 9001 4.1: does it have an effect on what the services achieve?",
    )
    climate_because = fields.Text("Relevant or not, because")
    climate_expected = fields.Selection(
        YES_NO,
        "Somebody expects something because of it",
        tracking=True,
        help="ISO 9001 4.2: stakeholders may have requirements related to it.",
    )
    climate_expectations = fields.Text("Who expects what")
    climate_open = fields.Boolean(
        "The climate question is unanswered",
        compute="_compute_climate_open",
        search="_search_climate_open",
    )
    climate_stands = fields.Text("Answer of the year before", readonly=True)
    conclusion = fields.Text(help="What changed around us, and what follows from it.")
    stakeholder_ids = fields.Many2many(
        "qms.stakeholder", string="Not looked at yet", compute="_compute_left"
    )
    factor_ids = fields.Many2many(
        "qms.factor", string="Factors not looked at yet", compute="_compute_left"
    )
    risk_ids = fields.Many2many(
        "qms.risk", string="Risks not looked at yet", compute="_compute_left"
    )
    left_count = fields.Integer("Left", compute="_compute_left")
    date_concluded = fields.Date("Concluded on", readonly=True, copy=False)
    date_closed = fields.Date("Ended on", readonly=True, copy=False)
    done_in_time = fields.Boolean(
        "Concluded in time", compute="_compute_done_in_time", store=True
    )

    _number_unique = models.UniqueIndex("(company_id, number)")
    _by_year = models.Index("(year DESC, id DESC)")

    @api.depends("number", "kind")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for review in self:
            number = review.number or ""
            if review.kind == "risk":
                review.display_name = self.env._("Review of the risks %s", number)
            else:
                review.display_name = self.env._("Review of the context %s", number)

    @api.depends("date_concluded", "date_deadline")
    def _compute_done_in_time(self):
        for review in self:
            day = review.date_concluded
            review.done_in_time = bool(day) and day <= (review.date_deadline or day)

    @api.depends("kind", *ANSWERED, "climate_expectations")
    def _compute_climate_open(self):
        for review in self:
            review.climate_open = review.kind == "context" and bool(
                review._missing_climate()
            )

    def _search_climate_open(self, operator, value):
        if operator != "in":
            return NotImplemented
        unanswered = Domain.OR(Domain(name, "in", (False, "")) for name in ANSWERED)
        untold = Domain("climate_expected", "=", "yes") & Domain(
            "climate_expectations", "in", (False, "")
        )
        return Domain("kind", "=", "context") & (unanswered | untold)

    @api.depends("kind", "company_id", "date_from", "state")
    @api.depends_context("uid", "su", "allowed_company_ids")
    def _compute_left(self):
        for review in self:
            names = ("qms.stakeholder", "qms.factor", "qms.risk")
            found = {name: review._left(self.env[name]) for name in names}
            review.stakeholder_ids = found["qms.stakeholder"]
            review.factor_ids = found["qms.factor"]
            review.risk_ids = found["qms.risk"]
            review.left_count = sum(map(len, found.values()))

    def _left(self, model):
        """What of ``model`` nobody has looked at since the review began."""
        if self.state != "open" or model._name not in LOOKED_THROUGH[self.kind]:
            return model
        return model.search(
            Domain("company_id", "=", self.company_id.id)
            & Domain("state", "not in", model._lifecycle_closed)
            & (
                Domain("date_reviewed", "=", False)
                | Domain("date_reviewed", "<", self.date_from)
            )
        )

    @api.constrains("date_from")
    def _check_date_from(self):
        today = fields.Date.context_today(self)
        if any(review.date_from > today for review in self):
            raise ValidationError(self.env._("A review begins today at the latest."))

    @api.model_create_multi
    def create(self, vals_list):
        reviews = super().create(vals_list)
        for review in reviews.filtered(lambda each: each.kind == "context"):
            review._write_guarded({"climate_stands": review._last_climate_answer()})
        reviews._sync_duties()
        return reviews

    def write(self, vals):
        if not self.env.su and "climate_stands" in vals:
            vals = {key: vals[key] for key in vals if key != "climate_stands"}
        return super().write(vals)

    def _last_climate_answer(self):
        before = self.search(
            Domain("company_id", "=", self.company_id.id)
            & Domain("kind", "=", "context")
            & Domain("state", "=", "concluded"),
            limit=1,
        )
        return "\n".join(
            filter(None, (before.climate_because, before.climate_expectations))
        )

    # ------------------------------------------------------------
    # Steps
    # ------------------------------------------------------------

    def action_conclude(self):
        """Everything was looked at, and the climate question is answered."""
        return self._transition("conclude")

    def action_discard(self, reason=None):
        """It was begun by mistake."""
        return self._transition("discard", reason)

    def action_reopen(self, reason=None):
        """Something was forgotten."""
        return self._transition("reopen", reason)

    def action_all_still_right(self):
        """What is left, and has nothing missing, still is right: one decision each."""
        self.ensure_one()
        self.check_access("write")
        for records in (self.stakeholder_ids, self.factor_ids, self.risk_ids):
            step = records._get_transition("confirm")
            ready = records.filtered(
                lambda each, step=step: (
                    each._starts(step)
                    and each._mandate(step)
                    and not each.sudo()._missing_for(step)  # sudo: what is missing
                )
            )
            if ready:
                ready.action_confirm()
        self.invalidate_recordset(["left_count"])
        return True

    def _mandate_handle(self):
        return self._mandate_own()

    def _missing_review(self):
        missing = self._missing_climate() if self.kind == "context" else []
        if self.left_count:
            place = {"context": "stakeholder_ids", "risk": "risk_ids"}[self.kind]
            missing.append(
                Point(self.env._("%s entries to be looked at", self.left_count), place)
            )
        if not self.conclusion:
            missing.append(Point(self.env._("a conclusion"), "conclusion"))
        return missing

    def _missing_climate(self):
        missing = [
            Point(self._fields[name]._description_string(self.env), name)
            for name in ANSWERED
            if not self[name]
        ]
        if self.climate_expected == "yes" and not self.climate_expectations:
            missing.append(
                Point(self.env._("who expects what"), "climate_expectations")
            )
        return missing

    def _transition_values(self, step):
        if not step.target:
            return super()._transition_values(step)
        today = self[:1].company_id._qms_today()
        return {
            "date_concluded": today if step.name == "conclude" else False,
            "date_closed": today if step.target in self._lifecycle_closed else False,
        }

    def _after_transition(self, step, reason):
        result = super()._after_transition(step, reason)
        if step.name == "conclude":
            self._wheel_done()
        return result

    def _transition_labels(self):
        return super()._transition_labels() | {
            "conclude": self.env._("Concluded"),
            "discard": self.env._("Discarded"),
            "reopen": self.env._("Reopened"),
        }

    # ------------------------------------------------------------
    # Made by the year wheel
    # ------------------------------------------------------------

    @api.model
    def _prepare_wheel_values(self, occurrence):
        return {
            **super()._prepare_wheel_values(occurrence),
            "kind": "risk" if occurrence.kind_id.code == "risk" else "context",
            "year": occurrence.date_planned.year,
            "date_deadline": occurrence.date_planned,
            "owner_id": self._wheel_owner(occurrence).id,
        }

    def _wheel_moved(self, occurrence):
        self._write_guarded({"date_deadline": occurrence.date_planned})
        self._sync_duties()
        return super()._wheel_moved(occurrence)

    # ------------------------------------------------------------
    # Duties, people
    # ------------------------------------------------------------

    def _duty_fields(self):
        return {"owner_id", "date_deadline", "kind"}

    def _get_duties(self):
        manager = self.env.ref("qms.group_quality_manager")
        return [
            {
                "record": review,
                "verb": "conclude_context",
                "deadline": review.date_deadline
                or fields.Date.add(review.date_from, months=1),
                **(
                    {"user": review.owner_id} if review.owner_id else {"group": manager}
                ),
            }
            for review in self
            if review.state == "open"
        ]

    @api.model
    def _get_owing_domain(self):
        return OPEN

    @api.model
    def _get_holdings(self):
        return (*super()._get_holdings(), Holding("owner_id", OPEN))

    def _get_print_fields(self):
        return [
            (self.env._("Review"), ["kind", "year", "date_from", "owner_id"]),
            (
                self.env._("Climate change"),
                [
                    "climate_relevant",
                    "climate_because",
                    "climate_expected",
                    "climate_expectations",
                ],
            ),
            (self.env._("Conclusion"), ["conclusion", "date_concluded"]),
        ]
