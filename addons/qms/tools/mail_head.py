"""Who sent a mail that came from the network, and to whom; none of it is believed."""

import email
import hashlib
import re
from dataclasses import dataclass, field
from email.header import decode_header, make_header
from email.parser import BytesHeaderParser
from email.utils import getaddresses, parseaddr

from odoo.tools import email_normalize

ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w.-]+")
MESSAGE_ID = re.compile(r"<[^<>\s]+>")
RECIPIENTS = ("to", "cc", "delivered-to", "x-original-to", "envelope-to", "resent-to")
BULK = {"auto_reply", "bulk", "junk", "list"}
MACHINES = {"mailer-daemon", "postmaster", "no-reply", "noreply"}


class Unreadable(Exception):
    """A mail of which no report can be made; its argument is a reason's name."""


@dataclass
class IncomingMail:
    """What a mail says, as plain text, and the files it brings."""

    sender: str = ""
    subject: str = ""
    text: str = ""
    reply: str = ""
    message_id: str = ""
    references: list = field(default_factory=list)
    files: list = field(default_factory=list)
    from_machine: bool = False
    forged: bool = False
    digest: str = ""


def recipients(raw):
    """Addresses a mail went to, in lower case; never fails."""
    message = BytesHeaderParser().parsebytes(raw)
    found = set()
    for name in RECIPIENTS:
        for value in message.get_all(name, []):
            found.update(map(str.lower, ADDRESS.findall(str(value))))
    return found


def key_of(text):
    """What is remembered of a message id instead of it."""
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()


def read_head(raw):
    """Who wrote, and whether a person did; without looking at the body.

    :rtype: tuple[IncomingMail, email.message.Message]
    :raise Unreadable: when not even that can be told
    """
    message = email.message_from_bytes(raw)
    senders = getaddresses(map(str, message.get_all("from", [])))
    sender = email_normalize(senders[0][1]) if len(senders) == 1 else ""
    references = MESSAGE_ID.findall(
        " ".join(_header(message, name) for name in ("references", "in-reply-to"))
    )
    message_id = _header(message, "message-id").strip()
    mail = IncomingMail(
        sender=sender or "",
        subject=" ".join(_header(message, "subject").split()),
        message_id=message_id,
        references=list(dict.fromkeys(references)),
        from_machine=_is_from_machine(message, sender or ""),
        forged=_is_forged(message),
        digest=hashlib.sha256(raw).hexdigest(),
    )
    return mail, message


def _header(message, name):
    value = message.get(name, "")
    try:
        return str(make_header(decode_header(str(value))))
    except (LookupError, UnicodeError, ValueError, email.errors.HeaderParseError):
        return str(value).encode("ascii", "replace").decode()


def _is_from_machine(message, sender):
    automatic = _header(message, "auto-submitted").split(";")[0].strip().lower()
    return_path = message.get("return-path")
    return (
        automatic not in ("", "no")
        or _header(message, "precedence").strip().lower() in BULK
        or sender.split("@")[0] in MACHINES
        or (return_path is not None and not parseaddr(str(return_path))[1])
        or message.get_content_type() == "multipart/report"
        or "list-id" in message
    )


def _is_forged(message):
    """Whether the mail server found that the sender's domain did not send it.

    Anybody may write such a header; ours stands first, and only its 'fail' counts.
    """
    results = message.get_all("authentication-results", [])[:1]
    return any(re.search(r"\bdmarc\s*=\s*fail\b", str(r), re.I) for r in results)
