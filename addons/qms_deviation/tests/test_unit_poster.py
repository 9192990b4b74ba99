from odoo.exceptions import AccessError, ValidationError
from odoo.service.model import call_kw
from odoo.tests import tagged

from .common import DeviationCase


@tagged("post_install", "-at_install", "qms")
class TestUnitPoster(DeviationCase):
    """The unit's leader looks after its page and prints its poster."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.page = (
            cls.env["qms.public.page"]
            .create({"company_id": cls.company.id, "department_id": cls.home_care.id})
            .with_user(cls.leader)
        )
        cls.report = cls.env.ref("qms_deviation.action_report_poster")

    def _poster(self, pages):
        reports = self.env["ir.actions.report"].with_user(self.leader)
        html, _kind = reports._render_qweb_html(self.report.report_name, pages.ids)
        return html.decode()

    def test_a_leader_renews_the_key_of_his_unit_s_page(self):
        old = self.page.key
        self.page.action_renew_key()
        self.assertNotEqual(self.page.key, old)
        self.assertFalse(self.env["qms.public.page"]._find_open(old))

    def test_a_leader_switches_it_off_and_on_with_the_same_address(self):
        key = self.page.key
        self.page.action_switch_off()
        self.assertFalse(self.env["qms.public.page"]._find_open(key))
        self.page.action_switch_on()
        self.assertTrue(self.env["qms.public.page"]._find_open(key))

    def test_a_leader_changes_nothing_else_of_it(self):
        for values in ({"hourly_limit": 1000}, {"department_id": self.care.id}):
            with self.assertRaises(AccessError):
                self.page.write(values)
        with self.assertRaises(AccessError):
            self.page.unlink()

    def test_a_leader_looks_after_no_page_of_another_unit(self):
        above = self.env["qms.public.page"].create(
            {"company_id": self.company.id, "department_id": self.care.id}
        )
        self.assertFalse(above.with_user(self.leader).is_mine)
        self.assertTrue(self.page.with_user(self.head).is_mine)
        for pages in (above, above | self.page):
            for step in ("renew_key", "switch_off", "switch_on", "print_poster"):
                with self.assertRaises(AccessError):
                    getattr(pages.with_user(self.leader), f"action_{step}")()
        self.assertTrue(above.active)

    def test_his_list_holds_his_pages_alone(self):
        pages = self.env["qms.public.page"]
        pages.create({"company_id": self.company.id})
        mine = pages.with_user(self.leader).search([("is_mine", "=", True)])
        self.assertEqual(mine, self.page)
        others = pages.with_user(self.nurse).search([("is_mine", "=", True)])
        self.assertFalse(others)

    def test_a_quality_manager_makes_a_page_for_each_unit_that_has_none(self):
        pages = self.env["qms.public.page"].with_user(self.manager)
        pages = pages.with_context(active_test=False)
        self.page.action_switch_off()
        for _time in range(2):
            # as the button above the list calls it, whatever is ticked
            call_kw(pages, "action_make_unit_pages", [[]], {})
        units = self.administration | self.care | self.home_care
        made = pages.search([("company_id", "=", self.company.id)])
        self.assertEqual(len(made), 3)
        self.assertEqual(made.department_id, units)
        self.assertFalse(self.page.active)
        for user in (self.leader, self.head, self.team, self.nurse):
            with self.assertRaises(AccessError):
                pages.with_user(user).action_make_unit_pages()

    def test_the_poster_bears_unit_address_and_a_picture_of_its_own(self):
        action = self.page.action_print_poster()
        self.assertEqual(action["report_name"], self.report.report_name)
        poster = self._poster(self.page)
        for word in ("Home care", self.page.address, "data:image/png;base64,"):
            self.assertIn(word, poster)
        for person in (self.leader, self.head, self.nurse):
            self.assertNotIn(person.login, poster)

    def test_the_poster_speaks_the_company_s_language(self):
        self.env["res.lang"]._activate_lang("da_DK")
        view = self.env.ref("qms_deviation.report_poster_page")
        source = "Did something go wrong, or nearly?"
        view.update_field_translations("arch_db", {"da_DK": {source: "Gik det galt?"}})
        self.assertIn(source, self._poster(self.page))
        self.company.partner_id.lang = "da_DK"
        self.assertIn("Gik det galt?", self._poster(self.page))

    def test_the_poster_names_the_numbers_of_the_country(self):
        def told(country):
            self.company.partner_id.country_id = country
            return self._poster(self.page)

        self.assertIn("call\n                <b>112</b>", told(self.env.ref("base.dk")))
        self.assertIn(
            "<b>113 (ambulance), 110 (fire), 112 (police)</b>",
            told(self.env.ref("base.no")),
        )
        self.assertIn("<b>112</b>", told(self.env.ref("base.se")))
        self.assertIn("<b>112</b>", told(self.env.ref("base.fi")))
        numbers = self.env["qms.emergency.number"].with_user(self.manager)
        numbers.create({"country_id": self.env.ref("base.se").id, "number": "11 313"})
        self.assertIn("<b>112, 11 313</b>", told(self.env.ref("base.se")))

    def test_a_number_to_call_holds_digits(self):
        numbers = self.env["qms.emergency.number"].with_user(self.manager)
        for number in ("the guard", "", "112<b>"):
            with self.assertRaises(ValidationError):
                numbers.create({"number": number})
        with self.assertRaises(AccessError):
            numbers.with_user(self.leader).create({"number": "112"})

    def test_the_poster_is_one_sheet_of_a4(self):
        self.assertEqual(self.report.paperformat_id.format, "A4")
        self.assertEqual(self.report.paperformat_id.orientation, "Portrait")
