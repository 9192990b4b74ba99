"""Installing, updating and removing the modules, as an administrator does."""

import os

import psycopg2
import pytest
from command import complaints, run

from tools import database, modules

INSTALLED = os.environ["QMS_MODULES"].split(",")
# What a module must not leave behind in the database: kind and query.
TRACES = {
    "table, view or sequence": "SELECT relname FROM pg_class WHERE relname ~ '^qms_'",
    "function": """
        SELECT proname FROM pg_proc JOIN pg_namespace space ON space.oid = pronamespace
         WHERE nspname = 'public' AND (proname ~ 'qms' OR prosrc ~ 'qms_')
    """,
    "trigger": "SELECT tgname FROM pg_trigger WHERE tgname ~ 'qms'",
    "type": "SELECT typname FROM pg_type WHERE typname ~ '^qms_'",
    "column": """
        SELECT table_name || '.' || column_name FROM information_schema.columns
         WHERE table_schema = 'public' AND column_name ~ '^(x_)?qms_'
    """,
    "model": "SELECT model FROM ir_model WHERE model ~ '^qms[.]'",
    "record": "SELECT name FROM ir_model_data WHERE module IN %(ours)s",
    "parameter": "SELECT key FROM ir_config_parameter WHERE key ~ '^qms'",
    "scheduled action": "SELECT cron_name FROM ir_cron WHERE cron_name ~* 'qms'",
}


def _traces(name, ours):
    found = []
    for kind, query in TRACES.items():
        rows = database.execute(query, {"ours": tuple(ours)}, name=name)
        found += [f"{kind} {row[0]}" for row in rows]
    return found


def _states(name, ours):
    query = "SELECT name, state FROM ir_module_module WHERE name IN %s"
    return dict(database.execute(query, (tuple(ours),), name=name))


def _layers(names):
    """Again and again those on which nothing that is left stands."""
    left = list(names)
    while left:
        below = {each for name in left for each in modules.manifest(name)["depends"]}
        yield [name for name in left if name not in below]
        left = [name for name in left if name in below]


@pytest.fixture(autouse=True)
def _some_module(product_modules):
    if not product_modules:
        pytest.skip("there is no module yet")


def test_install_log_has_no_warning(install_log):
    assert not complaints(install_log)


def test_every_module_is_installed(odoo_copy, product_modules):
    assert set(_states(odoo_copy, product_modules).values()) == {"installed"}


@pytest.mark.skipif("qms" in INSTALLED, reason="updated with decisions in it")
def test_update_has_no_warning(odoo_copy, product_modules):
    flags = ("-u", ",".join(product_modules), "--stop-after-init", "--no-http")
    done = run("-d", odoo_copy, *flags)
    assert not done.returncode, done.stdout[-3000:]
    assert not complaints(done.stdout)


def test_uninstall_and_install_again(odoo_copy, product_modules):
    """Upper modules first; each takes its traces along, and all can come back."""
    # Odoo locks this table without waiting: a passing autovacuum would refuse it.
    calm = "ALTER TABLE ir_module_module SET (autovacuum_enabled = false)"
    database.execute(calm, name=odoo_copy)
    for layer in _layers(product_modules):
        done = run("module", "uninstall", "-d", odoo_copy, *layer)
        assert not done.returncode, f"{layer}: {done.stdout[-3000:]}"
        assert not complaints(done.stdout), layer
        assert set(_states(odoo_copy, layer).values()) == {"uninstalled"}
        left = "SELECT name, module FROM ir_model_data WHERE module IN %s"
        assert not database.execute(left, (tuple(layer),), name=odoo_copy), layer
    if set(product_modules) == set(modules.common(modules.ours())):
        assert not _traces(odoo_copy, product_modules)
    flags = ("-i", ",".join(product_modules), "--stop-after-init", "--no-http")
    done = run("-d", odoo_copy, *flags)
    assert not done.returncode, done.stdout[-3000:]
    assert not complaints(done.stdout)
    assert set(_states(odoo_copy, product_modules).values()) == {"installed"}


def test_database_user_is_no_superuser():
    """The tests prove what the application's own user can and cannot do."""
    query = "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"
    try:
        assert database.execute(query) == [(False,)]
    except psycopg2.Error as error:
        pytest.fail(str(error))
