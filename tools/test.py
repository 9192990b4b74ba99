"""Run tests: bin/test [--lint] [--only MODULE,...] [--workers N] [pytest's arguments].

The modules are installed once into a template; each worker tests a copy of it. With
--only just these modules (and what they stand on) are installed and tested. Those that
stand on modules of others are installed and tested afterwards, upon a copy of it.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

from . import console, modules, npm, odoo, paths, postgres, system, templates
from .console import Failure

PLUGIN = "tools.pytest_odoo"
INI = paths.ROOT / "pytest.ini"
# what is true of every module installed, hence tried again beside others' modules
AGAIN = ("tests/test_install.py", "tests/test_translations.py")
WALKED = ("test_conformance.py", "test_conformance_views.py")
# pytest's own word for it
NOTHING_FOUND = 5


def main(arguments):
    parser = argparse.ArgumentParser(prog="bin/test", description=__doc__)
    parser.add_argument("--only", help="names of modules, with commas between them")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--lint", action="store_true", help="judge the source as well")
    options, rest = parser.parse_known_args(arguments)
    names = options.only.split(",") if options.only else modules.ours()
    unknown = sorted(set(names) - set(modules.ours()))
    if unknown:
        raise Failure(f"No such module in {paths.ADDONS}: {', '.join(unknown)}")
    common, apart = modules.common(names), modules.foreign(names)
    places = [part for part in rest if os.path.exists(part.split("::")[0])]
    rest = [part for part in rest if part not in places]
    below = modules.common(modules.closure(names))
    system.ensure("chromium", "wkhtmltopdf", "soffice")
    node = npm.ensure()
    # while the templates are made: neither has work for all processors all the time
    lint = _lint() if options.lint else None
    with postgres.server() as server:
        templates.drop_left_behind(server.env)
        template = templates.product(below, server)
        runs = []
        if mine := _places(places, common, bool(options.only)):
            runs.append((template, below, mine))
        if others := _places_apart(places, apart, bool(options.only), below):
            upon = templates.upon(template, apart, server)
            runs.append((upon, apart, others))
        lint_failed = lint.wait() if lint else 0
        env = {
            "QMS_LINT": "FAILED" if lint_failed else "",
            "HYPOTHESIS_STORAGE_DIRECTORY": str(paths.STATE / "hypothesis"),
            "QMS_AXE": str(npm.MODULES / "axe-core/axe.min.js") if node else "",
        }
        parallel = _parallel(options.workers)
        statuses = [
            odoo.run(
                [*_pytest(), *parallel, *rest, *folders],
                server,
                env=env | _of_template(name, installed),
                cwd=paths.ROOT,
            )
            for name, installed, folders in runs
        ]
    return _verdict(statuses) or lint_failed


def _lint():
    return subprocess.Popen(
        [sys.executable, "-m", "tools.lint"],
        cwd=paths.ROOT,
        stdin=subprocess.DEVNULL,
        preexec_fn=console.die_with_parent,
    )


def _pytest():
    return [sys.executable, "-m", "pytest", "-c", INI, "-p", PLUGIN]


def _of_template(name, installed):
    return {
        "QMS_TEMPLATE": name,
        "QMS_INSTALL_LOG": str(templates.log_file(name)),
        "QMS_MODULES": ",".join(installed),
    }


def _verdict(statuses):
    """The first that failed; that one of two runs found no test is no failure."""
    found = [status for status in statuses if status != NOTHING_FOUND]
    return next(filter(None, found), 0 if found else NOTHING_FOUND)


def _is_apart(place, apart):
    """Whether a file or folder named by hand belongs to one of ``apart``."""
    folders = [paths.ADDONS / name for name in apart]
    path = Path(place.split("::")[0]).resolve()
    return any(path == folder or folder in path.parents for folder in folders)


def _places(places, names, only):
    """What to test of the modules that are installed together."""
    if places:
        apart = modules.foreign(modules.ours())
        return [place for place in places if not _is_apart(place, apart)]
    return [str(folder) for folder in _folders(names, only)]


def _places_apart(places, names, only, below):
    """What to test of those that stand on modules of others; and all models anew."""
    if not names:
        return []
    if places:
        return [place for place in places if _is_apart(place, names)]
    found = _folders(names, True)
    if "test_qms" in below:
        found += [paths.ADDONS / "test_qms/tests" / name for name in WALKED]
    if not only:
        found += [paths.ROOT / name for name in AGAIN]
    return [str(path) for path in found if path.exists()]


def _folders(names, only):
    folders = [paths.ADDONS / name / "tests" for name in names]
    if not only:
        folders.insert(0, paths.ROOT / "tests")
    return [folder for folder in folders if folder.is_dir()]


def _parallel(workers):
    """In the order the plugin gives, not the classes with the most tests first."""
    spread = ["--dist", "loadscope", "--no-loadscope-reorder"]
    return ["-n", str(workers), *spread] if workers > 1 else []


if __name__ == "__main__":
    console.main(main)
