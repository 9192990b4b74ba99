from datetime import date

from odoo.tests import HttpCase, tagged

from odoo.addons.qms.tests.wheel_common import WheelCase


@tagged("post_install", "-at_install", "qms")
class TestTour(WheelCase, HttpCase):
    """What is really done on the screen, in a browser.

    The browser knows today only: everything stands in the year to come.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.year = cls.company._qms_today().year + 1
        # what the tours look for is called the same in every language
        for item in cls.env["qms.wheel.item"].search(
            [("company_id", "=", cls.company.id)]
        ):
            item.name = item.kind_id.name
        cls.edition = cls._new_year(cls.year)

    def test_the_year_is_planned_with_the_wheel(self):
        """Opened by key, moved by pointer, the successor along, why asked once."""
        self._plan()

    def test_it_is_planned_in_danish_too(self):
        self.env["res.lang"]._activate_lang("da_DK")
        self.manager.lang = "da_DK"
        self._plan()

    def _plan(self):
        goals = self._of(self.goals)
        self.start_tour("/odoo", "qms_wheel_plan", login=self.manager.login)
        review = self._of(self.review)
        self.assertGreater(review.date_planned, date(self.year, 12, 5))
        self.assertGreaterEqual(goals.date_planned, review.date_planned)
        [moved] = self._decisions(review)
        [told] = moved._timeline(review)[review.id]
        self.assertIn("The council meets later", told["reason"])
        self.assertEqual(self._decisions(goals).mapped("verb"), ["push"])

    def test_what_is_put_back_has_not_moved(self):
        days = self.edition.occurrence_ids.mapped("date_planned")
        self.start_tour("/odoo", "qms_wheel_put_back", login=self.manager.login)
        self.assertEqual(self.edition.occurrence_ids.mapped("date_planned"), days)


@tagged("post_install", "-at_install", "qms")
class TestTourOnAPhone(WheelCase, HttpCase):
    browser_size = "375x667"
    touch_enabled = True

    def test_an_employee_looks_on_a_phone(self):
        self._new_year(self.company._qms_today().year + 1)
        self.start_tour("/odoo", "qms_wheel_phone", login=self.aide.login)
