from odoo import Command, fields
from odoo.tests import HttpCase, tagged

from .review_common import ReviewCase


@tagged("post_install", "-at_install", "qms")
class TestReviewTour(ReviewCase, HttpCase):
    """The year's review, from empty to signed; in real time, as the browser's is."""

    freeze_time = None

    def test_from_empty_to_signed(self):
        last_month = fields.Date.subtract(fields.Date.today().replace(day=1), days=3)
        self._due(4, day=last_month)
        self.start_tour(
            "/odoo/management-reviews", "qms_review_year", login=self.manager.login
        )
        review = self.env["qms.review"].search([("company_id", "=", self.company.id)])
        self.assertEqual(review.state, "ready")
        self.assertEqual(review.signer_id, self.director)
        employee = self.env["hr.employee.public"].search(
            [("user_id", "=", self.director.id)]
        )
        review.with_user(self.director).write(
            {
                "present_ids": [Command.set(employee.ids)],
                "date_meeting": fields.Date.today(),
            }
        )
        self.start_tour(
            f"/odoo/management-reviews/{review.id}",
            "qms_review_sign",
            login=self.director.login,
        )
        self.env.invalidate_all()
        self.assertEqual(review.state, "signed")
