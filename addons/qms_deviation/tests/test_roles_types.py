from odoo.tests import freeze_time, tagged

from odoo.addons.qms.tests.roles_common import RolesCase

# r: reads, w: writes, c: creates, u: deletes; the case is the home care's, confidential
MATRIX = """
                empl lead head dep  aud  safe ins  team mgr  sys  visi port pub  for
sender          -    rwc  rwc  rwc  -    -    -    -    -    -    -    -    -    -
sender,open     -    rwc  rwc  rwc  -    -    -    -    -    -    -    -    -    -
praise          r    r    r    r    r    r    -    -    -    -    -    -    -    -
question        r    r    r    r    r    r    r    r    rwcu r    -    -    -    rwcu
"""


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestRolesTypes(RolesCase):
    """Every role on what came with the types of case."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        kind = cls.env.ref("qms_deviation.type_complaint")
        reports = cls.env["qms.report"].with_user(cls.nurse)
        cls.case, cls.released = (
            reports.create(
                [
                    {
                        "description": "The home help came late",
                        "department_id": cls.home_care.id,
                        "company_id": cls.company.id,
                        "type_id": kind.id,
                    }
                ]
                * 2
            )
            .sudo()
            .deviation_ids
        )
        cls.released.with_user(cls.leader).action_release()
        cls.praise = cls.env.ref("qms_deviation.type_praise")

    def _rows(self, user):
        sender = {"deviation_id": self.case.id, "name": "Karen Citizen"}
        return {
            "sender": ("qms.deviation.sender", sender, {"name": "x"}),
            "sender,open": (
                "qms.deviation.sender",
                {**sender, "deviation_id": self.released.id},
                {"name": "x"},
            ),
            "praise": (
                "qms.praise",
                {
                    "deviation_id": self.case.id,
                    "company_id": self.company.id,
                    "text": "Well done",
                    "unit_ids": self.home_care.ids,
                },
                {"text": "x"},
            ),
            "question": (
                "qms.deviation.question",
                {"type_id": self.praise.id, "question": "touched"},
                {"question": "place"},
            ),
        }

    def test_the_matrix_of_roles_and_records(self):
        self._assert_matrix(MATRIX)
