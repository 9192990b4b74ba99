from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.qms.tools.holding import Holding
from odoo.addons.qms.tools.lifecycle import Transition

from ..tools.judging import CLEARED

RUNNING = Domain("state", "=", "running")
# so many reviews are made at once; the scheduled action makes the rest
SLICE = 200


class QmsCompetenceRound(models.Model):
    """The competence reviews of one year in a company or a unit.

    The year wheel begins it; everybody in the units gets a review, also who comes
    while it runs. Its summary has a line per unit, with the gaps before and after.
    """

    _name = "qms.competence.round"
    _description = "Round of competence reviews"
    _inherit = ["qms.wheel.target.mixin", "qms.holding.mixin", "qms.record.mixin"]
    _order = "date_deadline desc, id desc"
    _rec_names_search = ["number"]
    _check_company_auto = True
    _system_fields = ("company_id", "department_id")

    _lifecycle_start = "running"
    _lifecycle_closed = ("ended",)
    _lifecycle_stamps = ("date_ended",)
    _lifecycle_transitions = (
        Transition("end", ("running",), "ended", "_mandate_own", ("_missing_end",)),
        Transition("reopen", ("ended",), "running", "_mandate_own", reason=True),
    )

    state = fields.Selection(
        [("running", "Running"), ("ended", "Ended")],
        default="running",
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
    department_id = fields.Many2one(
        "hr.department",
        "Unit",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Empty: everybody in the company.",
    )
    date_deadline = fields.Date("Held by", required=True, index=True, tracking=True)
    owner_id = fields.Many2one(
        "res.users",
        "Responsible",
        index=True,
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
        tracking=True,
    )
    review_ids = fields.One2many("qms.competence.review", "round_id", "Reviews")
    date_ended = fields.Date("Ended on", readonly=True, copy=False)
    summary = fields.Html(compute="_compute_summary", sanitize=False)

    _number_unique = models.UniqueIndex("(company_id, number)")

    @api.depends("number")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for each in self:
            number = each.number or ""
            each.display_name = self.env._("Round of competence reviews %s", number)

    @api.model_create_multi
    def create(self, vals_list):
        rounds = super().create(vals_list)
        rounds._sync_duties()
        for each in rounds:
            each._fill(SLICE)
        # sudo: the system's own scheduled action
        self.env.ref("qms_competence.ir_cron_competence_round").sudo()._trigger()
        return rounds

    def write(self, vals):
        result = super().write(vals)
        if not {"date_deadline", "owner_id"}.isdisjoint(vals):
            self._sync_duties()
        return result

    # ------------------------------------------------------------
    # Everybody gets a review
    # ------------------------------------------------------------

    def _waiting_domain(self):
        """Who works in its units and has no review of it."""
        reviews = self.env["qms.competence.review"].sudo()  # sudo: whose there are
        asked = reviews._search([("round_id", "=", self.id)]).subselect("employee_id")
        domain = Domain("company_id", "=", self.company_id.id)
        if self.department_id:
            domain &= Domain("department_id", "child_of", self.department_id.ids)
        return domain & Domain("id", "not in", asked)

    def _fill(self, limit):
        """Make up to ``limit`` reviews; returns how many."""
        # sudo: hr.employee - who works there; the system makes the reviews
        people = self.env["hr.employee"].sudo().with_context(version_id=False)
        people = people.search(self._waiting_domain(), limit=limit, order="id")
        reviews = self.env["qms.competence.review"].sudo()
        reviews.with_context(tracking_disable=True).create(
            [
                {
                    "employee_id": person.id,
                    "round_id": self.id,
                    "date_deadline": self.date_deadline,
                }
                for person in people
            ]
        )
        return len(people)

    @api.model
    def _cron_fill(self):
        """Whoever has no review of a round that runs gets it; in slices."""
        progress = self.env["ir.cron"]._commit_progress
        for each in self.search(RUNNING):
            while made := each._fill(SLICE):
                if not progress(made, remaining=1):
                    return
        progress(remaining=0)

    # ------------------------------------------------------------
    # Before and after, per unit
    # ------------------------------------------------------------

    @api.depends("state")
    @api.depends_context("uid", "lang", "allowed_company_ids")
    def _compute_summary(self):
        for each in self:
            each.summary = self.env["ir.qweb"]._render(
                "qms_competence.round_summary", {"rows": each._summary_rows()}
            )

    def _summary_rows(self):
        """Per unit whose people the reader may see: everybody, and those in the
        certified scope beside them."""
        # sudo: reviews of units that are the reader's, and how many gaps there are
        reviews = self.sudo().review_ids.filtered(
            lambda review: review.state != "cancelled"
        )
        if not self.env.user._qms_manager_mandate(self.sudo().company_id):
            led = self.env.user._qms_led_today().ids
            reviews = reviews.filtered(lambda each: each.department_id.id in led)
        people = reviews.employee_id
        now = {
            person: sum(verdict.state not in CLEARED for verdict in found.values())
            for person, found in people._competence_verdicts().items()
        }
        rows = []
        for unit, of_unit in reviews.grouped("department_id").items():
            inside = of_unit.filtered("employee_id.qms_in_scope")
            rows.append(
                {
                    "unit": unit.complete_name or self.env._("Without a leader"),
                    "all": self._figures(of_unit, now),
                    "inside": self._figures(inside, now),
                }
            )
        return sorted(rows, key=lambda row: row["unit"])

    def _figures(self, reviews, now):
        held = reviews.filtered("date_held")
        return {
            "people": len(reviews),
            "held": len(held),
            "before": sum(reviews.mapped("gaps_before")),
            "now": sum(now.get(each.employee_id.id, 0) for each in reviews),
        }

    # ------------------------------------------------------------
    # Steps
    # ------------------------------------------------------------

    def action_end(self):
        """Every review was held or cancelled."""
        return self._transition("end")

    def action_reopen(self, reason=None):
        """It was ended by mistake."""
        return self._transition("reopen", reason)

    def action_open_reviews(self):
        """Its reviews, as far as the reader may see them."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "qms_competence.qms_competence_review_action"
        )
        return {**action, "domain": [("round_id", "=", self.id)], "context": {}}

    def _missing_end(self):
        # sudo: how many are left, of people who are still here
        left = self.sudo().review_ids.filtered(
            lambda review: review.state == "planned" and review.employee_id.active
        )
        return [self.env._("%s reviews to be held", len(left))] if left else []

    def _transition_values(self, step):
        values = super()._transition_values(step)
        today = self[:1].company_id._qms_today()
        values["date_ended"] = today if step.name == "end" else False
        return values

    def _after_transition(self, step, reason):
        result = super()._after_transition(step, reason)
        if step.name == "end":
            self._wheel_done()
        return result

    def _transition_labels(self):
        return {
            **super()._transition_labels(),
            "end": self.env._("Ended"),
            "reopen": self.env._("Reopened"),
        }

    # ------------------------------------------------------------
    # The wheel, duties, people
    # ------------------------------------------------------------

    @api.model
    def _prepare_wheel_values(self, occurrence):
        company = occurrence.company_id
        owner = occurrence.owner_id or company._qms_quality_managers()[:1]
        return {
            **super()._prepare_wheel_values(occurrence),
            "department_id": occurrence.department_id.id,
            "date_deadline": occurrence.date_planned,
            "owner_id": owner.id,
        }

    def _wheel_moved(self, occurrence):
        day = occurrence.date_planned
        for each in self.filtered(lambda each: each.state == "running"):
            each._write_guarded({"date_deadline": day})
            planned = each.review_ids.filtered(lambda review: review.state == "planned")
            planned._write_guarded({"date_deadline": day})
            each._sync_duties()
            planned._sync_duties()
        return super()._wheel_moved(occurrence)

    def _get_duties(self):
        manager = self.env.ref("qms.group_quality_manager")
        return [
            {
                "record": each,
                "verb": "end_competence_round",
                "deadline": each.date_deadline,
                **({"user": each.owner_id} if each.owner_id else {"group": manager}),
            }
            for each in self
            if each.state == "running"
        ]

    @api.model
    def _get_owing_domain(self):
        return RUNNING

    @api.model
    def _get_holdings(self):
        return (*super()._get_holdings(), Holding("owner_id", RUNNING))

    @api.model
    def _get_unit_holdings(self):
        return (*super()._get_unit_holdings(), Holding("department_id", RUNNING))

    def _get_print_fields(self):
        return [
            (
                self.env._("Round"),
                ["department_id", "date_deadline", "owner_id", "date_ended"],
            )
        ]
