from math import hypot

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from .suggestion import KINDS


class QmsSurveyThreshold(models.Model):
    """When a result asks for something to be done; said before answers come in."""

    _name = "qms.survey.threshold"
    _description = "Threshold of a survey"
    _order = "campaign_id, id"
    _rec_name = "kind"

    campaign_id = fields.Many2one(
        "qms.survey.campaign", required=True, index=True, ondelete="cascade"
    )
    survey_id = fields.Many2one(related="campaign_id.survey_id")
    question_id = fields.Many2one(
        "survey.question",
        index="btree_not_null",
        ondelete="cascade",
        domain="[('survey_id', '=', survey_id), ('qms_index', '!=', 'no')]",
        help="Empty: each question that is counted.",
    )
    kind = fields.Selection(
        KINDS,
        "When",
        default="below",
        required=True,
    )
    value = fields.Integer("Points", default=60, required=True)
    least = fields.Integer(
        "From so many answers", default=20, required=True, help="Fewer say too little."
    )

    @api.constrains("value", "least")
    def _check_numbers(self):
        for threshold in self:
            if not 0 < threshold.value <= 100 or threshold.least < 1:
                raise ValidationError(
                    self.env._("Points lie between 1 and 100, answers are counted.")
                )

    @api.constrains("question_id")
    def _check_question(self):
        for threshold in self.filtered("question_id"):
            if threshold.question_id.survey_id != threshold.survey_id:
                raise ValidationError(
                    self.env._("The question belongs to another survey.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        thresholds = super().create(vals_list)
        thresholds._check_prepared()
        return thresholds

    def write(self, vals):
        self._check_prepared()
        result = super().write(vals)
        self._check_prepared()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_asked(self):
        self._check_prepared()

    def _check_prepared(self):
        """What shall count is said beforehand, not when the result is known."""
        self.campaign_id.check_access("write")
        if any(campaign.state != "draft" for campaign in self.campaign_id):
            raise AccessError(
                self.env._("Thresholds are set while a survey is being prepared.")
            )

    def _is_crossed(self, result):
        """Whether ``result`` lies beyond it by more than chance explains."""
        if not result.index or result.index.count < self.least:
            return False
        if self.question_id and self.question_id.id != result.place[0]:
            return False
        margin = result.index.margin or 0
        if self.kind == "below":
            return result.index.value + margin < self.value
        if result.change is None:
            return False
        both = hypot(margin, result.before.margin or 0)
        return -result.change >= self.value and -result.change > both
