from odoo.tests import freeze_time, tagged

from odoo.addons.qms.tests.filing_common import FilingMixin

from .review_common import NOW, ReviewCase


@freeze_time(NOW)
@tagged("post_install", "-at_install", "qms")
class TestReviewFiled(FilingMixin, ReviewCase):
    """A review stands in another system as it was signed."""

    def test_it_is_placed_when_it_is_signed_and_not_before(self):
        with self._shelf() as shelf:
            review = self._sent()
            self.assertFalse(self._filing(review))
            self._decide(review)
            review.action_sign()
            self._round()
            row = self._filing(review)
            (file,) = shelf.files[row.id]
            self.assertTrue(file.name.startswith(review.display_name))
            self.assertIn(b"suitable, adequate and effective", file.content)
            self.assertEqual(
                shelf.audiences[row.id],
                self.env.ref("qms.group_quality_team")
                | self.env.ref("qms.group_quality_manager"),
            )
            # an erased word is on no copy
            self.env["qms.erasure"]._empty_fields(review.sudo(), ["conclusion"])
            self.env["qms.filing"]._follow_all([review])
            self.assertFalse(shelf.files)
