from odoo.tests import freeze_time, tagged

from odoo.addons.qms.tests.roles_common import RolesCase

# r: reads, w: writes, c: creates, u: deletes. In a row called 'x,own' the law is
# that of the one who tries it. Screens are read by who filled them in alone.
MATRIX = """
                empl lead head dep  aud  safe ins  team mgr  sys  visi port pub  for
law             r    rc   rc   rc   r    r    r    r    rwc  r    -    -    -    -
law,own         r    rwc  rwc  rwc  r    r    r    r    rwc  r    -    -    -    -
effect          r    r    r    r    r    r    r    r    rwcu r    -    -    -    -
effect,own      r    rwcu rwcu rwcu r    r    r    r    rwcu r    -    -    -    -
subject         r    r    r    r    r    r    r    r    rwcu r    -    -    -    -
answer          c    c    c    c    c    c    c    c    c    c    -    -    -    c
answer,own      rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu rwcu -    -    -    rwcu
import          -    -    -    -    -    -    -    -    c    -    -    -    -    c
"""  # noqa: E501


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestLawRoles(RolesCase):
    """Every role on laws and what they change, every operation."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.count = 0
        cls.law = cls._new_law(cls.manager)

    @classmethod
    def _law_values(cls):
        cls.count += 1
        return {
            "name": "Regulation on waste",
            "reference": f"R-{cls.count}",
            "company_id": cls.company.id,
        }

    @classmethod
    def _new_law(cls, owner):
        laws = cls.env["qms.law.update"]
        return laws.create({**cls._law_values(), "owner_id": owner.id})

    def _rows(self, user):
        name = {"name": "Another"}
        law, effect, answer = "qms.law.update", "qms.law.effect", "qms.law.answer"
        asked = {"user_id": self.nurse.id}
        said = self.env[effect].create({**asked, "law_id": self._new_law(user).id})
        screen = {"effect_id": said.id, "text": "Two bins"}
        return {
            "law": (law, self._law_values(), name),
            "law,own": (law, self._law_values(), name),
            "effect": (
                effect,
                {**asked, "law_id": self.law.id},
                {"user_id": self.aide.id},
            ),
            "effect,own": (
                effect,
                {**asked, "law_id": self._new_law(user).id},
                {"user_id": self.aide.id},
            ),
            "subject": (
                "qms.law.subject",
                {"name": "Waste", "keywords": "waste", "company_id": self.company.id},
                name,
            ),
            "answer": (answer, screen, {"text": "Three"}),
            "answer,own": (answer, screen, {"text": "Three"}),
            "import": (
                "qms.law.import",
                {"file": b"YQ==", "company_id": self.company.id},
                {"file_name": "x.csv"},
            ),
        }

    def test_every_role_on_every_model(self):
        self._assert_matrix(MATRIX)

    def test_every_model_of_laws_is_tried(self):
        tried = {model for model, _values, _change in self._rows(self.nurse).values()}
        ours = {
            name
            for name, model in self.registry.items()
            if name.startswith("qms.law.") and not model._abstract
        }
        self.assertEqual(tried, ours)
