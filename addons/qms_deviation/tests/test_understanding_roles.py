from odoo import Command
from odoo.tests import freeze_time, tagged

from odoo.addons.qms.tests.roles_common import RolesCase

from .common import DeviationCase

MATRIX = """
                empl lead head dep  aud  safe ins  team mgr  sys  visi port pub  for
cause           r    r    r    r    r    r    r    r    rwcu r    -    -    -    rwcu
together        c    c    c    c    c    c    c    c    c    c    -    -    -    c
together,own    rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu -    -    -    rwcu
"""


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestUnderstandingRoles(RolesCase, DeviationCase):
    """Kinds of cause are everybody's to read, a screen is its user's own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._case().sudo()

    def _rows(self, user):
        together = (
            "qms.deviation.together",
            {"common_id": self.case.id},
            {"deviation_ids": [Command.clear()]},
        )
        return {
            "cause": ("qms.deviation.cause", {"name": "Weather"}, {"sequence": 7}),
            "together": together,
            "together,own": together,
        }

    def test_who_gets_through_with_what(self):
        self._assert_matrix(MATRIX)
