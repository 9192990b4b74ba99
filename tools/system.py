"""Programs from the distribution: installed where root may, asked for where not."""

import os
import shutil
import subprocess

from . import paths, state
from .console import say

# program: (other names it goes by, Debian package, what is left out without it)
PROGRAMS = {
    "chromium": (
        ("google-chrome", "chromium-browser", "google-chrome-stable"),
        "chromium",
        "every test in a real browser (tours)",
    ),
    "wkhtmltopdf": ((), "wkhtmltopdf", "every test that makes a PDF"),
    "soffice": (
        (),
        "libreoffice-calc-nogui",
        "every test that opens a workbook in LibreOffice",
    ),
}


def has(program):
    return any(map(shutil.which, (program, *PROGRAMS[program][0])))


def ensure(*programs):
    """Install what is missing if we may; say loudly what is left out without it."""
    missing = [program for program in programs if not has(program)]
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        with state.lock("apt-get"):
            _install([PROGRAMS[program][1] for program in missing if not has(program)])
    missing = [program for program in programs if not has(program)]
    if missing:
        _warn(missing)
    return missing


def _install(packages):
    say(f"Installing from the distribution: {' '.join(packages)} ...")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    quiet = ["-q", "-y", "-o", "Acquire::Retries=3", "-o", "DPkg::Lock::Timeout=300"]
    paths.LOG.mkdir(parents=True, exist_ok=True)
    with open(paths.LOG / "apt-get.log", "w") as log:
        for command in (
            ["dpkg", "--configure", "-a"],  # where it was interrupted before
            ["apt-get", *quiet, "update"],
            ["apt-get", *quiet, "install", "--no-install-recommends", *packages],
        ):
            subprocess.run(
                command,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                check=False,
            )


def _warn(missing):
    packages = " ".join(PROGRAMS[program][1] for program in missing)
    lines = [
        f"{program} is missing: LEFT OUT is {PROGRAMS[program][2]}."
        for program in missing
    ]
    lines.append(f"To have them too, run as root: apt-get install {packages}")
    ruler = "!" * max(map(len, lines))
    say("\n".join(["", ruler, *lines, ruler]))
