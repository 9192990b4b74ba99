"""Reading a mail as it came from the network, believing nothing of it."""

import email
import hashlib
import mimetypes
import re
from dataclasses import dataclass, field
from email.header import decode_header, make_header
from email.parser import BytesHeaderParser
from email.policy import SMTP
from email.utils import getaddresses, parseaddr

from odoo.tools import email_normalize

from .mail_text import html_to_text, without_quotes, without_signature

ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w.-]+")
MESSAGE_ID = re.compile(r"<[^<>\s]+>")
RECIPIENTS = ("to", "cc", "delivered-to", "x-original-to", "envelope-to", "resent-to")
BULK = {"auto_reply", "bulk", "junk", "list"}
MACHINES = {"mailer-daemon", "postmaster", "no-reply", "noreply"}
# nested as attachments: deeper than this it is no mail of a person
DEPTH = 20


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


def read_body(mail, message):
    """Fill in text and files.

    :raise Unreadable: when there is no text, or not in a charset that it says
    """
    texts = []
    _walk(message, texts, mail.files, 0)
    text = "\n\n".join(
        html_to_text(part) if is_html else part for is_html, part in texts
    )
    reply = "\n\n".join(
        html_to_text(part, quotes=False) if is_html else without_quotes(part)
        for is_html, part in texts
    )
    mail.text = without_signature(text).strip()
    mail.reply = without_signature(reply).strip()
    if not mail.text:
        raise Unreadable("no_text")


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


def _walk(part, texts, files, depth):
    """Collect the texts, as pairs of whether it is HTML and what it says."""
    if depth > DEPTH:
        raise Unreadable("no_text")
    kind = part.get_content_type()
    if kind == "message/rfc822":
        files.append((_file_name(part, len(files)), _as_bytes(part)))
    elif part.is_multipart():
        _walk_parts(part, texts, files, depth)
    elif _is_file(part):
        files.append((_file_name(part, len(files)), _content(part)))
    else:
        texts.append((kind == "text/html", _text(part)))


def _walk_parts(part, texts, files, depth):
    found = []
    for child in part.get_payload():
        _walk(child, found, files, depth + 1)
    if part.get_content_subtype() == "alternative":
        # the same said twice: once is enough
        plain = [(is_html, text) for is_html, text in found if not is_html]
        found = plain if any(text.strip() for _html, text in plain) else found
    texts += found


def _is_file(part):
    return (
        part.get_content_maintype() != "text"
        or part.get_content_disposition() == "attachment"
        or bool(part.get_filename())
        or part.get_content_subtype() not in ("plain", "html", "enriched")
    )


def _file_name(part, count):
    name = part.get_filename() or ""
    try:
        name = str(make_header(decode_header(name)))
    except (LookupError, UnicodeError, ValueError, email.errors.HeaderParseError):
        name = ""
    # a path in it is of no concern, nor is what cannot be shown
    name = re.split(r"[/\\]", name)[-1]
    name = "".join(char for char in name if char.isprintable()).strip()[:150]
    suffix = mimetypes.guess_extension(part.get_content_type()) or ".bin"
    if part.get_content_type() == "message/rfc822":
        suffix = ".eml"
    return name or f"file-{count + 1}{suffix}"


def _content(part):
    return part.get_payload(decode=True) or b""


def _as_bytes(part):
    nested = part.get_payload()
    first = nested[0] if isinstance(nested, list) and nested else part
    return first.as_bytes(policy=SMTP)


def _text(part):
    charset = part.get_content_charset("utf-8")
    # what says ASCII and is not is usually UTF-8
    charset = "utf-8" if charset in ("ascii", "us-ascii") else charset
    try:
        text = _content(part).decode(charset)
    except (LookupError, UnicodeDecodeError) as error:
        raise Unreadable("charset") from error
    if "\x00" in text:
        raise Unreadable("charset")
    return text.replace("\r\n", "\n")
