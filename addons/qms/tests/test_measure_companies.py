from odoo.tests import freeze_time, tagged

from .companies_common import CompaniesCase

# Rows: what is the housing company's, or all companies' ("shared")
MATRIX = """
                a    ab   ab.a abc  b    c    t.a  t.ab e.a  e.ab
topic           rwcu rwcu rwcu rwcu r    rwcu r    r    r    r
indicator       -    rwcu -    rwcu rwcu -    -    r    -    r
indicator,sharedrwcu rwcu rwcu rwcu r    rwcu r    r    r    r
target          -    rwcu -    rwcu rwcu -    -    r    -    r
value           -    rwcu -    rwcu rwcu -    -    r    -    r
value,unit      -    rwcu -    rwcu rwcu -    -    r    -    -
value,small     -    rwcu -    rwcu rwcu -    -    r    -    -
objective       -    rwc  -    rwc  rwc  -    -    r    -    r
objective.unit  -    r    -    r    r    -    -    r    -    r
"""


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestMeasureCompanies(CompaniesCase):
    """Figures and objectives of one company, tried from three."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.objective = cls.env["qms.objective"].create(
            {"name": "Goal", "company_id": cls.branch.id, "department_id": False}
        )

    def _rows(self, user):
        company, name = {"company_id": self.branch.id}, {"name": "Another"}
        unit = {"department_id": self.flats.id}
        typed = {"indicator_id": self.env.ref("qms.indicator_case_time").id}
        figure = {
            "name": "Figure",
            "code": "x",
            "source": "typed",
            "topic_id": self.env.ref("qms.topic_process").id,
        }
        row = {**company, **typed, "month": "2026-02-01", "value": 4}
        value, more = "qms.indicator.value", {"value": 5}
        return {
            "topic": ("qms.topic", {**name, "code": "x"}, {"sequence": 3}),
            "indicator": ("qms.indicator", {**company, **figure}, name),
            "indicator,shared": ("qms.indicator", figure, name),
            "target": (
                "qms.indicator.target",
                {**company, **typed, "target": 3},
                {"target": 4},
            ),
            "value": (value, row, more),
            "value,unit": (value, {**row, **unit}, more),
            "value,small": (value, {**row, "count": 2}, more),
            "objective": (
                "qms.objective",
                {**company, **unit, **name, "owner_id": self.there.id},
                name,
            ),
            "objective.unit": (
                "qms.objective.telling",
                {**unit, "objective_id": self.objective.id},
                {"date_told": "2026-03-02"},
            ),
        }

    def test_every_role_from_three_companies(self):
        self._assert_matrix(MATRIX)
