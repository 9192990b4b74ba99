"""National identity numbers in free text: masked where written as such.

*Written as such* is a number with its separator in the right place (``010190-1234``;
``010190 12345`` in Norway) that passes its country's checks, or one beside a word that
people use for it (CPR, fødselsnummer, personnummer, ...), where a typing error does not
make it anonymous. A bare row of digits that merely could be one is counted, never
changed: a Danish production unit's number often passes for a CPR number.

Numbers of another Nordic country are masked beside that country's own word, or, beside
a word the countries share, when they pass all checks.
"""

import html
import re
from typing import NamedTuple

from .identity_rules import COUNTRIES, REACH

MASK = "•"
DIGITS = re.compile(r"[0-9]")
FEWEST_DIGITS = 10
LONGEST_WORD = 40
# what stands between two numbers of one list
LIST = re.compile(r"\s*(?:[,;/&+]|og|och|and|samt)?\s*")
TAG = re.compile(
    r"""<!--.*?(?:-->|\Z)|</?[a-zA-Z](?:[^<>"']|"[^"]*"|'[^']*')*+>""", re.DOTALL
)
TOKEN = re.compile(
    rf"{TAG.pattern}"
    r"|&(?:\#[0-9]{1,7}|\#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});"
    r"|[^<&]+|[<&]",
    re.DOTALL,
)
# an image within an attribute: long, and nothing to read
DATA = re.compile(r"(data:[\w/.+-]*;base64,[A-Za-z0-9+/=\s]*)")
# tags that do not part a word
INLINE = re.compile(
    r"</?(?:a|abbr|b|bdi|bdo|big|code|del|em|font|i|ins|kbd|mark|s|small|span|strong"
    r"|sub|sup|u|wbr)\b",
    re.IGNORECASE,
)


class Masked(NamedTuple):
    """``text`` with ``masked`` numbers blotted out; ``asked`` bare ones still in it."""

    text: str
    masked: int
    asked: int


def mask(text, country_code):
    """Mask the national identity numbers in plain ``text``.

    :param str country_code: ISO 3166-1 alpha-2 code of the country whose numbers are
        meant when nothing else is said; may be empty
    :rtype: Masked
    """
    if not text or len(DIGITS.findall(text)) < FEWEST_DIGITS:
        return Masked(text, 0, 0)
    places = [(place, place + 1) for place in range(len(text))]
    return _blot(text, text, places, country_code)


def mask_html(source, country_code):
    """As :func:`mask` for HTML, where nothing but digits changes.

    A number is found across inline tags and entities, not across paragraphs or cells;
    in attributes and comments it is masked but not asked about: nobody typed those.
    """
    if not source or len(DIGITS.findall(source)) < FEWEST_DIGITS:
        return Masked(source, 0, 0)
    in_tags = 0

    def mask_tag(tag):
        nonlocal in_tags
        pieces = DATA.split(tag[0][1:])
        for place in range(0, len(pieces), 2):
            piece = pieces[place]
            result = _blot(piece, *_project(piece), country_code)
            pieces[place] = result.text
            in_tags += result.masked
        return f"<{''.join(pieces)}"

    source = TAG.sub(mask_tag, str(source))
    result = _blot(source, *_project(source), country_code)
    return result._replace(masked=result.masked + in_tags)


def _project(source):
    """What a reader sees of ``source``, and each character's place in it."""
    text, places = [], []
    for token in TOKEN.finditer(source):
        start, end = token.span()
        if end - start == 1 or token[0][0] not in "<&":
            text.append(token[0])
            places.extend((place, place + 1) for place in range(start, end))
        elif token[0][0] == "&":
            seen = html.unescape(token[0])
            text.append(seen)
            places.extend([(start, end)] * len(seen))
        elif not INLINE.match(token[0]):
            text.append("\n")
            places.append((start, start))
    return "".join(text), places


def _blot(source, text, places, country_code):
    """Replace in ``source`` the digits of what is to be masked in ``text``."""
    masked, asked = _find(text, country_code)
    parts, done = [], 0
    for start, end in masked:
        for start_digit, end_digit in (
            places[place] for place in range(start, end) if DIGITS.match(text[place])
        ):
            parts += [source[done:start_digit], MASK]
            done = end_digit
    return Masked("".join(parts) + source[done:], len(masked), len(asked))


def _find(text, country_code):
    """Spans in ``text`` to mask and to ask about, each in order, apart from another."""
    masked, asked = [], []
    for code, rule in COUNTRIES.items():
        end = None
        for match in rule.shape.finditer(text):
            in_list = end is not None and LIST.fullmatch(text, end, match.start())
            if _is_named(text, match, rule, code == country_code, in_list):
                masked.append(match.span())
                end = match.end()
            elif code == country_code and rule.exact(_digits(match)):
                if rule.written.fullmatch(match[0]):
                    masked.append(match.span())
                    end = match.end()
                elif rule.bare.fullmatch(match[0]):
                    asked.append(match.span())
    masked = _apart(masked)
    taken = {place for span in masked for place in range(*span)}
    return masked, [span for span in asked if taken.isdisjoint(range(*span))]


def _is_named(text, match, rule, is_own, in_list):
    """Whether a word, or the list it stands in, says what the number is."""
    digits = _digits(match)
    if not rule.rough(digits):
        return False
    if in_list or _stands_by(rule.own, text, match):
        return True
    return _stands_by(rule.shared, text, match) and (is_own or rule.exact(digits))


def _stands_by(words, text, match):
    before = text[max(0, match.start() - REACH - LONGEST_WORD) : match.start()]
    return words.before.search(before) or words.after.match(text, match.end())


def _digits(match):
    return "".join(DIGITS.findall(match[0]))


def _apart(spans):
    kept = []
    for span in sorted(spans):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept
