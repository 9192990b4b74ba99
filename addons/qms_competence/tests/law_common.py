from odoo.addons.qms.tests.reading_common import ReadingCase


class LawCase(ReadingCase):
    """A law for the home care, which changes something in two of its processes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.processes = cls.env["qms.process"].create(
            [
                {
                    "name": name,
                    "company_id": cls.company.id,
                    "owner_id": owner.id,
                    "department_ids": cls.home_care.ids,
                }
                for name, owner in (("Visits", cls.nurse), ("Waste", cls.head))
            ]
        )

    def _law(self, user=None, **kwargs):
        values = {
            "name": "Regulation on waste",
            "reference": "R-1",
            "valid_from": "2026-04-01",
            "unit_ids": self.home_care.ids,
            "company_id": self.company.id,
            "effect_ids": [
                (0, 0, {"process_id": process.id, "user_id": process.owner_id.id})
                for process in self.processes
            ],
            **kwargs,
        }
        return self.env["qms.law.update"].with_user(user or self.manager).create(values)

    def _say(self, law, user, answer="changes", text="Two bins"):
        effect = law.effect_ids.filtered(lambda each: each.user_id == user)
        return effect.with_user(user).action_say(answer, text)

    def _sent(self):
        law = self._law()
        law.action_assign()
        self._say(law, self.nurse)
        self._say(law, self.head, "nothing", "We have them")
        return law

    def _readings(self, law):
        return law.sudo().reading_round_ids.reading_ids
