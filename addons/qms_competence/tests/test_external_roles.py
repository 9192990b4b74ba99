from odoo.tests import freeze_time, tagged

from odoo.addons.qms.tests.roles_common import RolesCase

from .external_common import ExternalCase

# r: reads, w: writes, c: creates, u: deletes. All of it is about somebody who works
# for the home care; in a row called 'x,own' whoever tries it looks after him.
MATRIX = """
                empl lead head dep  aud  safe ins  team mgr  sys  visi port pub  for
person          r    rwc  rwc  rwc  r    r    -    -    rwc  -    -    -    -    -
person,own      r    rwc  rwc  rwc  r    r    r    r    rwc  r    -    -    -    -
competence      r    rwcu rwcu rwcu r    r    -    -    rwcu -    -    -    -    -
confirmation    r    r    r    r    r    r    -    -    r    -    -    -    -    -
assignment      r    rwc  rwc  rwc  r    r    -    -    rwc  -    -    -    -    -
evaluation      -    r    r    r    -    -    -    -    rwc  -    -    -    -    -
line            -    rw   rw   rw   -    -    -    -    rw   -    -    -    -    -
link,own        rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu -    -    -    rwcu
"""


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestExternalRoles(ExternalCase, RolesCase):
    """People from outside: every role, every operation."""

    def _rows(self, user):
        here = {"company_id": self.company.id}
        partners = self.env["res.partner"]
        partner = partners.search([("name", "=", "Another from outside")], limit=1)
        partner = partner or partners.create({"name": "Another from outside"})
        person = {
            **here,
            "partner_id": partner.id,
            "task": "Trains",
            "department_id": self.home_care.id,
            "owner_id": self.manager.id,
        }
        assignment = {
            **here,
            "name": "Training",
            "external_id": self.external.id,
            "owner_id": self.manager.id,
        }
        day = {"date_deadline": "2026-10-20", "owner_id": self.manager.id, **here}
        competence = {
            "external_id": self.external.id,
            "skill_type_id": self.skill_type.id,
            "skill_id": self.medicine.id,
            "skill_level_id": self.expert.id,
        }
        evaluation = self.env["qms.external.evaluation"].create(day)
        return {
            "person": ("qms.external.person", person, {"task": "Other"}),
            "person,own": (
                "qms.external.person",
                {**person, "owner_id": user.id, "department_id": self.care.id},
                {"task": "Other"},
            ),
            "competence": (
                "qms.external.competence",
                competence,
                {"valid_to": "2027-01-01"},
            ),
            "confirmation": (
                "qms.external.confirmation",
                {"external_id": self.external.id, **here},
                {"words": "x"},
            ),
            "assignment": ("qms.external.assignment", assignment, {"name": "Other"}),
            "evaluation": (
                "qms.external.evaluation",
                day,
                {"date_deadline": "2026-10-21"},
            ),
            "line": (
                "qms.external.evaluation.line",
                {"evaluation_id": evaluation.id, "external_id": self.external.id},
                {"note": "x"},
            ),
            "link,own": ("qms.external.link", {"address": "x"}, {"address": "y"}),
        }

    def _make(self, model, values, maker):
        if model == "qms.external.evaluation.line":
            lines = self.env[model]
            return lines.search([("evaluation_id", "=", values["evaluation_id"])])
        own = model == "qms.external.link"
        return super()._make(model, values, maker if own else self.env.user)

    def test_every_model_is_tried(self):
        tried = {model for model, *_rest in self._rows(self.nurse).values()}
        ours = {
            name
            for name, model in self.registry.items()
            if name.startswith("qms.external.") and not model._abstract
        }
        self.assertEqual(tried, ours)

    def test_every_role_on_every_model(self):
        self._assert_matrix(MATRIX)
