import re
from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, tagged

from .common import QmsCase
from .mail_common import SmtpCase


@tagged("post_install", "-at_install", "qms")
class TestDutyScreen(QmsCase, HttpCase):
    """'My quality work' in the browser, on a desk and on a phone."""

    def setUp(self):
        super().setUp()
        today = fields.Date.today()
        sunday = today + timedelta(days=6 - today.weekday())
        days = (today - timedelta(days=3), today, sunday, sunday + timedelta(days=30))
        for number, day in enumerate(days, 1):
            action = self._new_action(
                name=f"Move the medicine cabinet {number}", date_deadline=day
            )
        action.action_submit()

    def test_on_a_desk(self):
        self.start_tour(
            "/odoo/my-quality-work", "qms_my_quality_work", login="qms_nurse"
        )

    def test_the_leaders_load(self):
        actions = self.env["qms.action"].search([("author_id", "=", self.nurse.id)])
        self.assertTrue(actions)
        self.start_tour("/odoo/quality-load", "qms_load_ahead", login="qms_leader")


@tagged("post_install", "-at_install", "qms")
class TestDutyScreenOnAPhone(TestDutyScreen):
    browser_size = "375x667"
    touch_enabled = True

    def test_on_a_desk(self):
        self.start_tour(
            "/odoo/my-quality-work", "qms_my_quality_work_phone", login="qms_nurse"
        )


@tagged("post_install", "-at_install", "qms")
class TestApproveFromMail(SmtpCase, HttpCase):
    """From the mail to the decision in two clicks, on a phone."""

    browser_size = "375x667"
    touch_enabled = True

    def test_two_clicks(self):
        action = self._new_action()
        action.action_submit()
        [mail] = self._deliver()
        [link] = re.findall(r'href="[^"]*(/odoo/qms\.action/\d+)"', self._texts(mail))
        self.start_tour(link, "qms_approve_from_mail", login="qms_leader")
        self.assertEqual(action.sudo().state, "open")
        self.assertEqual(self._decisions(action)[-1].verb, "approve")

    def test_opening_the_link_decides_nothing(self):
        action = self._new_action()
        action.action_submit()
        self.authenticate("qms_leader", "qms_leader")
        for path in (f"/odoo/qms.action/{action.id}", "/odoo/my-quality-work"):
            self.assertEqual(self.url_open(path).status_code, 200)
        self.assertEqual(action.sudo().state, "proposed")
