from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.qms.tools.holding import Holding
from odoo.addons.qms.tools.lifecycle import Point


class QmsReviewOutcome(models.Model):
    """What management decides in a review (ISO 9001 9.3.3); signing makes it an action.

    Who signs approves it in the same breath, so the action begins at once.
    """

    _name = "qms.review.outcome"
    _description = "Decision of a management review"
    _inherit = ["qms.holding.mixin", "qms.review.part"]
    _order = "review_id, sequence, id"
    _mask_fields = ("name", "description")

    _part_states = ("collecting", "ready")
    _part_system = ("action_id",)

    sequence = fields.Integer(default=10)
    kind = fields.Selection(
        [
            ("improvement", "Improvement"),
            ("change", "Change to the system"),
            ("resource", "Resources"),
        ],
        default="improvement",
        required=True,
    )
    name = fields.Char("What is decided", required=True)
    description = fields.Text("Details")
    owner_id = fields.Many2one(
        "res.users",
        "Responsible",
        index="btree_not_null",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
    )
    date_deadline = fields.Date("Deadline")
    action_id = fields.Many2one(
        "qms.action", readonly=True, copy=False, index="btree_not_null"
    )
    became = fields.Char("What became of it", compute="_compute_became")

    _by_review = models.Index("(review_id, sequence, id)")

    @api.depends("action_id")
    @api.depends_context("lang")
    def _compute_became(self):
        for outcome in self:
            # sudo: how far the action is, for who reads the review
            action = outcome.sudo().action_id
            outcome.became = action.with_env(self.env)._state_label() if action else ""

    def _missing_words(self):
        missing = []
        # sudo: where he works
        owner, company = self.sudo().owner_id, self.sudo().company_id
        if not owner or company not in owner.company_ids or owner.share:
            text = self.env._("%s: who is responsible", self.name)
            missing.append(Point(text, "outcome_ids"))
        if not self.date_deadline:
            text = self.env._("%s: a deadline", self.name)
            missing.append(Point(text, "outcome_ids"))
        return missing

    def _begin(self):
        """Make the actions and begin them, as whoever signs."""
        actions = self.env["qms.action"]
        for outcome in self:
            action = actions.create(outcome._prepare_action())
            action._transition("start")
            outcome._write_guarded({"action_id": action.id})

    def _prepare_action(self):
        company = self.company_id
        kind = self.env.ref("qms_review.action_type_review")
        return {
            "name": self.name,
            "description": self.description,
            "type_id": kind.id,
            "res_model": "qms.review",
            "res_id": self.review_id.id,
            "owner_id": self.owner_id.id,
            "department_id": self.owner_id._qms_last_unit(company).id,
            "date_deadline": self.date_deadline,
        }

    def _decision_row(self):
        return {
            "kind": self.kind,
            "name": self.name,
            "description": self.description or "",
            "owner": self.owner_id.id,
            "deadline": self.date_deadline,
        }

    def _sync_duties(self):
        """What was decided is owed by its action."""

    def action_open_action(self):
        """Open the action this decision became."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "qms.action",
            "res_id": self.action_id.id,
            "views": [(False, "form")],
        }

    @api.model
    def _get_holdings(self):
        undecided = Domain("review_id.state", "in", self._part_states)
        return (*super()._get_holdings(), Holding("owner_id", undecided))
