from odoo.tests import freeze_time, tagged

from odoo.addons.qms.tests.roles_common import RolesCase

# Who looks after the page of a unit by its own steps; nobody else may take one
KEEPERS = {"lead", "head", "dep", "mgr"}
# Reading, writing, creating and deleting what belongs to reporting without login. A
# message is read with its report: 'message' of one that the employee sent,
# 'released' of another's, whose case its first reader has released.
MATRIX = """
                empl lead head dep  aud  safe ins  team mgr  sys  visi port pub  for
message         r    r    r    r    -    -    -    -    -    -    -    -    -    -
released        -    r    r    r    -    -    -    -    r    -    -    -    -    -
ask             c    c    c    c    c    c    c    c    c    c    -    -    -    c
ask,own         rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu -    -    -    rwcu
page            r    r    r    r    r    r    r    r    rwcu r    -    -    -    -
page,unit       r    r    r    r    r    r    r    r    rwcu r    -    -    -    -
count           -    -    -    -    -    -    -    -    -    -    -    -    -    -
reserve         -    -    -    -    -    -    -    -    -    -    -    -    -    -
"""


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestRolesPublic(RolesCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.report = cls._new_report(cls.people["empl"])
        cls.released = cls._new_report(cls.nurse)
        case = cls.released.sudo().deviation_ids
        case.with_user(cls.leader).action_release()

    @classmethod
    def _new_report(cls, user):
        return (
            cls.env["qms.report"]
            .with_user(user)
            .create(
                {
                    "description": "The medicine cabinet stood open",
                    "department_id": cls.home_care.id,
                }
            )
        )

    def _message(self, report):
        return {
            "report_id": report.id,
            "body": "Which cabinet?",
            "date": "2026-03-02",
            "author_id": self.leader.id,
        }

    def _rows(self, user):
        said, changed = "qms.report.message", {"body": "Another"}
        ask, typed = "qms.report.ask", {"body": "Which cabinet?"}
        return {
            "message": (said, self._message(self.report), changed),
            "released": (said, self._message(self.released), changed),
            "ask": (ask, typed, changed),
            "ask,own": (ask, typed, changed),
            "page": (
                "qms.public.page",
                {"company_id": self.company.id},
                {"hourly_limit": 5},
            ),
            "page,unit": (
                "qms.public.page",
                {"company_id": self.company.id, "department_id": self.home_care.id},
                {"active": False},
            ),
            "count": (
                "qms.public.count",
                {"name": "x", "since": "2026-03-02", "count": 1},
                {"count": 2},
            ),
            "reserve": (
                "qms.public.reserve",
                {
                    "company_id": self.company.id,
                    "year": 2026,
                    "number": "x",
                    "report_key": 1,
                    "case_key": 1,
                },
                {"number": "y"},
            ),
        }

    def test_the_matrix_of_roles_and_models(self):
        self._assert_matrix(MATRIX)

    def test_a_unit_s_page_is_looked_after_by_its_leaders_and_quality_managers(self):
        page = self.env["qms.public.page"].create(
            {"company_id": self.company.id, "department_id": self.home_care.id}
        )
        for step in ("renew_key", "switch_off", "switch_on", "print_poster"):
            passed = {
                role
                for role, user in self.people.items()
                if self._passes(getattr(page.with_user(user), f"action_{step}"))
            }
            self.assertEqual(passed, KEEPERS, step)

    def test_the_company_s_page_is_looked_after_by_quality_managers_alone(self):
        page = self.env["qms.public.page"].create({"company_id": self.company.id})
        for role, user in self.people.items():
            passed = self._passes(page.with_user(user).action_switch_off)
            self.assertEqual(passed, role == "mgr", role)
