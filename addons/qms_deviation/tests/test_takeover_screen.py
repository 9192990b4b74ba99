from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .takeover_common import TakeoverCase


@tagged("post_install", "-at_install", "qms")
class TestTakeoverScreen(TakeoverCase, HttpCase):
    """Odoo's own import screen, in a browser."""

    # Odoo's own upload ignores part of what its own screen sends
    @mute_logger("odoo.http")
    def test_bad_rows_are_put_right_and_the_register_comes_in(self):
        self.start_tour(
            "/odoo/quality-cases", "qms_take_over_register", login=self.manager.login
        )
        batch = self.env["qms.takeover"].search([("company_id", "=", self.company.id)])
        self.assertEqual((batch.name, batch.count), ("old.csv", 2))
        self.assertEqual(set(batch.case_ids.mapped("state")), {"closed", "analysis"})
