"""Where packs lie: part files of those being made, and the finished ones.

A part file is there whole or not at all. A slice that is done once more writes the same
part again, so that whoever is stopped in between goes on where he was.
"""

import json
import os
import shutil
from pathlib import Path

from odoo.tools import config

ENCODE = json.JSONEncoder(ensure_ascii=False, default=str).encode


def folder(dbname):
    """Everything of one database."""
    return Path(config["data_dir"]) / "qms_evidence" / dbname


def pack_path(dbname, pack_id, key):
    return folder(dbname) / f"{pack_id}-{key}.zip"


def index_path(dbname, pack_id, key):
    """What an auditor's seat over the pack shows."""
    return folder(dbname) / f"{pack_id}-{key}.db"


def forget(dbname):
    """All of it, when the module goes."""
    shutil.rmtree(folder(dbname), ignore_errors=True)


class Spool:
    """The part files of one pack."""

    def __init__(self, dbname, pack_id):
        self.path = folder(dbname) / f"{pack_id}.parts"

    def begin(self):
        """Empty, readable by the server's user alone."""
        self.remove()
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.path.mkdir(mode=0o700)

    def remove(self):
        shutil.rmtree(self.path, ignore_errors=True)

    def put(self, name, writer):
        """Have ``writer(file)`` write the part ``name``."""
        target = self.path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        half = target.with_name(f"{target.name}.half")
        with half.open("wb") as file:
            writer(file)
            file.flush()
            os.fsync(file.fileno())
        half.replace(target)
        return target

    def dump(self, name, value):
        self.put(f"{name}.json", lambda file: file.write(line(value)))

    def load(self, name):
        return json.loads((self.path / f"{name}.json").read_bytes())

    def write_rows(self, name, rows):
        def writer(file):
            file.writelines(line(row) for row in rows)

        self.put(f"{name}.rows", writer)

    def read_rows(self, prefix):
        """The rows of all parts whose names begin so, in the order of their names."""
        for path in self.parts(prefix):
            with path.open(encoding="utf-8", newline="\n") as file:
                yield from map(json.loads, file)

    def parts(self, prefix):
        return sorted(self.path.glob(f"{prefix}*.rows"))

    def take_file(self, name, source):
        """A copy of a stored file that nobody can take away: no bytes are moved."""
        target = self.path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.unlink(missing_ok=True)
        try:
            os.link(source, target)
        except OSError:
            # another disk
            shutil.copyfile(source, target)


def line(value):
    return ENCODE(value).encode() + b"\n"
