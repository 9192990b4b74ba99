from odoo import Command
from odoo.tests import freeze_time, tagged

from odoo.addons.qms.tests.companies_common import CompaniesCase

from .context_common import ContextCase

# Rows: what is the housing company's; "with" and "run": where the town takes part,
# which nobody enters who is not in the town himself
MATRIX = """
                a    ab   ab.a abc  b    c    t.a  t.ab e.a  e.ab
factor          -    rwc  -    rwc  rwc  -    -    rwc  -    r
stakeholder     -    rwcu -    rwcu rwcu -    -    r    -    r
review          -    rwc  -    rwc  rwc  -    -    r    -    -
risk            -    rwc  -    rwc  rwc  -    -    rc   -    -
risk,whole      -    rwc  -    rwc  rwc  -    -    rc   -    -
map,own         -    rwcu -    rwcu rwcu -    -    rwcu -    rwcu
committee       -    rwcu -    rwcu rwcu -    -    r    -    r
laid            -    rwc  -    rwc  rwc  -    -    -    -    -
laid,sent       -    rwc  -    rwc  rwc  -    -    r    -    -
programme       -    rwc  -    rwc  rwc  -    -    r    -    -
programme,with  -    rwc  -    rwc  rw   -    -    r    -    -
programme,run   r    rwc  r    rwc  rw   -    r    r    r    r
measure         -    rwcu -    rwcu rwcu -    -    r    -    -
measure,run     r    rwc  r    rwc  rwc  -    r    r    r    r
"""


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestContextCompanies(CompaniesCase, ContextCase):
    """The context of one company, tried from three."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        own = {"company_id": cls.branch.id}
        committees = cls.env["qms.committee"]
        cls.committee = committees.create({**own, "name": "x", "user_ids": cls.clerk})
        laid = {**own, "committee_id": cls.committee.id, "name": "x", "body": "x"}
        cls.sent = cls.env["qms.consultation"].with_user(cls.there).create(laid)
        cls.sent.action_send()
        cls.draft, cls.runs = (cls._shared_programme() for _number in range(2))
        cls.runs.with_user(cls.clerk).action_start()
        cls.there_already = {
            "laid,sent": cls.sent,
            "programme,run": cls.runs,
            "measure,run": cls.runs.measure_ids,
        }

    @classmethod
    def _shared_programme(cls):
        """Led by the housing; the town takes part."""
        return cls._programme(
            cls.people["ab"],
            company_id=cls.branch.id,
            company_ids=[Command.set(cls.company.ids)],
            leader_id=cls.there.id,
            steering_user_ids=[Command.set(cls.clerk.ids)],
            project_user_ids=[Command.set(cls.clerk.ids)],
        )

    def _make(self, model, values, maker):
        if known := self.there_already.get(self.label):
            return self.env[model].browse(known.id)
        return super()._make(model, values, maker)

    def _rows(self, user):
        company = {"company_id": self.branch.id}
        owned = {**company, "owner_id": self.there.id, "name": "x"}
        review = {**company, "owner_id": self.there.id}
        unit = {"department_id": self.flats.id}
        leader = {**company, "name": "x", "leader_id": self.there.id}
        shared = {**leader, "company_ids": [Command.set(self.company.ids)]}
        measure = {"name": "x", "programme_id": self.draft.id}
        laid = {**owned, "committee_id": self.committee.id}
        programme = "qms.improvement.programme"
        return {
            "factor": ("qms.factor", owned, {"how_met": "y"}),
            "stakeholder": ("qms.stakeholder", owned, {"how_met": "y"}),
            "review": ("qms.context.review", review, {"conclusion": "y"}),
            "risk": ("qms.risk", {**owned, **unit}, {"cause": "y"}),
            "risk,whole": (
                "qms.risk",
                {**owned, "department_id": False},
                {"cause": "y"},
            ),
            "map,own": ("qms.risk.map", company, {"when": "before"}),
            "committee": ("qms.committee", {**company, "name": "x"}, {"name": "y"}),
            "laid": ("qms.consultation", laid, {"body": "y"}),
            "laid,sent": ("qms.consultation", laid, {"outcome": "agreed"}),
            "programme": (programme, leader, {"plan": "y"}),
            "programme,with": (programme, shared, {"plan": "y"}),
            "programme,run": (programme, shared, {"status_note": "y"}),
            "measure": ("qms.programme.measure", measure, {"unit": "%"}),
            "measure,run": ("qms.programme.measure", measure, {"value_after": 2}),
        }

    def test_every_role_from_three_companies(self):
        self._assert_matrix(MATRIX)
