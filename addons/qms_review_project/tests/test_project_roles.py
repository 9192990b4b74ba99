from odoo.tests import freeze_time, tagged

from odoo.addons.qms.tests.roles_common import RolesCase
from odoo.addons.qms_review.tests.context_common import ContextCase

# r: reads, w: writes, c: creates, u: deletes. 'mine' leads the programme, 'part' takes
# part in it.
MATRIX = """
                mine part empl lead head dep  aud  safe ins  team mgr  sys  visi port pub  for
evaluation      rw   r    -    -    r    -    -    -    -    r    rw   -    -    -    -    -
"""  # noqa: E501


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestProjectRoles(RolesCase, ContextCase):
    """Every role on the evaluation of a project, every operation."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = {"mine": cls.nurse, "part": cls.aide, **cls.people}
        cls.programme = cls._running()

    def _rows(self, user):
        values = {"programme_id": self.programme.id}
        return {
            "evaluation": ("qms.project.evaluation", values, {"outcome": "x"}),
        }

    def test_every_role(self):
        self._assert_matrix(MATRIX)
        self._assert_complete("qms_review_project")
