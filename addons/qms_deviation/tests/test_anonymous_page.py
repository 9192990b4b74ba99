import re
from datetime import timedelta

from odoo import fields
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from odoo.addons.qms.controllers import public_pages
from odoo.addons.qms.tests.test_photo import pdf, photo
from odoo.addons.qms_deviation.controllers import public
from odoo.addons.qms_deviation.tools.days import read_day

from .anonymous_common import AnonymousCase


@tagged("post_install", "-at_install", "qms")
class TestAnonymousPage(AnonymousCase):
    """What comes in by the page, and what the page answers."""

    def test_a_report_comes_in_with_all_that_was_said(self):
        response = self._post(
            {
                "place": "Room 4",
                "occurred_on": "2026-03-01",
                "correction": "It was closed",
            },
            [("a.jpg", photo()), ("b.pdf", pdf())],
        )
        self.assertEqual(response.status_code, 200)
        self.assertRegex(self._code(response), r"^(\w{4}-){3}\w{4}$")
        report = self._reports()
        self.assertEqual(report.description, "The door stood open")
        self.assertEqual((report.place, report.correction), ("Room 4", "It was closed"))
        self.assertEqual(report.department_id, self.home_care)
        # midnight in Copenhagen
        self.assertEqual(
            fields.Datetime.to_string(report.occurred_on), "2026-02-28 23:00:00"
        )
        self.assertEqual(len(report.attachment_ids), 2)
        case = report.deviation_ids
        self.assertEqual(case.company_id, self.company)
        self.assertEqual(case.confidentiality, "confidential")
        self.assertEqual(case.number, report.number)

    def test_the_unit_s_leader_reads_it_first(self):
        report, _code = self._sent()
        case = report.deviation_ids
        self.assertTrue(case.with_user(self.leader).has_access("read"))
        self.assertEqual(self._duties(case).user_id, self.leader)
        for user in (self.nurse, self.aide, self.team, self.manager, self.stranger):
            self.assertFalse(case.with_user(user).has_access("read"), user.login)

    def test_not_the_own_leader_holds_for_the_unit_s_leader(self):
        report, _code = self._sent(not_own_leader="1")
        case = report.deviation_ids
        self.assertEqual(self._duties(case).user_id, self.head)
        for record in (case, report):
            self.assertFalse(record.with_user(self.leader).has_access("read"))
            self.assertTrue(record.with_user(self.head).has_access("read"))

    def test_without_a_unit_a_quality_manager_reads_it(self):
        report, _code = self._sent(department_id="")
        case = report.deviation_ids
        self.assertEqual(self._duties(case).user_id, self.manager)
        for record in (case, report):
            self.assertTrue(record.with_user(self.manager).has_access("read"))
            for user in (self.leader, self.director, self.team, self.nurse):
                self.assertFalse(record.with_user(user).has_access("read"), user.login)

    def test_not_the_own_leader_without_a_unit_is_for_the_quality_manager(self):
        report, _code = self._sent(department_id="", not_own_leader="1")
        self.assertFalse(report.deviation_ids.hidden_from_id)
        self.assertEqual(self._duties(report.deviation_ids).user_id, self.manager)

    def test_a_national_identity_number_is_masked(self):
        report, _code = self._sent(description="It was 010190-1234 who fell")
        self.assertNotIn("1234", report.description)

    def test_html_stays_text(self):
        report, code = self._sent(description="<script>alert(1)</script>")
        self.assertEqual(report.description, "<script>alert(1)</script>")
        self.assertIn("&lt;script&gt;", self._enter(code).text)

    # ------------------------------------------------------------
    # What is wrong is said, and nothing is lost or half stored
    # ------------------------------------------------------------

    def _assert_refused(self, response, status, word):
        self.assertEqual(response.status_code, status)
        self.assertIn(word, " ".join(self._errors(response)))
        self.assertFalse(self._reports())
        self.assertFalse(
            self.env["qms.deviation"].search([("company_id", "=", self.company.id)])
        )
        self.assertFalse(self._code(response))

    def test_an_empty_text_is_refused_and_the_rest_stays(self):
        response = self._post({"description": " \n ", "place": "Room 4"})
        self._assert_refused(response, 422, "Write what happened")
        document = self._document(response)
        self.assertEqual(document.xpath("string(//*[@id='place']/@value)"), "Room 4")
        chosen = document.xpath("string(//option[@selected]/@value)")
        self.assertEqual(chosen, str(self.home_care.id))

    def test_100_000_characters_come_in_and_not_one_more(self):
        response = self._post({"description": "a" * 100_001})
        self._assert_refused(response, 422, "too long")
        kept = self._document(response).xpath("string(//*[@id='description'])")
        self.assertEqual(len(kept), 100_001)
        report, _code = self._sent(description="a" * 100_000)
        self.assertEqual(len(report.description), 100_000)

    def test_wrong_days_are_refused(self):
        tomorrow = self.company._qms_today() + timedelta(days=1)
        for day, word in (
            (tomorrow.isoformat(), "not come yet"),
            ("yesterday", "year-month-day"),
            ("2026-02-30", "year-month-day"),
            ("0001-01-01", "year-month-day"),
        ):
            with self.subTest(day=day):
                self._assert_refused(self._post({"occurred_on": day}), 422, word)

    def test_days_are_read_as_they_are_typed_in_the_north(self):
        for text in ("2026-03-31", "31.3.2026", "31/03/2026", "31. 3. 2026"):
            self.assertEqual(str(read_day(text)), "2026-03-31", text)
        for text in ("31-13-2026", "3/31", "", "31032026"):
            self.assertIsNone(read_day(text), text)

    def test_a_unit_of_another_company_is_refused(self):
        foreign = self.env["hr.department"].create(
            {"name": "Foreign", "company_id": self.other_company.id}
        )
        self.assertNotIn("Foreign", self._open().text)
        for unit in (str(foreign.id), "-1", "x", "999999999999999999999"):
            with self.subTest(unit=unit):
                response = self._post({"department_id": unit})
                self._assert_refused(response, 422, "Choose a unit")

    def test_files_that_are_no_photo_or_pdf_are_refused(self):
        for content in (b"MZ\x90\x00\x03", b"<html>", b"", b"\xff\xd8\xff\xe0broken"):
            with self.subTest(content=content):
                response = self._post(files=[("photo.jpg", content)])
                self._assert_refused(response, 422, "file" if not content else "File")
        self.assertFalse(
            self.env["ir.attachment"].search([("res_model", "=", "qms.report")])
        )

    def test_too_many_and_too_large_files_are_refused(self):
        many = [(f"{n}.jpg", photo()) for n in range(public.MAX_FILES + 1)]
        self._assert_refused(self._post(files=many), 422, "at most 5 files")
        large = photo() + b"\0" * public.MAX_FILE
        response = self._post(files=[("a.jpg", large)])
        self._assert_refused(response, 422, "10 megabytes")

    def test_the_same_file_twice_comes_in_twice(self):
        response = self._post(files=[("a.jpg", photo()), ("a.jpg", photo())])
        self.assertEqual(response.status_code, 200)
        files = self._reports().attachment_ids
        self.assertEqual(len(files), 2)
        self.assertEqual(len(set(files.mapped("checksum"))), 2)

    def test_a_broken_form_is_answered(self):
        for data, kind in (
            (b"--x\r\nContent-Disposition: form-data", "multipart/form-data; bound=x"),
            (b"\x00&=&%ff=%00", "application/x-www-form-urlencoded"),
            (b'{"description": "json"}', "application/json"),
        ):
            with self.subTest(kind=kind):
                response = self._open(data=data, headers={"Content-Type": kind})
                self._assert_refused(response, 422, "Write what happened")

    def test_a_nul_and_broken_characters_do_not_break_it(self):
        report, _code = self._sent(description="a\0b \udc80".encode("utf-8", "replace"))
        self.assertTrue(report.description.startswith("ab"))

    def test_a_robot_that_fills_in_every_field_is_refused(self):
        response = self._post({"website": "http://spam.example"})
        self._assert_refused(response, 422, "leave empty")

    def test_a_sheet_that_was_not_made_here_is_refused(self):
        for sheet in ("", "x.y", "x", "ø.ø"):
            with self.subTest(sheet=sheet):
                self._assert_refused(self._post({"sheet": sheet}), 422, "once more")

    def test_another_site_cannot_send_it(self):
        response = self._post(headers={"Sec-Fetch-Site": "cross-site"})
        self._assert_refused(response, 422, "once more")

    def test_another_method_is_refused(self):
        address = f"{self.base_url()}/qms/report/{self.page.key}"
        with mute_logger("odoo.http"):
            for method in ("PUT", "DELETE", "PATCH"):
                answer = self.opener.request(method, address, timeout=20)
                self.assertEqual(answer.status_code, 405, method)

    def test_what_the_case_refuses_stores_nothing(self):
        with self._broken_case() as error:
            response = self._post({"place": "Room 4"})
        self._assert_refused(response, 409, "Nothing was stored")
        self.assertNotIn("secret", response.text)
        self.assertEqual(len(error.output), 1)
        self.assertNotIn("secret", error.output[0])

    def _broken_case(self):
        """Cases cannot be made; the error holds what was written."""

        def fail(*args):
            raise ValueError("secret: The door stood open")

        self.patch(self.registry["qms.report"], "_make_cases", fail)
        return self.assertLogs(public_pages.__name__, "ERROR")

    # ------------------------------------------------------------
    # Sent twice, sent often
    # ------------------------------------------------------------

    def test_pressing_twice_makes_one_report_and_shows_its_code_again(self):
        data = {**self._sheet(), "description": "The door stood open"}
        first, second = self._open(data=data), self._open(data=data)
        self.assertEqual(len(self._reports()), 1)
        self.assertEqual(self._code(first), self._code(second))
        self.assertNotIn("was sent before", first.text)
        self.assertIn("was sent before", second.text)

    def test_two_sheets_are_two_reports_with_two_codes(self):
        self.assertNotEqual(self._code(self._post()), self._code(self._post()))
        self.assertEqual(len(self._reports()), 2)

    def test_more_than_the_limit_in_an_hour_wait(self):
        self.page.hourly_limit = 2
        with freeze_time("2026-03-02 10:00:00"):
            for _time in range(2):
                self.assertEqual(self._post().status_code, 200)
            response = self._post({"place": "Room 4"})
            self.assertEqual(response.status_code, 429)
            self.assertIn("Wait an hour", " ".join(self._errors(response)))
            self.assertIn("Room 4", response.text)
        with freeze_time("2026-03-02 11:00:00"):
            self.assertEqual(self._post().status_code, 200)
        self.assertEqual(len(self._reports()), 3)

    def test_the_count_holds_no_address_and_does_not_last(self):
        self._post()
        counts = self.env["qms.public.count"]
        row = counts.search([("name", "=", f"report:{self.page.id}")])
        self.assertEqual(row.count, 1)
        self.assertEqual((row.since.minute, row.since.second), (0, 0))
        self.assertEqual(
            {"id", "display_name", "name", "since", "count"}, set(counts._fields)
        )
        with freeze_time(fields.Datetime.now() + timedelta(days=2)):
            counts._gc_counts()
        self.assertFalse(counts.search([]))

    # ------------------------------------------------------------
    # Keys
    # ------------------------------------------------------------

    def test_a_closed_page_an_old_and_an_unknown_key_lead_nowhere(self):
        old = f"/qms/report/{self.page.key}"
        self.page.with_user(self.manager).action_renew_key()
        self.assertEqual(self._open().status_code, 200)
        sheet = self._sheet()
        self.page.active = False
        for path in (old, None, "/qms/report/x", "/qms/report/%00"):
            for data in (None, {**sheet, "description": "Nowhere"}):
                with self.subTest(path=path, data=data):
                    response = self._open(path, data=data)
                    self.assertEqual(response.status_code, 404)
                    self.assertIn("not open", response.text)
        self.assertFalse(self._reports())

    def test_a_unit_s_own_page_reports_for_that_unit(self):
        own = self.env["qms.public.page"].create(
            {"company_id": self.company.id, "department_id": self.home_care.id}
        )
        path = f"/qms/report/{own.key}"
        self.assertNotIn("<select", self._open(path).text)
        response = self._post({"department_id": str(self.care.id)}, path=path)
        self.assertEqual(response.status_code, 200)
        self.assertEqual(self._reports().department_id, self.home_care)

    # ------------------------------------------------------------
    # The page itself
    # ------------------------------------------------------------

    def test_it_stands_on_its_own(self):
        """Nothing else is fetched: each request more is one more line in some log."""
        response = self._open()
        self.assertNotIn("<script", response.text)
        loaded = re.findall(r'(?:src|href)="([^"#]+)"', response.text)
        self.assertEqual(
            {link for link in loaded if not link.startswith("?lang")},
            {"data:,", "/qms/receipt"},
        )
        self.assertIn("default-src 'none'", response.headers["Content-Security-Policy"])
        self.assertEqual(response.headers["Cache-Control"], "no-store")
        self.assertEqual(response.headers["Referrer-Policy"], "no-referrer")

    def test_it_says_what_it_cannot_promise(self):
        text = self._document(self._open()).text_content()
        for word in ("cannot promise", "network", "may show who wrote it", "no names"):
            self.assertIn(word, " ".join(text.split()))

    def test_it_speaks_the_language_asked_for(self):
        for code in ("da_DK", "nb_NO", "sv_SE"):
            self.env["res.lang"]._activate_lang(code)
        for asked, spoken in (
            ("da", "da-DK"),
            ("da-DK,en;q=0.5", "da-DK"),
            ("nn-NO,en", "nb-NO"),
            ("no", "nb-NO"),
            ("fr,sv;q=0.3", "sv-SE"),
            ("fr", "en-US"),
        ):
            with self.subTest(asked=asked):
                response = self._open(headers={"Accept-Language": asked})
                self.assertIn(f'lang="{spoken}"', response.text)
        chosen = self._open(
            f"/qms/report/{self.page.key}?lang=sv", headers={"Accept-Language": "da"}
        )
        self.assertIn('lang="sv-SE"', chosen.text)
        kept = self._document(chosen).xpath("string(//input[@name='lang']/@value)")
        self.assertEqual(kept, "sv")

    def test_nonsense_in_the_address_is_ignored(self):
        path = f"/qms/report/{self.page.key}?lang=%00../&debug=1&description=x"
        response = self._open(path)
        self.assertEqual(response.status_code, 200)
        text = self._document(response).xpath("string(//*[@id='description'])")
        self.assertEqual(text.strip(), "")
