"""Where everything lives: the repository and its one ignored folder of state."""

import hashlib
import os
import re
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# several checkouts may share one folder through a link
STATE = (ROOT / ".qms").resolve()

APT = STATE / "apt"
ODOO = STATE / "odoo"
VENV = STATE / "venv"
FOREIGN = STATE / "foreign"
PG = STATE / "pg"
NPM = STATE / "npm"
LOG = STATE / "log"
LOCKS = STATE / "locks"

# Another folder of modules may be put in the place of ours to try the tooling itself.
ADDONS = Path(os.environ.get("QMS_ADDONS") or ROOT / "addons").resolve()


def socket_folder():
    """Where the embedded PostgreSQL listens."""
    folder = PG / "run"
    if len(os.fsencode(folder)) < 85:
        return folder
    # the path of a socket holds at most 107 bytes
    name = hashlib.sha256(os.fsencode(PG)).hexdigest()[:12]
    return Path(tempfile.gettempdir(), f"qms-pg-{name}")


def _data():
    """Odoo's files belong to its databases: each server has a folder of its own."""
    host = os.environ.get("PGHOST", "")
    if host in ("", str(socket_folder())):
        return STATE / "data"
    name = re.sub(r"\W+", "-", f"{host}-{os.environ.get('PGPORT', '')}").strip("-")
    return STATE / f"data-{name}"


DATA = _data()


def odoo_package():
    """The folder that holds the Python package `odoo`."""
    source = os.environ.get("ODOO_SRC")
    if source:
        return Path(source).resolve()
    return ODOO / "usr/lib/python3/dist-packages"


def odoo_build():
    """Tells one build of Odoo from another; packages keep the times of their files."""
    release = odoo_package() / "odoo/release.py"
    return f"{release.read_text()}{release.stat().st_mtime}"


def odoo_addons():
    """Core's own addons folders; a git checkout has two of them."""
    package = odoo_package()
    folders = [package / "odoo/addons"]
    if os.environ.get("ODOO_SRC") and (package / "addons").is_dir():
        folders.insert(0, package / "addons")
    return folders


def foreign_addons():
    """The folder of modules that are neither Odoo's nor ours."""
    return FOREIGN / "odoo/addons"


def modules(folder=None):
    """Names of the modules in an addons folder, in alphabetical order."""
    folder = folder or ADDONS
    return sorted(path.parent.name for path in folder.glob("*/__manifest__.py"))
