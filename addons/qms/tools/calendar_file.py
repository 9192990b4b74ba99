"""One iCalendar invitation (RFC 5545, RFC 5546), written."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

import vobject
from vobject.icalendar import TimezoneComponent

PRODUCT = "-//Quality management//EN"
FORMAT = "%Y%m%dT%H%M%S"
# answer -> what iCalendar calls it
PARTSTAT = {
    "needs_action": "NEEDS-ACTION",
    "accepted": "ACCEPTED",
    "declined": "DECLINED",
    "tentative": "TENTATIVE",
}
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\"]+")


@dataclass(frozen=True)
class Invited:
    """Somebody as the invitation names him."""

    name: str
    email: str
    answer: str = "needs_action"
    is_optional: bool = False


class _Zone(tzinfo):
    """A zone as ``vobject`` looks for its changes: an hour that comes twice is the
    later one, so that summer time ends at the hour it ends."""

    def __init__(self, name):
        self.zone = ZoneInfo(name)

    def utcoffset(self, moment):
        return self.zone.utcoffset(moment.replace(fold=1))

    def dst(self, moment):
        return self.zone.dst(moment.replace(fold=1))

    def tzname(self, moment):
        return self.zone.tzname(moment.replace(fold=1))


@lru_cache(maxsize=64)
def _timezone(name):
    component = TimezoneComponent(_Zone(name))
    component.tzid.value = name
    # its own writer would name it after the zone's abbreviation
    component.isNative = False
    return component.serialize()


@dataclass(frozen=True)
class Invitation:
    """An invitation, an update or a cancellation.

    :ivar method: ``REQUEST`` or ``CANCEL``
    :ivar uid: its lasting name; by it a calendar program knows an update
    :ivar start: naive, in UTC, as Odoo stores it; so is ``end``
    :ivar zone: name of the zone in which the times are shown
    """

    method: str
    uid: str
    sequence: int
    start: datetime
    end: datetime
    zone: str
    summary: str
    organizer: Invited
    invited: tuple
    place: str = ""
    link: str = ""

    def to_text(self):
        """The text of the file."""
        lines = (
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            f"PRODID:{PRODUCT}",
            "CALSCALE:GREGORIAN",
            f"METHOD:{self.method}",
            # written once a zone: it takes longer than all the rest
            f"{_timezone(self.zone)}{self._event().serialize()}END:VCALENDAR",
        )
        return "".join(f"{line}\r\n" for line in lines)

    def _event(self):
        event = vobject.newFromBehavior("vevent")
        event.add("uid").value = self.uid
        event.add("sequence").value = str(self.sequence)
        _add_raw(event, "dtstamp", datetime.now(UTC).strftime(f"{FORMAT}Z"))
        event.add("summary").value = self.summary
        for name, moment in (("dtstart", self.start), ("dtend", self.end)):
            _add_moment(event, name, moment.replace(tzinfo=UTC), ZoneInfo(self.zone))
        if self.place:
            event.add("location").value = self.place
        if self.link:
            event.add("description").value = self.link
        cancelled = self.method == "CANCEL"
        event.add("status").value = "CANCELLED" if cancelled else "CONFIRMED"
        event.add("transp").value = "OPAQUE"
        event.add("class").value = "PRIVATE"
        _add_person(event, "organizer", self.organizer)
        for person in self.invited:
            _add_person(event, "attendee", person)
        return event


def _add_moment(event, name, moment, zone):
    """In local time; in UTC within the hour that comes twice."""
    local = moment.astimezone(zone)
    if zone.utcoffset(local.replace(fold=0)) != zone.utcoffset(local.replace(fold=1)):
        _add_raw(event, name, moment.strftime(f"{FORMAT}Z"))
    else:
        _add_raw(event, name, local.strftime(FORMAT), TZID=[str(zone)])


def _add_raw(event, name, value, **params):
    """A moment as it is written: ``vobject`` would name its zone itself."""
    line = event.add(name)
    line.isNative = False
    line.value = value
    line.params = params


def _add_person(event, kind, person):
    line = event.add(kind)
    line.value = f"mailto:{person.email}"
    line.params = {"CN": [UNPRINTABLE.sub(" ", person.name).strip() or person.email]}
    if kind == "attendee":
        line.params |= {
            "CUTYPE": ["INDIVIDUAL"],
            "ROLE": ["OPT-PARTICIPANT" if person.is_optional else "REQ-PARTICIPANT"],
            "PARTSTAT": [PARTSTAT[person.answer]],
            "RSVP": ["TRUE"],
        }
