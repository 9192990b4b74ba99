from odoo.exceptions import AccessError, ValidationError
from odoo.tests import HttpCase, tagged

from .common import QmsCase


class HelpCase(QmsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        employee = cls.manager.with_company(cls.company).employee_id
        employee.work_phone = "12 34 56 78"

    def _help(self, company=None):
        return (company or self.company).with_user(self.nurse)._qms_help()

    def _empty(self, user, action="qms.qms_duty_action_mine"):
        """What the list behind ``action`` says when it is empty."""
        actions = self.env["ir.actions.act_window"].with_user(user)
        actions = actions.with_company(user.company_id)
        return actions._for_xml_id(action)["help"]


@tagged("post_install", "-at_install", "qms")
class TestHelp(HelpCase):
    """Every screen says whom to ask."""

    def test_the_coordinator_is_named_with_phone_and_mail(self):
        self.company.qms_coordinator_id = self.head
        self.head.with_company(self.company).employee_id.work_phone = "87 65 43 21"
        self.assertEqual(
            self._help()["people"],
            [
                {
                    "name": "Head",
                    "phone": "87 65 43 21",
                    "email": "head@example.test",
                }
            ],
        )

    def test_without_one_the_quality_managers_are(self):
        people = self._help()["people"]
        self.assertEqual([who["name"] for who in people], ["Manager"])
        self.assertEqual(people[0]["phone"], "12 34 56 78")
        self.company.qms_coordinator_id = self.head
        self.head.active = False
        people = self._help()["people"]
        self.assertEqual([who["name"] for who in people], ["Manager"])

    def test_each_company_has_its_own(self):
        self.company.qms_coordinator_id = self.head
        self.assertEqual(self._help(self.other_company)["people"], [])
        with self.assertRaises(ValidationError):
            self.other_company.qms_coordinator_id = self.head

    def test_guidance_is_a_page_and_no_script(self):
        self.company.qms_help_url = "https://town.example.test/quality"
        self.assertEqual(self._help()["url"], "https://town.example.test/quality")
        for url in ("javascript:alert(1)", "data:text/html,x", "//elsewhere.test"):
            with self.assertRaises(ValidationError, msg=url):
                self.company.qms_help_url = url

    def test_a_quality_manager_names_the_coordinator_of_the_own_company(self):
        settings = self.env["qms.settings"].with_user(self.manager)
        settings = settings.create({"company_id": self.company.id})
        settings.qms_coordinator_id = self.head
        settings.qms_help_url = "https://town.example.test"
        settings.action_save()
        self.assertEqual(self.company.qms_coordinator_id, self.head)
        with self.assertRaises(AccessError):
            self.company.with_user(self.head).qms_coordinator_id = self.nurse

    def test_an_empty_list_of_ours_says_whom_to_ask(self):
        text = self._empty(self.nurse)
        self.assertIn("You owe nothing", text)
        self.assertIn("Ask Manager, 12 34 56 78, manager@example.test", text)
        self.assertNotIn("Ask Manager", self._empty(self.stranger))

    def test_people_from_outside_are_told_no_names(self):
        portal = self._new_user("visitor", "base.group_user")
        portal.group_ids = self.env.ref("base.group_portal")
        duties = self.env["qms.duty"].with_user(portal).with_company(self.company)
        self.assertEqual(duties.get_empty_list_help("<p>x</p>"), "<p>x</p>")

    def test_a_name_is_no_html(self):
        self.manager.name = "<b>Kim</b>"
        self.assertIn("&lt;b&gt;Kim&lt;/b&gt;", self._empty(self.nurse))

    def test_the_lists_of_others_say_nothing_of_it(self):
        text = self._empty(self.nurse, "hr.hr_department_tree_action")
        self.assertNotIn("Manager,", text)

    def test_a_quality_manager_who_owes_nothing_is_led_to_the_first_month(self):
        self.assertIn("/odoo/quality-first-month", self._empty(self.manager))
        for user in (self.nurse, self.leader, self.team):
            self.assertNotIn("quality-first-month", self._empty(user), user.login)


@tagged("post_install", "-at_install", "qms")
class TestHelpScreen(HelpCase, HttpCase):
    def test_on_a_desk(self):
        self.start_tour("/odoo/my-quality-work", "qms_help", login="qms_nurse")


@tagged("post_install", "-at_install", "qms")
class TestHelpScreenOnAPhone(HelpCase, HttpCase):
    browser_size = "375x667"
    touch_enabled = True

    def test_on_a_phone(self):
        self.start_tour("/odoo/my-quality-work", "qms_help", login="qms_nurse")
