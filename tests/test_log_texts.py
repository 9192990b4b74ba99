"""What fails is logged without what somebody wrote: neither Odoo's log nor the
database's may keep a text that is erased later, or that nobody is to be known by."""

import io
import logging
from contextlib import contextmanager

import psycopg2
import pytest
from decisions import at_once, make_case, make_town, transaction

from tools import postgres

LOGGERS = ("odoo.sql_db", "odoo.addons.base.models.ir_cron")
WORD = "Zwetschgenkuchen"
STORY = f"It's the {WORD}, he said: 'look at C:\\ and \"there\"'. " * 5


@pytest.fixture(scope="module")
def odoo_copy(shared_copy):
    return shared_copy


@pytest.fixture(scope="module")
def town(odoo_copy):
    return make_town(odoo_copy)


@pytest.fixture
def case(odoo_copy, town):
    return make_case(odoo_copy, town)


@contextmanager
def logged():
    """What Odoo logs of it, with the traces of errors; kept from the test's own log."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    loggers = [logging.getLogger(name) for name in LOGGERS]
    for logger in loggers:
        logger.addHandler(handler)
        logger.propagate = False
    try:
        yield stream
    finally:
        for logger in loggers:
            logger.removeHandler(handler)
            logger.propagate = True


@contextmanager
def server_log():
    """What the embedded database server logs meanwhile."""
    start = postgres.SERVER_LOG.stat().st_size
    lines = []
    yield lines
    with postgres.SERVER_LOG.open("rb") as log:
        log.seek(start)
        lines.extend(log.read().decode(errors="replace").splitlines())


def _settings(database):
    with transaction(database) as env:
        env.cr.execute(
            "SELECT current_setting('log_min_error_statement'),"
            " current_setting('log_error_verbosity')"
        )
        return env.cr.fetchone()


def test_the_database_prints_no_statement_that_fails(odoo_copy):
    assert _settings(odoo_copy) == ("panic", "terse")


def test_of_two_edits_that_collide_no_log_holds_the_text(odoo_copy, town, case):
    other = STORY.replace("he", "she")
    calls = [
        (town[name], "qms.deviation", case, "write", ({"cause": text},))
        for name, text in (("leader", STORY), ("head", other))
    ]
    with logged() as stream, server_log() as lines:
        assert at_once(odoo_copy, *calls) == [True, True]
    said = stream.getvalue()
    assert 'bad query:  UPDATE "qms_deviation"' in said
    assert "SerializationFailure (40001): could not serialize access" in said
    assert WORD not in said
    assert any("could not serialize access" in line for line in lines)
    assert WORD not in "\n".join(lines)


def test_a_row_that_is_refused_is_not_logged(odoo_copy, town, case):
    with (
        logged() as stream,
        server_log() as lines,
        pytest.raises(psycopg2.IntegrityError) as refused,
        transaction(odoo_copy) as env,
    ):
        try:
            env.cr.execute(
                "UPDATE qms_deviation SET cause = %s, company_id = NULL WHERE id = %s",
                (STORY, case),
            )
        except psycopg2.IntegrityError:
            logging.getLogger(LOGGERS[1]).exception("Job")
            raise
    said = stream.getvalue()
    assert "NotNullViolation (23502): qms_deviation: company_id" in said
    assert "Traceback" in said
    for text in (said, "\n".join(lines), str(refused.value)):
        assert WORD not in text
    # what Odoo makes a message of for the screen is still there
    assert refused.value.diag.column_name == "company_id"


def test_a_value_in_the_error_itself_is_not_logged(odoo_copy):
    with (
        logged() as stream,
        pytest.raises(psycopg2.DataError),
        transaction(odoo_copy) as env,
    ):
        env.cr.execute("SELECT %s::integer", (STORY,))
    assert "InvalidTextRepresentation (22P02)" in stream.getvalue()
    assert WORD not in stream.getvalue()
