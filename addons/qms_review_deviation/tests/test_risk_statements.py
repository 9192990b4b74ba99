from odoo.tests import freeze_time, tagged

from odoo.addons.qms_deviation.tests.test_statements import StatementsCase
from odoo.addons.qms_review.tests.context_common import ContextCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestRiskStatements(ContextCase, StatementsCase):
    """What lists and new risks cost does not follow their number."""

    def _create(self, count):
        values = {
            "name": "x",
            "cause": "y",
            "effect": "z",
            "consequence": "3",
            "likelihood": "3",
            "company_id": self.company.id,
            "department_id": self.home_care.id,
            "owner_id": self.nurse.id,
        }
        model = self.env["qms.risk"].with_user(self.leader)
        return model.create([dict(values) for _number in range(count)])

    def _list(self, user):
        risks = self.env["qms.risk"].with_user(user)
        shown = self._specification(risks, "list")
        return self._spent(lambda: risks.web_search_read([], shown, limit=80))

    def test_a_list_costs_the_same_for_many(self):
        self._create(2)
        few = self._list(self.leader)
        self._create(60)
        self.assertLessEqual(self._list(self.leader), few + 1)
        self.assertLessEqual(few, 30)

    def test_new_ones_come_in_a_batch(self):
        self._create(1)
        few = self._spent(lambda: self._create(5))
        many = self._spent(lambda: self._create(60))
        self.assertLessEqual(many, few + 12)
