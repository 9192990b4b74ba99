"""Photos without what a camera writes into them: place, device, time, owner."""

import io
import secrets

from PIL import (
    Image,
    ImageOps,
    WebPImagePlugin,  # noqa: F401 - Odoo loads the common formats only
)

FORMATS = ("JPEG", "PNG", "GIF", "BMP", "WEBP")
MAX_PIXELS = 50_000_000
MAX_SIDE = 2560
QUALITY = 85

# segments of a JPEG that hold no pixels: APP1 to APP13, APP15, comment. APP0 says which
# format it is, APP14 how its colours are meant
JPEG_ASIDE = {*range(0xE1, 0xEE), 0xEF, 0xFE}
JPEG_SCAN = 0xDA


class UnreadableFile(ValueError):
    """Not a file that could be made clean."""


def clean_photo(data):
    """The picture in ``data``, drawn anew as a JPEG, its longest side 2,560 pixels.

    Nothing but the pixels is taken over. A random comment goes in, so that the same
    photo handed in twice gives two files that share no fingerprint.

    :raise UnreadableFile: it is no picture, of another format, damaged or too large
    """
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as image:
            if image.width * image.height > MAX_PIXELS:
                raise UnreadableFile("too many pixels")
            image.draft("RGB", (MAX_SIDE, MAX_SIDE))
            return _as_jpeg(_on_white(ImageOps.exif_transpose(image)))
    except Exception as error:  # damaged pictures fail in every way there is
        raise UnreadableFile("not a picture that can be read") from error


def _on_white(image):
    """A new picture with these pixels and nothing else."""
    image.thumbnail((MAX_SIDE, MAX_SIDE))
    pixels = image.convert("RGBA")
    new = Image.new("RGB", pixels.size, "white")
    new.paste(pixels, mask=pixels.getchannel("A"))
    return new


def _as_jpeg(image):
    target = io.BytesIO()
    comment = secrets.token_hex(16)
    image.save(target, "JPEG", quality=QUALITY, optimize=True, comment=comment)
    return target.getvalue()


def strip_jpeg(data):
    """``data`` without the segments that say more than the picture.

    For pictures inside another file, which must keep their pixels as they are.
    """
    if data[:2] != b"\xff\xd8":
        return data
    kept, place = [data[:2]], 2
    while place + 4 <= len(data) and data[place] == 0xFF:
        marker = data[place + 1]
        if marker == JPEG_SCAN:
            break
        end = place + 2 + int.from_bytes(data[place + 2 : place + 4], "big")
        if marker not in JPEG_ASIDE:
            kept.append(data[place:end])
        place = end
    return b"".join([*kept, data[place:]])
