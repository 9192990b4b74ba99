import json

from odoo import api, fields, models
from odoo.tools import SQL


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
        """Store answers, pairs of a unit's id and what was answered, in this order.

        By one statement: a night brings a hundred thousands of them.
        """
        units = [unit or None for unit, _content in rows]
        answers = [json.dumps(_told(content["answers"])) for _unit, content in rows]
        stored = self.env.execute_query(
            SQL(
                """WITH came AS MATERIALIZED (
                      SELECT nextval(%(ids)s) AS id, unit, answers, place
                        FROM unnest(%(units)s::int[], %(answers)s::text[])
                             WITH ORDINALITY AS given (unit, answers, place)),
                   kept AS (
                      INSERT INTO qms_survey_response (id, campaign_id, department_id)
                           SELECT id, %(campaign)s, unit FROM came ORDER BY place),
                   said AS (
                      INSERT INTO qms_survey_answer
                                  (campaign_id, response_id, question_id, row_id,
                                   choice_id, number, is_unknown)
                           SELECT %(campaign)s, came.id, each.question_id, each.row_id,
                                  each.choice_id, each.number, each.is_unknown
                             FROM came, jsonb_to_recordset(came.answers::jsonb) AS each
                                  (question_id int, row_id int, choice_id int,
                                   number float, is_unknown boolean)
                         ORDER BY came.place)
                   SELECT id FROM came ORDER BY place""",
                ids=f"{self._table}_id_seq",
                units=units,
                answers=answers,
                campaign=campaign.id,
            )
        )
        self.invalidate_model()
        self.env["qms.survey.answer"].invalidate_model()
        return self.browse(row[0] for row in stored)


def _told(answers):
    """What stands in each; a row or choice that is none is left out."""
    return [
        {name: value for name, value in each.items() if value is not False}
        for each in answers
    ]


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
