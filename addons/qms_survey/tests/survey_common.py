from datetime import date

from odoo import Command

from odoo.addons.qms.tests.common import QmsCase

NOW = "2026-03-02 09:00:00"


class SurveyCase(QmsCase):
    """The town with a survey of four questions and citizens to ask."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.config_parameter"].set_param("database.secret", "s" * 32)
        cls.survey = cls.env["survey.survey"].create({"title": "Service"})
        cls.grid = cls._question(
            "How satisfied are you with",
            question_type="matrix",
            qms_index="up",
            suggested_answer_ids=cls._choices("Bad", "Fair", "Good"),
            matrix_row_ids=cls._choices("the waiting", "the answer"),
        )
        cls.scale = cls._question(
            "Would you come again?",
            question_type="scale",
            qms_index="up",
            scale_min=0,
            scale_max=10,
        )
        cls.ways = cls._question(
            "How did you reach us?",
            question_type="multiple_choice",
            suggested_answer_ids=cls._choices("Phone", "Mail"),
        )
        cls.words = cls._question("What else?", question_type="text_box")
        cls.tag = cls.env["res.partner.category"].create({"name": "Building permit"})

    @classmethod
    def _question(cls, title, **kwargs):
        return cls.env["survey.question"].create(
            {
                "survey_id": cls.survey.id,
                "title": title,
                "sequence": len(cls.survey.question_ids) + 1,
                **kwargs,
            }
        )

    @classmethod
    def _choices(cls, *values):
        return [
            Command.create({"value": value, "sequence": place})
            for place, value in enumerate(values)
        ]

    @classmethod
    def _citizens(cls, count, **kwargs):
        return cls.env["res.partner"].create(
            [
                {
                    "name": f"Citizen {place}",
                    "email": f"citizen{place}@example.test",
                    "category_id": [Command.link(cls.tag.id)],
                    **kwargs,
                }
                for place in range(count)
            ]
        )

    @classmethod
    def _campaign(cls, user=None, **kwargs):
        values = {
            "name": "How do you find our building permits?",
            "purpose": "To become better at it",
            "legal_basis": "Public task",
            "company_id": cls.company.id,
            "survey_id": cls.survey.id,
            "date_to": date(2026, 4, 1),
            "tag_ids": cls.tag.ids,
            **kwargs,
        }
        return (
            cls.env["qms.survey.campaign"].with_user(user or cls.manager).create(values)
        )

    @classmethod
    def _open_campaign(cls, **kwargs):
        """One at an open address, taking answers."""
        campaign = cls._campaign(access="link", **kwargs)
        campaign.action_open()
        return campaign

    @classmethod
    def _filled(cls, waiting="Good", answer="Good", score=10, text="", ways=("Phone",)):
        """Answers as the form reads them."""
        choice = {each.value: each.id for each in cls.grid.suggested_answer_ids}
        rows = zip(cls.grid.matrix_row_ids, (waiting, answer), strict=True)
        way = {each.value: each.id for each in cls.ways.suggested_answer_ids}
        answers = [
            {"question_id": cls.grid.id, "row_id": row.id}
            | ({"choice_id": choice[value]} if value else {"is_unknown": True})
            for row, value in rows
        ]
        answers.append({"question_id": cls.scale.id, "number": score})
        answers += [
            {"question_id": cls.ways.id, "choice_id": way[name]} for name in ways
        ]
        texts = [{"question_id": cls.words.id, "text": text}] if text else []
        return answers, texts

    @classmethod
    def _send(cls, campaign, unit=False, invitee=None, **kwargs):
        """Somebody answers, as the page takes it in."""
        nobody = cls.env["qms.survey.invitee"]
        answers, texts = cls._filled(**kwargs)
        # sudo: the page is the system
        campaign.sudo()._take_in(answers, texts, invitee or nobody, unit)

    @classmethod
    def _closed(cls, filled, **kwargs):
        """One that is over, answered once per dict of ``filled``."""
        campaign = cls._open_campaign(**kwargs)
        for each in filled:
            cls._send(campaign, **each)
        campaign.action_close(reason="Enough")
        return campaign

    def _rows(self, campaign):
        """Results by question, of a matrix by row."""
        return {row.row or row.title: row for row in campaign._results()}

    def _answers(self, campaign):
        return self.env["qms.survey.answer"].search([("campaign_id", "=", campaign.id)])
