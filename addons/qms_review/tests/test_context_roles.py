from odoo.tests import freeze_time, tagged

from odoo.addons.qms.tests.roles_common import RolesCase

from .context_common import ContextCase

# r: reads, w: writes, c: creates, u: deletes. Risk, factor, stakeholder and review are
# the nurse's, in the home care; 'mine' is the nurse. 'x,run' runs or was sent.
MATRIX = """
                mine sits empl lead head dep  aud  safe ins  team mgr  sys  visi port pub  for
factor          rw   r    r    r    r    r    r    r    r    rwc  rwc  r    -    -    -    -
stakeholder     rw   r    r    r    r    r    r    r    r    r    rwcu r    -    -    -    -
review          rw   -    -    -    -    -    -    -    -    r    rwc  -    -    -    -    -
review,end      -    -    -    r    r    r    -    -    -    r    rc   -    -    -    -    -
risk            rw   r    r    rwc  rwc  rwc  r    r    -    rc   rwc  -    -    -    -    -
risk,whole      rw   -    -    r    r    r    r    -    -    rc   rwc  -    -    -    -    -
map,own         rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu -    -    -    -
committee       r    r    r    r    r    r    r    r    r    r    rwcu r    -    -    -    -
laid            rwc  -    -    -    -    -    -    -    -    -    rwc  -    -    -    -    -
laid,sent       rwc  r    -    -    rw   -    -    -    -    r    rwc  -    -    -    -    -
programme       rw   -    -    -    -    -    -    -    -    r    rwc  -    -    -    -    -
programme,run   rw   r    r    r    r    r    r    r    r    r    rwc  r    -    -    -    -
measure         rwcu r    -    -    r    -    -    -    -    r    rwcu -    -    -    -    -
measure,run     rwc  r    r    r    r    r    r    r    r    r    rwc  r    -    -    -    -
"""  # noqa: E501


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestContextRoles(RolesCase, ContextCase):
    """Every role on every record, every operation."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = {"mine": cls.nurse, "sits": cls.aide, **cls.people}
        cls.committee = cls._committee(user_ids=cls.aide.ids)
        cls.sent = cls._consultation(cls.committee)
        cls.sent.action_send()
        cls.draft = cls._programme()
        cls.runs = cls._running()
        cls.review = cls._review()
        cls._answer_climate(cls.review)
        cls.review.action_conclude()
        cls.there = {
            "review,end": cls.review,
            "laid,sent": cls.sent,
            "programme,run": cls.runs,
            "measure,run": cls.runs.measure_ids,
        }

    def _make(self, model, values, maker):
        """Of what has taken steps there is one; a new one is made like any other."""
        if there := self.there.get(self.label):
            return self.env[model].browse(there.id)
        return super()._make(model, values, maker)

    def _rows(self, user):
        company = {"company_id": self.company.id}
        owned = {**company, "owner_id": self.nurse.id}
        risk = {"name": "x", **owned}
        unit = {"department_id": self.home_care.id}
        programme = {"name": "x", **company, "leader_id": self.nurse.id}
        measure = {"name": "x", "programme_id": self.draft.id}
        laid = {**owned, "name": "x", "committee_id": self.committee.id}
        return {
            "factor": ("qms.factor", {"name": "x", **owned}, {"how_met": "y"}),
            "stakeholder": (
                "qms.stakeholder",
                {"name": "x", **owned},
                {"how_met": "y"},
            ),
            "review": ("qms.context.review", owned, {"conclusion": "y"}),
            "review,end": (
                "qms.context.review",
                owned,
                {"conclusion": "y"},
            ),
            "risk": ("qms.risk", {**risk, **unit}, {"cause": "y"}),
            "risk,whole": (
                "qms.risk",
                {**risk, "department_id": False},
                {"cause": "y"},
            ),
            "map,own": ("qms.risk.map", company, {"when": "before"}),
            "committee": ("qms.committee", {"name": "x", **company}, {"name": "y"}),
            "laid": ("qms.consultation", laid, {"body": "y"}),
            "laid,sent": ("qms.consultation", laid, {"outcome": "agreed"}),
            "programme": ("qms.improvement.programme", programme, {"plan": "y"}),
            "programme,run": (
                "qms.improvement.programme",
                programme,
                {"status_note": "y"},
            ),
            "measure": ("qms.programme.measure", measure, {"unit": "%"}),
            "measure,run": ("qms.programme.measure", measure, {"value_after": 2}),
        }

    def test_every_role(self):
        self._assert_matrix(MATRIX)
