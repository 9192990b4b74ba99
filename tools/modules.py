"""What the manifests say about our modules, and hashes over their files."""

import ast
import functools
import hashlib

from . import paths

# Files no database depends on.
ASIDE = {"tests", "readme", "__pycache__"}


@functools.cache
def manifest(name):
    return ast.literal_eval((paths.ADDONS / name / "__manifest__.py").read_text())


@functools.cache
def ours():
    """Names of all our installable modules."""
    return [name for name in paths.modules() if manifest(name).get("installable", True)]


@functools.cache
def _of_odoo():
    return {name for folder in paths.odoo_addons() for name in paths.modules(folder)}


def foreign(names):
    """Those of our modules that stand on one that is neither Odoo's nor ours.

    They are installed by who asks for them alone, and tested apart: what others bring
    changes what every operation costs.
    """
    known = {*ours(), *_of_odoo()}
    return [
        name
        for name in names
        if any(
            below not in known
            for each in closure([name])
            for below in manifest(each).get("depends", ["base"])
        )
    ]


def common(names):
    """The others."""
    apart = foreign(names)
    return [name for name in names if name not in apart]


def translated():
    """Modules whose terms a user sees; those that only serve tests have none."""
    return [name for name in ours() if not name.startswith("test_")]


def product():
    """What is installed without being asked for: no throw-away models of our tests."""
    return common([name for name in ours() if not name.startswith("test_")])


def closure(names):
    """The modules with all of ours that they stand on, lower ones first."""
    ordered = []

    def visit(name):
        if name in ours() and name not in ordered:
            for below in manifest(name).get("depends", ["base"]):
                visit(below)
            ordered.append(name)

    for name in names:
        visit(name)
    return ordered


def core_depends(names):
    """The modules of Odoo itself that these stand on."""
    found = {
        below
        for name in closure(names)
        for below in manifest(name).get("depends", ["base"])
    }
    return sorted((found - set(ours())) & _of_odoo())


def checksum(name):
    """A hash over the files of a module that shape a database."""
    folder = paths.ADDONS / name
    result = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        aside = ASIDE.intersection(path.relative_to(folder).parts[:-1])
        if path.is_file() and not aside and path.suffix not in {".pyc", ".md", ".pot"}:
            result.update(str(path.relative_to(folder)).encode() + b"\0")
            result.update(hashlib.sha256(path.read_bytes()).digest())
    return result.hexdigest()
