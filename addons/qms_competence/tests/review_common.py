from odoo.addons.qms.tests.wheel_common import WheelCase

from .requirement_common import RequirementCase


class ReviewCase(RequirementCase, WheelCase):
    """A round of competence reviews of the home care, begun by the year wheel."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._require()
        cls.item = cls._new_item(
            "competence",
            "4",
            15,
            department_id=cls.home_care.id,
            owner_id=cls.head.id,
        )
        cls._new_year()
        cls.occurrence = cls._of(cls.item)
        cls.occurrence.action_begin()
        cls.round = cls.env["qms.competence.round"].search(
            [("company_id", "=", cls.company.id)]
        )
        cls.review = cls._review_of(cls.nurse)

    @classmethod
    def _of(cls, item, edition=None, user=None):
        found = cls.env["qms.wheel.occurrence"].search([("item_id", "=", item.id)])
        return found.with_user(user or cls.manager)

    @classmethod
    def _review_of(cls, user, reader=None):
        reviews = cls.env["qms.competence.review"].search(
            [("employee_id", "=", cls.person[user].id)]
        )
        return reviews.with_user(reader or cls.leader)

    def _hold(self, review=None, **values):
        review = review or self.review
        review.write({"needs": "A new pump comes in May", **values})
        review.action_hold()
        return review

    def _course(self, review=None, **values):
        review = review or self.review
        return (
            self.env["qms.competence.review.course"]
            .create(
                {
                    "review_id": review.id,
                    "name": "Medicine in practice",
                    "skill_id": self.medicine.id,
                    "date_deadline": "2026-05-29",
                    **values,
                }
            )
            .with_env(review.env)
        )
