from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.qms.tools.lifecycle import Transition

from ..tools.judging import CLEARED

# said by the system alone, or once
GIVEN = ("employee_id", "department_id", "company_id", "round_id", "gaps_before")


class QmsCompetenceReview(models.Model):
    """The yearly talk of a leader with one of his people about competence.

    It holds that the talk is due, when and by whom it was held, and what was missing
    then. What was said stands in ``qms.competence.assessment``: others read that, and
    it goes sooner. So no decision has a word of it.
    """

    _name = "qms.competence.review"
    _description = "Competence review"
    _inherit = [
        "qms.competence.review.place",
        "qms.competence.review.rules",
        "qms.competence.review.talk",
        "qms.in.time.mixin",
        "qms.record.mixin",
    ]
    _order = "date_deadline desc, id desc"
    _rec_names_search = ["number"]
    _check_company_auto = True
    _in_time = ("date_held", "date_deadline")
    _system_fields = GIVEN

    _lifecycle_start = "planned"
    _lifecycle_closed = ("closed", "cancelled")
    _lifecycle_stamps = ("date_held", "held_by_id", "date_closed")
    _lifecycle_editable = {
        "planned": ("date_deadline", "date_talk", "needs", "note", "course_ids"),
        "held": ("course_ids",),
    }
    _lifecycle_transitions = (
        Transition("hold", ("planned",), "held", "_mandate_hold", ("_missing_hold",)),
        Transition("close", ("held",), "closed", "_mandate_hold", ("_missing_close",)),
        Transition("cancel", ("planned",), "cancelled", "_mandate_cancel", reason=True),
        Transition(
            "reopen",
            ("held", "closed", "cancelled"),
            "planned",
            "_mandate_hold",
            reason=True,
        ),
    )

    state = fields.Selection(
        [
            ("planned", "To be held"),
            ("held", "Held"),
            ("closed", "Closed"),
            ("cancelled", "Cancelled"),
        ],
        default="planned",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
        group_expand=True,
    )
    round_id = fields.Many2one(
        "qms.competence.round",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    date_deadline = fields.Date("Deadline", required=True, index=True, tracking=True)
    date_talk = fields.Date("Day of the talk")
    date_held = fields.Date("Held on", readonly=True, copy=False)
    held_by_id = fields.Many2one(
        "res.users", "Held by", readonly=True, copy=False, ondelete="restrict"
    )
    date_closed = fields.Date("Closed on", readonly=True, copy=False)
    gap_ids = fields.One2many(
        "qms.competence.review.gap", "review_id", "Gaps", readonly=True
    )
    gaps_before = fields.Integer(
        "Gaps at the talk", readonly=True, copy=False, aggregator=None
    )
    gaps_now = fields.Integer("Gaps today", compute="_compute_gaps_now")

    _number_unique = models.UniqueIndex("(company_id, number)")
    _once_a_round = models.UniqueIndex(
        "(round_id, employee_id) WHERE round_id IS NOT NULL"
    )

    @api.depends("number")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for review in self:
            number = review.number or ""
            review.display_name = self.env._("Competence review %s", number)

    @api.depends("employee_id", "state")
    def _compute_gaps_now(self):
        counts = self._count_gaps()
        for review in self:
            review.gaps_now = counts.get(review.employee_id.id, 0)

    def _count_gaps(self):
        """How many competences each person is missing today, {employee id: number}."""
        # sudo: hr.employee - what is missing, of whom the reader may read the review
        verdicts = self.sudo().employee_id._competence_verdicts()
        return {
            person: sum(verdict.state not in CLEARED for verdict in found.values())
            for person, found in verdicts.items()
        }

    @api.model_create_multi
    def create(self, vals_list):
        # sudo: hr.employee - where they work
        people = self.env["hr.employee"].sudo()
        people = people.browse(vals.get("employee_id") for vals in vals_list).exists()
        units = people._competence_units()
        companies = {person.id: person.company_id for person in people}
        given = []
        for vals in vals_list:
            kept = {key: vals[key] for key in vals if key not in GIVEN or self.env.su}
            person = vals.get("employee_id")
            if person in companies:
                kept |= {
                    "employee_id": person,
                    "department_id": units[person].id,
                    "company_id": companies[person].id,
                }
            given.append(kept)
        reviews = super().create(given)
        # sudo: the system makes what belongs to a review
        texts = self.env["qms.competence.assessment"].sudo()
        texts.create([{"review_id": review.id} for review in reviews])
        reviews.sudo()._take_gaps()
        reviews._sync_duties()
        return reviews

    def _take_gaps(self):
        """What is missing or about to be, as it is today."""
        # sudo: hr.employee - what is required; the caller may hold the review
        verdicts = self.sudo().employee_id._competence_verdicts()
        self.gap_ids.unlink()
        self.env["qms.competence.review.gap"].create(
            [
                {
                    "review_id": review.id,
                    "skill_id": skill,
                    "state": verdict.state,
                    "date_until": verdict.until,
                }
                for review in self
                for skill, verdict in verdicts[review.employee_id.id].items()
                if verdict.state not in ("has", "more")
            ]
        )
        for count, reviews in self.grouped(
            lambda review: sum(gap.state not in CLEARED for gap in review.gap_ids)
        ).items():
            reviews._write_guarded({"gaps_before": count})

    # ------------------------------------------------------------
    # Steps
    # ------------------------------------------------------------

    def action_hold(self):
        """The talk was held; what was missing on that day is kept beside it."""
        return self._transition("hold")

    def action_close(self):
        """Its courses are over and judged."""
        return self._transition("close")

    def action_cancel(self, reason=None):
        """It is not held, for instance because somebody is on long leave."""
        return self._transition("cancel", reason)

    def action_reopen(self, reason=None):
        """It was closed or cancelled by mistake, or something written has to be put
        right; who it is about is asked for his answer again."""
        return self._transition("reopen", reason)

    def _transition_labels(self):
        return {
            **super()._transition_labels(),
            "hold": self.env._("Held"),
            "close": self.env._("Closed"),
            "cancel": self.env._("Cancelled"),
            "reopen": self.env._("Reopened"),
        }

    def _duty_name(self):
        # sudo: hr.employee - the name, for who may read the review
        return f"{self.display_name}, {self.sudo().employee_id.name}"

    def _get_print_fields(self):
        return [
            (
                self.env._("Competence review"),
                ["employee_id", "department_id", "date_held", "held_by_id"],
            ),
            (self.env._("The talk"), ["needs", "note", "answer", "words"]),
        ]

    @api.model
    def _get_owing_domain(self):
        return Domain("state", "=", "planned")
