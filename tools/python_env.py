"""The virtual environment with every pinned package, and Odoo visible in it."""

import os
import subprocess
import sys

from . import paths, state
from .console import Failure, run, say

REQUIREMENTS = [
    paths.ROOT / "requirements.txt",
    paths.ROOT / "requirements-odoo.txt",
    paths.ROOT / "requirements-dev.txt",
]
ADDONS = paths.ROOT / "requirements-addons.txt"
PYTHON = paths.VENV / "bin/python"
ODOO = paths.VENV / "bin/odoo"
HINT = (
    "Check that this machine reaches its Python package index (pip download pip), "
    "then run the command again."
)


def ensure():
    version = ".".join(map(str, sys.version_info[:2]))
    key = state.digest(version, str(paths.VENV), *REQUIREMENTS)
    if not state.is_fresh(paths.VENV, key):
        with state.lock("venv"):
            if not state.is_fresh(paths.VENV, key):
                _build()
                state.mark(paths.VENV, key)
    _show_odoo()
    _ensure_addons()


def _build():
    """Fill the environment in place: its scripts name their own path.

    One that fits is kept and brought up to date: others may be running from it.
    """
    try:
        import ensurepip  # noqa: F401
    except ImportError:
        raise Failure(
            "Python's venv module is missing. Install it (Debian: apt-get install "
            "python3-venv) and run the command again."
        ) from None
    say("Installing the Python packages ...")
    if not _fits():
        run(
            [sys.executable, "-m", "venv", "--clear", paths.VENV],
            what="Making the virtual environment",
            hint="Check the free space on this disk.",
        )
    files = [part for path in REQUIREMENTS for part in ("-r", path)]
    run(
        [PYTHON, "-m", "pip", "install", "--no-input", "--quiet", *files],
        what="Installing the Python packages",
        hint=HINT,
        log=paths.LOG / "pip.log",
    )


def _ensure_addons():
    """Modules of others, in a folder of their own: Odoo finds them by its addons path.

    Their packages ask for one called odoo, which is here already.
    """
    key = state.digest(ADDONS)
    if state.is_fresh(paths.FOREIGN, key):
        return
    with state.lock("foreign"):
        if state.is_fresh(paths.FOREIGN, key):
            return
        say("Installing the modules of others ...")
        with state.building(paths.FOREIGN) as folder:
            run(
                [
                    *(PYTHON, "-m", "pip", "install", "--no-input", "--quiet"),
                    *("--no-deps", "--no-compile", "--target", folder, "-r", ADDONS),
                ],
                what="Installing the modules of others",
                hint=HINT,
                log=paths.LOG / "pip-addons.log",
            )
        state.mark(paths.FOREIGN, key)


def _fits():
    """Whether the environment was made here, by this Python, and has a working pip."""
    script = paths.VENV / "bin/pip"
    if not script.exists() or str(PYTHON) not in script.read_text().splitlines()[0]:
        return False
    code = "import pip, sys; print(*sys.version_info[:2])"
    probe = subprocess.run(
        [PYTHON, "-c", code], capture_output=True, text=True, check=False
    )
    return probe.stdout.split() == [str(part) for part in sys.version_info[:2]]


def _show_odoo():
    """A .pth file makes the unpacked Odoo a package of the environment; and a script.

    The script must be a file: Odoo starts itself again for some of its processes.
    """
    script = "import odoo.cli\n\nodoo.cli.main()\n"
    _write(ODOO, f"#!{PYTHON}\n{script}")
    ODOO.chmod(0o755)
    site = next(paths.VENV.glob("lib/python3*/site-packages"))
    _write(site / "odoo.pth", f"{paths.odoo_package()}\n")


def _write(path, text):
    if not path.exists() or path.read_text() != text:
        new = path.with_name(f"{path.name}.{os.getpid()}")
        new.write_text(text)
        new.rename(path)
