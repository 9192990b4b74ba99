"""Odoo 19 Community, unpacked from Debian's package: never installed."""

import os
import shutil
from pathlib import Path

from . import apt, paths, state
from .console import Failure, run, say

# Raise it when what is done to the unpacked files changes.
VERSION = 1
SUITE = "unstable"
FROM_SUITE = [
    "odoo-19",
    "libjs-jquery",
    "libjs-jquery-form",
    "libjs-underscore",
    "fonts-roboto-unhinted",
    "fonts-montserrat",
    "fonts-ocr-b",
]
# Of these Odoo needs the older file names, which a stable suite still has.
FROM_STABLE = ["fonts-font-awesome", "fonts-inconsolata"]
STABLE = "trixie"

# The package was built without this file; each backend page asks for it.
STUB = Path("mail/static/lib/selfie_segmentation/selfie_segmentation.js")
STUB_TEXT = "/* left out of the package: blurring a camera's background */\n"


def ensure():
    if os.environ.get("ODOO_SRC"):
        _check_checkout(paths.odoo_package())
        return
    key = state.digest(VERSION, SUITE, *FROM_SUITE, *FROM_STABLE)
    if state.is_fresh(paths.ODOO, key):
        return
    with state.lock("odoo"):
        if not state.is_fresh(paths.ODOO, key):
            _unpack()
            state.mark(paths.ODOO, key)


def _check_checkout(folder):
    release = folder / "odoo/release.py"
    if not release.exists() or "version_info = (19, 0" not in release.read_text():
        raise Failure(
            f"ODOO_SRC={folder} is not an Odoo 19.0 checkout (odoo/release.py of 19.0 "
            "expected there). Correct it, or leave it out to use Debian's package."
        )


def _unpack():
    say("Odoo 19 is not here yet: downloading Debian's package (about 125 MB) ...")
    own = apt.codename() if apt.codename() not in ("sid", SUITE) else STABLE
    client = apt.Apt([SUITE, own])
    client.update()
    packages = [f"{name}/{SUITE}" for name in FROM_SUITE]
    packages += [f"{name}/{own}" for name in FROM_STABLE]
    files = client.download(packages)
    with state.building(paths.ODOO) as folder:
        for file in files:
            run(
                ["dpkg", "-x", file, folder],
                what=f"Unpacking {file.name}",
                hint=apt.HINT,
            )
        python = folder / "usr/lib/python3/dist-packages"
        # a second, partial copy of the addons without their data
        shutil.rmtree(python / "addons", ignore_errors=True)
        stub = python / "odoo/addons" / STUB
        if not stub.exists():
            stub.parent.mkdir(parents=True, exist_ok=True)
            stub.write_text(STUB_TEXT)
        mend_links(folder)
    shutil.rmtree(paths.APT / "packages")
    say(f"Odoo unpacked into {paths.ODOO.relative_to(paths.ROOT)}")


def mend_links(folder):
    """Every link must resolve below the folder: one dead font breaks the login page."""
    dead = []
    for top, folders, files in os.walk(folder):
        for name in folders + files:
            link = Path(top, name)
            if not link.is_symlink():
                continue
            target = os.readlink(link)
            if target.startswith("/"):
                link.unlink()
                link.symlink_to(os.path.relpath(folder / target.lstrip("/"), top))
            resolved = link.resolve()
            if not resolved.exists() or folder.resolve() not in resolved.parents:
                dead.append(f"{link.relative_to(folder)} -> {target}")
    if dead:
        raise Failure(
            "Odoo's package links to files that no unpacked package holds:\n  "
            + "\n  ".join(dead)
            + "\nAdd the package that holds them to tools/odoo_source.py."
        )
