"""Read one more Debian suite from the machine's own mirror; nothing is installed.

apt keeps its lists in a private folder and verifies signatures as it always does;
the system's own package state is neither read nor written.
"""

import re
import shutil
from pathlib import Path

from . import paths
from .console import Failure, run

SOURCES = Path("/etc/apt")
HINT = (
    "Check that this machine reaches its Debian mirror (apt-get update), or point "
    "ODOO_SRC= to an Odoo 19 checkout and run the command again."
)


def codename():
    """The machine's own Debian suite, such as bookworm."""
    release = Path("/etc/os-release")
    text = release.read_text() if release.exists() else ""
    found = re.search(r'^VERSION_CODENAME="?([\w-]+)"?$', text, re.MULTILINE)
    return found.group(1) if found else "unstable"


def one_line_entries(text):
    """Entries of a *.list file: deb [options] uri suite components."""
    for line in text.splitlines():
        found = re.match(r"\s*deb\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)\s+(.+)", line)
        if found:
            options = dict(
                part.split("=", 1) for part in (found[1] or "").split() if "=" in part
            )
            yield found[2], found[3].split(), options.get("signed-by", "")


def deb822_entries(text):
    """Entries of a *.sources file: paragraphs of `Key: value`."""
    text = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    for paragraph in re.split(r"\n\s*\n", text):
        pairs = re.findall(r"^([\w-]+):(.*(?:\n[ \t].*)*)", paragraph, re.MULTILINE)
        fields = {key.lower(): value.strip() for key, value in pairs}
        types = fields.get("types", "").split()
        if "deb" in types and fields.get("enabled", "yes").lower() != "no":
            for uri in fields.get("uris", "").split():
                suites = fields.get("suites", "").split()
                yield uri, suites, fields.get("signed-by", "")


def mirror():
    """The address and key of the mirror this machine takes its own suite from."""
    readers = [
        (
            [SOURCES / "sources.list", *sorted(SOURCES.glob("sources.list.d/*.list"))],
            one_line_entries,
        ),
        (sorted(SOURCES.glob("sources.list.d/*.sources")), deb822_entries),
    ]
    for files, reader in readers:
        for path in files:
            entries = reader(path.read_text()) if path.exists() else ()
            for uri, suites, key in entries:
                if codename() in suites:
                    return uri, key
    raise Failure(
        f"No Debian mirror for '{codename()}' in {SOURCES}/sources.list or "
        f"{SOURCES}/sources.list.d. Odoo 19 comes from Debian's package; on another "
        "system point ODOO_SRC= to an Odoo 19 checkout and run the command again."
    )


class Apt:
    """apt with its own lists and cache in the project's folder."""

    def __init__(self, suites):
        self.folder = paths.APT
        self.suites = suites

    def _command(self, program, *arguments):
        options = {
            "Dir::State": self.folder / "state",
            "Dir::State::status": self.folder / "status",
            "Dir::Cache": self.folder / "cache",
            "Dir::Etc::sourcelist": self.folder / "debian.sources",
            "Dir::Etc::sourceparts": "-",
            "APT::Sandbox::User": "root",
            "APT::Update::Error-Mode": "any",
            "Acquire::Languages": "none",
            "Acquire::Retries": "3",
        }
        flags = [
            part for key, value in options.items() for part in ("-o", f"{key}={value}")
        ]
        return [program, *flags, *arguments]

    def update(self):
        if not shutil.which("apt-get"):
            raise Failure(
                "apt-get is missing: this is no Debian system. Point ODOO_SRC= to an "
                "Odoo 19 checkout and run the command again."
            )
        uri, key = mirror()
        for name in ("state/lists/partial", "cache/archives/partial"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        (self.folder / "status").touch()
        signed_by = f"Signed-By: {key}\n" if key else ""
        (self.folder / "debian.sources").write_text(
            f"Types: deb\nURIs: {uri}\nSuites: {' '.join(self.suites)}\n"
            f"Components: main\n{signed_by}"
        )
        run(
            self._command("apt-get", "update"),
            what="Reading Debian's package lists",
            hint=HINT,
        )

    def download(self, packages):
        """Download the packages (name/suite) and return the files."""
        folder = self.folder / "packages"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        run(
            self._command("apt-get", "download", *packages),
            what="Downloading Odoo's packages",
            hint=HINT,
            cwd=folder,
        )
        return sorted(folder.glob("*.deb"))
