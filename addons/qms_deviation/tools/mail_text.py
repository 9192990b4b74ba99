"""The text of a mail without what mail programs put around it."""

import re

from lxml import etree, html

from odoo.tools import html_sanitize
from odoo.tools.mail import html2plaintext

SIGNATURE = re.compile(r"^-- ?$", re.M)
# with more lines than these it is no signature, or not only one
SIGNATURE_LINES = 10
# how mail programs introduce the mail that is answered
QUOTED_BELOW = re.compile(
    r"^(?:"
    r"-{2,}\s*(?:Original Message|Oprindelig meddelelse|Opprinnelig melding|"
    r"Ursprungligt meddelande)\s*-{2,}"
    r"|_{10,}"
    r"|(?:On|Den|P\u00e5)\b[^\n]{5,200}(?:\n[^\n]{0,100})?"
    r"(?:wrote|skrev)[^\n]{0,120}:"
    r"|(?:From|Fra|Fr\u00e5n):[^\n]+\n(?:Sent|Sendt|Skickat|Date|Dato|Datum|To|Til|Till)"
    r":"
    r")\s*",
    re.M | re.I,
)


def without_signature(text):
    """Up to the line '-- ', unless nothing would be left or a story follows it."""
    kept, *rest = SIGNATURE.split(text, maxsplit=1)
    is_signature = kept.strip() and rest and rest[0].count("\n") <= SIGNATURE_LINES
    return kept if is_signature else text


def without_quotes(text):
    """What an answer adds, unless nothing would be left.

    A new report keeps what it quotes: someone who passes a mail on tells the story
    in the quotation.
    """
    kept = QUOTED_BELOW.split(text, maxsplit=1)[0]
    kept = "\n".join(line for line in kept.split("\n") if not line.startswith(">"))
    return kept if kept.strip() else text


def html_to_text(page, quotes=True):
    """``page`` as plain text; without the mail it answers when ``quotes`` is false."""
    if not page.strip():
        return ""
    clean = html_sanitize(page, silent=True, strip_style=True, strip_classes=False)
    if not quotes:
        clean = _without_quoted(str(clean))
    return html2plaintext(clean, include_references=False).strip()


def _without_quoted(page):
    try:
        root = html.fragment_fromstring(page, create_parent="div")
    except (etree.ParserError, ValueError):
        return page
    for element in root.xpath("//*[@data-o-mail-quote='1'] | //blockquote"):
        if element.getparent() is not None:
            element.drop_tree()
    kept = html.tostring(root, encoding="unicode")
    return kept if root.text_content().strip() else page
