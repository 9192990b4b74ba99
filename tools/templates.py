"""Databases with modules installed, made once and copied for each use.

A template is named after everything it was made from, so it is never stale; it gets its
name only when it is complete. Ours are installed on top of a template that holds what
they need of Odoo itself: an unchanged core is not installed again after each edit.
"""

import hashlib
import itertools
import os
import re
import shutil
from contextlib import suppress
from pathlib import Path

import psycopg2

from . import database, modules, odoo, paths, python_env, state
from .console import Failure, say

LANGUAGES = ("da_DK", "nb_NO", "sv_SE")
# Compiled once here instead of in each copy at the first page a browser opens, at the
# first print and at the first test of a component.
WARM_UP = """
for name, options in {
    "web.assets_web": {},
    "web.assets_web_print": {},
    "web.assets_tests": {},
    "web.assets_frontend": {},
    "web.assets_frontend_lazy": {},
    "web.assets_frontend_minimal": {},
    "web.assets_unit_tests_setup": {},
    "web.assets_unit_tests": {},
    "web.report_assets_common": {"autoprefix": True},
    "web.report_assets_pdf": {"autoprefix": True},
}.items():
    bundle = env["ir.qweb"]._get_asset_bundle(name, js=True, css=True, **options)
    bundle.js()
    bundle.css()
env.cr.commit()
"""
KEPT = 7
_numbers = itertools.count()


def _prefix():
    """Several checkouts may share one server."""
    return f"qms_tpl_{hashlib.sha256(os.fsencode(paths.ROOT)).hexdigest()[:6]}_"


def scratch_name(purpose):
    """A name for a database of this process: left behind once the process is gone."""
    number = next(_numbers)
    return f"{_prefix().replace('tpl', purpose)}{os.getpid()}_{number}"


def drop_left_behind(env):
    """Databases of processes that were killed before they could clean up."""
    pattern = _prefix().replace("tpl", "%").replace("_", r"\_") + "%"
    query = "SELECT datname FROM pg_database WHERE datname LIKE %s"
    for (name,) in database.execute(query, (pattern,), env=env):
        found = re.search(r"_(\d+)_\d+(__new)?$", name)
        if found and not Path("/proc", found[1]).exists():
            drop(name, env)


def filestore(name):
    return paths.DATA / "filestore" / name


def log_file(name):
    return paths.LOG / f"{name}.log"


def copy(source, target, env):
    """Copy a database with its files; these never change in place, so links do."""
    database.copy(source, target, env)
    shutil.rmtree(filestore(target), ignore_errors=True)
    if filestore(source).exists():
        shutil.copytree(filestore(source), filestore(target), copy_function=os.link)


def drop(name, env):
    database.drop(name, env)
    shutil.rmtree(filestore(name), ignore_errors=True)


def install(name, names, server, *, flags=(), log):
    """Install modules into a database and keep the log."""
    odoo.quiet(
        ["-d", name, "-i", ",".join(names), "--no-http", "--stop-after-init", *flags],
        server,
        what=f"Installing {', '.join(names)}",
        hint=f"The whole log: {log}",
        log=log,
    )
    check_loaded(log)


def check_loaded(log):
    """Odoo ends well even where it could not load a module."""
    if re.search(r" ERROR .*Some modules (are|have)", log.read_text()):
        raise Failure(f"Not all modules could be installed. The log: {log}")


def load_languages(name, server):
    """Afterwards: while base is installed the first one would become the default."""
    odoo.quiet(
        ["i18n", "loadlang", "-d", name, "-l", *LANGUAGES],
        server,
        what="Loading the languages",
        hint=f"Database: {name}",
    )


def core(names, server, *, demo=False):
    """A template with what the modules need of Odoo itself, in all our languages."""
    needed = modules.core_depends(names)
    flags = ["--with-demo"] if demo else []
    build_of = [paths.odoo_package(), paths.odoo_build()]
    key = state.digest(*map(str, build_of), *LANGUAGES, *needed, *flags)[:12]

    def build(name, log):
        what = "with Odoo's demo data " if demo else ""
        say(f"Installing what Odoo itself brings {what}({', '.join(needed)}) ...")
        database.create(name, server.env)
        install(name, needed, server, flags=flags, log=log)
        load_languages(name, server)

    return _template(f"{_prefix()}core_{key}", server, build)


def fresh(names, name, server):
    """Install these modules of ours into a database of that name, kept nowhere."""
    copy(core(names, server), name, server.env)
    log = log_file(name)
    try:
        install(name, modules.closure(names), server, log=log)
    except Failure:
        drop(name, server.env)
        raise
    log.unlink()


def product(names, server):
    """A template with these modules of ours installed and all they stand on."""
    names = modules.closure(names)
    base = core(names, server)

    def current():
        sums = [f"{name} {modules.checksum(name)}" for name in names]
        return f"{_prefix()}ours_{state.digest(base, *sums)[:12]}"

    def build(name, log):
        say(f"Installing {', '.join(names) or 'no module of ours'} ...")
        copy(base, name, server.env)
        log.write_text("")
        if names:
            install(name, names, server, log=log)
        odoo.shell(WARM_UP, name, server)

    template = _template(current(), server, build)
    if template != current():
        say("A module was edited meanwhile: once more ...")
        return product(names, server)
    return template


def upon(base, names, server):
    """The template ``base`` with those of our modules that stand on others' as well."""
    versions = python_env.ADDONS.read_text()

    def current():
        sums = [f"{name} {modules.checksum(name)}" for name in names]
        return f"{_prefix()}upon_{state.digest(base, versions, *sums)[:12]}"

    def build(name, log):
        say(f"Installing {', '.join(names)} upon that ...")
        copy(base, name, server.env)
        install(name, names, server, log=log)

    template = _template(current(), server, build)
    if template != current():
        say("A module was edited meanwhile: once more ...")
        return upon(base, names, server)
    return template


def _template(name, server, build):
    with state.lock("templates"):
        if database.exists(name, server.env) and log_file(name).exists():
            log_file(name).touch()
            return name
        drop(name, server.env)
        new = f"{name}_new"
        drop(new, server.env)
        log_file(name).parent.mkdir(parents=True, exist_ok=True)
        new_log = log_file(new)
        build(new, new_log)
        rename(new, name, server)
        new_log.rename(log_file(name))
        _forget_old(server)
    return name


def rename(old, new, server):
    database.execute(f'ALTER DATABASE "{old}" RENAME TO "{new}"', env=server.env)
    shutil.rmtree(filestore(new), ignore_errors=True)
    if filestore(old).exists():
        filestore(old).rename(filestore(new))


def _forget_old(server):
    """Keep the templates used last."""

    def used(name):
        log = log_file(name)
        return log.stat().st_mtime if log.exists() else 0

    query = "SELECT datname FROM pg_database WHERE datname LIKE %s"
    pattern = _prefix().replace("_", r"\_") + "%"
    names = [row[0] for row in database.execute(query, (pattern,), env=server.env)]
    for name in sorted(names, key=used, reverse=True)[KEPT:]:
        with suppress(psycopg2.errors.ObjectInUse):
            query = f'DROP DATABASE IF EXISTS "{name}"'
            database.execute(query, env=server.env)
            shutil.rmtree(filestore(name), ignore_errors=True)
            Path(log_file(name)).unlink(missing_ok=True)
