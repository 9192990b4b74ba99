"""Reading a mail as it came from the network, believing nothing of it."""

import email
import mimetypes
import re
from email.header import decode_header, make_header
from email.policy import SMTP

from odoo.addons.qms.tools.mail_head import Unreadable

from .mail_text import html_to_text, without_quotes, without_signature

# nested as attachments: deeper than this it is no mail of a person
DEPTH = 20


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
