import logging
import re
import secrets
import threading
from unittest.mock import patch

from odoo.tests import BaseCase, HttpCase, tagged

from odoo.addons.qms.models.ir_http import NOBODY
from odoo.addons.qms.tools.access_log import (
    LOGGERS,
    WithoutKeys,
    install,
    without_keys,
)

from .common import QmsCase

ARGUMENT = re.compile(r"<(?:string:)?\w+>")
# no address of ours has a shorter key
SHORTEST = 9


@tagged("post_install", "-at_install", "qms")
class TestWithoutKeys(BaseCase):
    """What a log says of an address of ours leaves its key out."""

    def test_a_key_is_left_out_and_all_else_stays(self):
        for said, kept in (
            ("GET /qms/link/Ab_c-9xYz01234/7 HTTP/1.1", "GET /qms/link/***/7 HTTP/1.1"),
            ("/qms/survey/Ab_c-9xYz01234?lang=da", "/qms/survey/***?lang=da"),
            ("/da/qms/unit/Ab_c-9xYz01234/read", "/da/qms/unit/***/read"),
            ("/qms/link/Ab.c%9xY:z01234 x", "/qms/link/*** x"),
        ):
            self.assertEqual(without_keys(said), kept)
        for said in ("/qms/survey/12/paper", "/qms/survey/send", "/web/abcdefghijkl"):
            self.assertEqual(without_keys(said), said)

    def test_each_logger_has_it_once(self):
        install()
        for name in LOGGERS:
            kinds = [type(each) for each in logging.getLogger(name).filters]
            self.assertEqual(kinds.count(WithoutKeys), 1, name)

    def test_a_record_that_cannot_be_read_goes_on(self):
        record = logging.makeLogRecord({"msg": "%d /qms/link/x", "args": ("x",)})
        self.assertTrue(WithoutKeys().filter(record))
        self.assertEqual(record.args, ("x",))


@tagged("post_install", "-at_install", "qms")
class TestAccessLog(QmsCase, HttpCase):
    """The log that Odoo writes, as it stands after somebody used his address."""

    def _logged(self, path, **kwargs):
        with self.assertLogs(LOGGERS[0], level=logging.INFO) as logs:
            self.url_open(path, **kwargs)
        return "\n".join(logs.output)

    def _routing_map(self):
        """As a request finds it: Odoo asks the thread which database it is about."""
        thread = threading.current_thread()
        with patch.object(thread, "dbname", self.env.cr.dbname, create=True):
            return self.env["ir.http"].routing_map()

    def test_no_address_that_leads_nowhere_is_kept_either(self):
        """A key with a letter missing is nearly one."""
        token = secrets.token_urlsafe(32)
        for path, form in (("", None), ("/1", None), ("", {"choice": "x"})):
            logged = self._logged(f"/qms/link/{token}{path}", data=form)
            self.assertIn(f" /qms/link/***{path} ", logged)
            self.assertNotIn(token, logged)

    def test_no_key_of_any_page_without_login_does(self):
        """Those of rooms that come later too."""
        rules = [
            rule.rule
            for rule in self._routing_map().iter_rules()
            if rule.endpoint.routing["auth"] == NOBODY and ARGUMENT.search(rule.rule)
        ]
        self.assertTrue(rules)
        for rule in rules:
            key = secrets.token_urlsafe(SHORTEST)
            path = ARGUMENT.sub(key, rule, count=1)
            self.assertNotIn(key, without_keys(f"GET {path} HTTP/1.1"), rule)
