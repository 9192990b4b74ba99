from psycopg2 import IntegrityError

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import DeviationCase


@tagged("post_install", "-at_install", "qms")
class TestPublicPage(DeviationCase):
    """The quality manager opens and closes pages and renews their keys."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pages = cls.env["qms.public.page"].with_user(cls.manager)
        cls.page = cls.pages.create({"company_id": cls.company.id})

    def test_a_key_is_drawn_never_chosen(self):
        self.assertGreaterEqual(len(self.page.key), 24)
        chosen = self.pages.with_context(default_key="mine").create(
            {
                "company_id": self.company.id,
                "department_id": self.care.id,
                "key": "mine",
            }
        )
        self.assertNotIn("mine", chosen.key)
        chosen.key = "mine"
        chosen.invalidate_recordset()
        self.assertNotEqual(chosen.key, "mine")
        copied = chosen.copy({"department_id": False, "active": False})
        self.assertNotEqual(copied.key, chosen.key)

    def test_a_new_key_ends_the_old_one(self):
        old = self.page.key
        self.page.action_renew_key()
        self.assertNotEqual(self.page.key, old)
        system = self.env["qms.public.page"]
        self.assertFalse(system._find_open(old))
        self.assertEqual(system._find_open(self.page.key), self.page.sudo())

    def test_a_closed_page_is_not_found(self):
        self.page.active = False
        self.assertFalse(self.env["qms.public.page"]._find_open(self.page.key))

    def test_its_address_stands_in_the_qr_code(self):
        self.assertTrue(self.page.address.endswith(f"/qms/report/{self.page.key}"))
        self.assertIn("barcode_type=QR", self.page.poster)
        self.assertIn(self.page.key, self.page.poster)
        action = self.page.action_open_page()
        self.assertEqual(action["url"], self.page.address)

    def test_employees_are_led_there_from_their_own_form(self):
        report = self.env["qms.report"].with_user(self.nurse)
        draft = report.new({"company_id": self.company.id})
        self.assertEqual(draft.anonymous_address, self.page.address)
        self.page.active = False
        draft = report.new({"company_id": self.company.id})
        self.assertFalse(draft.anonymous_address)

    def test_only_a_quality_manager_of_the_company_sets_the_company_s_page(self):
        for user in (self.nurse, self.leader, self.team):
            mine = self.page.with_user(user)
            self.assertTrue(mine.has_access("read"))
            for call in (
                mine.action_renew_key,
                mine.unlink,
                lambda page=mine: page.write({"active": False}),
                lambda page=mine: page.create({"company_id": self.company.id}),
            ):
                with self.assertRaises(AccessError):
                    call()
        self.assertFalse(self.page.with_user(self.stranger).has_access("read"))
        with self.assertRaises(AccessError):
            self.pages.create({"company_id": self.other_company.id})

    @mute_logger("odoo.sql_db")
    def test_one_open_page_per_place_and_a_limit_above_nothing(self):
        for values in (
            {"company_id": self.company.id},
            {
                "company_id": self.company.id,
                "department_id": self.care.id,
                "hourly_limit": 0,
            },
        ):
            with self.assertRaises(IntegrityError), self.env.cr.savepoint():
                self.pages.create(values)
        self.page.active = False
        self.page.flush_recordset()
        self.assertTrue(self.pages.create({"company_id": self.company.id}))

    def test_it_offers_the_units_of_its_company(self):
        foreign = self.env["hr.department"].create(
            {"name": "Foreign", "company_id": self.other_company.id}
        )
        units = self.page._get_units()
        self.assertIn(self.home_care, units)
        self.assertNotIn(foreign, units)
