import hashlib
import re

from odoo.tests import HttpCase, freeze_time, tagged

from ..controllers import seat as seat_controller
from ..tools import seat_index
from .evidence_common import NOW
from .seat_common import SeatCase

LINK = re.compile(r'href="(/qms/seat/[^"]+)"')


@tagged("post_install", "-at_install", "qms")
class TestSeatPages(SeatCase, HttpCase):
    """Clause, source, record, case: what the pack holds, each page noted."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.actions = cls._actions(2, why="Somebody fell")
        cls.action = cls.actions[0]
        cls.source.has_files = True
        cls._attach(cls.action, content=b"The plan of the cabinet")
        # before the cut-off, which is the moment this transaction began
        with freeze_time(NOW):
            cls.action.with_user(cls.nurse).action_submit()

    def _links(self, page, kind):
        found = LINK.findall(page.text)
        return [link for link in found if link.startswith(f"/qms/seat/{kind}/")]

    def _walk(self, *kinds):
        """Follow the first link of each kind, from the map on."""
        page = self.url_open("/qms/seat")
        for kind in kinds:
            page = self.url_open(self._links(page, kind)[0])
            self.assertEqual(page.status_code, 200)
        return page

    def test_each_proof_is_three_clicks_away(self):
        seat = self._open_seat(self._made(**self._opened()))
        home = self._sit(seat)
        self.assertEqual(home.url, f"{self.base_url()}/qms/seat")
        for text in ("No source", "Proven", "2 of 3", seat.pack_id.number):
            self.assertIn(text, home.text.replace("\n", " "))
        record = self._walk("clause", "source", "record")
        self.assertIn("Action 0", record.text)
        self.assertIn("Somebody fell", record.text)
        self.assertIn("Waiting for approval", record.text)
        self.assertIn("Nurse", record.text)
        [decision] = self._decisions(self.action)
        self.assertIn(decision.digest, record.text)

    def test_each_page_is_noted_once(self):
        seat = self._open_seat(self._made(**self._opened()))
        self._log_in_quietly(seat)
        self._walk("clause", "source", "record", "file")
        name = self.action.display_name
        digest = hashlib.sha256(b"The plan of the cabinet").hexdigest()[:12]
        self.assertEqual(
            self._views(seat),
            [
                ("home", seat.pack_id.number),
                ("clause", "1 First"),
                ("source", "Actions, 1"),
                ("record", name),
                ("file", f"{name}, SHA-256 {digest}"),
            ],
        )

    def _log_in_quietly(self, seat):
        """As one who logged in before: the map was not opened by it."""
        login = self._visitor(seat).login
        with self._entering():
            self.authenticate(login, login)

    def test_a_page_that_is_not_there_is_not_noted(self):
        seat = self._open_seat()
        self._log_in_quietly(seat)
        high = 10**30
        for path in (
            "clause/99",
            "clause/-1",
            f"clause/{high}",
            "source/0",
            f"source/{self.source.id}?page=2",
            f"source/{self.source.id}?page=-1",
            f"source/{self.source.id}?page={high}",
            f"source/{self.source.id}?page=x",
            "record/99",
            f"record/{high}",
            "file/99",
            "file/../../pack.zip",
            "file/%2e%2e%2fpack.zip",
            "nothing",
        ):
            with self.subTest(path=path):
                answer = self.url_open(f"/qms/seat/{path}")
                self.assertEqual(answer.status_code, 404)
        self.assertFalse(self._views(seat))

    def test_what_is_masked_in_the_pack_is_masked_here(self):
        seat = self._open_seat()
        self._sit(seat)
        for kinds in (("clause", "source"), ("clause", "source", "record")):
            text = self._walk(*kinds).text
            self.assertNotIn("Somebody fell", text)
            self.assertNotIn("Aide", text)
            self.assertNotIn("Nurse", text)
        self.assertIn("Listed only", text)
        with seat.sudo()._index() as index:
            files = index.db.execute("SELECT id, path FROM file").fetchall()
        self.assertEqual(len(files), 1)
        self.assertIsNone(files[0]["path"])
        answer = self.url_open(f"/qms/seat/file/{files[0]['id']}")
        self.assertEqual(answer.status_code, 404)

    def test_it_shows_what_was_and_not_what_is(self):
        seat = self._open_seat(self._made(**self._opened()))
        self.action.sudo()._write_guarded({"name": "Changed since", "why": "Later"})
        self._actions(1, name="Entered since")
        self._sit(seat)
        texts = self._walk("clause", "source").text
        texts += self._walk("clause", "source", "record").text
        for text in ("Changed since", "Later", "Entered since"):
            self.assertNotIn(text, texts)
        self.assertIn("Action 0", texts)

    def test_a_file_comes_out_of_the_pack_as_it_is(self):
        self._attach(self.action, "<b>.html", b"<script>alert(1)</script>")
        seat = self._open_seat(self._made(**self._opened()))
        self._sit(seat)
        record = self._walk("clause", "source", "record")
        plan, page = (self.url_open(link) for link in self._links(record, "file"))
        self.assertEqual(plan.content, b"The plan of the cabinet")
        self.assertEqual(page.content, b"<script>alert(1)</script>")
        for answer in (plan, page):
            disposition = answer.headers["Content-Disposition"]
            self.assertTrue(disposition.startswith("attachment"))
            self.assertEqual(answer.headers["X-Content-Type-Options"], "nosniff")
            self.assertIn("sandbox", answer.headers["Content-Security-Policy"])

    def test_a_file_that_the_zip_does_not_have_is_not_there(self):
        seat = self._open_seat(self._made(**self._opened()))
        path = seat.pack_id.sudo()._index_path()
        self._sit(seat)
        record = self._walk("clause", "source", "record")
        [link] = self._links(record, "file")
        with seat_index.closing(seat_index.sqlite3.connect(path)) as index, index:
            index.execute("UPDATE file SET path = '../../../etc/passwd'")
        self.assertEqual(self.url_open(link).status_code, 404)

    def test_a_long_list_comes_in_pages(self):
        self.patch(seat_index, "PAGE", 1)
        self.patch(seat_controller, "PAGE", 1)
        seat = self._open_seat(self._made(**self._opened()))
        self._sit(seat)
        first = self._walk("clause", "source")
        self.assertIn("Page 1 of 2", " ".join(first.text.split()))
        self.assertEqual(len(self._links(first, "record")), 1)
        link = re.search(r'rel="next"\s+href="([^"]+)"', first.text)[1]
        second = self.url_open(link)
        self.assertIn("Page 2 of 2", " ".join(second.text.split()))
        self.assertNotIn('rel="next"', second.text)
        both = {*self._links(first, "record"), *self._links(second, "record")}
        self.assertEqual(len(both), 2)
        # the way back from the record is to its own page
        record = self.url_open(self._links(second, "record")[0])
        self.assertIn("page=2", record.text)

    def test_another_seat_shows_another_pack(self):
        self._open_seat(self._made(**self._opened()))
        empty = self._made(date_to="2026-01-31")
        other = self._open_seat(empty, email="b@audit.example")
        self._sit(other)
        page = self._walk("clause", "source")
        self.assertIn("No record in the period", page.text)
        self.assertNotIn("Action 0", page.text)
        self.assertEqual(self.url_open("/qms/seat/record/1").status_code, 404)

    def test_who_sits_nowhere_sees_nothing(self):
        self._open_seat()
        for user in (self.manager, self.nurse):
            self.authenticate(user.login, user.login.ljust(8, "x"))
            with self.subTest(user=user.name):
                answer = self.url_open("/qms/seat")
                self.assertEqual(answer.status_code, 404)
                self.assertNotIn("First", answer.text)
        self.authenticate(None, None)
        answer = self.url_open("/qms/seat/clause/1", allow_redirects=False)
        self.assertEqual(answer.status_code, 303)
        self.assertIn("/web/login", answer.headers["Location"])

    def test_a_page_opened_after_its_day_ends_it(self):
        seat = self._open_seat()
        self._sit(seat)
        self.assertEqual(self.url_open("/qms/seat").status_code, 200)
        noted = len(self._views(seat))
        seat.sudo()._write_guarded({"date_end": self._day(-1)})
        self.env.flush_all()
        answer = self.url_open("/qms/seat/clause/1")
        self.assertEqual(answer.status_code, 410)
        self.assertIn("has ended", answer.text)
        self.assertNotIn("First", answer.text)
        self.assertEqual(len(self._views(seat)), noted)
        self.assertEqual(seat.state, "ended")
        self.assertFalse(seat.sudo().user_id.active)
        answer = self.url_open("/qms/seat", allow_redirects=False)
        self.assertIn("/web/login", answer.headers["Location"])
        self.assertIn("Wrong login", self._log_in(seat.email).text)

    def test_a_session_is_dead_once_somebody_ended_it(self):
        seat = self._open_seat()
        self._sit(seat)
        seat.action_end(reason="Done")
        self.env.flush_all()
        answer = self.url_open("/qms/seat", allow_redirects=False)
        self.assertEqual(answer.status_code, 303)
        self.assertIn("/web/login", answer.headers["Location"])

    def test_it_is_in_the_packs_language(self):
        self.env["res.lang"]._activate_lang("da_DK")
        seat = self._open_seat(self._made(lang="da_DK"))
        page = self._sit(seat)
        self.assertIn('lang="da-DK"', page.text)
