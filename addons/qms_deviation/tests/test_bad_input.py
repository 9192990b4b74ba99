import base64
import io
from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import Command, fields, http
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import HttpCase, freeze_time, tagged
from odoo.tools import mute_logger

from .common import DeviationCase

PROGRAM = b"MZ\x90\x00\x03" + b"\x00" * 200


@freeze_time("2026-03-02 12:00:00")
@tagged("post_install", "-at_install", "qms")
class TestBadInput(DeviationCase):
    """Nonsense is answered with a clear error, and nothing is half stored."""

    def _assert_refused(self, message, **values):
        before = self.env["qms.deviation"].search_count([])
        with (
            self.assertRaisesRegex(UserError, message),
            self.env.cr.savepoint(),
        ):
            self._report(**values)
        self.assertEqual(self.env["qms.deviation"].search_count([]), before)

    def test_an_empty_text(self):
        for text in ("", " ", "\n\t ", "\u00a0"):
            self._assert_refused("Please write what happened", description=text)

    def test_no_text_at_all(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._report(description=False)

    def test_a_text_that_is_too_long(self):
        self._assert_refused("up to 100000 characters", description="x" * 100_001)
        self._assert_refused("up to 100000 characters", correction="x" * 100_001)
        self._assert_refused("up to 100000 characters", place="x" * 100_001)
        report = self._report(description="x" * 100_000)
        self.assertEqual(len(report.description), 100_000)

    def test_a_text_that_no_database_stores(self):
        self._assert_refused("no readable text", description="a\x00b")

    def test_too_long_while_the_case_is_handled(self):
        case = self._analysed()
        with self.assertRaises(ValidationError):
            case.cause = "x" * 100_001

    def test_the_error_names_the_field(self):
        self._assert_refused("What was done at once", correction="x" * 100_001)

    def test_it_happened_in_the_future(self):
        later = fields.Datetime.now() + timedelta(hours=1)
        self._assert_refused("in the future", occurred_on=later)
        soon = fields.Datetime.now() + timedelta(minutes=5)
        self.assertTrue(self._report(occurred_on=soon))

    def test_it_happened_in_the_year_26(self):
        self._assert_refused("too long ago", occurred_on="0026-03-01 10:00:00")

    def test_no_date_of_the_case_is_moved_to_the_future(self):
        case = self._case()
        with self.assertRaises(ValidationError):
            case.occurred_on = "2026-03-03 12:00:00"

    def test_it_is_not_closed_before_it_was_reported(self):
        case = self._case()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            case.sudo()._write_guarded({"date_closed": "2026-03-01"})
            self.env.flush_all()

    def test_a_unit_of_another_company(self):
        unit = self.env["hr.department"].create(
            {"name": "Foreign", "company_id": self.other_company.id}
        )
        self._assert_refused("", department_id=unit.id)

    def test_a_unit_that_is_not_there(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._report(department_id=2_000_000_000)

    def test_someone_elses_company(self):
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self._report(company_id=self.other_company.id, department_id=False)
        domain = [("company_id", "=", self.other_company.id)]
        self.assertFalse(self.env["qms.deviation"].search(domain))

    def test_a_number_of_ones_own(self):
        number = self._report().number
        self._assert_refused("drawn by the system", number=number)

    def test_html_stays_text(self):
        report = self._report(description="<script>alert(1)</script><b>x</b>")
        self.assertEqual(report.description, "<script>alert(1)</script><b>x</b>")

    def test_a_whole_file_is_imported_or_nothing(self):
        model = self.env["qms.report"].with_user(self.nurse)
        rows = [["Fine", "2026-03-01 10:00:00"], ["Late", "2026-03-09 10:00:00"]]
        result = model.load(["description", "occurred_on"], rows)
        self.assertFalse(result["ids"])
        self.assertIn("in the future", result["messages"][0]["message"])
        self.assertFalse(model.search([("description", "in", ("Fine", "Late"))]))

    # ------------------------------------------------------------
    # What leaves again
    # ------------------------------------------------------------

    def test_no_text_is_exported_as_a_formula(self):
        (self.nurse | self.leader).group_ids += self.env.ref("base.group_allow_export")
        for text in ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1"):
            report = self._report(description=text)
            exported = report.export_data(["description", "number"])["datas"]
            self.assertEqual(exported, [[f"'{text}", report.number]])
            case = report.sudo().deviation_ids.with_user(self.leader)
            exported = case.export_data(["description", "score"])["datas"]
            self.assertEqual(exported, [[f"'{text}", 0]])

    # ------------------------------------------------------------
    # Files
    # ------------------------------------------------------------

    def _file(self, name, content, user=None, **kwargs):
        values = {"name": name, "raw": content, "res_model": "qms.report", **kwargs}
        return self.env["ir.attachment"].with_user(user or self.nurse).create(values)

    def test_programs_are_not_taken_by_name(self):
        for name in ("a.exe", "a.jpg.exe", "A.BAT", "a.exe. ", "a.ps1", "a.jar"):
            with self.assertRaisesRegex(UserError, "program or script"):
                self._file(name, b"text")

    def test_programs_are_not_taken_by_content(self):
        for content in (PROGRAM, b"\x7fELF" + b"\x00" * 64, b"#!/bin/sh\nrm x\n"):
            with self.assertRaisesRegex(UserError, "program or script"):
                self._file("photo.jpg", content)

    def test_programs_are_not_taken_as_base64(self):
        with self.assertRaisesRegex(UserError, "program or script"):
            self._file("a.jpg", False, datas=base64.b64encode(PROGRAM))

    def test_large_files_are_not_taken(self):
        self.company.qms_upload_limit = 1
        self._file("a.pdf", b"x" * 1024 * 1024)
        with self.assertRaisesRegex(UserError, "up to 1 MB"):
            self._file("a.pdf", b"x" * (1024 * 1024 + 1))

    def test_files_of_other_records_are_none_of_our_business(self):
        self.assertTrue(self._file("a.exe", PROGRAM, res_model="mail.compose.message"))

    def test_what_was_uploaded_elsewhere_comes_in_by_no_side_door(self):
        elsewhere = self._file("a.jpg", PROGRAM, res_model="mail.compose.message")
        self._assert_refused(
            "program or script", attachment_ids=[Command.set(elsewhere.ids)]
        )
        report = self._report()
        with self.assertRaisesRegex(UserError, "program or script"):
            report.message_post(body="x", attachment_ids=elsewhere.ids)
        hidden = self._file("b.jpg", PROGRAM, self.env.user, res_field="x")
        with self.assertRaisesRegex(UserError, "program or script"):
            hidden.write({"res_field": False})

    def test_the_dialogue_takes_no_program_under_another_name(self):
        report = self._report()
        case = report.sudo().deviation_ids
        other = {"res_model": "mail.compose.message"}
        for user, place in (
            (self.nurse, {"report_id": report.id}),
            (self.leader, {"deviation_id": case.id}),
        ):
            file = self._file("a.txt", PROGRAM, user, **other)
            wizard = self.env["qms.report.ask"].with_user(user)
            with self.assertRaisesRegex(UserError, "program or script"):
                wizard.create(
                    {**place, "body": "x", "attachment_ids": [Command.set(file.ids)]}
                ).action_send()
        with self.assertRaisesRegex(UserError, "program or script"):
            self._file("a.txt", PROGRAM, res_model="qms.report.ask")

    def test_no_file_becomes_a_program_later(self):
        file = self._file("a.txt", b"text")
        for vals in (
            {"name": "a.exe"},
            {"raw": PROGRAM},
            {"datas": base64.b64encode(PROGRAM)},
        ):
            with self.assertRaisesRegex(UserError, "program or script"):
                file.write(vals)

    def test_a_case_takes_no_program_either(self):
        case = self._case()
        with self.assertRaisesRegex(UserError, "program or script"):
            self._file("a.exe", b"x", self.leader, res_model=case._name, res_id=case.id)


@tagged("post_install", "-at_install", "qms")
class TestBadUploads(DeviationCase, HttpCase):
    """What the screen is told when a file is not taken."""

    def _upload(self, url, name, content, **data):
        self.authenticate(self.nurse.login, self.nurse.login)
        data["csrf_token"] = http.Request.csrf_token(self)
        files = {"ufile": (name, io.BytesIO(content))}
        return self.url_open(url, data=data, files=files)

    def test_the_report_form_is_told_why(self):
        url = "/web/binary/upload_attachment"
        place = {"model": "qms.report", "id": 0}
        answer = self._upload(url, "a.exe", PROGRAM, **place).json()
        self.assertIn("program or script", answer[0]["error"])
        answer = self._upload(url, "a.txt", b"text", **place).json()
        self.assertEqual(answer[0]["filename"], "a.txt")

    def test_the_chatter_is_told_why(self):
        report = self._report()
        place = {"thread_model": "qms.report", "thread_id": report.id}
        url = "/mail/attachment/upload"
        pending = {**place, "is_pending": "true"}
        answer = self._upload(url, "a.exe", PROGRAM, **pending).json()
        self.assertIn("program or script", answer["error"])
        answer = self._upload(url, "a.txt", b"text", **pending).json()
        self.assertTrue(answer["data"]["attachment_id"])
