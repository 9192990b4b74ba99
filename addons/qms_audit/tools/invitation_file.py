"""One iCalendar invitation (RFC 5545, RFC 5546): written, and its answers read."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from email import message_from_bytes
from functools import lru_cache
from zoneinfo import ZoneInfo

import vobject
from vobject.icalendar import TimezoneComponent

from odoo.tools import email_normalize

PRODUCT = "-//Quality management//Audits//EN"
FORMAT = "%Y%m%dT%H%M%S"
# answer -> what iCalendar calls it
PARTSTAT = {
    "needs_action": "NEEDS-ACTION",
    "accepted": "ACCEPTED",
    "declined": "DECLINED",
    "tentative": "TENTATIVE",
}
ANSWERS = {value: key for key, value in PARTSTAT.items() if key != "needs_action"}
# an answer is a few hundred bytes; Outlook repeats a long description
LARGEST = 256 * 1024
# parts of a mail that are looked at
MOST_PARTS = 50
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\"]+")


class NotAnAnswer(Exception):
    """What came is no answer to an invitation; its argument is a reason's name."""


@dataclass(frozen=True)
class Invited:
    """Somebody as the invitation names him."""

    name: str
    email: str
    answer: str = "needs_action"
    is_optional: bool = False


@dataclass(frozen=True)
class Answer:
    """What somebody's calendar program answered."""

    uid: str
    sequence: int
    email: str
    answer: str


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


def write_invitation(
    *, method, uid, sequence, start, end, zone, summary, place, link, organizer, invited
):
    """The text of an invitation, an update or a cancellation.

    :param str method: ``REQUEST`` or ``CANCEL``
    :param start: naive, in UTC, as Odoo stores it; so is ``end``
    :param str zone: name of the zone in which the times are shown
    :param organizer: an :class:`Invited`
    :param invited: list of :class:`Invited`
    :rtype: str
    """
    event = vobject.newFromBehavior("vevent")
    event.add("uid").value = uid
    event.add("sequence").value = str(sequence)
    _add_raw(event, "dtstamp", datetime.now(UTC).strftime(f"{FORMAT}Z"))
    event.add("summary").value = summary
    for name, moment in (("dtstart", start), ("dtend", end)):
        _add_moment(event, name, moment.replace(tzinfo=UTC), ZoneInfo(zone))
    if place:
        event.add("location").value = place
    if link:
        event.add("description").value = link
    event.add("status").value = "CANCELLED" if method == "CANCEL" else "CONFIRMED"
    event.add("transp").value = "OPAQUE"
    event.add("class").value = "PRIVATE"
    _add_person(event, "organizer", organizer)
    for person in invited:
        _add_person(event, "attendee", person)
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        f"METHOD:{method}",
        # written once a zone: it takes longer than all the rest
        f"{_timezone(zone)}{event.serialize()}END:VCALENDAR",
    )
    return "".join(f"{line}\r\n" for line in lines)


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


# ------------------------------------------------------------
# What comes back
# ------------------------------------------------------------


def calendar_parts(raw):
    """The iCalendar parts of a mail, with the charset each says; never fails."""
    if b"text/calendar" not in raw.lower() and b"application/ics" not in raw.lower():
        return []
    try:
        parts = list(message_from_bytes(raw).walk())[:MOST_PARTS]
        return [
            (part.get_payload(decode=True) or b"", part.get_content_charset("utf-8"))
            for part in parts
            if part.get_content_type() in ("text/calendar", "application/ics")
        ]
    except Exception:
        # a mail broken on purpose breaks nothing here
        return []


def read_answer(content, charset):
    """The answer in one part of a mail.

    :raise NotAnAnswer: for whatever else it may be
    """
    if len(content) > LARGEST:
        raise NotAnAnswer("too_large")
    try:
        text = content.decode("utf-8" if charset == "us-ascii" else charset)
    except (LookupError, UnicodeDecodeError) as error:
        raise NotAnAnswer("charset") from error
    try:
        calendar = vobject.readOne(text)
        method = calendar.method.value.strip().upper()
        event = calendar.vevent
        uid = event.uid.value.strip()
        sequence = int(event.sequence.value) if "sequence" in event.contents else 0
        attendees = event.contents.get("attendee", [])
    except Exception as error:
        # vobject raises whatever its parts raise
        raise NotAnAnswer("unreadable") from error
    if method != "REPLY" or len(attendees) != 1:
        raise NotAnAnswer("other")
    line = attendees[0]
    answer = ANSWERS.get((line.params.get("PARTSTAT") or [""])[0].upper())
    email = email_normalize(re.sub(r"(?i)^mailto:", "", line.value.strip()))
    if not answer or not email:
        raise NotAnAnswer("other")
    return Answer(uid, sequence, email, answer)
