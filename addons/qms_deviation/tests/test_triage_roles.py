from odoo.tests import freeze_time, tagged

from odoo.addons.qms.tests.roles_common import RolesCase

from .triage_common import TriageCase

MATRIX = """
                empl lead head dep  aud  safe ins  team mgr  sys  visi port pub  for
follow.up       -    -    -    -    -    -    -    c    c    -    -    -    -    -
follow.up,own   -    -    -    -    -    -    -    rwcu rwcu -    -    -    -    rwu
"""


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestTriageRoles(RolesCase, TriageCase):
    """The questions are the quality group's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._serious().sudo()
        cls._case()

    def _rows(self, user):
        wizard = (
            "qms.deviation.follow.up",
            {"deviation_id": self.case.id, "question_id": self._question("tell").id},
            {"name": "Tell it"},
        )
        return {"follow.up": wizard, "follow.up,own": wizard}

    def test_who_gets_through_with_what(self):
        self._assert_matrix(MATRIX)

    def test_who_sees_where_first_reading_is_late(self):
        with freeze_time("2026-04-02"):
            self.env.invalidate_all()
            seen = {
                name
                for name, user in self.people.items()
                if self.env["qms.late.reading"].with_user(user).has_access("read")
                and self.env["qms.late.reading"].with_user(user).search([])
            }
        self.assertEqual(seen, {"team", "mgr"})

    def test_who_may_ask(self):
        asking = {
            name
            for name, user in self.people.items()
            if self.case.with_user(user)._mandate_triage()
        }
        self.assertEqual(asking, {"team", "mgr"})
