from odoo.tests import HttpCase, tagged

from .requirement_common import RequirementCase


@tagged("post_install", "-at_install", "qms")
class TestCompetenceTours(RequirementCase, HttpCase):
    """On a phone: the talk, the answer, a new law."""

    browser_size = "375x667"
    touch_enabled = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._require()
        reviews = cls.env["qms.competence.review"].with_user(cls.leader)
        cls.review = reviews.create(
            {
                "employee_id": cls.person[cls.nurse].id,
                "date_deadline": "2036-04-15",
            }
        )

    def _open(self, record, tour, user):
        address = f"/odoo/{record._name}/{record.id}"
        self.start_tour(address, tour, login=user.login)
        self.env.invalidate_all()

    def test_the_leader_holds_it_and_whoever_it_is_about_answers(self):
        self._open(self.review, "qms_competence_review_hold", self.leader)
        self.assertEqual(self.review.held_by_id, self.leader)
        self.assertEqual(self.review.needs, "A new pump comes in May")
        self._open(self.review, "qms_competence_review_answer", self.nurse)
        self.assertEqual(self.review.words, "Not at night")

    def test_a_new_law_is_read(self):
        law = self.env["qms.law.update"].with_user(self.manager)
        law = law.create(
            {
                "name": "Regulation on waste",
                "reference": "R-1",
                "unit_ids": self.home_care.ids,
                "company_id": self.company.id,
                "effect_ids": [(0, 0, {"user_id": self.head.id})],
            }
        )
        law.action_assign()
        law.effect_ids.with_user(self.head).action_say("changes", "Two bins")
        self._open(law, "qms_law_read", self.nurse)
        readings = law.sudo().reading_round_ids.reading_ids
        read = readings.filtered(lambda row: row.state == "read")
        self.assertEqual(read.employee_id, self.person[self.nurse])
