"""A text as it may be handed out: without what leads to a person.

Masked are e-mail and street addresses, telephone and other long numbers, and the names
it is given. A name nobody told it stays: whoever hands the text out reads it first.
"""

import re

ADDRESS = re.compile(
    r"\b[^\W\d_][\w.'-]*(?:vej|gade|gaden|allé|alle|stræde|plads|pladsen|torv|torvet"
    r"|veien|vegen|vei|veg|gata|gate|gatan|vägen|väg|plassen|plass|platsen)"
    r"\s+\d+\s?[A-Za-z]?\b"
)
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# eight digits and more, as people group them, unless they are a date
NUMBER = re.compile(
    r"(?<![\w-])(?!\d{4}-\d\d-\d\d\b)(?!\d\d?[.-]\d\d?[.-]\d{4}\b)"
    r"\+?\d(?:[ .-]?[\d•]){7,}(?![\w-])"
)
WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’-](?=[^\W\d_]))*")


def name_parts(names):
    """The words of ``names``, as :func:`redact` looks for them."""
    return {
        part.casefold() for name in names if name for part in WORD.findall(name)
    } - {"af", "av", "de", "den", "der", "og", "och", "van", "von"}


def redact(text, parts, stand_in):
    """``text`` with ``stand_in`` for each address, number and name.

    :param set parts: words of names, see :func:`name_parts`; only a word that begins
        with a capital letter is taken for one, in the genitive too
    """
    for pattern in (EMAIL, ADDRESS, NUMBER):
        text = pattern.sub(stand_in, text)
    text = WORD.sub(
        lambda found: stand_in if _is_name(found[0], parts) else found[0], text
    )
    twice = re.escape(stand_in)
    return re.sub(rf"{twice}(?:[ -]{twice})+", lambda _found: stand_in, text)


def _is_name(word, parts):
    if not word[0].isupper():
        return False
    plain = word.casefold()
    genitive = plain.removesuffix("s").rstrip("'’")
    return plain in parts or (plain != genitive and genitive in parts)
