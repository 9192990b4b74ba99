"""pytest plugin: Odoo's own test classes as pytest tests, on a copy of the template.

Odoo's rules are kept: only classes of the module itself and methods they define
themselves are tests, `-standard` ones are left out, HttpCase finds a server, and what
is logged as an error during a test fails it. There is no at_install phase: each test
runs when everything is installed.
"""

import contextlib
import importlib
import logging
import os
import re
import signal
import sys
import warnings
from pathlib import Path
from unittest.mock import patch

import freezegun
import pytest

from . import paths, system, templates

DATABASE = pytest.StashKey[str]()
SERVER = pytest.StashKey[object]()
# files of the modules with classes that take a minute or more
LONG = re.compile("accessible|companies|components|hostile|roles|statements|tour")


def _is_worker(config):
    """Whether tests run in this process; with xdist only in its workers."""
    return hasattr(config, "workerinput") or not getattr(
        config.option, "numprocesses", None
    )


def pytest_configure(config):
    if not _is_worker(config):
        return
    # a test that stops the clock does not stop pytest's own
    freezegun.configure(extend_ignore_list=["_pytest.", "xdist.", "execnet."])
    name = templates.scratch_name("test")
    templates.copy(os.environ["QMS_TEMPLATE"], name, None)
    config.stash[DATABASE] = name
    _load_odoo(name)


def pytest_unconfigure(config):
    name = config.stash.get(DATABASE, None)
    if name:
        if SERVER in config.stash:
            config.stash[SERVER].stop()
        templates.drop(name, None)


def _load_odoo(name):
    with warnings.catch_warnings():
        # libraries that complain about each other when imported
        warnings.simplefilter("ignore")
        for module in ("odoo.cli", "odoo.netsvc", "odoo.modules.registry", "odoo.http"):
            importlib.import_module(module)
    from odoo.modules.registry import Registry
    from odoo.tools import config

    flags = ["-d", name, "--no-http", "--max-cron-threads=0", "--http-port=0"]
    flags.append(f"--screenshots={paths.LOG / 'browser'}")
    config.parse_config(flags, setup_logging=False)
    Registry(name)
    # From now on: loading a registry with it would run tests by itself.
    config["test_enable"] = True
    importlib.import_module("odoo.tests.common")


def pytest_sessionstart(session):
    if DATABASE in session.config.stash:
        session.config.stash[SERVER] = _serve()


def _serve():
    """The HTTP server that HttpCase and its browser talk to."""
    from odoo.http import root
    from odoo.service import server
    from odoo.tools import config

    handlers = {number: signal.getsignal(number) for number in signal.valid_signals()}
    server.load_server_wide_modules()
    server.server = server.ThreadedServer(root)
    server.server.start(stop=True)
    config["http_port"] = server.server.httpd.server_port
    for number, handler in handlers.items():
        if handler is not None and signal.getsignal(number) is not handler:
            signal.signal(number, handler)
    return server.server


# --- collecting -----------------------------------------------------------------


class AddonModule(pytest.Module):
    """A test file of an addon, imported under the name Odoo knows it by."""

    def _getobj(self):
        name = ".".join(self.path.relative_to(paths.ADDONS).with_suffix("").parts)
        return importlib.import_module(f"odoo.addons.{name}")


def pytest_collect_directory(path, parent):
    """A folder of an addon is never imported as a package of its own."""
    if paths.ADDONS == path or paths.ADDONS in path.parents:
        return pytest.Dir.from_parent(parent, path=path)
    return None


def pytest_pycollect_makemodule(module_path, parent):
    if paths.ADDONS in Path(module_path).parents:
        return AddonModule.from_parent(parent, path=module_path)
    return None


def pytest_collection_modifyitems(config, items):
    if not _is_worker(config):
        return
    tests = {item for item in items if _is_test(item)}
    config.hook.pytest_deselected(items=[item for item in items if item not in tests])
    items[:] = sorted(filter(tests.__contains__, items), key=_sequence)


def _sequence(item):
    """What takes long first: at the end no processor waits for the other."""
    long = item.nodeid.startswith("tests/") or LONG.search(item.path.name)
    return not long, getattr(item.cls, "test_sequence", 0) if item.cls else 0


def _is_test(item):
    """Odoo's own rules of what is a test (odoo/tests/loader.py)."""
    if not _is_odoo_test(item):
        return True
    own = item.originalname in vars(item.cls) or getattr(
        item.cls, "allow_inherited_tests_method", False
    )
    here = item.cls.__module__ == item.module.__name__
    return own and here and "standard" in item.cls(item.originalname).test_tags


# --- running --------------------------------------------------------------------

# What Odoo gives a new user or employee beyond what is asked for: initials painted in
# five sizes, a to-do that greets. A good part of what making one takes.
ADORNMENTS = (
    ("odoo.addons.base.models.avatar_mixin", "AvatarMixin._avatar_generate_svg"),
    (
        "odoo.addons.project_todo.models.res_users",
        "ResUsers._generate_onboarding_todo",
    ),
)


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef):
    """A class is set up with people unadorned; in its tests they are as always."""
    with contextlib.ExitStack() as stack:
        if fixturedef.argname.startswith("_unittest_setUpClass_fixture"):
            for module, name in ADORNMENTS:
                if module in sys.modules:
                    stack.enter_context(patch(f"{module}.{name}", lambda _self: False))
        return (yield)


class _Errors(logging.Handler):
    def __init__(self):
        super().__init__(logging.ERROR)
        self.lines = []

    def emit(self, record):
        self.lines.append(f"{record.name}: {record.getMessage()}")


def _is_odoo_test(item):
    from odoo.tests.common import BaseCase

    return bool(item.cls) and issubclass(item.cls, BaseCase)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item, nextitem):
    from odoo.modules import module

    # Odoo's test asks its result object, which is our item, for this alone.
    item.wasSuccessful = lambda: True
    module.current_test = _is_odoo_test(item)
    try:
        return (yield)
    finally:
        module.current_test = False


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item):
    from odoo.modules import module

    result = yield
    if _is_odoo_test(item):
        module.current_test = item.instance
    return result


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    errors = _Errors()
    root = logging.getLogger()
    root.addHandler(errors)
    try:
        result = yield
    finally:
        root.removeHandler(errors)
    if errors.lines and not getattr(item, "_excinfo", None):
        pytest.fail("errors were logged:\n" + "\n".join(errors.lines), pytrace=False)
    return result


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """A browser that is there but does not start is a failure, not a test left out."""
    report = yield
    if report.skipped and "hrome" in str(report.longrepr) and system.has("chromium"):
        report.outcome = "failed"
        report.longrepr = f"The browser did not start: {report.longrepr}"
    return report


def pytest_terminal_summary(terminalreporter):
    if os.environ.get("QMS_LINT") == "FAILED":
        terminalreporter.section("lint FAILED: its findings stand above the tests")
