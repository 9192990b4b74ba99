from datetime import datetime

import vobject

from odoo.tests import BaseCase, tagged

from ..tools.calendar_file import Invitation, Invited

UTC_0030 = datetime(2026, 10, 25, 0, 30)


def write(**values):
    return Invitation(
        **{
            "method": "REQUEST",
            "uid": "name-1",
            "sequence": 0,
            "start": datetime(2026, 4, 14, 7),
            "end": datetime(2026, 4, 14, 13),
            "zone": "Europe/Copenhagen",
            "summary": "Audit",
            "place": "Hall",
            "organizer": Invited("Town", "audit@town.example"),
            "invited": (Invited("Kim", "kim@town.example"),),
            **values,
        }
    ).to_text()


@tagged("post_install", "-at_install", "qms")
class TestCalendarFile(BaseCase):
    """An invitation as calendar programs read it."""

    def test_times_are_local_and_the_zone_goes_with_them(self):
        text = write()
        self.assertIn("DTSTART;TZID=Europe/Copenhagen:20260414T090000", text)
        self.assertEqual(text.count("BEGIN:VTIMEZONE"), 1)
        # summer time ends at three, begins at two
        self.assertIn("DTSTART:20001029T030000", text)
        self.assertIn("DTSTART:20000326T020000", text)

    def test_within_the_hour_that_comes_twice_times_are_in_utc(self):
        text = write(start=UTC_0030, end=UTC_0030.replace(hour=1))
        self.assertIn("DTSTART:20261025T003000Z", text)
        self.assertIn("DTEND:20261025T013000Z", text)
        event = vobject.readOne(text).vevent
        self.assertEqual((event.dtend.value - event.dtstart.value).seconds, 3600)

    def test_on_the_night_the_clocks_change_the_length_is_kept(self):
        text = write(start=datetime(2026, 10, 24, 22), end=datetime(2026, 10, 25, 5))
        self.assertIn("DTSTART;TZID=Europe/Copenhagen:20261025T000000", text)
        self.assertIn("DTEND;TZID=Europe/Copenhagen:20261025T060000", text)

    def test_zones_without_summer_time(self):
        for zone in ("UTC", "Atlantic/Reykjavik", "America/New_York"):
            with self.subTest(zone=zone):
                event = vobject.readOne(write(zone=zone)).vevent
                self.assertEqual(
                    event.dtstart.value.timestamp(),
                    datetime.fromisoformat("2026-04-14T07:00:00+00:00").timestamp(),
                )

    def test_no_name_or_place_breaks_out_of_its_line(self):
        nasty = 'Kim "K"; X:\r\nATTENDEE:mailto:x@y.example'
        text = write(place=nasty, invited=(Invited(nasty, "kim@town.example"),))
        event = vobject.readOne(text).vevent
        self.assertEqual(len(event.contents["attendee"]), 1)
        self.assertIn("x@y.example", event.location.value)

    def test_letters_of_all_three_languages(self):
        text = write(summary="Æ ø å Ä ö " * 20, place="Rådhuset; 2, stuen")
        event = vobject.readOne(text).vevent
        self.assertEqual(event.summary.value, "Æ ø å Ä ö " * 20)
        self.assertEqual(event.location.value, "Rådhuset; 2, stuen")
        self.assertTrue(all(len(line.encode()) <= 80 for line in text.split("\r\n")))
