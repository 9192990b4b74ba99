from odoo.tests import freeze_time, tagged

from odoo.addons.qms.tests.roles_common import RolesCase

from .survey_common import NOW, SurveyCase

# r: reads, w: writes, c: creates, u: deletes. Of 'mine' answers the nurse for it;
# ',over' is closed, ',end' concluded
MATRIX = """
                mine empl lead head dep  aud  safe ins  team mgr  sys  visi port pub  for
campaign        rw   -    -    -    -    -    -    -    r    rwc  -    -    -    -    -
campaign,over   rw   -    r    r    r    -    -    -    r    rwc  -    -    -    -    -
campaign,end    r    -    r    r    r    -    -    r    r    rc   -    -    -    -    -
comment,end     rw   -    -    -    -    -    -    -    -    rw   -    -    -    -    -
invitee         -    -    -    -    -    -    -    -    -    -    -    -    -    -    -
slip            -    -    -    -    -    -    -    -    -    -    -    -    -    -    -
response        -    -    -    -    -    -    -    -    -    -    -    -    -    -    -
answer          -    -    -    -    -    -    -    -    -    -    -    -    -    -    -
address         -    -    -    -    -    -    -    -    -    -    -    -    -    -    -
signature       r    -    -    -    -    -    -    -    -    r    -    -    -    -    -
signature,end   -    -    -    -    -    -    -    -    -    -    -    -    -    -    -
tested          -    -    -    -    -    -    -    -    -    -    -    -    -    -    -
listed          -    -    -    -    -    -    -    -    -    -    -    -    -    -    -
threshold       rwcu -    -    -    -    -    -    -    -    rwcu -    -    -    -    -
suggestion      r    -    r    r    r    -    -    -    r    r    -    -    -    -    -
takeover,own    -    -    -    -    -    -    -    -    -    rwc  -    -    -    -    rwc
list,own        rwc  rwc  rwc  rwc  rwc  rwc  rwc  rwc  rwc  rwc  rwc  -    -    -    rwc
"""  # noqa: E501


@freeze_time(NOW)
@tagged("post_install", "-at_install", "qms")
class TestSurveyRoles(RolesCase, SurveyCase):
    """Every role on every record, every operation."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = {"mine": cls.nurse, **cls.people}
        filled = [{"text": f"Text {place}", "score": place} for place in range(10)]
        owned = {"owner_id": cls.nurse.id}
        cls.over = cls._closed(filled, **owned)
        cls.draft = cls._campaign(**owned)
        cls.expected = cls.env["qms.requirement"].create(
            {"name": "An answer in time", "kind": "expectation"}
        )
        cls.end = cls._closed(filled, **owned)
        cls.end.write({"conclusion": "Good", "summary": "We did"})
        cls.end.action_conclude()
        comments = cls.env["qms.survey.comment"]
        cls.there = {
            "campaign,over": cls.over,
            "campaign,end": cls.end,
            "comment,end": comments.search([("campaign_id", "=", cls.end.id)], limit=1),
        }

    def _make(self, model, values, maker):
        """Of what has taken steps there is one; a new one is made like any other."""
        if there := self.there.get(self.label):
            return self.env[model].browse(there.id)
        return super()._make(model, values, maker)

    def _rows(self, user):
        campaign = {
            "name": "x",
            "company_id": self.company.id,
            "survey_id": self.survey.id,
            "owner_id": self.nurse.id,
        }
        place = {"campaign_id": self.end.id}
        limit = {"campaign_id": self.draft.id, "value": 50, "least": 9}
        crossed = {**place, "question_id": self.scale.id, "kind": "below"}
        asked = {**place, "partner_id": self.aide.partner_id.id}
        key = {"seed": "s", "token_hash": "h"}
        response = self.env["qms.survey.response"].search([], limit=1)
        answer = {**place, "response_id": response.id, "question_id": self.scale.id}
        text = {**place, "question_id": self.words.id, "text": "x"}
        conclusion = {"conclusion": "y"}
        return {
            "campaign": ("qms.survey.campaign", campaign, {"purpose": "y"}),
            "campaign,over": ("qms.survey.campaign", campaign, conclusion),
            "campaign,end": ("qms.survey.campaign", campaign, conclusion),
            "comment,end": ("qms.survey.comment", text, {"topic_id": False}),
            "invitee": ("qms.survey.invitee", {**asked, **key}, {"mails": 1}),
            "slip": (
                "qms.survey.slip",
                {**place, "content": {"a": 1}},
                {"content": {}},
            ),
            "response": ("qms.survey.response", place, {"department_id": False}),
            "answer": ("qms.survey.answer", answer, {"number": 1}),
            "address": ("qms.survey.address", {"digest": "d"}, {"is_refused": True}),
            "signature": (
                "qms.survey.signature",
                self._signed(self.over),
                {"email": "y"},
            ),
            "signature,end": (
                "qms.survey.signature",
                self._signed(self.end),
                {"email": "y"},
            ),
            "tested": ("qms.survey.tested", self._tested(place), {"index": 9}),
            "listed": ("qms.survey.listed", {**place, "email": "x"}, {"lang": "y"}),
            "threshold": ("qms.survey.threshold", limit, {"value": 40}),
            "suggestion": ("qms.survey.suggestion", crossed, {"limit": 40}),
            "takeover,own": (
                "qms.survey.takeover",
                {**place, "answers": "eA==", "key": "eA==", "date": "2026-01-01"},
                {"asked": 9},
            ),
            "list,own": ("qms.survey.address.list", place, {"addresses": "y"}),
        }

    def _signed(self, campaign):
        responses = self.env["qms.survey.response"]
        given = responses.search([("campaign_id", "=", campaign.id)], limit=1)
        return {"campaign_id": campaign.id, "response_id": given.id, "email": "x"}

    def _tested(self, place):
        company = {"company_id": self.company.id, "date": "2026-03-02"}
        return {**place, **company, "requirement_id": self.expected.id}

    def test_every_role(self):
        self._assert_matrix(MATRIX)

    def test_every_model_is_in_the_table(self):
        self._assert_complete("qms_survey")
