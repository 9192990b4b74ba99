from odoo import api, fields, models

from odoo.addons.qms.tools.lifecycle import Transition

# of an action's name
LONGEST_NAME = 200
KINDS = [("below", "Index under"), ("fall", "Fallen since last round by")]


class QmsSurveySuggestion(models.Model):
    """A result that crossed a threshold: its owner takes it up or leaves it."""

    _name = "qms.survey.suggestion"
    _description = "Suggestion of a survey"
    _inherit = ["qms.lifecycle.mixin", "qms.readable.mixin"]
    _order = "campaign_id desc, index, id"

    _qms_counted = False
    _lifecycle_start = "open"
    _lifecycle_closed = ("taken", "left")
    # nobody edits any of it
    _lifecycle_editable = {}
    _lifecycle_transitions = (
        Transition("take", ("open",), "taken", "_mandate_judge"),
        Transition("leave", ("open",), "left", "_mandate_judge", reason=True),
    )

    campaign_id = fields.Many2one(
        "qms.survey.campaign",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        "res.company", related="campaign_id.company_id", store=True, index=True
    )
    state = fields.Selection(
        [("open", "To be judged"), ("taken", "Taken up"), ("left", "Left")],
        default="open",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    question_id = fields.Many2one(
        "survey.question",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    row_id = fields.Many2one(
        "survey.question.answer",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
    )
    title = fields.Char("What was asked", compute="_compute_title", compute_sudo=True)
    kind = fields.Selection(KINDS, "Because", required=True, readonly=True)
    limit = fields.Integer("Points", readonly=True, aggregator=None)
    index = fields.Float(readonly=True, aggregator=None, digits=(5, 1))
    change = fields.Float(readonly=True, aggregator=None, digits=(5, 1))
    action_id = fields.Many2one(
        "qms.action", "Taken up as", readonly=True, index="btree_not_null"
    )

    @api.depends("campaign_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for each in self:
            # sudo: type and number
            number = each.sudo().campaign_id.number or ""
            each.display_name = self.env._("Suggestion of survey %s", number)

    @api.depends("question_id", "row_id")
    @api.depends_context("lang")
    def _compute_title(self):
        for each in self:
            parts = (each.question_id.title, each.row_id.value)
            each.title = " ".join(filter(None, parts))

    def action_take(self):
        """Draft the action that comes of it."""
        self.ensure_one()
        self._transition("take")
        action = self.env["qms.action"].create(self._prepare_action())
        # sudo: written by this step alone
        self.sudo()._write_guarded({"action_id": action.id})
        return action.get_formview_action()

    def action_leave(self, reason=None):
        """Nothing comes of it."""
        return self._transition("leave", reason)

    def _prepare_action(self):
        return {
            **self.campaign_id._prepare_action_values(),
            "name": self.title[:LONGEST_NAME],
            "why": self._reason(),
            "type_id": self.env.ref("qms.action_type_improvement").id,
            "owner_id": self.env.uid,
        }

    def _mandate_judge(self):
        """Who answers for the survey, while it is being concluded."""
        # sudo: state and whose it is
        campaign = self.sudo().campaign_id.with_env(self.env)
        if campaign.sudo().state != "closed":
            return None
        return campaign._mandate_own()

    def _reason(self):
        """The result in a sentence."""
        if self.kind == "below":
            return self.env._(
                "%(survey)s: index %(index)s of 100, under %(limit)s",
                survey=self.campaign_id.display_name,
                index=round(self.index),
                limit=self.limit,
            )
        return self.env._(
            "%(survey)s: index %(index)s of 100, %(fall)s less than last round",
            survey=self.campaign_id.display_name,
            index=round(self.index),
            fall=round(-self.change),
        )

    def _decision_contents(self):
        """What was suggested: id -> content."""
        names = ("campaign_id", "question_id", "row_id", "kind", "limit", "index")
        return {
            each.id: {
                name: value.id if hasattr(value := each[name], "ids") else value
                for name in names
            }
            for each in self
        }

    def _transition_labels(self):
        return {"take": self.env._("Taken up"), "leave": self.env._("Left")}

    @api.model
    def _suggest(self, campaign):
        """One per result that crossed a threshold of ``campaign``."""
        thresholds = campaign.threshold_ids
        if not thresholds:
            return
        crossed = [
            (result, threshold)
            for result in campaign._results()
            for threshold in thresholds.filtered(
                lambda each, result=result: each._is_crossed(result)
            )[:1]
        ]
        self.create(
            [
                {
                    "campaign_id": campaign.id,
                    "question_id": result.place[0],
                    "row_id": result.place[1],
                    "kind": threshold.kind,
                    "limit": threshold.value,
                    "index": result.index.value,
                    "change": result.change or 0,
                }
                for result, threshold in crossed
            ]
        )
