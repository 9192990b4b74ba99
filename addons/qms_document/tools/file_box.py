"""A folder of files, loose or in ZIP archives, in which a register finds its own.

Nothing is unpacked to a disk, so no name leads anywhere: names only serve to find.
"""

import io
import unicodedata
import zipfile
from dataclasses import dataclass, field

MOST_FILES = 20_000
# unpacked, of one archive; a few kilobytes can become gigabytes
MOST_BYTES = 4 * 1024**3
UTF8, ENCRYPTED = 0x800, 0x1
# in which programs of the Nordic countries wrote names that are not marked as UTF-8
PAGES = ("utf-8", "cp850", "cp437", "cp1252")
# what macOS and Windows put beside the files
BESIDE = ("__macosx", ".ds_store", "thumbs.db", "desktop.ini")


class UnreadableArchive(Exception):
    """It is broken, or holds more than is taken."""


@dataclass(eq=False)
class Entry:
    """A file of the box."""

    name: str
    size: int
    read: object
    protected: bool = False
    # its name leads out of the folder
    astray: bool = False
    # the ways its path may have been written
    paths: set = field(default_factory=set)


class FileBox:
    """The files, found by their name or by the end of their path."""

    def __init__(self):
        self.entries = []
        self._found = {}

    def add(self, name, content):
        """A loose file."""
        entry = Entry(name, len(content), lambda _most, c=content: c)
        self._keep(entry, [name])

    def add_archive(self, content):
        """All files of a ZIP archive.

        :raise UnreadableArchive: when it is none, or a trap
        """
        try:
            archive = zipfile.ZipFile(io.BytesIO(content))
            infos = [info for info in archive.infolist() if not info.is_dir()]
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise UnreadableArchive from error
        if len(infos) > MOST_FILES or sum(i.file_size for i in infos) > MOST_BYTES:
            raise UnreadableArchive
        for info in infos:
            names = _names(info)
            parts = _parts(names[0])
            if not parts or any(part.casefold() in BESIDE for part in parts):
                continue
            entry = Entry(
                parts[-1],
                info.file_size,
                lambda most, i=info: _read(archive, i, most),
                protected=bool(info.flag_bits & ENCRYPTED),
                astray=any(_leads_out(name) for name in names),
            )
            self._keep(entry, names)

    def _keep(self, entry, names):
        self.entries.append(entry)
        for name in names:
            parts = [key(part) for part in _parts(name)]
            entry.paths.add("/".join(parts))
            for place in range(len(parts)):
                end = "/".join(parts[place:])
                known = self._found.setdefault(end, [])
                if entry not in known:
                    known.append(entry)

    def find(self, name):
        """The files that ``name`` may mean: those with exactly this path, else all
        whose path ends so."""
        wanted = "/".join(key(part) for part in _parts(name))
        found = self._found.get(wanted, [])
        exact = [entry for entry in found if wanted in entry.paths]
        return exact if len(exact) == 1 else found


def key(text):
    """Composed or not (å as one letter or as two), capital or not: the same."""
    return unicodedata.normalize("NFC", text).strip().casefold()


def _names(info):
    """The ways to read an entry's name, the likeliest first."""
    name = info.orig_filename
    if info.flag_bits & UTF8:
        return [name]
    raw, found = name.encode("cp437"), []
    for page in PAGES:
        try:
            found.append(raw.decode(page))
        except UnicodeDecodeError:
            continue
    return list(dict.fromkeys(found))


def _parts(name):
    steps = name.replace("\\", "/").split("/")
    return [step for step in steps if step.strip() not in ("", ".", "..")]


def _leads_out(name):
    steps = name.replace("\\", "/").split("/")
    return ".." in steps or name[:1] in "/\\" or ":" in steps[0]


def _read(archive, info, most):
    """The content of an entry, never more than a byte beyond ``most``.

    :raise UnreadableArchive: when it is not what its archive says
    """
    try:
        with archive.open(info) as file:
            return file.read(most + 1)
    except Exception as error:  # whatever a broken entry does to the library
        raise UnreadableArchive from error
