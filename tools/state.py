"""Locks and stamps: set-up steps may be interrupted, repeated, or run twice at once."""

import contextlib
import fcntl
import hashlib
import os
import shutil

from . import paths
from .console import say


@contextlib.contextmanager
def lock(name):
    """Hold an exclusive lock between processes; the system frees it when we die."""
    paths.LOCKS.mkdir(parents=True, exist_ok=True)
    with open(paths.LOCKS / name, "w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"Waiting for another process to be done with: {name} ...")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def digest(*inputs):
    """A hash over strings and the contents of files."""
    result = hashlib.sha256()
    for item in inputs:
        content = (
            item.read_bytes() if isinstance(item, os.PathLike) else str(item).encode()
        )
        result.update(len(content).to_bytes(8, "big") + content)
    return result.hexdigest()


def _stamp(folder):
    return folder.parent / f"{folder.name}.stamp"


def is_fresh(folder, key):
    stamp = _stamp(folder)
    return folder.exists() and stamp.exists() and stamp.read_text() == key


@contextlib.contextmanager
def building(folder):
    """Give a new folder to fill; it takes its place only when all went well."""
    new = folder.parent / f"{folder.name}.new"
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    yield new
    _stamp(folder).unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)
    new.rename(folder)


def mark(folder, key):
    """Note, as the very last thing, from what the folder was made."""
    stamp = _stamp(folder)
    new = stamp.with_suffix(".new")
    new.write_text(key)
    new.rename(stamp)
