from odoo.tests import tagged

from .channel_common import ChannelCase
from .test_tours import ToursCase


class ChannelToursCase(ChannelCase, ToursCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["qms.channel"].search([]).active = False
        cls.channel = cls._channel(
            link="https://example.test/breach", legal_ground="Act § 1"
        )


@tagged("post_install", "-at_install", "qms")
class TestChannelOnPhone(ChannelToursCase):
    browser_size = "375x667"
    touch_enabled = True

    def test_a_nurse_is_shown_the_channel_before_sending(self):
        self._tour("channel_report", self.nurse)
        report = self.env["qms.report"].search([("reporter_id", "=", self.nurse.id)])
        self.assertEqual(
            report.description, "A letter went to the wrong addressee, twice"
        )


@tagged("post_install", "-at_install", "qms")
class TestChannelTour(ChannelToursCase):
    def test_handed_over_by_the_leader_and_confirmed_by_the_named(self):
        case = self._case(description="A letter went to the wrong addressee")
        self._tour("channel_hand_over", self.leader)
        self.assertEqual(case.sudo().state, "handed_over")
        self._tour("channel_confirm", self.officer, f"/odoo/quality-cases/{case.id}")
        self.assertEqual(case.sudo().external_reference, "DP-2026-7")
        self.assertTrue(case.sudo().date_confirmed)
