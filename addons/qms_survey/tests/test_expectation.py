from odoo.tests import freeze_time, tagged

from .survey_common import NOW, SurveyCase


@tagged("post_install", "-at_install", "qms")
@freeze_time(NOW)
class TestExpectation(SurveyCase):
    """A question tests what a stakeholder expects; the result stands beside it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stakeholder = cls.env["qms.stakeholder"].create(
            {"name": "Home owners", "company_id": cls.company.id}
        )
        cls.expected = cls.env["qms.requirement"].create(
            [
                {
                    "name": name,
                    "kind": "expectation",
                    "stakeholder_id": cls.stakeholder.id,
                    "company_id": cls.company.id,
                }
                for name in ("An answer in time", "To be met with respect")
            ]
        )
        cls.scale.qms_requirement_id = cls.expected[0]
        cls.grid.qms_requirement_id = cls.expected[1]

    def _concluded(self, filled):
        campaign = self._closed(filled)
        campaign.write({"conclusion": "So", "summary": "We did"})
        campaign.action_conclude()
        return campaign

    def _shown(self, user=None):
        self.env.invalidate_all()
        seen = self.expected.with_user(user or self.manager)
        return [each.survey_result for each in seen]

    def test_it_stands_beside_the_expectation_once_it_is_concluded(self):
        filled = [
            {"score": score, "waiting": wait, "answer": "Good" if score > 4 else "Fair"}
            for score, wait in zip(
                (4, 5, 6, 5, 5), ("Bad", "Fair", "Good", "Fair", "Fair"), strict=True
            )
        ]
        campaign = self._closed(filled)
        self.assertEqual(self._shown(), [False, False])
        campaign.write({"conclusion": "So", "summary": "We did"})
        campaign.action_conclude()
        first, second = self._shown()
        self.assertIn("50 of 100", first)
        self.assertIn("5 answers", first)
        # the mean of the rows: 50 for the waiting, 90 for the answer
        self.assertIn("70 of 100", second)
        campaign.action_resume(reason="Look again")
        self.assertEqual(self._shown(), [False, False])

    def test_the_latest_counts(self):
        self._concluded([{"score": score} for score in (4, 5, 6, 5, 5)])
        self._concluded([{"score": score} for score in (6, 7, 8, 7, 7)])
        self.assertIn("70 of 100", self._shown()[0])

    def test_what_was_not_shown_stands_nowhere(self):
        self._concluded([{"score": score} for score in (4, 5, 6, 5)])
        self.assertEqual(self._shown(), [False, False])

    def test_another_companys_survey_does_not_stand_here(self):
        self._concluded([{"score": score} for score in (4, 5, 6, 5, 5)])
        rows = self.env["qms.survey.tested"].search([])
        rows.company_id = self.other_company
        self.assertEqual(self._shown(), [False, False])

    def test_what_a_question_tests_may_be_said_afterwards(self):
        self._open_campaign()
        question = self.scale.with_user(self.manager)
        question.qms_requirement_id = self.expected[1]
        self.assertEqual(self.scale.qms_requirement_id, self.expected[1])
