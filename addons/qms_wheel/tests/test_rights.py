from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from odoo.addons.qms.tests.wheel_common import WheelCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestWheelRights(WheelCase):
    """Everybody sees the wheel of the own company, nobody another one's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.edition = cls._new_year()

    def _read(self, user, domain=(), **kwargs):
        occurrences = self.env["qms.wheel.occurrence"].with_user(user)
        return occurrences.action_read_wheel(list(domain), **kwargs)

    def test_the_least_employee_sees_all_of_it(self):
        data = self._read(self.aide)
        self.assertEqual(data["edition"]["id"], self.edition.id)
        self.assertEqual(len(data["items"]), 6)

    def test_another_companys_is_not_there(self):
        ways = [{}, {"year_id": self.edition.id}]
        domains = [[], [("company_id", "=", self.company.id)], [(1, "=", 1)]]
        for way in ways:
            for domain in domains:
                data = self._read(self.stranger, domain, **way)
                self.assertEqual(data, {"edition": False})

    def test_nothing_of_it_stands_in_the_own_one(self):
        self.env["qms.wheel.item"].search(
            [("company_id", "=", self.other_company.id)]
        ).unlink()
        self._new_item("meeting", "5", 12, company_id=self.other_company.id)
        own = self.env["qms.wheel.year"].create(
            {"company_id": self.other_company.id, "year": 2026}
        )
        data = self._read(self.stranger, [(1, "=", 1)], year_id=own.id)
        self.assertEqual(len(data["items"]), 1)
        self.assertFalse(data["before"] or data["after"])
        for words in ("Town", "Satisfaction survey", "Home care"):
            self.assertNotIn(words, str(data))

    def test_who_may_not_read_it_does_not_print_it(self):
        with self.assertRaises(AccessError):
            self.edition.with_user(self.stranger)._wheel_print()
        with self.assertRaises(AccessError):
            self.edition.with_user(self.stranger).action_open_wheel().keys()

    def test_looking_changes_nothing(self):
        days = self.edition.occurrence_ids.mapped("date_planned")
        survey = self._of(self.survey, user=self.aide)
        survey.action_preview_move("2026-04-20")
        self._read(self.aide)
        self.assertEqual(self.edition.occurrence_ids.mapped("date_planned"), days)

    def test_who_drags_what_is_not_his_is_asked_and_refused(self):
        survey = self._of(self.survey, user=self.aide)
        asked = survey.action_move("2026-04-20")
        self.assertEqual(asked["res_model"], "qms.wheel.move")
        with self.assertRaises(AccessError):
            survey.action_move("2026-04-20", "It suits me")
        self.assertEqual(self._day(self.survey), "2026-04-15")
