"""Which pictures a text shows, and whether each is a file of our own."""

import re
from urllib.parse import parse_qsl, unquote

from lxml import html

# the file by its id, with its fingerprint, then size and name
OWN = re.compile(r"/web/(?:image|content)/(\d+)(?:-\w+)?((?:/[^/?#\\\s]*)*)(?:\?(.*))?")
# what may stand behind it without leading to another file
HARMLESS = {"access_token", "crop", "height", "quality", "unique", "width"}
IN_STYLE = re.compile(r"url\(\s*[\"']?([^\"')]*)", re.IGNORECASE)
# other words for the same, or the same word in disguise
DISGUISED = re.compile(r"(\\|\bimage(?:-set)?\(|\bsrc\()", re.IGNORECASE)


def picture_sources(text):
    """The addresses of all pictures in a sanitized text that are not part of it."""
    if not text:
        return []
    root = html.fragment_fromstring(text, create_parent="div")
    found = []
    for element in root.iter("*"):
        style = element.get("style") or ""
        found += filter(None, [element.get("src")])
        found += IN_STYLE.findall(style) + DISGUISED.findall(style)
    return [source for source in found if not source.startswith("data:")]


def picture_id(source):
    """The id of the file that ``source`` shows, if it can show no other."""
    known = OWN.fullmatch(source)
    if not known:
        return None
    number, rest, query = known.groups()
    steps = {unquote(part) for part in rest.split("/")}
    names = {name for name, _value in parse_qsl(query or "", keep_blank_values=True)}
    if steps & {".", ".."} or names - HARMLESS:
        return None
    return int(number)
