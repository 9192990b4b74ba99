import logging
import os
from datetime import datetime
from pathlib import Path

import pytz

from odoo.http import root
from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.qms.tests.test_photo import pdf, photo

from .anonymous_common import AnonymousCase

# what no reader of the application sees: when scheduled actions are woken, how often a
# page was used within an hour, mails waiting to be sent
TIMED_UNSEEN = {"ir_cron_trigger", "qms_public_count", "mail_mail", "bus_bus"}


class Collector(logging.Handler):
    """Every line of the server's log, as it is written."""

    def __init__(self):
        super().__init__(logging.INFO)
        self.lines = []

    def emit(self, record):
        self.lines.append(record.getMessage())


@tagged("post_install", "-at_install", "qms")
class TestAnonymousAttack(AnonymousCase):
    """Somebody reports anonymously from the browser in which she is logged in. Whoever
    reads every row, file and line that came of it does not find her."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.telltale, cls.telltale_employee = cls._telltale()
        # links in mails name our own host, which is hers in a test
        parameters = cls.env["ir.config_parameter"]
        parameters.set_param("web.base.url", "https://town.example")
        parameters.set_param("web.base.url.freeze", "True")
        cls.head.notification_type = cls.leader.notification_type = "inbox"

    def setUp(self):
        super().setUp()
        self.session = self.authenticate("nightingale_login", "nightingale_login")
        # as long as it takes for core to note her again at her next request
        self.session.update(_trace=[], _trace_disable=False)
        root.session_store.save(self.session)

    # ------------------------------------------------------------
    # Everything there is
    # ------------------------------------------------------------

    def _tables(self):
        return [
            name
            for (name,) in self.env.execute_query(
                SQL(
                    """SELECT relname FROM pg_class
                        WHERE relkind = 'r' AND relpersistence = 'p'
                          AND relnamespace = current_schema::regnamespace"""
                )
            )
        ]

    def _fingerprints(self):
        self.env.flush_all()
        return {
            table: {
                row
                for (row,) in self.env.execute_query(
                    SQL("SELECT md5(t::text) FROM %s t", SQL.identifier(table))
                )
            }
            for table in self._tables()
        }

    def _new_rows(self, before):
        """(table, row) for every row made or changed since."""
        self.env.flush_all()
        for table in self._tables():
            query = SQL(
                """SELECT to_jsonb(t) FROM %s t
                    WHERE md5(t::text) NOT IN (SELECT unnest(%s::text[]))""",
                SQL.identifier(table),
                list(before[table]),
            )
            for (row,) in self.env.execute_query(query):
                yield table, row

    def _words(self):
        user, employee = self.telltale, self.telltale_employee
        return [
            *map(str, (user.id, user.partner_id.id, employee.id)),
            "nightingale",
            "Nightingale",
            "Nanna",
            "Telltale",
            self.session.sid,
            self.session.sid[:42],
            "127.0.0.1",
            "python-requests",
        ]

    def _sessions(self):
        folder = Path(root.session_store.path)
        files = [path for path in folder.rglob("*") if path.is_file()]
        return {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in files}

    def _assert_silent(self, text, place):
        for word in self._words():
            self.assertNotIn(word, text, place)

    def _report_and_talk(self):
        """All that an anonymous reporter can do, and what is answered."""
        response = self._post(
            {
                "occurred_on": "2026-03-01",
                "correction": "It was closed",
                "serious": "1",
            },
            [("Nanna.jpg", photo()), ("Nightingale.pdf", pdf())],
        )
        self.assertEqual(response.status_code, 200)
        code = self._code(response)
        sheet = self._document(self._enter(code)).xpath(
            "string(//input[@name='sheet']/@value)"
        )
        answer = self._open(
            "/qms/receipt",
            data={"code": code, "step": "write", "sheet": sheet, "body": "More"},
            files=[("files", ("Nanna.jpg", photo()))],
        )
        self.assertIn("More", answer.text)
        self.assertEqual(len(self._reports().dialogue_ids.attachment_ids), 1)
        return [response, answer]

    # ------------------------------------------------------------
    # The attack
    # ------------------------------------------------------------

    def test_no_row_leads_to_her(self):
        before = self._fingerprints()
        self._report_and_talk()
        rows = list(self._new_rows(before))
        tables = {table for table, _row in rows}
        self.assertLessEqual(
            {
                "ir_attachment",
                "mail_mail",
                "qms_deviation",
                "qms_deviation_alert",
                "qms_report",
                "qms_report_message",
            },
            tables,
        )
        for table, row in rows:
            self._assert_silent(str(row), table)
            for name in ("create_uid", "write_uid"):
                self.assertIn(row.get(name), (None, 1), table)
        self.assertNotIn("res_device_log", tables)
        self.assertNotIn("mail_tracking_value", tables)

    def test_no_row_that_is_read_tells_the_time_of_day(self):
        before = self._fingerprints()
        self._report_and_talk()
        zone = self.company._qms_timezone()
        for table, row in self._new_rows(before):
            if table in TIMED_UNSEEN:
                continue
            for name, value in row.items():
                # as to_jsonb writes a timestamp
                if isinstance(value, str) and value[10:11] == "T" and value[4] == "-":
                    moment = pytz.utc.localize(datetime.fromisoformat(value))
                    local = moment.astimezone(zone)
                    self.assertEqual(
                        (local.hour, local.minute, local.second, local.microsecond),
                        (0, 0, 0, 0),
                        f"{table}.{name}",
                    )

    def test_her_session_is_neither_used_nor_noted(self):
        before = self._sessions()
        devices = self.env["res.device.log"].search_count([])
        for response in self._report_and_talk():
            self.assertNotIn("Set-Cookie", response.headers)
        self.assertEqual(self._sessions(), before)
        self.assertEqual(self.env["res.device.log"].search_count([]), devices)
        # core would have noted her: this is what the test would find
        self.url_open("/odoo")
        self.assertEqual(self.env["res.device.log"].search_count([]), devices + 1)

    def test_no_line_of_the_log_leads_to_her(self):
        collector = Collector()
        logging.getLogger().addHandler(collector)
        self.addCleanup(logging.getLogger().removeHandler, collector)
        odoo = logging.getLogger("odoo")
        self.addCleanup(odoo.setLevel, odoo.level)
        odoo.setLevel(logging.INFO)
        self._report_and_talk()
        self.url_open("/odoo")
        lines = collector.lines
        self.assertTrue([line for line in lines if "inserts device log" in line])
        ours = [line for line in lines if "/qms/re" in line]
        self.assertTrue([line for line in ours if '"POST /qms/receipt' in line])
        for line in ours:
            self._assert_silent(line, line)
        # the same browser elsewhere is logged with its address, as ever
        self.assertTrue(
            [line for line in lines if "/odoo" in line and "127.0.0.1" in line]
        )
        for line in lines:
            self.assertNotIn("The door stood open", line)

    def test_no_file_leads_to_her(self):
        self._report_and_talk()
        report = self._reports()
        files = report.attachment_ids | report.dialogue_ids.attachment_ids
        self.assertEqual(sorted(files.mapped("name")), ["1.jpg", "1.jpg", "2.pdf"])
        for file in files:
            self._assert_silent(file.raw.decode("latin-1"), file.name)
            self.assertFalse(file.index_content)
            path = Path(file._full_path(file.store_fname))
            self.assertTrue(os.path.isfile(path))

    def test_the_same_photo_by_her_and_by_nobody_shares_no_file(self):
        self._report_and_talk()
        known = self._report(self.telltale)
        hers = self.env["ir.attachment"].create(
            {
                "name": "Nanna.jpg",
                "raw": photo(),
                "res_model": "qms.report",
                "res_id": known.id,
            }
        )
        nobodys = self._reports().attachment_ids
        self.assertNotIn(hers.checksum, nobodys.mapped("checksum"))
        self.assertNotIn(hers.store_fname, nobodys.mapped("store_fname"))

    def test_readers_see_nobody(self):
        self._report_and_talk()
        report = self._reports()
        case = report.deviation_ids
        self.assertEqual(report.create_uid, self.env.ref("base.user_root"))
        self.assertFalse(report.reporter_id)
        for record in (report, case):
            followers = record.message_partner_ids
            self.assertNotIn(self.telltale.partner_id, followers)
            authors = record.message_ids.author_id
            self.assertNotIn(self.telltale.partner_id, authors)
        self.assertFalse(report.with_user(self.telltale).has_access("read"))
        said = report.dialogue_ids.with_user(self.leader)
        self.assertEqual(said.mapped("author_name"), ["Reporter (anonymous)"])
        self.assertFalse(said.author_id)

    def test_the_receipt_code_is_nowhere(self):
        before = self._fingerprints()
        _report, code = self._sent()
        for table, row in self._new_rows(before):
            for form in (code, code.replace("-", "")):
                self.assertNotIn(form, str(row), table)
