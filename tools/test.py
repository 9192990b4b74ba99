"""Run tests: bin/test [--only MODULE,...] [--workers N] [pytest's own arguments].

The modules are installed once into a template; each worker tests a copy of it. With
--only just these modules (and what they stand on) are installed and tested.
"""

import argparse
import os
import sys

from . import console, modules, npm, odoo, paths, postgres, system, templates
from .console import Failure

PLUGIN = "tools.pytest_odoo"
INI = paths.ROOT / "pytest.ini"


def main(arguments):
    parser = argparse.ArgumentParser(prog="bin/test", description=__doc__)
    parser.add_argument("--only", help="names of modules, with commas between them")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    options, rest = parser.parse_known_args(arguments)
    names = options.only.split(",") if options.only else modules.ours()
    unknown = sorted(set(names) - set(modules.ours()))
    if unknown:
        raise Failure(f"No such module in {paths.ADDONS}: {', '.join(unknown)}")
    if not any(os.path.exists(part.split("::")[0]) for part in rest):
        rest += [str(folder) for folder in _folders(names, bool(options.only))]
    system.ensure("chromium", "wkhtmltopdf")
    node = npm.ensure()
    with postgres.server() as server:
        templates.drop_left_behind(server.env)
        template = templates.product(names, server)
        env = {
            "HYPOTHESIS_STORAGE_DIRECTORY": str(paths.STATE / "hypothesis"),
            "QMS_AXE": str(npm.MODULES / "axe-core/axe.min.js") if node else "",
            "QMS_TEMPLATE": template,
            "QMS_INSTALL_LOG": str(templates.log_file(template)),
            "QMS_MODULES": ",".join(modules.closure(names)),
        }
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-c",
            INI,
            "-p",
            PLUGIN,
            *_parallel(options.workers),
        ]
        return odoo.run([*command, *rest], server, env=env, cwd=paths.ROOT)


def _folders(names, only):
    folders = [paths.ADDONS / name / "tests" for name in names]
    if not only:
        # the slowest first: at the end no processor waits for the other
        folders.insert(0, paths.ROOT / "tests")
    return [folder for folder in folders if folder.is_dir()]


def _parallel(workers):
    return ["-n", str(workers), "--dist", "loadscope"] if workers > 1 else []


if __name__ == "__main__":
    console.main(main)
