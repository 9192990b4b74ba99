"""The answer of a calendar program to an invitation (RFC 5546), read."""

import re
from dataclasses import dataclass
from email import message_from_bytes

import vobject

from odoo.tools import email_normalize

from .calendar_file import PARTSTAT

ANSWERS = {value: key for key, value in PARTSTAT.items() if key != "needs_action"}
# an answer is a few hundred bytes; Outlook repeats a long description
LARGEST = 256 * 1024
# parts of a mail that are looked at
MOST_PARTS = 50


class NotAnAnswer(Exception):
    """What came is no answer to an invitation; its argument is a reason's name."""


@dataclass(frozen=True)
class Answer:
    """What somebody's calendar program answered."""

    uid: str
    sequence: int
    email: str
    answer: str


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
