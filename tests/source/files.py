"""The files of the repository, as far as they are ours to judge."""

import subprocess
from functools import cache

from tools import modules, paths

PICTURES = {".gif", ".ico", ".jpg", ".jpeg", ".pdf", ".png", ".svg", ".woff2", ".xlsx"}


@cache
def repository():
    """Every file git knows or would add."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    done = subprocess.run(command, cwd=paths.ROOT, capture_output=True, check=True)
    files = [paths.ROOT / name for name in done.stdout.decode().split("\0") if name]
    return [path for path in files if path.is_file()]


def texts():
    return [path for path in repository() if path.suffix not in PICTURES]


@cache
def addon_files(*suffixes):
    """Files of our modules with one of these suffixes."""
    folders = [paths.ADDONS / name for name in modules.ours()]
    found = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return sorted(path for path in found if path.suffix in suffixes)


def name(path):
    """How a message names a file."""
    for folder in (paths.ROOT, paths.ADDONS.parent):
        if folder in path.parents:
            return str(path.relative_to(folder))
    return str(path)
