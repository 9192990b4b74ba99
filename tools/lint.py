"""Everything that judges the source without running it: bin/lint [--fix] [MODULE...]

--fix mends what the formatters can mend by themselves, and judges nothing else.
"""

import argparse
import subprocess
import sys
import time

from . import console, modules, npm, paths
from .console import say

PROGRAMS = paths.VENV / "bin"
TOOLING = ["bench", "tests", "tools"]


def checks(names, fix):
    """Name and command of each check, the quick ones first."""
    folders = [paths.ADDONS / name for name in names or modules.ours()]
    sources = folders if names else [*folders, *TOOLING]
    ruff = [PROGRAMS / "ruff"]
    # first: it mends lines that are too long for the other
    yield "ruff format", [*ruff, "format", *([] if fix else ["--check"]), *sources]
    yield "ruff check", [*ruff, "check", *(["--fix"] if fix else []), *sources]
    if npm.ensure():
        yield "prettier", npm.prettier(folders, fix)
        yield "eslint", npm.eslint(folders, fix)
    if not fix:
        pylint = [PROGRAMS / "pylint", "--rcfile=.pylintrc-mandatory"]
        yield "pylint-odoo, mandatory", folders and [*pylint, *folders]
        source = [sys.executable, "-m", "pytest", "--no-header", "-p", "no:xdist"]
        yield "our own rules", [*source, "-c", "pytest.ini", "tests/source"]


def main(arguments):
    parser = argparse.ArgumentParser(prog="bin/lint", description=__doc__)
    parser.add_argument("--fix", action="store_true")
    parser.add_argument("modules", nargs="*")
    options = parser.parse_args(arguments)
    failed = []
    for name, command in checks(options.modules, options.fix):
        if not command:
            continue
        start = time.monotonic()
        done = subprocess.run(
            [str(part) for part in command],
            cwd=paths.ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        seconds = time.monotonic() - start
        if done.returncode:
            print(done.stdout, flush=True)
            failed.append(name)
        say(f"{name}: {'FAILED' if done.returncode else 'fine'} ({seconds:.0f} s)")
    if failed:
        say(f"Failed: {', '.join(failed)}. bin/lint --fix mends what it can by itself.")
    return bool(failed)


if __name__ == "__main__":
    console.main(main)
