"""What the national identity numbers of Denmark, Norway and Sweden look like.

- Denmark: CPR, DDMMYY-SSSS. There is no check digit since 2007, so date and form must
  do. Replacement numbers (day + 60) are known by the word beside them only.
- Norway: fødselsnummer, DDMMYY SSSKK with two check digits; D-numbers (day + 40), help
  numbers and the authorities' test populations (month + 40, + 65, + 80).
- Sweden: personnummer, [CC]YYMMDD-SSSK with a check digit, + for - from the age of 100;
  samordningsnummer (day + 60).

``exact`` passes every check there is; ``rough`` could be one with a typing error.
"""

import datetime
import re
from collections.abc import Callable
from typing import NamedTuple

from stdnum import luhn
from stdnum.dk import cpr
from stdnum.exceptions import ValidationError
from stdnum.no import fodselsnummer
from stdnum.se import personnummer

HYPHEN = "\\-\u00ad\u2010\u2011\u2012\u2013\u2014\u2212"
SPACE = " \t\u00a0\u2007\u2009\u202f"
LETTER = r"[^\W\d_]"
# neither part of a longer number nor a phone number with its country code
START = rf"(?<![0-9+])(?<![0-9][.{HYPHEN}])"
END = rf"(?![0-9])(?![.{HYPHEN}][0-9])"
PART = rf"[./{HYPHEN}]?"
GAP = rf"[{SPACE}]?[{HYPHEN}+:]?[{SPACE}]?"
YEAR = r"(?:[0-9]{4}|[0-9]{2})"
DAY_FIRST = rf"[0-9]{{2}}{PART}[0-9]{{2}}{PART}{YEAR}"
YEAR_FIRST = rf"{YEAR}{PART}[0-9]{{2}}{PART}[0-9]{{2}}"

NUMBER = rf"(?:numm?er|numre|nr|no){LETTER}*"
# characters that may stand between the word and the number
REACH = 20


class Words(NamedTuple):
    """Finds one of some words at the end of what precedes, at the start of what
    follows."""

    before: re.Pattern
    after: re.Pattern


class Rule(NamedTuple):
    """One country's number: ``written`` needs no word beside it, ``bare`` does;
    ``own`` words mean this country's number, ``shared`` ones any country's."""

    shape: re.Pattern
    written: re.Pattern
    bare: re.Pattern
    exact: Callable[[str], bool]
    rough: Callable[[str], bool]
    own: Words
    shared: Words


def _is_past(date_of, digits):
    try:
        return date_of(digits) <= datetime.date.today()
    except (ValidationError, ValueError):
        return False


def _full_date(year, month, day):
    date = datetime.date(int(year), int(month), int(day))
    if date.year < 1850:
        raise ValueError(date)
    return date


def _danish(digits):
    if len(digits) == 12:
        return _is_past(lambda d: _full_date(d[4:8], d[2:4], d[:2]), digits)
    return _is_past(cpr.get_birth_date, digits)


def _plain_month(month):
    """The month without what marks help and test numbers, 0 if there is none."""
    return next((month - step for step in (0, 40, 65, 80) if 0 < month - step < 13), 0)


def _norwegian(digits):
    if len(digits) != 11:
        return False
    checks = fodselsnummer.calc_check_digit1(digits), digits[9]
    if checks[0] != checks[1] or fodselsnummer.calc_check_digit2(digits) != digits[10]:
        return False
    plain = f"{digits[:2]}{_plain_month(int(digits[2:4])):02}{digits[4:]}"
    return _is_past(fodselsnummer.get_birth_date, plain)


def _swedish(digits):
    if not luhn.is_valid(digits[-10:]):
        return False
    plain = f"{digits[:-6]}{int(digits[-6:-4]) % 60:02}{digits[-4:]}"
    if len(plain) == 12:
        return _is_past(lambda d: _full_date(d[:4], d[4:6], d[6:8]), plain)
    return _is_past(personnummer.get_birth_date, plain)


def _roughly_danish(digits):
    return 0 < int(digits[:2]) % 60 < 32 and 0 < int(digits[2:4]) < 13


def _roughly_norwegian(digits):
    return 0 < int(digits[:2]) % 40 < 32 and _plain_month(int(digits[2:4])) > 0


def _roughly_swedish(digits):
    return 0 < int(digits[-6:-4]) % 60 < 32 and 0 < int(digits[-8:-6]) < 13


def _words(*patterns):
    one = rf"(?<!{LETTER})(?:{'|'.join(patterns)})(?!{LETTER})"
    return Words(
        re.compile(rf"{one}[^0-9]{{0,{REACH}}}\Z", re.IGNORECASE),
        re.compile(rf"[{SPACE}]?[(\[]?{one}", re.IGNORECASE),
    )


PERSON_NUMBER = (
    rf"person[{HYPHEN} ]?{NUMBER}",
    rf"pers\.?[{HYPHEN} ]?nr",
    rf"(?:national|personal) (?:identity|identification|id)(?: {NUMBER})?",
    rf"(?:identity|social security) {NUMBER}",
    "ssn",
)
COUNTRIES = {
    "DK": Rule(
        shape=re.compile(rf"{START}{DAY_FIRST}{GAP}[0-9]{{4}}{END}"),
        written=re.compile(
            rf"[0-9]{{6}}(?:[0-9]{{2}})?[{SPACE}]?[{HYPHEN}][{SPACE}]?[0-9]{{4}}"
        ),
        bare=re.compile(rf"[0-9]{{6}}[{SPACE}]?[0-9]{{4}}"),
        exact=_danish,
        rough=_roughly_danish,
        own=_words(rf"cpr(?:[.{HYPHEN} ]?{NUMBER})?", rf"civil registration {NUMBER}"),
        shared=_words(*PERSON_NUMBER),
    ),
    "NO": Rule(
        shape=re.compile(rf"{START}{DAY_FIRST}{GAP}[0-9]{{5}}{END}"),
        written=re.compile(
            rf"[0-9]{{6}}(?:[{SPACE}]|[{SPACE}]?[{HYPHEN}][{SPACE}]?)[0-9]{{5}}"
        ),
        bare=re.compile(r"[0-9]{11}"),
        exact=_norwegian,
        rough=_roughly_norwegian,
        own=_words(
            rf"f(?:ø|oe?)d(?:sels|s)?[.{HYPHEN} ]?{NUMBER}",
            r"f\.?nr",
            rf"d[{HYPHEN}]?nummer{LETTER}*",
            rf"d[{HYPHEN}]nr",
        ),
        shared=_words("pnr", *PERSON_NUMBER),
    ),
    "SE": Rule(
        shape=re.compile(rf"{START}{YEAR_FIRST}{GAP}[0-9]{{4}}{END}"),
        written=re.compile(
            rf"(?:[0-9]{{2}})?[0-9]{{6}}[{SPACE}]?[{HYPHEN}+][{SPACE}]?[0-9]{{4}}"
        ),
        bare=re.compile(rf"(?:[0-9]{{2}})?[0-9]{{6}}[{SPACE}]?[0-9]{{4}}"),
        exact=_swedish,
        rough=_roughly_swedish,
        own=_words(
            rf"f(?:ö|oe?|o\u0308)delse[{HYPHEN} ]?{NUMBER}",
            rf"samordnings[{HYPHEN} ]?{NUMBER}",
        ),
        shared=_words("pnr", rf"p[{HYPHEN}]nr", *PERSON_NUMBER),
    ),
}
