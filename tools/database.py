"""Creating, copying and dropping databases, on either kind of server."""

import contextlib

import psycopg2
from psycopg2 import sql
from psycopg2.extensions import ISOLATION_LEVEL_AUTOCOMMIT

from .console import Failure


def connect(name="postgres", env=None):
    env = env or {}
    options = {
        "host": env.get("PGHOST"),
        "user": env.get("PGUSER"),
        "port": env.get("PGPORT"),
    }
    try:
        connection = psycopg2.connect(
            dbname=name, **{key: value for key, value in options.items() if value}
        )
    except psycopg2.OperationalError as error:
        raise Failure(
            f"PostgreSQL cannot be reached: {error}"
            "Set PGHOST, PGPORT, PGUSER and PGPASSWORD to a server whose user may "
            "create databases, or leave PGHOST out to use the embedded one."
        ) from error
    connection.set_isolation_level(ISOLATION_LEVEL_AUTOCOMMIT)
    return contextlib.closing(connection)


def execute(query, parameters=None, *, name="postgres", env=None):
    with connect(name, env) as connection, connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return cursor.fetchall() if cursor.description else []


def exists(name, env=None):
    return bool(
        execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,), env=env)
    )


def is_initialised(name, env=None):
    """Whether Odoo was installed in it."""
    table = "SELECT to_regclass('public.ir_module_module') IS NOT NULL"
    return exists(name, env) and execute(table, name=name, env=env)[0][0]


def create(name, env=None):
    """As Odoo itself creates one, but with only those extensions the server offers."""
    if exists(name, env):
        return
    query = "CREATE DATABASE {} ENCODING 'unicode' LC_COLLATE 'C' TEMPLATE template0"
    try:
        execute(sql.SQL(query).format(sql.Identifier(name)), env=env)
    except (psycopg2.errors.DuplicateDatabase, psycopg2.errors.UniqueViolation):
        return
    for extension in ("pg_trgm", "unaccent"):
        available = "SELECT 1 FROM pg_available_extensions WHERE name = %s"
        if execute(available, (extension,), name=name, env=env):
            query = sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(
                sql.Identifier(extension)
            )
            with contextlib.suppress(psycopg2.errors.InsufficientPrivilege):
                execute(query, name=name, env=env)


def drop(name, env=None):
    """Without force first: that alone waits for the server's own vacuuming to end."""
    query = sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name))
    try:
        execute(query, env=env)
    except psycopg2.errors.ObjectInUse:
        execute(query + sql.SQL(" WITH (FORCE)"), env=env)


def copy(source, target, env=None):
    """A copy of a database nobody is connected to."""
    drop(target, env)
    query = "CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY"
    if execute("SHOW server_version_num", env=env)[0][0] < "150000":
        query = "CREATE DATABASE {} TEMPLATE {}"
    names = (sql.Identifier(target), sql.Identifier(source))
    execute(sql.SQL(query).format(*names), env=env)
