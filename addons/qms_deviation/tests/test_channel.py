from datetime import datetime

from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .channel_common import ChannelCase


@freeze_time("2026-03-02")
@tagged("post_install", "-at_install", "qms")
class TestChannel(ChannelCase):
    """Which channels hold where, how they are recognised, how their clocks run."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["qms.channel"].search([]).active = False
        cls.channel = cls._channel()

    def _matched(self, text, user=None, **kwargs):
        channels = self.env["qms.channel"].with_user(user or self.nurse)
        return [row["name"] for row in channels.action_match(text, **kwargs)]

    # ------------------------------------------------------------
    # Recognised
    # ------------------------------------------------------------

    def test_a_word_is_recognised_whatever_its_case_ending_and_spacing(self):
        name = self.channel.name
        for text in (
            "It went to the WRONG address",
            "wrong\naddresses",
            "A breach.",
            "(Breaches happen)",
        ):
            with self.subTest(text=text):
                self.assertEqual(self._matched(text), [name])

    def test_in_the_middle_of_a_word_it_is_not(self):
        for text in ("", "   ", "unbreached", "wrong. address", "All is well"):
            with self.subTest(text=text):
                self.assertEqual(self._matched(text), [])

    def test_words_are_taken_as_they_are_written(self):
        self.channel.word_ids.words = "a.c\n(x\n\n"
        self.assertEqual(self._matched("abc"), [])
        self.assertEqual(self._matched("a.c"), [self.channel.name])
        self.assertEqual(self._matched("(x"), [self.channel.name])

    def test_nonsense_is_answered_with_nothing(self):
        for text in (None, False, 12, ["breach"][:0], "x" * 200_000):
            with self.subTest(text=str(text)[:10]):
                self.assertEqual(self._matched(text), [])

    def test_the_best_match_comes_first_and_three_are_shown(self):
        for code in "abcd":
            words = "cake\nbread" if code == "d" else "cake"
            self._channel(
                code=code,
                name=code,
                word_ids=[Command.create({"language": "en", "words": words})],
            )
        self.assertEqual(self._matched("cake and bread"), ["d", "a", "b"])

    def test_what_the_sender_picked_comes_first(self):
        picked = self._channel(code="picked", name="Picked", word_ids=[])
        self.assertEqual(
            self._matched("breach", channel_id=picked.id), ["Picked", self.channel.name]
        )

    def test_every_language_of_a_channel_counts(self):
        self.channel.word_ids = [
            Command.create({"language": "da", "words": "databrud"}),
            Command.create({"language": "sv", "words": "överträdelse"}),
        ]
        for text in ("Databruddet", "ÖVERTRÄDELSEN"):
            self.assertEqual(self._matched(text), [self.channel.name])

    def test_what_is_shown_says_where_by_when_and_on_what_ground(self):
        self.channel.write({"link": "https://example.test", "legal_ground": "Act § 1"})
        [shown] = self.env["qms.channel"].with_user(self.nurse).action_match("A breach")
        self.assertEqual(
            shown,
            {
                "id": self.channel.id,
                "name": "Data protection office",
                "belongs": "Personal data that went astray",
                "link": "https://example.test",
                "clock": "Within 72 hours",
                "ground": "Act § 1",
            },
        )

    def test_nothing_of_the_text_is_stored(self):
        self._matched("A breach by xylophone")
        self.assertEqual(self._places_of("xylophone"), [])

    def test_outsiders_are_not_answered(self):
        with self.assertRaises(AccessError):
            self._matched("breach", user=self.env.ref("base.public_user"))
        with self.assertRaises(AccessError):
            self._matched("breach", company_id=self.other_company.id)

    # ------------------------------------------------------------
    # Which hold where
    # ------------------------------------------------------------

    def _possible(self, company):
        return self.env["qms.channel"].with_user(self.nurse)._possible(company)

    def test_a_channel_of_another_country_does_not_hold(self):
        self.channel.country_ids = self.env.ref("base.se")
        self.assertFalse(self._possible(self.company))
        self.channel.country_ids |= self.env.ref("base.dk")
        self.assertEqual(self._possible(self.company), self.channel)

    def test_a_company_that_moves_has_the_channels_of_its_country(self):
        self.channel.country_ids = self.env.ref("base.se")
        self.assertFalse(self._possible(self.company))
        self.company.partner_id.country_id = self.env.ref("base.se")
        self.assertEqual(self._possible(self.company), self.channel)

    def test_a_companys_own_stands_in_for_the_shared_one(self):
        manager = self.channel.with_user(self.manager)
        own = self.env["qms.channel"].browse(manager.action_make_own()["res_id"])
        self.assertEqual((own.company_id, own.code), (self.company, "test"))
        self.assertEqual(own.word_ids.words, self.channel.word_ids.words)
        self.assertFalse(own.person_ids)
        self.assertEqual(self._possible(self.company), own)
        self.assertEqual(self._possible(self.other_company), self.channel)

    def test_a_second_one_of_their_own_gets_a_code_of_its_own(self):
        manager = self.channel.with_user(self.manager)
        codes = [
            self.env["qms.channel"].browse(manager.action_make_own()["res_id"]).code
            for _time in range(2)
        ]
        self.assertEqual(codes, ["test", "test_copy"])

    def test_an_archived_one_is_gone(self):
        self.channel.active = False
        self.assertFalse(self._possible(self.company))
        self.assertEqual(self._matched("breach"), [])

    def test_each_country_has_its_channels_with_words_clock_and_ground(self):
        for code in ("dk", "no", "se"):
            self.other_company.country_id = self.env.ref(f"base.{code}")
            shipped = self.env["qms.channel"].with_context(active_test=False)
            shipped = shipped.search([("code", "=like", f"%\\_{code}")])
            shipped |= shipped.search([("country_ids.code", "=", code.upper())])
            kinds = {channel.code.rsplit("_", 1)[0] for channel in shipped}
            with self.subTest(country=code):
                self.assertLessEqual(
                    {
                        "appeal",
                        "data_breach",
                        "pupil_safety",
                        "use_of_force",
                        "whistle_blowing",
                        "work_accident",
                    },
                    kinds,
                )
                self.assertTrue({"statutory_register", "lex_sarah"} & kinds)
                for channel in shipped:
                    self.assertTrue(channel.word_ids, channel.code)
                    self.assertTrue(channel.legal_ground and channel.link)
                    self.assertEqual(
                        channel.traceless, channel.code.startswith("whistle")
                    )

    # ------------------------------------------------------------
    # Clocks
    # ------------------------------------------------------------

    def _due(self, unit, number=0, received=datetime(2026, 3, 27, 13, 30)):
        self.channel.write({"clock_unit": unit, "clock_number": number})
        return self.channel._due(received, self.company)

    def test_hours_count_at_night_and_on_days_off(self):
        self.assertEqual(self._due("hours", 72), datetime(2026, 3, 30, 13, 30))

    def test_days_end_at_the_company_summer_time_minded(self):
        self.assertEqual(self._due("days", 7), datetime(2026, 4, 3, 21, 59, 59))

    def test_working_days_leave_out_days_off(self):
        """2 and 3 April 2026 and 6 April are holidays in Denmark."""
        self.assertEqual(self._due("workdays", 5), datetime(2026, 4, 8, 21, 59, 59))

    def test_at_once_is_the_day_it_came_where_it_came(self):
        self.assertEqual(self._due("at_once"), datetime(2026, 3, 27, 22, 59, 59))
        late = datetime(2026, 3, 27, 23, 30)
        self.assertEqual(
            self._due("at_once", received=late), datetime(2026, 3, 28, 22, 59, 59)
        )

    def test_without_a_clock_nothing_is_late(self):
        self.assertFalse(self._due("none"))

    # ------------------------------------------------------------
    # Settings
    # ------------------------------------------------------------

    def test_nonsense_is_refused(self):
        for values in (
            {"clock_number": -1},
            {"keep_months": -1},
            {"link": "javascript:alert(1)"},
            {"traceless": True},
        ):
            with (
                self.subTest(values=values),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                self.channel.write(values)
                self.env.flush_all()
        self.env.invalidate_all()

    def test_only_people_of_the_company_are_named(self):
        with self.assertRaises(ValidationError):
            self._name(self.channel, self.stranger)

    def test_a_branch_keeps_its_own_version_not_the_shared_one(self):
        branch = self.env["res.company"].create(
            {
                "name": "Water works",
                "parent_id": self.company.id,
                "country_id": self.company.country_id.id,
            }
        )
        user = self._new_user("branch", "qms.group_quality_manager", branch)
        shared = self.channel.with_user(user)
        for record in (shared, shared.word_ids):
            with self.assertRaises(AccessError):
                record.write({"sequence": 1} if record == shared else {"words": "x"})
        own = shared.browse(shared.action_make_own()["res_id"])
        own.write(
            {"name": "Ours", "person_ids": [Command.create({"user_id": user.id})]}
        )
        own.word_ids.words = "cake"
        self.assertEqual(self._matched("cake", user=user), ["Ours"])
        self.assertEqual(self._matched("cake"), [])

    def test_quality_managers_alone_set_it_up(self):
        for user in (self.nurse, self.leader, self.team, self.officer):
            channel = self.channel.with_user(user)
            for operation in (
                lambda channel=channel: channel.write({"name": "Mine"}),
                lambda channel=channel: channel.action_make_own(),
                lambda channel=channel: channel.word_ids.write({"words": "x"}),
                lambda channel=channel, user=user: channel.person_ids.create(
                    {
                        "channel_id": channel.id,
                        "company_id": self.company.id,
                        "user_id": user.id,
                    }
                ),
            ):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    operation()
