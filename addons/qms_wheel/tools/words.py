"""How long words are in a picture, and how they are shortened."""

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


def width(text, size):
    """An upper bound of what the text takes."""
    # from here on scripts have wide letters
    known = (
        WIDTH_OF.get(each, USUAL if ord(each) < 0x500 else WIDEST) for each in text
    )
    return size * sum(known)


def shorten(text, size, room):
    """The text, or as much of it as fits: whole words, or a piece of a long one."""
    text = " ".join(text.split())
    if width(text, size) <= room:
        return text
    fits = ""
    for end in range(1, len(text)):
        if width(text[:end].rstrip() + DOTS, size) > room:
            break
        fits = text[:end]
    whole = fits.rpartition(" ")[0] if text[len(fits) : len(fits) + 1] != " " else fits
    piece = fits[len(whole) :].strip()
    if whole and len(piece) < PIECE:
        fits = whole
    fits = fits.rstrip(" ,.-–&/")
    return fits + DOTS if len(fits) >= PIECE - 1 else ""
