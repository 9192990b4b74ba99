from odoo.tests import freeze_time, tagged

from odoo.addons.qms.tests.roles_common import RolesCase
from odoo.addons.qms_deviation.tests.common import DeviationCase

# r: reads, w: writes, c: creates, u: deletes
MATRIX = """
                empl lead head dep  aud  safe ins  team mgr  sys  visi port pub  for
report,own      -    -    -    -    -    -    -    rwcu rwcu -    -    -    -    -
report          -    -    -    -    -    -    -    c    c    -    -    -    -    -
"""  # noqa: E501


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestBridgeRoles(DeviationCase, RolesCase):
    """The screen with the year's figures, as every role."""

    def _rows(self, user):
        values = {"company_id": self.company.id, "year": 2025}
        row = ("qms.process.risk", values, {"note": "x"})
        return {"report,own": row, "report": row}

    def test_every_role(self):
        self._assert_matrix(MATRIX)
