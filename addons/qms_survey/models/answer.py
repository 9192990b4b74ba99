from odoo import api, fields, models


class QmsSurveyResponse(models.Model):
    """One person's answers, without the person, the day, or an order of coming in."""

    _name = "qms.survey.response"
    _description = "Answers to a survey"
    _rec_name = "campaign_id"
    _order = "id"
    _log_access = False

    campaign_id = fields.Many2one(
        "qms.survey.campaign", required=True, index=True, ondelete="restrict"
    )
    department_id = fields.Many2one("hr.department", ondelete="set null", index=True)
    answer_ids = fields.One2many("qms.survey.answer", "response_id")

    @api.model
    def _store(self, campaign, rows):
        """Store answers, pairs of a unit's id and what was answered."""
        responses = self.create(
            [{"campaign_id": campaign.id, "department_id": unit} for unit, _c in rows]
        )
        self.env["qms.survey.answer"].create(
            [
                {"response_id": response.id, "campaign_id": campaign.id, **entry}
                for response, (_unit, content) in zip(responses, rows, strict=True)
                for entry in content["answers"]
            ]
        )
        return responses


class QmsSurveyAnswer(models.Model):
    """One answer: a choice, a number, or that he does not know."""

    _name = "qms.survey.answer"
    _description = "Answer to a question"
    _rec_name = "question_id"
    _order = "id"
    _log_access = False

    campaign_id = fields.Many2one(
        "qms.survey.campaign", required=True, index=True, ondelete="restrict"
    )
    response_id = fields.Many2one(
        "qms.survey.response", required=True, index=True, ondelete="cascade"
    )
    question_id = fields.Many2one(
        "survey.question", required=True, index=True, ondelete="restrict"
    )
    row_id = fields.Many2one(
        "survey.question.answer", index="btree_not_null", ondelete="restrict"
    )
    choice_id = fields.Many2one(
        "survey.question.answer", index="btree_not_null", ondelete="restrict"
    )
    number = fields.Float()
    is_unknown = fields.Boolean("Does not know")

    def _told(self):
        """The answer in words, with what was asked."""
        asked = " ".join(filter(None, (self.question_id.title, self.row_id.value)))
        if self.is_unknown:
            return f"{asked}: {self.env._('I do not know')}"
        return f"{asked}: {self.choice_id.value or f'{self.number:g}'}"
