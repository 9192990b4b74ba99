from odoo.tests import freeze_time, tagged

from odoo.addons.qms.tests.roles_common import RolesCase

from .common import DeviationCase

# 'own' is what the person himself was told or typed in.
MATRIX = """
                empl lead head dep  aud  safe ins  team mgr  sys  visi port pub  for
alert           -    -    -    -    -    -    -    -    r    -    -    -    -    -
alert,own       r    r    r    r    r    r    r    r    r    r    -    -    -    r
deadline        r    r    r    r    r    r    r    r    rwcu r    -    -    -    -
deadline,shared r    r    r    r    r    r    r    r    rwcu r    -    -    -    rwcu
lower           c    c    c    c    c    c    c    c    c    c    -    -    -    c
lower,own       rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu -    -    -    rwcu
"""


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestSeriousRoles(DeviationCase, RolesCase):
    """Every role on what goes with serious cases, every operation, in one table."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._case().sudo()

    def test_every_role_on_every_model(self):
        self._assert_matrix(MATRIX)

    def _rows(self, user):
        alert = {
            "deviation_id": self.case.id,
            "user_id": self.aide.id,
            "level": "critical",
        }
        deadline = {"type_id": self.type_deviation.id, "level": "medium"}
        days = {"handle_days": 8}
        lower = {"deviation_id": self.case.id, "reason": "x"}
        return {
            "alert": ("qms.deviation.alert", alert, {"level": "high"}),
            "alert,own": (
                "qms.deviation.alert",
                {**alert, "user_id": user.id},
                {"level": "high"},
            ),
            "deadline": (
                "qms.deviation.deadline",
                {**deadline, "company_id": self.company.id},
                days,
            ),
            "deadline,shared": ("qms.deviation.deadline", deadline, days),
            "lower": ("qms.deviation.lower", lower, {"reason": "y"}),
            "lower,own": ("qms.deviation.lower", lower, {"reason": "y"}),
        }
