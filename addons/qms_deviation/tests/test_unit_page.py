from odoo.tests import freeze_time, tagged

from odoo.addons.qms.tests.test_photo import photo
from odoo.addons.qms_deviation.controllers import unit

from .anonymous_common import AnonymousCase


class UnitPageCase(AnonymousCase):
    """The home care's own page."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.town_page = cls.page
        cls.page = cls.env["qms.public.page"].create(
            {"company_id": cls.company.id, "department_id": cls.home_care.id}
        )
        cls.start = f"/qms/unit/{cls.page.key}"
        cls.outcomes = f"{cls.start}/outcomes"

    def _text_of(self, response):
        return " ".join(self._document(response).text_content().split())

    def _links(self, response):
        return self._document(response).xpath("//main//a/@href")


@tagged("post_install", "-at_install", "qms")
class TestUnitPage(UnitPageCase):
    """What the poster on the wall leads to, and reporting from there."""

    def test_the_poster_of_a_unit_leads_to_its_start_page(self):
        self.assertTrue(self.page.address.endswith(self.start))
        self.assertIn(f"%2Fqms%2Funit%2F{self.page.key}", self.page.poster)
        self.assertIn(f"/qms/report/{self.town_page.key}", self.town_page.address)

    def test_it_offers_to_report_and_to_see_what_came_of_it(self):
        response = self._open(self.start)
        self.assertEqual(response.status_code, 200)
        links = self._links(response)
        self.assertEqual(
            [link.partition("?")[0] for link in links],
            [f"/qms/report/{self.page.key}", self.outcomes, "/qms/receipt"],
        )
        for link in links:
            self.assertEqual(self._open(link).status_code, 200, link)
        self.assertIn("Home care", self._text_of(response))

    def test_it_names_nobody(self):
        for path in (self.start, self.outcomes):
            text = self._open(path).text
            for person in (self.leader, self.nurse, self.head, self.manager):
                self.assertNotIn(person.name, text)
                self.assertNotIn(person.login, text)

    def test_a_company_s_page_leads_straight_to_the_report(self):
        start = f"/qms/unit/{self.town_page.key}"
        response = self._open(start, allow_redirects=False)
        self.assertEqual(response.status_code, 303)
        self.assertTrue(
            response.headers["Location"].endswith(f"/qms/report/{self.town_page.key}")
        )
        self.assertEqual(self._open(f"{start}/outcomes").status_code, 404)

    def test_a_login_that_comes_along_is_neither_used_nor_noted(self):
        devices = self.env["res.device.log"].search_count([])
        self.authenticate("qms_nurse", "qms_nurse")
        for path in (self.start, self.outcomes):
            response = self._open(path)
            self.assertNotIn("Set-Cookie", response.headers)
            self.assertNotIn("Nurse", response.text)
        self.assertEqual(self.env["res.device.log"].search_count([]), devices)

    def test_it_speaks_the_language_chosen_in_types_too(self):
        self.env["res.lang"]._activate_lang("da_DK")
        for kind in self.page._get_types():
            kind.with_context(lang="da_DK").name = f"Dansk {kind.id}"
        response = self._open(f"{self.start}?lang=da")
        self.assertIn('lang="da-DK"', response.text)
        report = next(link for link in self._links(response) if "/report/" in link)
        self.assertTrue(report.endswith("?lang=da"))
        self.assertIn(f"Dansk {self.page._get_types()[:1].id}", self._open(report).text)

    # ------------------------------------------------------------
    # The name of who reports
    # ------------------------------------------------------------

    def test_a_report_without_a_name_has_none(self):
        report, _code = self._sent()
        self.assertFalse(report.deviation_ids.sender_ids)
        self.assertEqual(report.department_id, self.home_care)

    def test_a_name_is_read_by_the_first_reader_and_nobody_else(self):
        report, _code = self._sent(sender="Aase Aune")
        case = report.deviation_ids
        sender = case.sender_ids
        self.assertEqual(sender.name, "Aase Aune")
        self.assertEqual(sender.with_user(self.leader).name, "Aase Aune")
        case.with_user(self.leader).action_release()
        for user in (self.nurse, self.aide, self.team, self.manager, self.stranger):
            self.assertFalse(sender.with_user(user).has_access("read"), user.login)
        self.assertFalse(report.reporter_id)
        for record in (report, case):
            for name, field in record._fields.items():
                if field.store and field.type in ("char", "text", "html"):
                    self.assertNotIn("Aune", record[name] or "", name)

    def test_a_name_is_not_read_by_the_leader_it_was_kept_from(self):
        report, _code = self._sent(sender="Aase Aune", not_own_leader="1")
        sender = report.deviation_ids.sender_ids
        self.assertFalse(sender.with_user(self.leader).has_access("read"))
        self.assertEqual(sender.with_user(self.head).name, "Aase Aune")

    def test_with_no_leader_above_the_quality_manager_reads_the_name(self):
        self.home_care.parent_id = False
        report, _code = self._sent(sender="Aase Aune", not_own_leader="1")
        case = report.deviation_ids
        self.assertFalse(case.reading_department_id)
        sender = case.sender_ids
        self.assertEqual(sender.with_user(self.manager).name, "Aase Aune")
        for user in (self.leader, self.head, self.team, self.nurse):
            self.assertFalse(sender.with_user(user).has_access("read"), user.login)

    def test_a_name_is_neither_mailed_nor_shown_again(self):
        _report, code = self._sent(sender="Aase Aune", serious="1")
        for mail in self.env["mail.mail"].search([]):
            self.assertNotIn("Aune", f"{mail.subject}{mail.body_html}")
        for response in (
            self._enter(code),
            self._open(self.start),
            self._open(self.outcomes),
        ):
            self.assertNotIn("Aune", response.text)

    def test_a_name_bears_the_day_alone(self):
        report, _code = self._sent(sender="Aase Aune")
        sender = report.deviation_ids.sender_ids
        self.assertEqual(sender.create_date, report.create_date)
        self.assertEqual(sender.create_uid, self.env.ref("base.user_root"))

    def test_the_company_s_page_takes_no_name(self):
        path = f"/qms/report/{self.town_page.key}"
        self.assertNotIn('name="sender"', self._open(path).text)
        self.assertEqual(self._post({"sender": "Aase"}, path=path).status_code, 200)
        self.assertFalse(self._reports().deviation_ids.sender_ids)

    def test_a_name_too_long_is_refused_and_the_rest_stays(self):
        response = self._post({"sender": "a" * 101})
        self.assertEqual(response.status_code, 422)
        self.assertIn("name alone", " ".join(self._errors(response)))
        self.assertIn("The door stood open", response.text)
        self.assertFalse(self._reports())

    # ------------------------------------------------------------
    # Attacks
    # ------------------------------------------------------------

    def test_forged_old_and_closed_keys_lead_nowhere(self):
        old = self.page.key
        self.page.action_renew_key()
        for key in (old, "x", "%00", "..%2f..", "' OR 1=1", "a" * 500, "1"):
            for path in (f"/qms/unit/{key}", f"/qms/unit/{key}/outcomes"):
                with self.subTest(path=path):
                    response = self._open(path)
                    self.assertEqual(response.status_code, 404)
                    self.assertNotIn("Home care", response.text)
        start = f"/qms/unit/{self.page.key}"
        self.assertEqual(self._open(start).status_code, 200)
        self.page.active = False
        for path in (start, f"{start}/outcomes"):
            self.assertEqual(self._open(path).status_code, 404)

    def test_a_unit_that_is_no_more_takes_its_page_along(self):
        self.home_care.active = False
        for path in (self.start, self.outcomes, f"/qms/report/{self.page.key}"):
            self.assertEqual(self._open(path).status_code, 404)
        unit = self.env["hr.department"].create(
            {"name": "Kitchen", "company_id": self.company.id}
        )
        page = self.env["qms.public.page"].create(
            {"company_id": self.company.id, "department_id": unit.id}
        )
        unit.unlink()
        self.assertFalse(page.exists())

    def test_a_flood_of_readers_is_asked_to_wait(self):
        self.patch(unit, "VIEW_LIMIT", 2)
        with freeze_time("2026-03-02 10:00:00"):
            for _time in range(2):
                self.assertEqual(self._open(self.outcomes).status_code, 200)
            self.assertEqual(self._open(self.outcomes).status_code, 429)
            self.assertEqual(self._open(self.start).status_code, 200)
            self.assertEqual(self._post().status_code, 200)
        with freeze_time("2026-03-02 11:00:00"):
            self.assertEqual(self._open(self.outcomes).status_code, 200)

    def test_a_megabyte_sent_to_it_is_ignored(self):
        body = {"description": "x" * 1_000_000, "department_id": str(self.care.id)}
        for path in (self.start, self.outcomes):
            response = self._open(path, data=body)
            self.assertEqual(response.status_code, 200)
            self.assertNotIn("xxxx", response.text)
        self.assertFalse(self._reports())

    def test_scripts_in_names_stay_text(self):
        script = "<script>alert(1)</script>"
        self.home_care.name = script
        self.env["qms.deviation.type"].search([]).name = script
        report, code = self._sent(sender=script)
        for response in (
            self._open(self.start),
            self._open(self.outcomes),
            self._open(),
            self._enter(code),
        ):
            self.assertNotIn("<script", response.text)
        self.assertEqual(report.deviation_ids.sender_ids.name, script)

    def test_a_photo_loses_its_position_and_a_renamed_program_is_refused(self):
        self.assertEqual(self._post(files=[("a.jpg", photo())]).status_code, 200)
        (kept,) = self._reports().attachment_ids
        self.assertNotIn(b"Exif", kept.raw)
        self.assertNotIn(b"GPS", kept.raw)
        response = self._post(files=[("photo.jpg", b"MZ\x90\x00\x03" * 99)])
        self.assertEqual(response.status_code, 422)
        self.assertIn("The door stood open", response.text)
        self.assertEqual(len(self._reports()), 1)
        for path in (self.start, self.outcomes):
            self.assertNotIn("/web/", self._open(path).text)

    def test_nothing_else_is_fetched(self):
        for path in (self.start, self.outcomes):
            response = self._open(path)
            self.assertNotIn("<script", response.text)
            self.assertNotIn(" src=", response.text)
            policy = response.headers["Content-Security-Policy"]
            self.assertIn("default-src 'none'", policy)
            self.assertEqual(response.headers["Cache-Control"], "no-store")
