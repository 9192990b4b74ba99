"""Languages of the full-text search, and queries made of words already stemmed.

What PostgreSQL makes of a text are lexemes: small letters, without endings and without
the words that say nothing. A query here is built of lexemes, so it is cast to
``tsquery`` as it is, not read as a language once more.
"""

from itertools import combinations
from typing import NamedTuple

# names of PostgreSQL's own configurations
CONFIGS = ("danish", "norwegian", "swedish", "english", "simple")
BY_LANGUAGE = {
    "da": "danish",
    "nb": "norwegian",
    "nn": "norwegian",
    "no": "norwegian",
    "sv": "swedish",
    "en": "english",
}
BY_COUNTRY = {"DK": "danish", "NO": "norwegian", "SE": "swedish"}


def pick_config(language, country):
    """The configuration for a company: its Nordic language, else its country's, else
    English where that is its language, else none that knows endings.

    A town in Denmark writes Danish, also when its Odoo was set up in English.

    :param language: code of a language of Odoo, such as ``"da_DK"``, or nothing
    :param country: two letters, or nothing
    """
    own = BY_LANGUAGE.get((language or "").split("_")[0].lower(), "simple")
    if own in BY_COUNTRY.values():
        return own
    return BY_COUNTRY.get(country or "", own)


def all_of(words):
    """Every word, each also as the beginning of a longer one: 'medicin' finds
    'medicinskab'."""
    return " & ".join(f"{_quote(word)}:*" for word in words)


class Telling(NamedTuple):
    """The words of a text that tell it from others.

    An index is read quickly where every way to match begins at a rare word. So two rare
    ones make a text similar, or a rare and a common one; where no word is rare, all do.
    """

    rare: list
    common: list

    def similar(self, weight=""):
        """Query for texts that share enough; empty when there are too few words.

        :param weight: letters of the weights that count, all when empty
        """
        rare, common = _weighed(self.rare, weight), _weighed(self.common, weight)
        if not rare:
            return " & ".join(common) if len(common) > 1 else ""
        ways = [f"({first} & {second})" for first, second in combinations(rare, 2)]
        if common:
            ways.append(f"(({' | '.join(rare)}) & ({' | '.join(common)}))")
        return " | ".join(ways)

    def ranked(self, weight=""):
        """Query to rank by: the more of these, the better."""
        return " | ".join(_weighed([*self.rare, *self.common], weight))


def _weighed(words, weight):
    suffix = f":{weight}" if weight else ""
    return [f"{_quote(word)}{suffix}" for word in words]


def _quote(word):
    escaped = word.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"
