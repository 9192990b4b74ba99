from odoo import api, fields, models

from ..tools.index import scale_points, spread

# of core's kinds of question, those our page can ask
ASKED = (
    "simple_choice",
    "multiple_choice",
    "matrix",
    "scale",
    "numerical_box",
    "char_box",
    "text_box",
)
# what may change while answers come in: nothing that somebody has read and answered
HARMLESS = {"background_image", "qms_requirement_id"}


class SurveyQuestion(models.Model):
    _name = "survey.question"
    _inherit = ["survey.question", "qms.question.form", "qms.question.results"]

    qms_index = fields.Selection(
        [
            ("no", "Do not count"),
            ("up", "From worst to best"),
            ("down", "From best to worst"),
        ],
        "Answers run",
        default="no",
        required=True,
        help="Makes an index from 0 to 100 of it: the answers, or the columns of a "
        "matrix, evenly spread in their order.",
    )
    qms_dont_know = fields.Boolean(
        "Offer 'I do not know'",
        default=True,
        help="Kept apart from the answers, on the pages of quality campaigns.",
    )

    qms_requirement_id = fields.Many2one(
        "qms.requirement",
        "Tests the expectation",
        domain="[('kind', '=', 'expectation')]",
        index="btree_not_null",
        ondelete="set null",
        help="Its result stands beside it in the register of stakeholders.",
    )

    def _qms_points(self):
        """Points per answer id, for a question of choices that is counted."""
        self.ensure_one()
        counts = ("simple_choice", "matrix")
        # of several answers of one person none is more his than the others
        if (
            self.qms_index == "no"
            or self.question_type not in counts
            or self._qms_is_multiple()
        ):
            return {}
        answers = self.suggested_answer_ids
        points = spread(len(answers), downwards=self.qms_index == "down")
        return dict(zip(answers.ids, points, strict=True))

    def _qms_scale_points(self, number):
        if self.qms_index == "no":
            return None
        points = scale_points(number, self.scale_min, self.scale_max)
        return 100 - points if self.qms_index == "down" else points

    def _qms_problem(self):
        """Why our page cannot ask it, in the reader's language; else empty."""
        self.ensure_one()
        if self.question_type not in ASKED:
            return self.env._("%s: dates are not asked here", self.title)
        if self.triggering_answer_ids:
            return self.env._("%s: depends on another answer", self.title)
        if self.suggested_answer_ids.filtered(lambda answer: not answer.value):
            return self.env._("%s: an answer is a picture alone", self.title)
        choices = ("simple_choice", "multiple_choice", "matrix")
        if self.question_type in choices and len(self.suggested_answer_ids) < 2:
            return self.env._("%s: has fewer than two answers", self.title)
        if self.question_type == "matrix" and not self.matrix_row_ids:
            return self.env._("%s: has no rows", self.title)
        if self.question_type == "scale" and self.scale_min >= self.scale_max:
            return self.env._("%s: the scale has no length", self.title)
        return ""

    @api.model_create_multi
    def create(self, vals_list):
        questions = super().create(vals_list)
        questions.survey_id._qms_check_unasked()
        return questions

    def write(self, vals):
        if not set(vals) <= HARMLESS:
            self.survey_id._qms_check_unasked()
        result = super().write(vals)
        if "survey_id" in vals:
            self.survey_id._qms_check_unasked()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_asked(self):
        self.survey_id._qms_check_unasked()


class SurveyQuestionAnswer(models.Model):
    _inherit = "survey.question.answer"

    @api.model_create_multi
    def create(self, vals_list):
        answers = super().create(vals_list)
        answers._qms_surveys()._qms_check_unasked()
        return answers

    def write(self, vals):
        self._qms_surveys()._qms_check_unasked()
        result = super().write(vals)
        if not {"question_id", "matrix_question_id"}.isdisjoint(vals):
            self._qms_surveys()._qms_check_unasked()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_asked(self):
        self._qms_surveys()._qms_check_unasked()

    def _qms_surveys(self):
        return (self.question_id | self.matrix_question_id).survey_id
