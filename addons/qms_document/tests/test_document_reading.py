from urllib.parse import parse_qs

from lxml.html import fromstring

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, freeze_time, new_test_user, tagged
from odoo.tools import format_date

from odoo.addons.qms.tools.sheet import read_sheet

from .common import DocumentCase

REPORT = "qms_document.report_document"


@freeze_time("2026-03-02 09:00:00")
@tagged("post_install", "-at_install", "qms")
class TestDocumentReading(DocumentCase):
    """By unit, process, job and role, and again only when it matters."""

    def _asked(self, document, state="open"):
        rounds = document.sudo()._last_reading_rounds()
        rows = rounds.reading_ids.filtered(lambda row: row.state == state)
        return sorted(rows.mapped("employee_id.name"))

    def test_a_valid_version_asks_its_unit_and_who_comes_later(self):
        document = self._new_document(reader_unit_ids=self.home_care.ids)
        self.assertFalse(document.sudo()._last_reading_rounds())
        self._approve(document)
        self.assertEqual(self._asked(document), ["Aide", "Nurse"])
        row = document.sudo()._last_reading_rounds().reading_ids[:1]
        self.assertEqual(str(row.date_deadline), "2026-03-16")
        self._new_employee(self._new_user("new"), self.home_care)
        self.assertEqual(self._asked(document), ["Aide", "New", "Nurse"])

    def test_jobs_roles_and_processes_are_asked_too(self):
        job = self.env["hr.job"].create(
            {"name": "Nurse", "company_id": self.company.id}
        )
        employees = self.env["hr.employee"]
        employees.search([("user_id", "=", self.manager.id)]).job_id = job
        process = self.env["qms.process"].create(
            {
                "name": "P",
                "company_id": self.company.id,
                "department_ids": self.care.ids,
            }
        )
        document = self._approved(reader_job_ids=job.ids)
        self.assertEqual(self._asked(document), ["Manager"])
        auditor = self._new_user("auditor", "qms.group_auditor")
        self._new_employee(auditor, self.administration)
        role = self.env.ref("qms.group_auditor")
        document.with_user(self.leader).reader_group_ids = role
        self.assertEqual(self._asked(document), ["Auditor", "Manager"])
        document.reader_job_ids = [Command.clear()]
        self.assertEqual(self._asked(document), ["Auditor"])
        wide = self._approved(self.manager, reader_process_ids=process.ids)
        self.assertEqual(self._asked(wide), ["Aide", "Head", "Nurse"])

    def test_read_in_one_click_with_what_changed_first(self):
        document = self._approved(reader_unit_ids=self.home_care.ids)
        own = document.with_user(self.aide)
        self.assertTrue(own.must_read)
        own.action_read()
        self.assertEqual(self._asked(document, "read"), ["Aide"])
        with self.assertRaises(AccessError):
            document.with_user(self.team).action_read()
        self._next(document)
        self._approve(document)
        self.assertTrue(own._reading_text().startswith("Twice, not once."))

    def test_a_new_version_asks_again_only_when_it_matters(self):
        document = self._approved(reader_unit_ids=self.home_care.ids)
        document.with_user(self.aide).action_read()
        self._next(document, asks_again=False)
        self._approve(document)
        self.assertEqual(self._asked(document), ["Nurse"])
        self._next(document)
        self._approve(document)
        self.assertEqual(self._asked(document), ["Aide", "Nurse"])
        self.assertEqual(len(document.sudo().reading_round_ids), 2)

    def test_withdrawn_it_asks_nobody(self):
        document = self._approved(reader_unit_ids=self.home_care.ids)
        document.valid_version_id.with_user(self.leader).action_withdraw(reason="x")
        self.assertFalse(self._asked(document))

    def test_a_form_asks_nobody(self):
        document = self._approved(
            type_id=self.form.id, reader_unit_ids=self.home_care.ids
        )
        self.assertFalse(document.sudo()._last_reading_rounds())

    def test_who_must_read_a_confidential_one_may(self):
        document = self._approved(
            confidentiality="confidential", reader_unit_ids=self.administration.ids
        )
        self.assertTrue(document.with_user(self.team).has_access("read"))
        other = self._approved(confidentiality="confidential")
        self.assertFalse(other.with_user(self.team).has_access("read"))

    def test_what_needs_care_is_found(self):
        document = self._approved(reader_unit_ids=self.home_care.ids)
        documents = self.env["qms.document"].with_user(self.manager)
        care = [("needs_care", "=", True), ("company_id", "=", self.company.id)]
        self.assertFalse(documents.search(care))
        readerless = self._approved()
        self.assertEqual(documents.search(care), readerless)
        readerless.with_user(self.leader).reader_unit_ids = self.home_care
        self.nurse.active = False
        self.assertEqual(documents.search(care), document | readerless)
        self.nurse.active = True
        with freeze_time("2028-03-03 09:00:00"):
            self.assertEqual(documents.search(care), document | readerless)
            document.with_user(self.leader).action_confirm()
            self.assertEqual(documents.search(care), readerless)


@tagged("post_install", "-at_install", "qms")
class TestDocumentAddress(HttpCase, DocumentCase):
    """The short address, its QR code, and the print."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.document = cls._approved(confidentiality="confidential")
        cls.reader = new_test_user(
            cls.env,
            "qms_reader",
            password="qms_reader",
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )
        cls._new_employee(cls.reader, cls.home_care)

    def _open(self, reference):
        return self.url_open(f"/qms/d/{reference}", allow_redirects=False)

    def test_it_leads_to_what_one_may_read_and_nowhere_else(self):
        self.assertIn("/web/login", self._open(self.document.key).headers["Location"])
        self.authenticate("qms_reader", "qms_reader")
        for reference in (self.document.key, self.document.number):
            answer = self._open(reference)
            self.assertEqual(answer.status_code, 303)
            self.assertTrue(
                answer.headers["Location"].endswith(
                    f"/odoo/quality-documents/{self.document.id}"
                )
            )
        hidden = self._approved(
            department_id=self.administration.id,
            confidentiality="confidential",
            approver=self.director,
        )
        draft = self._new_document()
        for reference in (hidden.key, hidden.number, draft.number, "nothing"):
            self.assertEqual(self._open(reference).status_code, 404)

    def test_a_personal_link_shows_what_holds_and_no_longer(self):
        """Neither to who has still to read it nor to who has been ticked off."""
        place = {"department_id": self.home_care.id, "company_id": self.company.id}
        cooks = self.env["hr.employee"].create(
            [{"name": name, **place} for name in ("Cook", "Cleaner")]
        )
        document = self._approved(reader_unit_ids=self.home_care.ids)
        rows = document.sudo().reading_round_ids.reading_ids
        rows = rows.filtered(lambda row: row.employee_id in cooks)
        paths = []
        for row in rows:
            window = row.with_user(self.leader).action_make_link()
            address = window["context"]["default_address"]
            paths.append(f"/qms/link/{address.rpartition('/')[2]}")
        for path in paths:
            self.assertIn("Count each box.", self.url_open(path).text)
        rows[0]._confirm("meeting")
        self._next(document, asks_again=False)
        self._approve(document)
        text = self.url_open(paths[1]).text
        self.assertIn("Count each box twice.", text)
        document.valid_version_id.with_user(self.leader).action_withdraw(reason="x")
        for path in paths:
            self.assertNotIn("Count each box", self.url_open(path).text)
        self.authenticate("qms_reader", "qms_reader")
        for reference in (document.key, document.number):
            self.assertEqual(self._open(reference).status_code, 404)

    def test_the_master_list_holds_what_its_reader_may_read(self):
        self._new_document(name="Drafted")
        self.authenticate("qms_reader", "qms_reader")
        answer = self.url_open("/qms/documents.xlsx")
        rows = read_sheet(answer.content)
        numbers = [cells[0] for _line, cells in rows[1:]]
        self.assertEqual(numbers, [self.document.number])
        self.assertEqual(rows[1][1][1:3], ["Medicine count", "Procedure"])

    def test_a_print_says_what_it_is_and_that_it_is_uncontrolled(self):
        document = self.document.with_user(self.reader)
        reports = self.env["ir.actions.report"].with_user(self.reader)
        html = reports._render_qweb_html(REPORT, document.ids)[0].decode()
        page = fromstring(html)
        said = " ".join(page.text_content().split())
        day = format_date(reports.env, document.date_approved)
        for words in (
            f"{document.number}, version 1, valid since {day}",
            f"Approved by Leader, {day}",
            "Count each box.",
            "A print is uncontrolled after today, ",
            f"What holds stands at {document.address}.",
        ):
            self.assertIn(words, said)
        [code] = page.xpath("//img[@alt='QR code']/@src")
        self.assertEqual(parse_qs(code.partition("?")[2])["value"], [document.address])
        self.assertIn(document.key, document.qr_code)
        hidden = self._new_document().with_user(self.reader)
        with self.assertRaises(AccessError):
            hidden.env["ir.actions.report"]._render_qweb_html(REPORT, hidden.ids)
