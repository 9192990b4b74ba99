import random

from odoo import models
from odoo.exceptions import AccessError

# persons stored at a time
SLICE = 2_000


class QmsSurveyCampaignTakeover(models.AbstractModel):
    """A survey that was carried out elsewhere, with the answers as a table."""

    _name = "qms.survey.campaign.takeover"
    _description = "A survey that is taken over"

    def action_take_over(self):
        """Hand in the answers of a survey that was carried out elsewhere."""
        self.ensure_one()
        if not self._mandate_take_over():
            raise AccessError(self.env._("A quality manager takes a survey over."))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Take over a survey"),
            "res_model": "qms.survey.takeover",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_campaign_id": self.id},
        }

    def _mandate_take_over(self):
        """A quality manager of its company."""
        return self._mandate_manager()

    def _take_over(self, questions, persons, values):
        """Close it with ``persons``' answers to ``questions``, by one decision."""
        # sudo: questions of a survey of its own, drawn up by this step alone
        survey = self.env["survey.survey"].sudo().create({"title": self.name})
        asked = self._make_questions(survey, questions)
        values = {"access": "link", **values, "survey_id": survey.id}
        self._transition("take_over", **values)
        # sudo: answers, which nobody reads
        known = self.sudo()
        random.SystemRandom().shuffle(persons)
        responses = self.env["qms.survey.response"].sudo()
        for start in range(0, len(persons), SLICE):
            some = persons[start : start + SLICE]
            coded = [(False, known._coded(asked, person)) for person in some]
            responses._store(known, coded)
        known._write_guarded({"answered_count": len(persons)})
        # sudo: what crossed a threshold
        self.env["qms.survey.suggestion"].sudo()._suggest(known)

    def _make_questions(self, survey, questions):
        created = self.env["survey.question"].sudo()  # sudo: as above
        created = created.create(
            [
                {
                    "survey_id": survey.id,
                    "sequence": place,
                    "title": each.label,
                    "question_type": "scale",
                    "qms_index": "up",
                    "qms_dont_know": each.unknown is not None,
                    "scale_min": each.low,
                    "scale_max": each.high,
                    "scale_min_label": each.worst,
                    "scale_max_label": each.best,
                }
                for place, each in enumerate(questions)
            ]
        )
        return {
            each.column: question.id
            for each, question in zip(questions, created, strict=True)
        }

    def _coded(self, asked, person):
        answers = [
            {"question_id": asked[column], "is_unknown": True}
            if unknown
            else {"question_id": asked[column], "number": number}
            for column, (number, unknown) in person.items()
        ]
        return {"answers": answers, "texts": []}
