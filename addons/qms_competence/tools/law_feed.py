"""A register of laws as a feed that a gazette offers: RSS 2.0, RSS 1.0 or Atom."""

import email.utils

from lxml import etree

ENTRIES = {"item", "entry"}
# local names of a feed's elements, the first that says something is taken
NAMES = {
    "reference": ("guid", "identifier", "id", "link"),
    "name": ("title",),
    "date_issued": ("pubDate", "published", "issued", "date", "updated"),
    "valid_from": ("valid", "available"),
    "source": ("publisher", "creator", "author", "source"),
    "url": ("link",),
    "subject": ("category", "subject"),
}
DATES = ("date_issued", "valid_from")


def is_feed(content):
    return content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def read_feed(content):
    """Each entry's line and what it says, by the names of :data:`NAMES`.

    :raise ValueError: with what is wrong, or that there is no entry
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(content.lstrip(b"\xef\xbb\xbf \t\r\n"), parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(error.msg) from None
    entries = [element for element in root.iter() if _local(element) in ENTRIES]
    if not entries:
        raise ValueError("RSS, Atom")
    return [(entry.sourceline, _read_entry(entry)) for entry in entries]


def _read_entry(entry):
    said = {}
    for child in entry:
        if text := _text(child):
            said.setdefault(_local(child), []).append(text)
    found = {}
    for field, names in NAMES.items():
        texts = next((said[name] for name in names if name in said), [])
        # an entry may have several subjects, everything else once
        found[field] = " ".join(texts) if field == "subject" else "".join(texts[:1])
    for field in DATES:
        found[field] = _to_iso(found[field])
    return found


def _local(element):
    """Its name without its namespace; of a comment or the like none."""
    if not isinstance(element.tag, str):
        return ""
    return etree.QName(element).localname


def _text(element):
    """Atom says links and subjects in attributes, and a person in elements below."""
    text = element.get("href") or element.get("term")
    return (text or " ".join("".join(element.itertext()).split())).strip()


def _to_iso(text):
    """RSS writes dates as mails do."""
    try:
        return email.utils.parsedate_to_datetime(text).date().isoformat()
    except (TypeError, ValueError):
        return text
