import re

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, freeze_time, tagged

from .mail_common import SmtpCase
from .reading_common import ReadingCase


@tagged("post_install", "-at_install", "qms")
class TestReadingByLink(ReadingCase, SmtpCase, HttpCase):
    """Read and understood by a personal link, without login."""

    def setUp(self):
        super().setUp()
        self.cook.work_email = "cook@example.test"
        self.notice = self._new_notice(date_deadline="2036-03-16")
        self.notice.action_send()
        self.reading = self._readings(self.notice, self.cook)

    def _address(self):
        action = self.reading.with_user(self.leader).action_make_link()
        return action["context"]["default_address"]

    def _path(self, address):
        return "/qms/link/" + address.rpartition("/")[2]

    def test_who_has_an_address_and_no_login_gets_one_by_mail(self):
        [mail] = self._deliver()
        self.assertEqual(mail.recipients, ["cook@example.test"])
        text = self._texts(mail)
        self.assertNotIn("medicine", text)
        self.assertNotIn("Turn the key", text)
        [token] = set(re.findall(r"/qms/link/([\w-]+)", text))
        page = self.url_open(f"/qms/link/{token}")
        self.assertIn("Turn the key twice.", page.text)
        self.assertEqual(self.reading.state, "open")
        done = self.url_open(f"/qms/link/{token}", data={"choice": "read"})
        self.assertEqual(done.status_code, 200)
        self.env.invalidate_all()
        self.assertEqual((self.reading.state, self.reading.way), ("read", "link"))
        self.assertFalse(self._duties(self.reading))
        again = self.url_open(f"/qms/link/{token}", data={"choice": "read"})
        self.assertEqual(again.status_code, 410)

    def test_a_leader_hands_a_link_over_and_it_is_shown_once(self):
        address = self._address()
        self.assertFalse(self.env["qms.reading.link"].search([]))
        self.url_open(self._path(address), data={"choice": "read"})
        self.env.invalidate_all()
        self.assertEqual(self.reading.state, "read")

    def test_links_are_made_by_leaders_of_the_unit_alone(self):
        for user in (self.nurse, self.team, self.manager, self.stranger):
            with self.assertRaises(AccessError):
                self.reading.with_user(user).action_make_link()
        self.reading.with_user(self.head).action_make_link()

    def test_who_has_a_login_needs_none(self):
        with self.assertRaises(UserError):
            self._readings(self.notice, self.nurse).with_user(
                self.leader
            ).action_make_link()

    def test_who_has_left_or_is_no_longer_asked_cannot_use_it(self):
        address = self._address()
        self.cook.department_id = self.administration
        response = self.url_open(self._path(address), data={"choice": "read"})
        self.assertEqual(response.status_code, 410)
        self.assertNotIn("Turn the key", response.text)
        self.assertEqual(self.reading.state, "lapsed")

    def test_scripts_in_it_stay_text(self):
        notice = self._new_notice(body="<script>alert(1)</script>", name="<b>x</b>")
        notice.sudo().date_deadline = "2036-03-16"
        notice.action_send()
        reading = self._readings(notice, self.cook)
        action = reading.with_user(self.leader).action_make_link()
        page = self.url_open(self._path(action["context"]["default_address"])).text
        self.assertNotIn("<script", page)
        self.assertNotIn("<b>x", page)


@freeze_time("2026-03-02 09:00:00")
@tagged("post_install", "-at_install", "qms")
class TestOwedWithoutLogin(ReadingCase):
    """A duty for who has no user is his leader's activity with the name in it."""

    def setUp(self):
        super().setUp()
        self.notice = self._sent()
        self.reading = self._readings(self.notice, self.cook)
        self.duty = self._duties(self.reading)

    def test_it_stands_with_the_leader_by_name(self):
        activity = self._activities(self.reading)
        self.assertEqual(activity.user_id, self.leader)
        self.assertEqual(activity.summary, "Read: Cook")
        self.assertEqual(
            self.duty.with_user(self.leader).title,
            "Read: New lock on the medicine cabinet (Cook)",
        )
        self.assertNotIn("Cook", self.duty.display_name)

    def test_with_who_stands_in_while_the_leader_is_away(self):
        self.env["qms.deputy"].create(
            {
                "user_id": self.leader.id,
                "deputy_id": self.aide.id,
                "date_from": "2026-03-01",
                "date_to": "2026-03-31",
                "company_id": self.company.id,
            }
        )
        absence = self.env["qms.absence"].create(
            {
                "user_id": self.leader.id,
                "date_from": "2026-03-02",
                "date_to": "2026-03-10",
            }
        )
        self.assertEqual(self._activities(self.reading).user_id, self.aide)
        absence.unlink()
        self.assertEqual(self._activities(self.reading).user_id, self.leader)

    def test_without_any_leader_with_the_quality_manager(self):
        for unit in (self.home_care, self.care, self.administration):
            unit.manager_id = False
        self.assertEqual(self._activities(self.reading).user_id, self.manager)

    def test_late_it_goes_to_the_next_leader_up(self):
        self.company.qms_escalate_days = 5
        with freeze_time("2026-03-24 05:00:00"):
            self.duty.sudo()._pass_up(self.company)
        self.assertEqual(self.duty.escalation_user_id, self.head)

    def test_it_is_done_when_the_leader_ticks_it_off(self):
        present = self.env["hr.employee.public"].browse(self.cook.id)
        self._meeting(self.notice, present).action_hold()
        self.assertFalse(self._activities(self.reading))
        self.assertEqual(self.duty.state, "done")

    def test_what_is_stored_of_him_is_found_for_who_asks(self):
        wizard = self.env["qms.about.person"].with_user(self.manager)
        wizard = wizard.create({"user_id": False, "employee_id": self.cook.id})
        found = {(row[0], row[1]) for row in wizard._named_rows()}
        self.assertIn(("Read and understood", self.notice.display_name), found)
