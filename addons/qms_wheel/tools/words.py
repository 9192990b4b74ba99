"""How long words are in a picture, and how they are shortened."""

from functools import lru_cache

# in parts of the size, of a wide typeface: nobody knows what the reader's has
WIDTHS = {
    0.32: "ijlIJ .,/':·|",
    0.42: "frt-()!",
    0.55: "csz–?",
    0.71: "ABCKNRUVXZÅÄ",
    0.84: "wDGHOQ&+ØÖ",
    1.0: "mMW…æÆ%",
}
WIDTH_OF = {letter: width for width, letters in WIDTHS.items() for letter in letters}
USUAL = 0.63
WIDEST = 1.0
DOTS = "…"
# a compound is not cut into less than this
PIECE = 4


@lru_cache(maxsize=4096)
def letters(text):
    """An upper bound of what the text takes, in sizes of its letters."""
    # from here on scripts have wide letters
    return sum(
        WIDTH_OF.get(each, USUAL if ord(each) < 0x500 else WIDEST) for each in text
    )


def width(text, size):
    return size * letters(text)


def shorten(text, size, room):
    return shortened(text, round(room / size, 2) if room > 0 else 0)


@lru_cache(maxsize=4096)
def shortened(text, room):
    """The text, or as much of it as fits: whole words, or a piece of a long one.

    :param room: in sizes of its letters
    """
    text = " ".join(text.split())
    if letters(text) <= room:
        return text
    fits, left = "", room - WIDTH_OF[DOTS]
    for end in range(1, len(text)):
        left -= letters(text[end - 1])
        if left < 0:
            break
        fits = text[:end]
    whole = fits.rpartition(" ")[0] if text[len(fits) : len(fits) + 1] != " " else fits
    piece = fits[len(whole) :].strip()
    if whole and len(piece) < PIECE:
        fits = whole
    fits = fits.rstrip(" ,.-–&/")
    return fits + DOTS if len(fits) >= PIECE - 1 else ""
