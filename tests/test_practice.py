"""What `make practice` does: a copy that does no harm, made anew each time."""

import pytest

from tools import database, postgres, practice, templates
from tools.console import Failure

SERVER = postgres.Server()


@pytest.fixture
def copies(odoo_copy):
    """The database to copy, and what its copy is called."""
    name = practice.copy_name(odoo_copy)
    yield odoo_copy, name
    templates.drop(name, None)


def _ask(query, name):
    return database.execute(query, name=name)[0][0]


def _neutralized(name):
    query = "SELECT count(*) FROM ir_config_parameter WHERE key = %s"
    key = "database.is_neutralized"
    return bool(database.execute(query, (key,), name=name)[0][0])


def test_the_copy_does_no_harm_and_the_original_stays(copies):
    source, name = copies
    practice.make(source, name, SERVER)
    assert _neutralized(name) and not _neutralized(source)
    jobs = "SELECT count(*) FROM ir_cron WHERE active"
    assert _ask(jobs, source) > _ask(jobs, name) == 1
    banner = "SELECT active FROM ir_ui_view WHERE key = 'web.neutralize_banner'"
    assert _ask(banner, name) and not _ask(banner, source)
    secret = "SELECT value FROM ir_config_parameter WHERE key = 'database.secret'"
    assert _ask(secret, name) != _ask(secret, source)


def test_a_second_start_forgets_what_was_practised(copies):
    source, name = copies
    practice.make(source, name, SERVER)
    database.execute("UPDATE res_company SET name = 'Practised'", name=name)
    practice.make(source, name, SERVER)
    assert _ask("SELECT count(*) FROM res_company WHERE name = 'Practised'", name) == 0


def test_nobody_is_thrown_out(copies):
    """A copy that somebody works in is not taken away from under him."""
    source, name = copies
    with database.connect(source), pytest.raises(Failure, match="Stop what serves"):
        practice.make(source, name, SERVER)
    assert not database.exists(name)
