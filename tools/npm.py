"""Node programs for XML, JavaScript and accessibility: pinned in tools/package.json."""

import shutil
from pathlib import Path

from . import paths, state
from .console import run, say

MANIFEST = Path(__file__).with_name("package.json")
MODULES = paths.NPM / "node_modules"


def ensure():
    """Install them; without Node say loudly what is left out."""
    if not shutil.which("npm"):
        say(
            "npm is missing: LEFT OUT are prettier, eslint and the accessibility "
            "checks. To have them too, install Node 18 or later (Debian: npm)."
        )
        return False
    key = state.digest(MANIFEST)
    if not state.is_fresh(paths.NPM, key):
        with state.lock("npm"):
            if not state.is_fresh(paths.NPM, key):
                _install()
                state.mark(paths.NPM, key)
    return True


def _install():
    say("Installing the Node programs ...")
    with state.building(paths.NPM) as folder:
        shutil.copy(MANIFEST, folder)
        run(
            ["npm", "install", "--no-package-lock", "--no-audit", "--no-fund"],
            what="Installing the Node programs",
            hint="Check that this machine reaches its npm registry (npm ping).",
            cwd=folder,
        )


def _sources(folders, suffixes):
    """Files of these kinds, third-party libraries apart."""
    return sorted(
        path
        for folder in folders
        for path in folder.rglob("*")
        if path.suffix in suffixes and path.is_file() and "lib" not in path.parts
    )


def prettier(folders, fix):
    """The command, or nothing where there is nothing to judge."""
    config = paths.ROOT / "tools/prettier.config.mjs"
    program = [MODULES / ".bin/prettier", "--config", config, "--log-level=warn"]
    files = _sources(folders, {".xml", ".js", ".scss", ".css"})
    return files and [*program, "--write" if fix else "--check", *files]


def eslint(folders, fix):
    config = paths.ROOT / "tools/eslint.config.mjs"
    program = [MODULES / ".bin/eslint", "--config", config]
    files = _sources(folders, {".js"})
    return files and [*program, *(["--fix"] if fix else []), *files]
