import xmlrpc.client
from datetime import timedelta
from urllib.parse import urlsplit

from odoo import fields
from odoo.tests import HttpCase, JsonRpcException, new_test_user, tagged
from odoo.tools import mute_logger

from .seat_common import CSRF, PASSWORD, SeatCase


@tagged("post_install", "-at_install", "qms")
class TestSeatGuard(SeatCase, HttpCase):
    """Nothing else of Odoo is there for who sits in a seat."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._actions(1)

    def setUp(self):
        super().setUp()
        self.seat = self._open_seat()
        self.user = self._visitor(self.seat)

    def test_wherever_a_browser_arrives_it_is_led_to_the_seat(self):
        self._log_in(self.user.login)
        for path in ("/", "/my", "/my/home", "/web", "/odoo", "/web/login"):
            with self.subTest(path=path):
                answer = self.url_open(path, allow_redirects=False)
                self.assertEqual(answer.status_code, 303)
                where = urlsplit(answer.headers["Location"]).path
                self.assertEqual(where, "/qms/seat")

    def test_every_other_address_is_not_there(self):
        file = self._attach(self.company, public=True)
        token = file.generate_access_token()[0]
        action = self.env["qms.action"].search([], limit=1)
        self._log_in(self.user.login)
        for path in (
            "/my/account",
            "/my/security",
            "/my/addresses",
            "/odoo/quality-evidence-packs",
            "/web/become",
            "/web/webclient/load_menus",
            "/web/webclient/translations",
            f"/web/content/{file.id}",
            f"/web/content/{file.id}?access_token={token}",
            f"/web/content/ir.attachment/{file.id}/raw",
            f"/web/image/res.users/{self.nurse.id}/avatar_128",
            f"/web/image/res.partner/{self.nurse.partner_id.id}/image_1920",
            f"/mail/view?model=qms.action&res_id={action.id}",
            "/mail/avatar/mail.message/1/author_avatar",
            f"/report/pdf/qms.report_record/{action.id}",
            f"/report/html/qms.report_record/{action.id}",
            f"/qms/evidence/{self.seat.pack_id.id}",
            "/web/health",
            "/nothing/here",
        ):
            with self.subTest(path=path):
                answer = self.url_open(path, allow_redirects=False)
                self.assertEqual(answer.status_code, 404, path)
                self.assertEqual(answer.text, "There is no such page.")

    def test_no_call_gets_through_with_the_session(self):
        action = self.env["qms.action"].search([], limit=1)
        self._log_in(self.user.login)
        model = {"model": "res.users", "args": [], "kwargs": {}}
        thread = {"thread_model": "qms.action", "thread_id": action.id}
        for route, params in (
            ("/web/dataset/call_kw", {**model, "method": "context_get"}),
            ("/web/dataset/call_kw/res.users/search", {**model, "method": "search"}),
            ("/web/dataset/call_button", {**model, "method": "action_get"}),
            ("/web/session/get_session_info", {}),
            ("/web/session/destroy", {}),
            ("/web/action/load", {"action_id": 1}),
            ("/mail/data", {"fetch_params": ["init_messaging"]}),
            ("/mail/message/post", {**thread, "post_data": {"body": "x"}}),
            ("/mail/thread/messages", thread),
            ("/portal/chatter_init", thread),
            ("/websocket/peek_notifications", {"channels": [], "last": 0}),
            ("/jsonrpc", {"service": "common", "method": "version", "args": []}),
        ):
            with self.subTest(route=route):
                answer = self.url_open(route, json={"params": params})
                self.assertEqual(answer.status_code, 404)

    def test_no_line_stays_open(self):
        self._log_in(self.user.login)
        upgrade = {
            "Connection": "Upgrade",
            "Upgrade": "websocket",
            "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
            "Sec-WebSocket-Version": "13",
            "Origin": self.base_url(),
        }
        url = f"{self.base_url()}/websocket?version=1"
        # headers alone: the server sends no body where an upgrade was asked for
        answer = self.opener.request("GET", url, headers=upgrade, stream=True)
        self.assertEqual(answer.status_code, 404)
        answer.close()

    def test_no_form_of_the_portal_is_taken(self):
        self._log_in(self.user.login)
        for path in ("/my/account", "/my/security", "/my/deactivate_account", "/my"):
            with self.subTest(path=path):
                answer = self.url_open(path, data={"name": "Changed"})
                self.assertEqual(answer.status_code, 404)
        self.assertEqual(self.user.name, "Vera")

    def test_no_other_system_calls_with_the_password(self):
        database, uid = self.env.cr.dbname, self.user.id
        login = self.user.login
        self.assertFalse(self.xmlrpc_common.login(database, login, PASSWORD))
        call = (database, uid, PASSWORD, "res.users", "context_get", [])
        with self.assertRaises(xmlrpc.client.Fault):
            self.xmlrpc_object.execute_kw(*call)
        with mute_logger("odoo.http"), self.assertRaises(JsonRpcException):
            self.make_jsonrpc_request(
                "/jsonrpc",
                {"service": "object", "method": "execute_kw", "args": call},
            )

    def test_no_other_system_calls_with_a_key(self):
        keys = self.env["res.users.apikeys"].with_user(self.user).sudo()
        key = keys._generate(None, "Made", fields.Datetime.now() + timedelta(1))
        self.authenticate(None, None)
        bearer = {"Authorization": f"Bearer {key}"}
        answer = self.url_open("/json/2/res.users/context_get", json={}, headers=bearer)
        self.assertEqual(answer.status_code, 404)
        call = (self.env.cr.dbname, self.user.id, key, "res.users", "context_get", [])
        with self.assertRaises(xmlrpc.client.Fault):
            self.xmlrpc_object.execute_kw(*call)

    def test_what_stands_open_to_anybody_stays_so(self):
        self._log_in(self.user.login)
        answer = self.url_open("/web/static/img/favicon.ico")
        self.assertEqual(answer.status_code, 200)

    def test_who_leaves_is_nobody(self):
        page = self._log_in(self.user.login)
        self.assertIn("/web/session/logout", page.text)
        answer = self.url_open("/web/session/logout?redirect=/web/login")
        self.assertEqual(answer.status_code, 200)
        self.assertIn('name="password"', answer.text)
        answer = self.url_open("/qms/seat", allow_redirects=False)
        self.assertEqual(answer.status_code, 303)

    def test_other_portal_users_are_not_touched(self):
        new_test_user(self.env, "peter", "base.group_portal", password=PASSWORD)
        page = self._log_in("peter")
        self.assertEqual(urlsplit(page.url).path, "/my")
        self.assertEqual(page.status_code, 200)
        self.assertEqual(self.url_open("/my/account").status_code, 200)
        found = self.make_jsonrpc_request(
            "/web/dataset/call_kw/res.users/context_get",
            {"model": "res.users", "method": "context_get", "args": [], "kwargs": {}},
        )
        self.assertEqual(found["lang"], "en_US")

    # ------------------------------------------------------------
    # From the mail into the seat
    # ------------------------------------------------------------

    def _link(self):
        [mail] = [mail for mail in self._deliver() if "your access" in mail["Subject"]]
        text = self._texts(mail)
        link = text[text.index('href="') + 6 :]
        link = link[: link.index('"')].replace("&amp;", "&")
        parts = urlsplit(link)
        self.assertEqual(parts.path, "/web/signup")
        return f"{parts.path}?{parts.query}"

    def _choose_password(self, link, password):
        self.authenticate(None, None)
        page = self.url_open(link)
        form = {
            "login": self.user.login,
            "name": "Vera",
            "password": password,
            "confirm_password": password,
            "csrf_token": CSRF.search(page.text)[1],
        }
        return self.url_open(link, data=form)

    def test_from_the_mail_to_the_map_and_once_only(self):
        link = self._link()
        page = self._choose_password(link, "Chosen by herself")
        self.assertEqual(urlsplit(page.url).path, "/qms/seat")
        self.assertIn(self.seat.pack_id.number, page.text)
        page = self._log_in(self.user.login, "Chosen by herself")
        self.assertEqual(urlsplit(page.url).path, "/qms/seat")
        page = self._choose_password(link, "Chosen by another")
        self.assertNotEqual(urlsplit(page.url).path, "/qms/seat")
        page = self._log_in(self.user.login, "Chosen by another")
        self.assertIn("Wrong login", page.text)

    def test_the_mail_leads_nowhere_once_the_seat_has_ended(self):
        link = self._link()
        self.seat.action_end(reason="Done")
        self.env.flush_all()
        self.authenticate(None, None)
        page = self.url_open(link)
        self.assertNotIn("vera@audit.example", page.text)
        answer = self._choose_password(link, "Chosen too late")
        self.assertNotEqual(urlsplit(answer.url).path, "/qms/seat")
        self.assertFalse(self.user.active)
