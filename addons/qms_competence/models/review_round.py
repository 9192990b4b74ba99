from odoo import api, fields, models
from odoo.fields import Domain

from ..tools.judging import CLEARED
from .round_mixin import RUNNING

# so many reviews are made at once; the scheduled action makes the rest
SLICE = 200


class QmsCompetenceRound(models.Model):
    """The competence reviews of one year in a company or a unit.

    The year wheel begins it; everybody in the units gets a review, also who comes
    while it runs. Its summary has a line per unit, with the gaps before and after.
    """

    _name = "qms.competence.round"
    _description = "Round of competence reviews"
    _inherit = "qms.competence.round.mixin"
    _round_duty = "end_competence_round"

    date_deadline = fields.Date("To be held by")
    review_ids = fields.One2many("qms.competence.review", "round_id", "Reviews")
    summary = fields.Html(compute="_compute_summary", sanitize=False)

    def _round_name(self):
        return self.env._("Round of competence reviews")

    @api.model_create_multi
    def create(self, vals_list):
        rounds = super().create(vals_list)
        for each in rounds:
            each._fill(SLICE)
        # sudo: the system's own scheduled action
        self.env.ref("qms_competence.ir_cron_competence_round").sudo()._trigger()
        return rounds

    # ------------------------------------------------------------
    # Everybody gets a review
    # ------------------------------------------------------------

    def _waiting_domain(self):
        """Who works in its units and has no review of it."""
        reviews = self.env["qms.competence.review"].sudo()  # sudo: whose there are
        asked = reviews._search([("round_id", "=", self.id)]).subselect("employee_id")
        return self._people_domain() & Domain("id", "not in", asked)

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

    def _move_to(self, day):
        planned = self.review_ids.filtered(lambda review: review.state == "planned")
        planned._write_guarded({"date_deadline": day})
        planned._sync_duties()
        return super()._move_to(day)
