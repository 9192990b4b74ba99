from odoo.tests import freeze_time, tagged

from .context_common import ContextCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestCommittee(ContextCase):
    """Who sits in the cooperation committee is data, by the name it has there."""

    def test_it_has_a_name_per_company(self):
        self._committee(name="MED")
        elsewhere = self.env["qms.committee"].with_user(self.stranger).search([])
        self.assertFalse(elsewhere)

    def test_a_member_who_leaves_gives_the_seat_to_nobody(self):
        committee = self._committee()
        self.env["qms.succession"].with_user(self.manager).create(
            {
                "user_id": self.aide.id,
                "company_id": self.company.id,
                "heir_id": self.nurse.id,
                "reason": "New job",
            }
        ).action_order()
        self.assertEqual(committee.user_ids, self.leader)

    def test_the_secretary_hands_on_the_papers(self):
        committee = self._committee(secretary_id=self.aide.id, user_ids=False)
        self.env["qms.succession"].with_user(self.manager).create(
            {
                "user_id": self.aide.id,
                "company_id": self.company.id,
                "heir_id": self.nurse.id,
                "reason": "New job",
            }
        ).action_order()
        self.assertEqual(committee.secretary_id, self.nurse)
