import logging
import re
from datetime import timedelta

import psycopg2

from odoo import fields
from odoo.exceptions import AccessError
from odoo.http import root
from odoo.tests import HttpCase, TransactionCase, freeze_time, new_test_user, tagged
from odoo.tools import mute_logger


class LinkCase:
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.record = cls.env["test.qms.linked"].create({"name": "Team meeting"})
        cls.partner = cls.env["res.partner"].create({"name": "Ida", "lang": "en_US"})
        cls.employee = cls.env["hr.employee"].create({"name": "Bo"})
        cls.links = cls.env["qms.personal.link"]

    def make(self, recipient=None, purpose="test_answer", **options):
        return self.links._create_link(
            purpose, self.record, recipient or self.partner, **options
        )

    def link_of(self, url):
        return self.links._find_link(url.rpartition("/")[2])


@tagged("post_install", "-at_install", "qms")
class TestPersonalLink(LinkCase, TransactionCase):
    def test_only_the_hash_is_stored(self):
        url = self.make()
        self.assertIn("/qms/link/", url)
        token = url.rpartition("/")[2]
        self.assertGreaterEqual(len(token), 43)
        link = self.link_of(url)
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT row_to_json(link)::text FROM qms_personal_link link WHERE id = %s",
            [link.id],
        )
        self.assertNotIn(token, self.env.cr.fetchone()[0])
        self.assertEqual(len(link.token_hash), 64)

    def test_one_recipient_of_each_kind(self):
        urls = self.links._create_links(
            "test_answer",
            [
                (self.record, self.partner),
                (self.record, self.employee),
                (self.record, "x@example.com"),
            ],
        )
        partner, employee, email = map(self.link_of, urls)
        self.assertEqual(partner.partner_id, self.partner)
        self.assertEqual(employee.employee_id, self.employee)
        self.assertEqual(email.email, "x@example.com")
        self.assertEqual(len(set(urls)), 3)

    def test_a_thousand_links_in_one_go(self):
        pairs = [(self.record, f"{n}@example.com") for n in range(1000)]
        self.links._create_links("test_confirm", pairs[:2])
        with self.assertQueryCount(12):
            self.assertEqual(len(self.links._create_links("test_confirm", pairs)), 1000)
            self.env.flush_all()

    @mute_logger("odoo.sql_db")
    def test_never_two_recipients_or_none(self):
        link = self.link_of(self.make())
        for vals in ({"email": "x@example.com"}, {"partner_id": False}):
            with (
                self.assertRaises(psycopg2.errors.CheckViolation),
                self.env.cr.savepoint(),
            ):
                link.write(vals)
                link.flush_recordset()

    def test_registered_purposes_of_their_model_only(self):
        with self.assertRaises(ValueError):
            self.make(purpose="unknown")
        with self.assertRaises(ValueError):
            self.links._create_link("test_answer", self.partner, self.partner)

    def test_nobody_reads_links(self):
        link = self.link_of(self.make())
        for groups in ("base.group_user", "qms.group_quality_manager"):
            login = f"link_{groups[-7:]}"
            user = new_test_user(self.env, login, groups=groups)
            for operation in ("read", "write", "create", "unlink"):
                self.assertFalse(link.with_user(user).sudo(False).has_access(operation))
        public = link.with_user(self.env.ref("base.public_user")).sudo(False)
        with self.assertRaises(AccessError):
            public.read(["purpose"])

    def test_an_employee_s_code_may_make_links(self):
        user = new_test_user(self.env, "link_maker", groups="base.group_user")
        links = self.links.with_user(user)
        record = self.record.with_user(user)
        self.assertTrue(links._create_link("test_answer", record, self.partner))

    def test_ends_when_used(self):
        link = self.link_of(self.make())
        self.assertTrue(link._is_open())
        link._use("yes")
        self.assertFalse(link._is_open())

    def test_may_last_until_it_expires(self):
        link = self.link_of(self.make(single_use=False, days=3))
        link._use("yes")
        self.assertTrue(link._is_open())
        with freeze_time(fields.Datetime.now() + timedelta(days=3, seconds=1)):
            self.assertFalse(link._is_open())

    def test_revoked_with_all_others_of_its_purpose(self):
        one, two = self.link_of(self.make()), self.link_of(self.make(self.employee))
        other = self.link_of(self.make(purpose="test_confirm"))
        self.links._revoke_links("test_answer", self.record)
        self.assertFalse(one._is_open() or two._is_open())
        self.assertTrue(other._is_open())

    def test_ends_with_its_record_and_its_purpose(self):
        link = self.link_of(self.make())
        link.purpose = "gone"
        self.assertFalse(link._is_open())
        link = self.link_of(self.make())
        self.record.unlink()
        self.assertFalse(link._is_open())

    def test_expired_links_are_cleared_after_half_a_year(self):
        old, young = self.link_of(self.make()), self.link_of(self.make())
        old.expires_at = fields.Datetime.now() - timedelta(days=181)
        young.expires_at = fields.Datetime.now() - timedelta(days=179)
        self.links._gc_links()
        self.assertEqual((old + young).exists(), young)

    def test_unknown_token(self):
        self.assertFalse(self.links._find_link("x"))
        self.assertFalse(self.links._find_link("x")._is_open())


@tagged("post_install", "-at_install", "qms")
class TestPersonalLinkPage(LinkCase, HttpCase):
    def path(self, url):
        return url[url.index("/qms/link/") :]

    def get(self, url):
        return self.url_open(self.path(url))

    def post(self, url, **data):
        return self.url_open(self.path(url), data=data or {"choice": "yes"})

    def answers(self):
        self.record.invalidate_recordset()
        return self.record.answers

    def test_opening_shows_and_changes_nothing(self):
        url = self.make()
        for _scan in range(3):
            response = self.get(url)
            self.assertEqual(response.status_code, 200)
        self.url_open(self.path(url), method="HEAD")
        self.assertIn("registers your answer", response.text)
        self.assertEqual(self.answers(), "")
        self.assertFalse(self.link_of(url).used_at)

    def test_the_page_works_for_everybody(self):
        page = self.get(self.make()).text
        self.assertTrue(page.startswith("<!DOCTYPE html>"))
        self.assertIn('<html lang="en-US">', page)
        self.assertEqual(page.count("<h1>"), 1)
        self.assertRegex(page, r"<title>Language</title>")
        self.assertRegex(page, r'<label for="comment">\s*Remark')
        self.assertIn('id="comment"', page)
        self.assertIn("I cannot come</button>", page)
        self.assertIn("<main>", page)
        for foreign in ("<script", "<link", "<img", "http://", "https://"):
            self.assertNotIn(foreign, page)
        self.assertIn("It is about &lt;Team meeting&gt;.", page)

    def test_a_page_without_a_question(self):
        page = self.get(self.make(purpose="test_confirm")).text
        self.assertNotIn("<textarea", page)
        self.assertNotIn("Team meeting", page)

    def test_headers(self):
        response = self.get(self.make())
        self.assertEqual(response.headers["Cache-Control"], "no-store")
        self.assertEqual(response.headers["Referrer-Policy"], "no-referrer")
        self.assertIn("noindex", response.headers["X-Robots-Tag"])
        self.assertIn(
            "frame-ancestors 'none'", response.headers["Content-Security-Policy"]
        )
        self.assertNotIn("Set-Cookie", response.headers)

    def test_pressing_acts_once(self):
        url = self.make()
        response = self.post(url, choice="no", comment=" Ill ")
        self.assertEqual(response.status_code, 200)
        self.assertIn("Your answer is registered.", response.text)
        self.assertNotIn("Set-Cookie", response.headers)
        self.assertEqual(self.answers(), "Ida: no Ill (Public user)\n")
        again = self.post(url)
        self.assertEqual(again.status_code, 410)
        self.assertEqual(self.answers().count("\n"), 1)
        self.assertEqual(self.get(url).status_code, 410)

    def test_each_recipient_is_known(self):
        for recipient, name in ((self.employee, "Bo"), ("x@example.com",) * 2):
            self.post(self.make(recipient))
            self.assertIn(f"{name}: yes", self.answers())

    def test_used_expired_revoked_and_unknown_read_the_same(self):
        used, expired, revoked, gone = (self.make() for _n in range(4))
        self.post(used)
        self.link_of(expired).expires_at = "2020-01-01"
        self.link_of(revoked).revoked_at = "2020-01-01"
        self.link_of(gone).res_id = 0
        before = self.answers()
        unknown = "/qms/link/" + "x" * 43
        texts = set()
        for url, status in (
            (used, 410),
            (expired, 410),
            (revoked, 410),
            (gone, 410),
            (unknown, 404),
        ):
            for response in (self.get(url), self.post(url)):
                self.assertEqual(response.status_code, status)
                self.assertNotIn("<form", response.text)
                texts.add(response.text)
        self.assertEqual(len(texts), 1)
        self.assertEqual(self.answers(), before)

    def test_only_the_answers_offered(self):
        url = self.make()
        for data in ({"choice": "perhaps"}, {"comment": "x"}):
            self.assertEqual(self.post(url, **data).status_code, 400)
        self.assertEqual(self.answers(), "")
        self.assertTrue(self.link_of(url)._is_open())

    def test_a_refusal_is_told_and_leaves_the_link_open(self):
        url = self.make()
        self.record.is_closed = True
        response = self.post(url)
        self.assertEqual(response.status_code, 409)
        self.assertIn("It is closed.", response.text)
        self.assertIn('role="alert"', response.text)
        self.assertIn("<form", response.text)
        self.record.is_closed = False
        self.assertEqual(self.post(url).status_code, 200)

    def test_a_refusal_of_access_tells_nothing(self):
        url = self.make()
        self.record.is_locked = True
        response = self.post(url)
        self.assertEqual(response.status_code, 410)
        self.assertNotIn("K-2026", response.text)
        self.assertEqual(self.answers(), "")

    def test_a_session_that_comes_along_is_ignored(self):
        new_test_user(self.env, "link_other", groups="base.group_user", name="Other")
        self.authenticate("link_other", "link_other")
        response = self.post(self.make())
        self.assertEqual(response.status_code, 200)
        self.assertEqual(self.answers(), "Ida: yes  (Public user)\n")

    def test_her_session_and_her_address_are_not_noted(self):
        user = new_test_user(self.env, "link_noted", groups="base.group_user")
        session = self.authenticate("link_noted", "link_noted")
        session.update(_trace=[], _trace_disable=False)
        root.session_store.save(session)
        url, devices = self.make(), self.env["res.device.log"]
        lines = self._collect_log()
        for response in (self.get(url), self.post(url)):
            self.assertEqual(response.status_code, 200)
            self.assertNotIn("Set-Cookie", response.headers)
        ours = [line for line in lines if "/qms/link/" in line]
        self.assertEqual(len(ours), 2)
        self.assertNotIn("127.0.0.1", " ".join(ours))
        self.assertFalse(devices.search_count([("user_id", "=", user.id)]))
        # core would have noted her: this is what the test would find
        self.url_open("/odoo")
        self.assertTrue(devices.search_count([("user_id", "=", user.id)]))

    def test_no_log_keeps_the_key(self):
        lines, url = self._collect_log(), self.make()
        self.get(url)
        self.post(url)
        self.get(url)
        ours = [line for line in lines if "/qms/link/***" in line]
        self.assertEqual(len(ours), 3)
        self.assertNotIn(url.rpartition("/")[2], " ".join(lines))

    def _collect_log(self):
        """Lines of the server's log, filled as they are written."""
        lines, handler = [], logging.Handler(logging.INFO)
        handler.emit = lambda record: lines.append(record.getMessage())
        logging.getLogger().addHandler(handler)
        self.addCleanup(logging.getLogger().removeHandler, handler)
        return lines

    def test_a_decision_needs_a_person_logged_in(self):
        """The link says who acts, but nobody decides by one."""
        record = self.env["test.qms.record"].create({"name": "Undecided"})
        url = self.make()

        def decide(linked, *args):
            linked.env["test.qms.record"].browse(record.id).action_note()

        self.patch(self.registry["test.qms.linked"], "_answer_by_link", decide)
        self.assertEqual(self.post(url).status_code, 410)
        decisions = self.env["qms.decision"]
        self.assertFalse(
            decisions.search_count(
                [("res_model", "=", record._name), ("res_id", "=", record.id)]
            )
        )
        self.assertTrue(self.link_of(url)._is_open())

    def test_in_the_recipient_s_language(self):
        self.env["res.lang"]._activate_lang("da_DK")
        self.partner.lang = "da_DK"
        page = self.get(self.make()).text
        self.assertIn('<html lang="da-DK">', page)
        # a term that base itself translates
        danish = self.env["qms.personal.link"].with_context(lang="da_DK")
        title = danish._get_purposes()["test_answer"].title
        self.assertIn(f"<h1>{title}</h1>", re.sub(r"\s+<", "<", page))

    def test_unknown_link_in_the_browser_s_language(self):
        self.env["res.lang"]._activate_lang("da_DK")
        response = self.url_open(
            "/qms/link/unknown", headers={"Accept-Language": "da-DK,da;q=0.9"}
        )
        self.assertIn('<html lang="da-DK">', response.text)

    def test_a_link_is_tried_twenty_times_an_hour(self):
        """Whatever comes of the tries; opening it counts for nothing."""
        url, other = self.make(single_use=False), self.make(single_use=False)
        for _scan in range(25):
            self.get(url)
        with freeze_time("2026-03-02 12:00:00"):
            self.link_of(url).expires_at = "2026-03-30"
            for choice in ["yes", "perhaps"] * 10:
                self.assertIn(self.post(url, choice=choice).status_code, (200, 400))
            response = self.post(url)
            self.assertEqual(response.status_code, 429)
            self.assertIn("Try again in an hour", response.text)
            self.assertEqual(self.get(url).status_code, 200)
        self.assertEqual(self.post(other).status_code, 200)
        self.assertEqual(self.answers().count("\n"), 11)
        with freeze_time("2026-03-02 13:00:00"):
            self.assertEqual(self.post(url).status_code, 200)

    def test_tries_are_counted_without_knowing_whose(self):
        url = self.make()
        self.post(url)
        names = set(self.links._fields)
        self.assertFalse({name for name in names if "ip" in name.split("_")})
        self.assertEqual(self.link_of(url).acts, 1)

    def test_long_comment_is_cut(self):
        self.post(self.make(), choice="yes", comment="x" * 20_000)
        self.assertEqual(self.answers().count("x"), 10_000)
