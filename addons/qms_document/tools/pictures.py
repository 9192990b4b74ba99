"""What a text shows besides its words, and whether that is a file of our own."""

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

# a file by its address, on whatever host
FILE_LINK = re.compile(r"(?:https?://[^/]+)?/web/(?:image|content)\b", re.IGNORECASE)
# windows and messages of versions, whatever leads there
VERSION_LINK = re.compile(r"qms\.document\.version|/quality-drafts\b", re.IGNORECASE)
# parts of the editor that show nothing but what stands in the text
HARMLESS_PARTS = {"caption", "syntaxHighlighting", "tableOfContent", "toggleBlock"}


def picture_sources(text):
    """The addresses of all pictures in a sanitized text that are not part of it."""
    found = []
    for element in _elements(text):
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


def own_ids(text):
    """Ids of the files that a text shows or leads to, and of no other."""
    addresses = picture_sources(text) + file_links(text)
    return {picture_id(address) for address in addresses} - {None}


def foreign_parts(text):
    """Kinds of the editor's parts that show what lies elsewhere, files and videos."""
    found = {element.get("data-embedded") for element in _elements(text)}
    return found - HARMLESS_PARTS - {None}


def links(text):
    """The addresses that a text leads to."""
    found = (element.get("href") for element in _elements(text))
    return [unquote(address).strip() for address in found if address]


def file_links(text):
    return [address for address in links(text) if FILE_LINK.match(address)]


def version_links(text):
    return [address for address in links(text) if VERSION_LINK.search(address)]


def _elements(text):
    if not text:
        return []
    return list(html.fragment_fromstring(text, create_parent="div").iter("*"))
