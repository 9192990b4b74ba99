from odoo.tests import freeze_time, tagged

from odoo.addons.qms.tests.roles_common import RolesCase

from .common import CompetenceCase

# r: reads, w: writes, c: creates, u: deletes. The entries are the nurse's, of the home
# care; in a row called 'x,own' they are those of the one who tries it.
MATRIX = """
                empl lead head dep  aud  safe ins  team mgr  sys  visi port pub  for  hr   hrf
skill           -    rwcu rwcu rwcu -    -    -    -    r    -    -    -    -    -    rwcu -
skill,own       rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu -    -    -    -    -    rwcu -
skill,kept      -    rc   rc   rc   -    -    -    -    r    -    -    -    -    -    rc   -
resume          -    rwcu rwcu rwcu -    -    -    -    r    -    -    -    -    -    rwcu -
resume,own      rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu -    -    -    -    -    rwcu -
requirement     r    r    r    r    r    r    r    r    rwcu r    -    -    -    -    r    -
"""  # noqa: E501


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestCompetenceRoles(CompetenceCase, RolesCase):
    """Core's models, narrowed: every role, every operation, two companies."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people["hr"] = cls._new_user("officer", "hr.group_hr_user")
        cls.people["hrf"] = cls._new_user(
            "officer_elsewhere", "hr.group_hr_user", cls.other_company
        )

    def _rows(self, user):
        nurse = self.person[self.nurse]
        own = self.env["hr.employee"].search([("user_id", "=", user.id)]) or nurse
        level = {"skill_level_id": self.expert.id}
        line = {"name": "Nurse", "date_start": "2010-01-01"}
        return {
            "skill": ("hr.employee.skill", self._entry_values(nurse), level),
            "skill,own": ("hr.employee.skill", self._entry_values(own), level),
            "skill,kept": ("hr.employee.skill", self._entry_values(nurse), level),
            "resume": (
                "hr.resume.line",
                {**line, "employee_id": nurse.id},
                {"name": "Doctor"},
            ),
            "resume,own": (
                "hr.resume.line",
                {**line, "employee_id": own.id},
                {"name": "Doctor"},
            ),
            "requirement": (
                "qms.competence.requirement",
                self._requirement_values(),
                {"certificate_needed": True},
            ),
        }

    def _requirement_values(self):
        return {
            "skill_type_id": self.skill_type.id,
            "skill_id": self.medicine.id,
            "skill_level_id": self.practised.id,
            "role": "leader",
            "company_id": self.company.id,
        }

    def _make(self, model, values, maker):
        record = super()._make(model, values, maker)
        if self.label.endswith(",kept"):
            record.with_user(self.leader).action_confirm()
        return record

    def test_every_role_on_every_model(self):
        self._assert_matrix(MATRIX)
