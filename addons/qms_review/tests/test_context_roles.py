from odoo.tests import freeze_time, tagged

from odoo.addons.qms.tests.roles_common import RolesCase

from .context_common import ContextCase

# r: reads, w: writes, c: creates, u: deletes. Risk, factor, stakeholder and review are
# the nurse's, in the home care; 'mine' is the nurse. 'x,run' runs or was sent.
MATRIX = """
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

    def _make(self, model, values, maker):
        if "__there" in values:
            return self.env[model].browse(values["__there"])
        return super()._make(model, values, maker)

    def _rows(self, user):
        company = {"company_id": self.company.id}
        owned = {**company, "owner_id": self.nurse.id}
        risk = {"name": "x", **owned}
        unit = {"department_id": self.home_care.id}
        there = {
            name: {"__there": record.id}
            for name, record in (
                ("sent", self.sent),
                ("runs", self.runs),
                ("review", self.review),
                ("row", self.runs.measure_ids),
            )
        }
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
                there["review"],
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
            "laid,sent": ("qms.consultation", there["sent"], {"outcome": "agreed"}),
            "programme": ("qms.improvement.programme", programme, {"plan": "y"}),
            "programme,run": (
                "qms.improvement.programme",
                there["runs"],
                {"status_note": "y"},
            ),
            "measure": ("qms.programme.measure", measure, {"unit": "%"}),
            "measure,run": ("qms.programme.measure", there["row"], {"value_after": 2}),
        }

    def test_every_role(self):
        self._assert_matrix(MATRIX)
