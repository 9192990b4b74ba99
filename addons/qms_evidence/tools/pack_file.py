"""The ZIP file of a pack: written in one stream, and checked afterwards.

``SHA256SUMS`` has a line per file as ``sha256sum -c`` reads it. ``decisions.jsonl`` has
what each decision's fingerprint covers, so that anybody can work it out again.
"""

import hashlib
import json
import zipfile
import zlib
from pathlib import PurePosixPath

from odoo.addons.qms.models.decision import ROW_COLUMNS, digest
from odoo.addons.qms.tools.filing import (
    safe_file_name,
    safe_name,
    unique_file_name,
)

BLOCK = 1 << 20
# the last: packed in an unknown way, or encrypted
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError)
MANIFEST = "SHA256SUMS"
DECISIONS = "decisions.jsonl"
# the same bytes from the same files
MOMENT = (2000, 1, 1, 0, 0, 0)
PACKED = {".jsonl", ".txt", ".html", ".csv"}
# Windows takes 260 characters for the whole path, the folder it is unpacked to included
LONGEST = {"folder": 40, "record": 50, "file": 70}


def short_name(name, kind):
    """``name`` as part of a path on any system, with its extension."""
    name = safe_file_name(name) if kind == "file" else safe_name(name)
    room = LONGEST[kind]
    if _length(name) <= room:
        return name
    stem, dot, extension = name.rpartition(".")
    if kind == "file" and stem and len(extension) <= 12:
        return f"{_cut(stem, room - len(extension) - 1)}{dot}{extension}"
    return _cut(name, room)


def _length(name):
    """As Windows counts: some letters are two."""
    return len(name.encode("utf-16-le")) // 2


def _cut(name, room):
    start = name.encode("utf-16-le")[: 2 * room]
    return start.decode("utf-16-le", "ignore").strip(" .")


def free_name(name, taken):
    """``name``, or with a number, added to those ``taken``."""
    found = unique_file_name(name, taken)
    taken.add(found)
    return found


def file_digest(path, beat=lambda: None):
    with path.open("rb") as file:
        result = hashlib.sha256()
        while block := file.read(BLOCK):
            result.update(block)
            beat()
    return result.hexdigest()


def write_pack(target, entries, beat=lambda: None):
    """Write the file and its manifest; returns the fingerprint of the manifest.

    :param target: an open file
    :param entries: pairs of the name in the ZIP and the path of what is copied
    :param beat: called every so many bytes
    """
    lines = []
    with zipfile.ZipFile(target, "w") as packed:
        for name, path in entries:
            lines.append(f"{_copy(packed, name, path, beat)}  {name}\n")
        manifest = "".join(lines).encode()
        packed.writestr(_info(MANIFEST), manifest)
    return hashlib.sha256(manifest).hexdigest()


def _info(name):
    info = zipfile.ZipInfo(name, MOMENT)
    suffix = PurePosixPath(name).suffix.lower()
    info.compress_type = (
        zipfile.ZIP_DEFLATED if suffix in PACKED else zipfile.ZIP_STORED
    )
    info.external_attr = 0o644 << 16
    return info


def _copy(packed, name, path, beat):
    result = hashlib.sha256()
    info, large = _info(name), {"force_zip64": True}
    with path.open("rb") as source, packed.open(info, "w", **large) as file:
        while block := source.read(BLOCK):
            result.update(block)
            file.write(block)
            beat()
    return result.hexdigest()


class Broken(Exception):
    """The file cannot be read at all."""


def check_pack(path):
    """What is not as it was when the pack was made.

    :return: the fingerprint of the manifest, and a list of ``(kind, name)``:
        ``changed``, ``missing`` and ``extra`` files, ``decision`` for one that was
        altered, ``chain`` for one whose link to the one before is broken
    """
    try:
        with zipfile.ZipFile(path) as packed:
            manifest = packed.read(MANIFEST)
            problems = list(_check_files(packed, manifest))
            if DECISIONS in packed.namelist():
                problems += _check_decisions(packed)
    except (OSError, KeyError, ValueError, *BROKEN) as error:
        raise Broken from error
    return hashlib.sha256(manifest).hexdigest(), problems


def _check_files(packed, manifest):
    lines = manifest.decode().splitlines()
    sums = {name: value for value, name in (line.split("  ", 1) for line in lines)}
    there = set(packed.namelist()) - {MANIFEST}
    for name in sorted(set(sums) - there):
        yield "missing", name
    for name in sorted(there - set(sums)):
        yield "extra", name
    for name in sorted(there & set(sums)):
        if _digest_in(packed, name) != sums[name]:
            yield "changed", name


def _digest_in(packed, name):
    result = hashlib.sha256()
    try:
        with packed.open(name) as file:
            while block := file.read(BLOCK):
                result.update(block)
    except BROKEN:
        # the ZIP file's own sum already tells
        return None
    return result.hexdigest()


def _check_decisions(packed):
    before = None
    try:
        with packed.open(DECISIONS) as file:
            for line in file:
                row = json.loads(line)
                yield from _check_decision(row, before)
                before = row
    except (ValueError, KeyError, *BROKEN):
        yield "changed", DECISIONS


def _check_decision(row, before):
    place = f"{row['res_model']} {row['res_id']}, {row['sequence']}"
    if digest(*(row[name] or "" for name in ROW_COLUMNS)) != row["digest"]:
        yield "decision", place
    same = before and (before["res_model"], before["res_id"]) == (
        row["res_model"],
        row["res_id"],
    )
    expected = (before["sequence"] + 1, before["digest"]) if same else (1, "")
    if (row["sequence"], row["previous_digest"] or "") != expected:
        yield "chain", place
