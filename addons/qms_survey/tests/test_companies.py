from odoo.tests import freeze_time, tagged

from odoo.addons.qms.tests.companies_common import CompaniesCase

from .survey_common import NOW, SurveyCase

# as in test_roles; all of it is the housing company's
MATRIX = """
                a    ab   ab.a abc  b    c    t.a  t.ab e.a  e.ab
campaign        -    rwc  -    rwc  rwc  -    -    r    -    -
campaign,end    -    rc   -    rc   rc   -    -    r    -    -
comment         -    rw   -    rw   rw   -    -    -    -    -
threshold       -    rwcu -    rwcu rwcu -    -    -    -    -
suggestion      -    r    -    r    r    -    -    r    -    -
tested          -    -    -    -    -    -    -    -    -    -
listed          -    -    -    -    -    -    -    -    -    -
response        -    -    -    -    -    -    -    -    -    -
"""


@freeze_time(NOW)
@tagged("post_install", "-at_install", "qms")
class TestSurveyCompanies(CompaniesCase, SurveyCase):
    """Three companies: what the housing asks is read and changed by its own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        here = {"company_id": cls.branch.id, "user": cls.people["b"]}
        filled = [{"text": f"Text {place}", "score": place} for place in range(10)]
        cls.draft = cls._campaign(**here)
        cls.expected = cls.env["qms.requirement"].create(
            {"name": "An answer in time", "kind": "expectation"}
        )
        cls.end = cls._closed(filled, **here)
        cls.end.write({"conclusion": "Good", "summary": "We did"})
        cls.end.action_conclude()
        cls.there_is = {
            "campaign,end": cls.end,
            "comment": cls.env["qms.survey.comment"].search(
                [("campaign_id", "=", cls.end.id)], limit=1
            ),
        }

    def _make(self, model, values, maker):
        if there := self.there_is.get(self.label):
            return self.env[model].browse(there.id)
        return super()._make(model, values, maker)

    def _rows(self, user):
        campaign = {
            "name": "x",
            "company_id": self.branch.id,
            "survey_id": self.survey.id,
            "owner_id": self.there.id,
        }
        place = {"campaign_id": self.end.id}
        limit = {"campaign_id": self.draft.id, "value": 50, "least": 9}
        crossed = {**place, "question_id": self.scale.id, "kind": "below"}
        text = {**place, "question_id": self.words.id, "text": "x"}
        company = {"company_id": self.branch.id, "date": "2026-03-02"}
        tested = {**place, **company, "requirement_id": self.expected.id}
        return {
            "campaign": ("qms.survey.campaign", campaign, {"purpose": "y"}),
            "campaign,end": ("qms.survey.campaign", campaign, {"conclusion": "y"}),
            "comment": ("qms.survey.comment", text, {"topic_id": False}),
            "threshold": ("qms.survey.threshold", limit, {"value": 40}),
            "suggestion": ("qms.survey.suggestion", crossed, {"limit": 40}),
            "tested": ("qms.survey.tested", tested, {"index": 9}),
            "listed": ("qms.survey.listed", {**place, "email": "x"}, {"lang": "y"}),
            "response": ("qms.survey.response", place, {"department_id": False}),
        }

    def test_every_member(self):
        self._assert_matrix(MATRIX)
