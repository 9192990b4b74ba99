from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from odoo.addons.qms.tests.wheel_common import WheelCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestWheelRead(WheelCase):
    """What the picture is made of: one edition, the items, their rings."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.edition = cls._new_year()

    def _read(self, domain=(), user=None, **kwargs):
        occurrences = self.env["qms.wheel.occurrence"].with_user(user or self.manager)
        return occurrences.action_read_wheel(list(domain), **kwargs)

    def _names(self, data):
        return [row["name"] for row in data["items"]]

    def test_the_running_edition_is_shown(self):
        self._new_year(2027, start=False)
        data = self._read()
        self.assertEqual(data["edition"]["id"], self.edition.id)
        self.assertFalse(data["before"])
        self.assertEqual(data["after"]["year"], 2027)
        self.assertEqual(
            (data["first_day"], data["last_day"], data["today"]),
            ("2026-01-01", "2026-12-31", "2026-03-02"),
        )

    def test_another_one_when_asked_for(self):
        after = self._new_year(2027, start=False)
        data = self._read(year_id=after.id)
        self.assertEqual(data["edition"]["year"], 2027)
        self.assertEqual(data["before"]["id"], self.edition.id)

    def test_or_where_the_search_leads(self):
        after = self._new_year(2027, start=False)
        data = self._read([("year_id.state", "=", "draft")])
        self.assertEqual(data["edition"]["id"], after.id)

    def test_items_stand_in_their_order_with_their_numbers(self):
        data = self._read()
        self.assertEqual([row["number"] for row in data["items"]], [1, 2, 3, 4, 5, 6])
        self.assertEqual(self._names(data)[0], "Satisfaction survey 2026")
        self.assertEqual(data["items"][0]["date"], "2026-04-15")

    def test_a_filter_leaves_the_numbers_as_they_are(self):
        data = self._read([("kind_id.code", "=", "review")])
        self.assertEqual(self._names(data), ["Management review 2026"])
        self.assertEqual(data["items"][0]["number"], 5)

    def test_nothing_found_is_an_empty_wheel(self):
        data = self._read([("is_late", "=", True)])
        self.assertEqual(data["edition"]["id"], self.edition.id)
        self.assertEqual(data["items"], [])
        self.assertIn("<svg", data["svg"])

    def test_what_is_past_its_day_is_late(self):
        with freeze_time("2026-04-20"):
            states = [row["state"] for row in self._read()["items"]]
        self.assertEqual(states[:2], ["late", "planned"])

    def test_rings_by_kind_are_named_after_their_kinds(self):
        rings = self._read()["rings"]
        self.assertEqual([ring["letter"] for ring in rings], ["A", "B", "C"])
        self.assertEqual(rings[0]["name"], "Audit round, Management review, New goals")

    def test_rings_by_team_are_units_and_roles(self):
        names = [ring["name"] for ring in self._read(rings="team")["rings"]]
        self.assertEqual(names[0], "Town")
        self.assertEqual(names[-1], "Home care")
        self.assertEqual(len(names), 4)

    def test_more_teams_than_letters_share_the_last_ring(self):
        for number in range(9):
            unit = self._new_unit(f"Unit {number}", None)
            self._new_item("other", "10", 5, department_id=unit.id)
        edition = self._new_year(2027, start=False)
        rings = self._read(year_id=edition.id, rings="team")["rings"]
        self.assertEqual(len(rings), 7)
        self.assertEqual(rings[-1]["name"], "Others")

    def test_other_rings_there_are_not(self):
        with self.assertRaises(UserError):
            self._read(rings="owner_id")

    def test_the_middle_shows_the_next_three(self):
        svg = self._read()["svg"]
        for words in ("1 · Satisfaction survey", "April 15", "3 · Law review"):
            self.assertIn(words, svg)
        self.assertNotIn("4 · ", svg)

    def test_each_reads_it_in_the_own_language(self):
        self.env["res.lang"]._activate_lang("da_DK")
        self.nurse.lang = "da_DK"
        nurse = self.nurse.with_user(self.nurse)
        occurrences = self.env["qms.wheel.occurrence"].with_user(self.nurse)
        data = occurrences.with_context(lang=nurse.lang).action_read_wheel([])
        for word in ("januar", "oktober", "15. april"):
            self.assertIn(word, data["svg"])
        small = occurrences.with_context(lang=nurse.lang).action_read_wheel(
            [], is_small=True
        )
        self.assertIn(">okt<", small["svg"])

    def test_who_owns_it_is_told_who_may_move_it(self):
        movable = {
            user: {
                row["name"]
                for row in self._read(user=user)["items"]
                if row["is_movable"]
            }
            for user in (self.manager, self.nurse, self.aide, self.leader)
        }
        self.assertEqual(len(movable[self.manager]), 6)
        self.assertEqual(movable[self.nurse], {"Satisfaction survey 2026"})
        self.assertEqual(movable[self.leader], {"Law review 2026"})
        self.assertEqual(movable[self.aide], set())

    def test_what_is_done_is_moved_no_more(self):
        self._of(self.survey, user=self.nurse).action_finish("412 answers")
        [row] = [r for r in self._read()["items"] if r["state"] == "done"]
        self.assertFalse(row["is_movable"])

    def test_an_editions_window_stays_with_it(self):
        action = self.edition.action_open_wheel()
        self.assertEqual(action["views"][0][1], "wheel")
        self.assertEqual(action["context"], {"wheel_stays": True})
        self.assertEqual(action["domain"], [("year_id", "=", self.edition.id)])
