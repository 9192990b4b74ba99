from odoo.tests import freeze_time, tagged

from odoo.addons.qms_deviation.controllers import unit_read

from .browser_common import BrowserCase
from .test_unit_page import UnitPageCase


class PageReadingCase(UnitPageCase):
    """A notice that may be read on the home care's page; two have no login."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        values = {"department_id": cls.home_care.id, "company_id": cls.company.id}
        employees = cls.env["hr.employee"]
        cls.cook = employees.create({**values, "name": "Cook", "barcode": "B4711"})
        cls.cleaner = employees.create({**values, "name": "Cleaner"})
        cls.notice = cls._notice()
        cls.read_path = f"{cls.start}/read"
        cls.round = cls.notice.sudo().reading_round_ids
        cls.path = f"{cls.read_path}/{cls.round.id}"

    @classmethod
    def _notice(cls, **kwargs):
        notice = (
            cls.env["qms.notice"]
            .with_user(cls.leader)
            .create(
                {
                    "name": "New lock on the medicine cabinet",
                    "body": "Turn the key twice.",
                    "unit_ids": cls.home_care.ids,
                    "date_deadline": "2036-03-16",
                    "company_id": cls.company.id,
                    "on_unit_page": True,
                    **kwargs,
                }
            )
        )
        notice.action_send()
        return notice

    def _confirm(self, who, path=None, **values):
        path = path or self.path
        data = {**self._sheet(path), "who": who, **values}
        response = self._open(path, data=data)
        self.env.invalidate_all()
        return response

    def _reading(self, employee, notice=None):
        rows = (notice or self.notice).sudo().reading_round_ids.reading_ids
        return rows.filtered(lambda row: row.employee_id == employee)

    def _nurse(self):
        return self.env["hr.employee"].search([("user_id", "=", self.nurse.id)])

    def _claims(self):
        return self.env["qms.reading.claim"].search([]).mapped("text")


@tagged("post_install", "-at_install", "qms")
class TestReadOnUnitPage(PageReadingCase):
    """Read and confirmed on the unit's page, without login."""

    def test_the_start_page_offers_it_only_where_something_is_to_be_read(self):
        links = [link.partition("?")[0] for link in self._links(self._open(self.start))]
        self.assertEqual(links[0], self.read_path)
        self.notice.action_end()
        self.assertNotIn("/read", self._open(self.start).text)

    def test_the_text_is_read_there(self):
        page = self._open(self.read_path)
        self.assertIn("New lock on the medicine cabinet", page.text)
        self.assertNotIn("Turn the key", page.text)
        self.assertIn("Turn the key twice.", self._open(self.path).text)

    def test_a_badge_number_confirms_at_once(self):
        self.assertEqual(self._confirm("B4711").status_code, 200)
        reading = self._reading(self.cook)
        self.assertEqual((reading.state, reading.way), ("read", "page"))
        self.assertFalse(self._claims())
        self.assertFalse(
            self.env["qms.duty"]
            .search([("res_model", "=", "qms.reading"), ("res_id", "=", reading.id)])
            .filtered(lambda duty: duty.state == "open")
        )

    def test_a_name_or_initials_are_left_to_the_leader(self):
        self._confirm("Kim from nights")
        self.assertEqual(self._claims(), ["Kim from nights"])
        self.assertEqual(set(self._reading(self.cleaner).mapped("state")), {"open"})

    def test_the_answer_tells_nobody_which_badge_numbers_there_are(self):
        pages = {self._text_of(self._confirm(w)) for w in ("B4711", "B4712", "Cook")}
        self.assertEqual(len(pages), 1)
        again = self._text_of(self._confirm("B4711"))
        self.assertIn(again, pages)

    def test_it_names_nobody(self):
        self._confirm("Kim from nights")
        for path in (self.start, self.read_path, self.path):
            text = self._open(path).text
            for person in (self.leader, self.nurse, self.head, self.manager):
                self.assertNotIn(person.name, text)
            for name in ("Cook", "Cleaner", "Kim from nights", "B4711"):
                self.assertNotIn(name, text)

    def test_what_its_sender_did_not_allow_is_not_shown(self):
        secret = self._notice(name="Only for us", on_unit_page=False)
        self.assertNotIn("Only for us", self._open(self.read_path).text)
        path = f"{self.read_path}/{secret.sudo().reading_round_ids.id}"
        self.assertEqual(self._open(path).status_code, 404)

    def test_what_is_not_for_this_unit_is_not_reached_by_its_number(self):
        kitchen = self.env["hr.department"].create(
            {
                "name": "Kitchen",
                "company_id": self.company.id,
                "parent_id": self.care.id,
            }
        )
        notice = (
            self.env["qms.notice"]
            .with_user(self.manager)
            .create(
                {
                    "name": "For the kitchen",
                    "body": "Wash your hands",
                    "unit_ids": kitchen.ids,
                    "date_deadline": "2036-03-16",
                    "company_id": self.company.id,
                    "on_unit_page": True,
                }
            )
        )
        notice.action_send()
        number = notice.sudo().reading_round_ids.id
        for key in (number, 0, -1, "x", "1 OR 1=1", "%00", "9" * 40):
            response = self._open(f"{self.read_path}/{key}")
            self.assertEqual(response.status_code, 404, key)
            self.assertNotIn("Wash", response.text)
        self.assertEqual(
            self._open(f"/qms/unit/{self.town_page.key}/read").status_code, 404
        )

    def test_a_badge_of_somebody_who_is_not_asked_confirms_nothing(self):
        nurse = self._nurse()
        nurse.write({"barcode": "N1", "department_id": self.administration.id})
        self._confirm("N1")
        self.assertEqual(self._reading(nurse).state, "lapsed")
        self.assertEqual(self._claims(), ["N1"])

    # ------------------------------------------------------------
    # Attacks
    # ------------------------------------------------------------

    def test_forged_old_and_closed_keys_lead_nowhere(self):
        old = self.page.key
        self.page.action_renew_key()
        for key in (old, "x", "%00", "..%2f..", "' OR 1=1", "a" * 500):
            for path in (
                f"/qms/unit/{key}/read",
                f"/qms/unit/{key}/read/{self.round.id}",
            ):
                self.assertEqual(self._open(path).status_code, 404)
        self.page.active = False
        response = self._open(
            f"/qms/unit/{self.page.key}/read/{self.round.id}", data={"who": "B4711"}
        )
        self.assertEqual(response.status_code, 404)
        self.assertEqual(self._reading(self.cook).state, "open")

    def test_opening_the_page_confirms_nothing(self):
        self._open(f"{self.path}?who=B4711&sheet=x")
        self.env.invalidate_all()
        self.assertEqual(self._reading(self.cook).state, "open")

    def test_a_sheet_is_needed_and_counts_once(self):
        sheet = self._sheet(self.path)
        for values in ({"who": "B4711"}, {"who": "B4711", "sheet": "forged"}):
            self.assertEqual(self._open(self.path, data=values).status_code, 422)
        for _time in range(2):
            self._open(self.path, data={**sheet, "who": "Kim"})
        self.env.invalidate_all()
        self.assertEqual(self._claims(), ["Kim"])
        self.assertEqual(self._reading(self.cook).state, "open")

    def test_another_site_confirms_nothing(self):
        response = self._open(
            self.path,
            data={**self._sheet(self.path), "who": "B4711"},
            headers={"Sec-Fetch-Site": "cross-site"},
        )
        self.assertEqual(response.status_code, 422)
        self.env.invalidate_all()
        self.assertEqual(self._reading(self.cook).state, "open")

    def test_a_login_that_comes_along_is_neither_used_nor_noted(self):
        devices = self.env["res.device.log"].search_count([])
        self.authenticate("qms_nurse", "qms_nurse")
        response = self._confirm("Kim")
        self.assertNotIn("Set-Cookie", response.headers)
        self.assertEqual(self._reading(self._nurse()).state, "open")
        self.assertEqual(self.env["res.device.log"].search_count([]), devices)

    def test_nothing_too_long_and_no_megabyte(self):
        for who in ("", "  ", "x" * 61, "x" * 1_000_000):
            self.assertEqual(self._confirm(who).status_code, 422)
        self.assertFalse(self._claims())

    def test_scripts_stay_text_and_identity_numbers_are_masked(self):
        script = "<script>alert(1)</script>"
        notice = self._notice(name=script, body=script)
        path = f"{self.read_path}/{notice.sudo().reading_round_ids.id}"
        for response in (
            self._open(self.read_path),
            self._open(path),
            self._confirm(script + "x" * 60, path),
        ):
            self.assertNotIn("<script", response.text)
        self._confirm("Kim 010180-1234")
        self.assertNotIn("010180-1234", " ".join(self._claims()))

    def test_a_flood_is_asked_to_wait_and_nothing_is_lost(self):
        self.patch(unit_read, "CONFIRM_LIMIT", 2)
        with freeze_time("2026-03-02 10:00:00"):
            for _time in range(2):
                self.assertEqual(self._confirm("Kim").status_code, 200)
            response = self._confirm("B4711")
            self.assertEqual(response.status_code, 429)
            self.assertIn('value="B4711"', response.text)
            self.assertEqual(self._post().status_code, 200)
        with freeze_time("2026-03-02 11:00:00"):
            self.assertEqual(self._confirm("B4711").status_code, 200)

    def test_nothing_else_is_fetched(self):
        for path in (self.read_path, self.path):
            response = self._open(path)
            self.assertNotIn("<script", response.text)
            self.assertNotIn(" src=", response.text)
            self.assertIn(
                "default-src 'none'", response.headers["Content-Security-Policy"]
            )


@tagged("post_install", "-at_install", "qms")
class TestReadOnPhone(PageReadingCase, BrowserCase):
    """A cleaner at the shared tablet, or on an old phone."""

    def test_from_the_poster_to_read_and_understood(self):
        with self._browser("qms_nurse"):
            for path in (self.start, self.read_path, self.path):
                self._visit(path)
                self._assert_fits()
                self._assert_accessible()
            self._fill(who="B4711")
            self._press()
            self.assertIn("It is noted", self._read())
            self._assert_accessible()
        self.env.invalidate_all()
        self.assertEqual(self._reading(self.cook).state, "read")
