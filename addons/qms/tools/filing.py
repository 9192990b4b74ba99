"""What stands in another system, and where there."""

import hashlib
import re
import unicodedata
from typing import NamedTuple

# none of these may be in a name on all of Windows, Linux and the web
FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]+')
# devices of Windows, whatever follows the first dot
RESERVED = re.compile(
    r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[\d¹²³]) *(\.|$)", re.IGNORECASE
)
# of 255 bytes that a file system allows
MAX_BYTES = 200
EXTENSION = re.compile(r"\w{1,12}")


class FiledFile(NamedTuple):
    """A file as it is handed to another system."""

    name: str
    content: bytes
    mimetype: str


class Place(NamedTuple):
    """Where it belongs: ``unit`` and ``processes`` may be empty.

    ``kind`` is the name of its model, ``heading`` what such files are called.
    """

    company: object
    unit: object
    processes: object
    kind: str
    heading: str

    def key(self):
        return f"{self.company.id}:{self.unit.id}:{sorted(self.processes.ids)}"


def safe_name(name, extension=""):
    """``name`` as every file system takes it; letters such as ø, å, ä stay."""
    name = unicodedata.normalize("NFC", name or "")
    name = " ".join(FORBIDDEN.sub(" ", name).split()).strip(" .")
    if RESERVED.match(name):
        name = f"_{name}"
    room = MAX_BYTES - len(extension.encode())
    name = name.encode()[:room].decode(errors="ignore").strip(" .")
    return f"{name or '_'}{extension}"


def safe_file_name(name):
    """The same for the name of a file, whose extension stays."""
    stem, dot, extension = (name or "").rpartition(".")
    if not stem or not EXTENSION.fullmatch(extension):
        return safe_name(name)
    return safe_name(stem, f"{dot}{extension}")


def unique_name(name, taken, extension=""):
    """``name``, or with the first number that is free among ``taken``.

    Two names that differ in capitals only are one to some systems.
    """
    taken = {each.casefold() for each in taken}
    found, number = f"{name}{extension}", 1
    while found.casefold() in taken:
        number += 1
        found = f"{name} ({number}){extension}"
    return found


def unique_file_name(name, taken):
    stem, dot, extension = name.rpartition(".")
    if not stem:
        return unique_name(name, taken)
    return unique_name(stem, taken, f"{dot}{extension}")


def checksum(files):
    """A fingerprint over names and contents."""
    result = hashlib.sha256()
    for file in files:
        for part in (file.name.encode(), file.content):
            result.update(len(part).to_bytes(8, "big") + part)
    return result.hexdigest()
